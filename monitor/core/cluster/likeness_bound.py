"""The most that the similarity of two reports can be, for a tenth of what it costs to tell: most are never compared."""

import math
from collections.abc import Mapping

from monitor.core.cluster.compared import BRIEF, days_apart, figures_shared, in_two_languages, one_is_to_come
from monitor.core.cluster.features.report_features import ReportFeatures
from monitor.core.cluster.features.words import weights_of
from monitor.core.cluster.similarity_weights import BIAS, WEIGHTS
from monitor.core.text.numbers import count_agreeing

_SLACK = 1e-6
"""Sums in another order differ by less."""
_CAP = 3
_HIGHEST = {name: max(weight, 0.0) for name, weight in WEIGHTS.items()}
"""What each piece of evidence, between 0 and 1, adds at most."""
_NOT_LOOKED_AT = (
    "versions_differ",
    "names_differ",
    "subjects_differ",
    "actors_differ",
)
_UNSEEN = BIAS + sum(_HIGHEST[name] for name in _NOT_LOOKED_AT)
"""The constant, with what is not looked at here."""


class LikenessBound:
    """Bounds for the similarity of one report with many others."""

    def __init__(self, ours: ReportFeatures) -> None:
        self._ours = ours
        self._weights: Mapping[int, float] = weights_of(ours.seen | ours.words)

    def highest_with(self, theirs: ReportFeatures) -> float:
        """The highest that ``similarity`` can be; 1 where the languages differ."""
        if in_two_languages(self._ours, theirs):
            return 1.0
        ours = self._ours
        most = _UNSEEN + self._of_words(theirs) + _of_kinds(ours, theirs)
        most += _of_figures(ours, theirs) + _of_names(ours, theirs)
        most += WEIGHTS["days"] * days_apart(ours, theirs)
        return 1 / (1 + math.exp(-most)) + _SLACK

    def _of_words(self, theirs: ReportFeatures) -> float:
        ours, say = self._ours, self._weights.__getitem__
        forth = sum(map(say, ours.words & theirs.seen)) / ours.words_weight if ours.words_weight else 0.0
        back = sum(map(say, theirs.words & ours.seen)) / theirs.words_weight if theirs.words_weight else 0.0
        lesser = min(ours.seen_weight, theirs.seen_weight)
        text = sum(map(say, ours.seen & theirs.seen)) / lesser if lesser else 0.0
        alone = min(len(ours.rare - theirs.seen), len(theirs.rare - ours.seen), _CAP) / _CAP
        return (
            WEIGHTS["title_in_text_less"] * min(forth, back)
            + WEIGHTS["title_in_text_more"] * max(forth, back)
            + WEIGHTS["text_in_text"] * text
            + WEIGHTS["both_say_more"] * alone
        )


def _of_kinds(ours: ReportFeatures, theirs: ReportFeatures) -> float:
    """What scores, days, actions, stages and outlets add at most."""
    most = _HIGHEST["named_score"] if ours.scores & theirs.scores else 0.0
    if ours.days and theirs.days and not ours.days & theirs.days:
        most += WEIGHTS["days_differ"]
    shared = ours.actions & theirs.actions
    if shared - {"plan"}:
        most += WEIGHTS["actions_agree"]
    elif ours.actions and theirs.actions and not shared:
        most += WEIGHTS["actions_differ"]
    for kind, name in (("analysis", "one_analyses"), ("cancel", "one_cancels")):
        if (kind in ours.stages) != (kind in theirs.stages):
            most += WEIGHTS[name]
    if one_is_to_come(ours, theirs):
        most += WEIGHTS["one_before"]
    if ours.source and ours.source == theirs.source and not (ours.is_roundup or theirs.is_roundup):
        most += WEIGHTS["same_outlet"]
    return most + (WEIGHTS["one_is_brief"] if min(len(ours.seen), len(theirs.seen)) < BRIEF else 0.0)


def _of_figures(ours: ReportFeatures, theirs: ReportFeatures) -> float:
    """What figures add at most."""
    most = WEIGHTS["figures_in_text"] * figures_shared(ours, theirs)
    if not ours.amounts or not theirs.amounts:
        return most + _HIGHEST["figures_agree"]
    if ours.figure_reach & theirs.figure_marks and _agree_in_headlines(ours, theirs):
        return most + _HIGHEST["figures_agree"] + _HIGHEST["named_figure"]
    return most + WEIGHTS["figures_differ"]


def _agree_in_headlines(ours: ReportFeatures, theirs: ReportFeatures) -> bool:
    """Whether a figure of one headline stands in the other report."""
    return bool(count_agreeing(ours.amounts, theirs.amounts_seen) or count_agreeing(theirs.amounts, ours.amounts_seen))


def _of_names(ours: ReportFeatures, theirs: ReportFeatures) -> float:
    """What names and versions add at most."""
    most = WEIGHTS["version_shared"] if ours.marks & theirs.marks else 0.0
    most += WEIGHTS["rare_name_shared"] * min(len(ours.rare_names & theirs.rare_names), 2) / 2
    most += _HIGHEST["names_shared"] * min(len(ours.names), len(theirs.names), _CAP) / _CAP
    most += _HIGHEST["likely_shared"] * (1.0 if ours.likely and theirs.likely else 0.5)
    if ours.latin_bases or theirs.latin_bases:
        most += _HIGHEST["latin_names"]
    if ours.subjects or theirs.subjects:
        most += _HIGHEST["one_subject_differs"]
    return most

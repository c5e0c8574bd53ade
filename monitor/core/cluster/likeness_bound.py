"""The most that the similarity of two reports can be, for a tenth of what it costs to tell: most are never compared."""

import math
from collections.abc import Sequence

from monitor.core.cluster.compared import (
    BRIEF,
    days_apart,
    figures_shared,
    in_two_languages,
    lacking_names,
    one_is_to_come,
)
from monitor.core.cluster.features.report_features import ReportFeatures
from monitor.core.cluster.shared_words import SharedWords
from monitor.core.cluster.similarity_weights import BIAS, WEIGHTS
from monitor.core.cluster.two_events import actors_differ
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
_LESS, _MORE = WEIGHTS["title_in_text_less"], WEIGHTS["title_in_text_more"]
_TEXT, _ALONE, _DAYS = WEIGHTS["text_in_text"], WEIGHTS["both_say_more"] / _CAP, WEIGHTS["days"]
_SHARED_FIGURES, _BRIEF = WEIGHTS["figures_in_text"], WEIGHTS["one_is_brief"]
_NAMES, _LIKELY = _HIGHEST["names_shared"] / _CAP, _HIGHEST["likely_shared"]


class LikenessBound:
    """Bounds for the similarity of one report with many others."""

    def __init__(self, ours: ReportFeatures) -> None:
        self._ours = ours
        self._shared = SharedWords(ours)

    def highest_with(self, theirs: ReportFeatures) -> float:
        """The highest that ``similarity`` can be; 1 where the languages differ."""
        return self.highest_with_all([theirs])[0]

    def highest_with_all(self, theirs: Sequence[ReportFeatures]) -> list[float]:
        """The same for each of them."""
        shared = self._shared.weigh_with(theirs)
        return [self._highest(yours, *weights) for yours, weights in zip(theirs, shared, strict=True)]

    def lower(self, most: float, theirs: ReportFeatures) -> float:
        """A bound of ``highest_with`` made narrower by what takes longer to tell: names, and who acts."""
        ours = self._ours
        if most >= 1.0 or in_two_languages(ours, theirs):
            return most
        alien = len(lacking_names(ours.names, theirs))
        alien_other = len(lacking_names(theirs.names, ours))
        shared = min(len(ours.names) - alien, len(theirs.names) - alien_other, _CAP)
        less = (WEIGHTS["names_differ"] if alien and alien_other else 0.0) + _NAMES * shared
        less -= _most_of_names_shared(ours, theirs)
        if actors_differ(ours, theirs):
            less += WEIGHTS["actors_differ"]
        odds = (most - _SLACK) / (1 - most + _SLACK) * math.exp(less)
        return odds / (1 + odds) + _SLACK

    def _highest(self, theirs: ReportFeatures, forth: float, back: float, text: float, alone: int) -> float:
        ours = self._ours
        if ours.language != theirs.language and in_two_languages(ours, theirs):
            return 1.0
        forth, back = _share(forth, ours.words_weight), _share(back, theirs.words_weight)
        less, more = (forth, back) if forth < back else (back, forth)
        most = _UNSEEN + _LESS * less + _MORE * more
        most += _TEXT * _share(text, min(ours.seen_weight, theirs.seen_weight)) + _ALONE * min(alone, _CAP)
        most += _of_kinds(ours, theirs) + _of_figures(ours, theirs) + _of_names(ours, theirs)
        most += _DAYS * days_apart(ours, theirs)
        return 1 / (1 + math.exp(-most)) + _SLACK


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _most_of_names_shared(ours: ReportFeatures, theirs: ReportFeatures) -> float:
    return _NAMES * min(len(ours.names), len(theirs.names), _CAP)


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
    if ours.stages or theirs.stages:
        for kind, name in (("analysis", "one_analyses"), ("cancel", "one_cancels")):
            if (kind in ours.stages) != (kind in theirs.stages):
                most += WEIGHTS[name]
        if one_is_to_come(ours, theirs):
            most += WEIGHTS["one_before"]
    if ours.source and ours.source == theirs.source and not (ours.is_roundup or theirs.is_roundup):
        most += WEIGHTS["same_outlet"]
    return most + _BRIEF if len(ours.seen) < BRIEF or len(theirs.seen) < BRIEF else most


def _of_figures(ours: ReportFeatures, theirs: ReportFeatures) -> float:
    """What figures add at most."""
    most = _SHARED_FIGURES * figures_shared(ours, theirs)
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
    if shared := ours.rare_names & theirs.rare_names:
        most += WEIGHTS["rare_name_shared"] * min(len(shared), 2) / 2
    most += _most_of_names_shared(ours, theirs)
    most += _LIKELY if ours.likely and theirs.likely else _LIKELY / 2
    if ours.latin_bases or theirs.latin_bases:
        most += _HIGHEST["latin_names"]
    if ours.subjects or theirs.subjects:
        most += _HIGHEST["one_subject_differs"]
    return most

"""The most that the similarity of two reports can be, for many at once: nearly all are never compared."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from monitor.core.cluster.compared import BRIEF, DAY, MOST_DAYS, in_two_languages, lacking_names
from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.likeness_record import (
    ALL_FLAGS,
    ANALYSES,
    CANCELS,
    DAYS,
    DECEASED,
    FIGURES,
    FIGURES_OF_BOTH,
    FIGURES_OF_THEIRS,
    HAS_DAYS,
    HAS_FIGURES,
    HAS_LATIN,
    HAS_LIKELY,
    HAS_SUBJECTS,
    IS_ROUND_UP,
    PLAN,
    RARE_NAMES,
    SCORES,
    SPEAKS_BEFORE,
    TELLS_WHAT_COMES,
    VERSIONS,
    PackedReports,
    read_packed,
    speaks_other_language,
)
from monitor.core.cluster.shared_words import SharedWords
from monitor.core.cluster.similarity_weights import BIAS, WEIGHTS
from monitor.core.cluster.two_events import actors_differ
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[Any]
else:
    np = lazy_module("numpy")
    Numbers = Any

_SLACK = 1e-6
"""Sums in another order differ by less."""
_CAP = 3
_NAMED = 0.9
"""A little below what ``named_in_full`` asks for."""
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
_NAMES, _LIKELY = _HIGHEST["names_shared"] / _CAP, _HIGHEST["likely_shared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What the similarity of one report with each of many can be; in their order."""

    most: Sequence[float]
    """The highest that it can be; 1 where the languages differ, and where a rule may hold both for one event."""
    may_be_sure: Sequence[bool]
    """Whether a rule may hold the two for one event whatever their similarity."""
    share: float
    """The largest share of one headline that stands in the other report, of all of them, or a little more."""


class LikenessBound:
    """Bounds for the similarity of one report with many others."""

    def __init__(self, ours: ReportFeatures) -> None:
        self._ours = ours
        self._shared = SharedWords(ours)
        self._record = read_packed([ours.packed]).table[0]

    def highest_with(self, theirs: ReportFeatures) -> float:
        """The highest that ``similarity`` can be; 1 where the languages differ."""
        return self.bound_all([theirs], read_packed([theirs.packed])).most[0]

    def bound_all(self, theirs: Sequence[ReportFeatures], packed: PackedReports) -> Bounds:
        """Bounds for each of them; ``packed``: the same."""
        ours, shared = self._ours, self._shared.weigh_with(packed)
        table, marks = packed.table, shared.marks
        forth, back = _shares(shared.forth, ours.words_weight), _shares(shared.back, table["words_weight"])
        text = _shares(shared.text, np.minimum(ours.seen_weight, table["seen_weight"]))
        most = _UNSEEN + WEIGHTS["title_in_text_less"] * np.minimum(forth, back)
        most += WEIGHTS["title_in_text_more"] * np.maximum(forth, back) + WEIGHTS["text_in_text"] * text
        most += WEIGHTS["both_say_more"] / _CAP * np.minimum(shared.alone, _CAP)
        most += WEIGHTS["days"] * np.clip(abs(table["at"] - ours.at) / DAY - 1.0, 0.0, MOST_DAYS)
        most += self._kinds(table, marks) + self._figures(table, marks) + self._names(table, marks)
        most = 1 / (1 + np.exp(-most)) + _SLACK
        own = self._record
        sure = (marks[:, DECEASED] > 0) | (table["url"] == own["url"]) | (table["title"] == own["title"])
        if ours.is_roundup:
            sure |= forth >= _NAMED
        most[sure] = 1.0
        for place in speaks_other_language(table, own["language"]).nonzero()[0].tolist():
            if in_two_languages(ours, theirs[place]):
                most[place] = 1.0
        share = max(float(forth.max()), float(back.max())) if len(theirs) else 0.0
        return Bounds(most=most.tolist(), may_be_sure=sure.tolist(), share=share + _SLACK)

    def lower(self, most: float, theirs: ReportFeatures) -> float:
        """A bound made narrower by what takes longer to tell: names, and who acts."""
        ours = self._ours
        if most >= 1.0 or in_two_languages(ours, theirs):
            return most
        alien = len(lacking_names(ours.names, theirs))
        alien_other = len(lacking_names(theirs.names, ours))
        shared = min(len(ours.names) - alien, len(theirs.names) - alien_other, _CAP)
        less = (WEIGHTS["names_differ"] if alien and alien_other else 0.0) + _NAMES * shared
        less -= _NAMES * min(len(ours.names), len(theirs.names), _CAP)
        if actors_differ(ours, theirs):
            less += WEIGHTS["actors_differ"]
        odds = (most - _SLACK) / (1 - most + _SLACK) * math.exp(less)
        return odds / (1 + odds) + _SLACK

    def _kinds(self, table: Numbers, marks: Numbers) -> Numbers:
        """What scores, days, actions, stages, outlets, brevity and the like add at most."""
        ours, flags, actions = self._ours, table["flags"], table["actions"]
        most: Numbers = _by_flags(int(self._record["flags"]))[flags] + WEIGHTS["named_score"] * (marks[:, SCORES] > 0)
        if done := int(self._record["actions"]):
            most += WEIGHTS["actions_agree"] * ((actions & (done & ~PLAN)) > 0)
            most += WEIGHTS["actions_differ"] * ((actions & done == 0) & (actions > 0))
        if ours.source and not ours.is_roundup:
            same = (table["source"] == self._record["source"]) & ((flags & IS_ROUND_UP) == 0)
            most += WEIGHTS["same_outlet"] * same
        if ours.days:
            most += WEIGHTS["days_differ"] * (((flags & HAS_DAYS) > 0) & (marks[:, DAYS] == 0))
        most += WEIGHTS["one_is_brief"] * (np.minimum(table["seen"], len(ours.seen)) < BRIEF)
        return most

    def _figures(self, table: Numbers, marks: Numbers) -> Numbers:
        """What figures add at most."""
        ours = self._ours
        fewer = np.minimum(table["figures"], len(ours.amounts_seen))
        found = marks[:, FIGURES] + marks[:, FIGURES_OF_BOTH]
        shared = np.where(fewer > 0, np.minimum(found, fewer) / np.maximum(fewer, 1), 0.5)
        most: Numbers = WEIGHTS["figures_in_text"] * shared + _HIGHEST["figures_agree"]
        if not ours.amounts:
            return most
        agree = marks[:, FIGURES_OF_BOTH : FIGURES_OF_THEIRS + 1].sum(axis=1) > 0
        both = np.where(agree, WEIGHTS["named_figure"], WEIGHTS["figures_differ"] - _HIGHEST["figures_agree"])
        most += np.where((table["flags"] & HAS_FIGURES) > 0, both, 0.0)
        return most

    def _names(self, table: Numbers, marks: Numbers) -> Numbers:
        """What names and versions add at most."""
        most: Numbers = WEIGHTS["version_shared"] * (marks[:, VERSIONS] > 0)
        most += WEIGHTS["rare_name_shared"] / 2 * np.minimum(marks[:, RARE_NAMES], 2)
        most += _NAMES * np.minimum(table["names"], min(len(self._ours.names), _CAP))
        return most


@lru_cache(maxsize=256)
def _by_flags(ours: int) -> Numbers:
    """What the flags of two reports add at most, by those of the other one."""
    return np.array([_of_flags(ours, theirs) for theirs in range(ALL_FLAGS + 1)])


def _of_flags(ours: int, theirs: int) -> float:
    """What stages, likely names, Latin names and subjects add at most."""
    apart, either = ours ^ theirs, ours | theirs
    most = _LIKELY if ours & theirs & HAS_LIKELY else _LIKELY / 2
    if apart & ANALYSES:
        most += WEIGHTS["one_analyses"]
    if apart & CANCELS:
        most += WEIGHTS["one_cancels"]
    if either & SPEAKS_BEFORE and apart & TELLS_WHAT_COMES:
        most += WEIGHTS["one_before"]
    if either & HAS_LATIN:
        most += _HIGHEST["latin_names"]
    return most + _HIGHEST["one_subject_differs"] if either & HAS_SUBJECTS else most


def _shares(parts: Numbers, wholes: Any) -> Numbers:
    """Each part of its whole; of nothing there is no part."""
    shares: Numbers = np.divide(parts, wholes, out=np.zeros(len(parts)), where=np.greater(wholes, 0.0))
    return shares

"""The most that the similarity of two reports can be, for many at once: nearly all are never compared."""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
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
    FIGURES_OF_OURS,
    FIGURES_OF_THEIRS,
    HAS_DAYS,
    HAS_FIGURES,
    HAS_LATIN,
    HAS_LIKELY,
    HAS_SUBJECTS,
    IS_ROUND_UP,
    KINDS_OF_MARK,
    PLAN,
    RARE_NAMES,
    SCORES,
    SPEAKS_BEFORE,
    TELLS_WHAT_COMES,
    VERSIONS,
    PackedReports,
    read_packed,
    read_record,
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
_LITTLE = 1e-3
"""Less than any word says."""
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
    "actions_differ",
)
_UNSEEN = BIAS + sum(_HIGHEST[name] for name in (*_NOT_LOOKED_AT, "figures_agree"))
"""The constant, with what is not looked at here."""
_NAMES, _LIKELY = _HIGHEST["names_shared"] / _CAP, _HIGHEST["likely_shared"]
_FIGURES_DIFFER = WEIGHTS["figures_differ"] - _HIGHEST["figures_agree"]
_OF_MARKS = {
    SCORES: (1, WEIGHTS["named_score"]),
    DAYS: (1, -WEIGHTS["days_differ"]),
    VERSIONS: (1, WEIGHTS["version_shared"]),
    RARE_NAMES: (2, WEIGHTS["rare_name_shared"] / 2),
}
"""Marks that count by themselves: up to how many, and what each adds. A shared day takes back what ``_of_flags`` took
for days that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What the similarity of one report with each of many can be; in their order."""

    most: Sequence[float]
    """The highest that it can be; 1 where the languages differ, and where a rule may hold both for one event."""
    may_be_sure: Sequence[bool]
    """Whether a rule may hold the two for one event whatever their similarity."""
    shares: Sequence[float]
    """The share of one headline that stands in the other report, the larger of both directions, or a little more."""


class LikenessBound:
    """Bounds for the similarity of one report with many others."""

    def __init__(self, ours: ReportFeatures) -> None:
        self._ours = ours
        self._record = read_record(ours.packed)
        self._shared = SharedWords(ours, self._record)

    def highest_with(self, theirs: ReportFeatures) -> float:
        """The highest that ``similarity`` can be; 1 where the languages differ."""
        return self.bound_all([theirs], read_packed([theirs.packed])).most[0]

    def bound_all(self, theirs: Sequence[ReportFeatures], packed: PackedReports) -> Bounds:
        """Bounds for each of them; ``packed``: the same."""
        table, shared = packed.table, self._shared.weigh_with(packed)
        shares = self._shares(table, shared.weights)
        most = 1 / (1 + np.exp(-self._odds(table, shares, shared.alone, shared.marks))) + _SLACK
        own = self._record
        sure = (table["url"] == own["url"]) | (table["title"] == own["title"])
        sure |= (shared.marks[:, DECEASED] > 0) | (shared.marks[:, SCORES] > 0)
        if self._ours.is_roundup:
            sure |= shares[0] >= _NAMED
        most[sure] = 1.0
        for place in speaks_other_language(table, own["language"]).nonzero()[0].tolist():
            if in_two_languages(self._ours, theirs[place]):
                most[place] = 1.0
        halves = np.maximum(shares[0], shares[1]) + _SLACK
        return Bounds(most=most.tolist(), may_be_sure=sure.tolist(), shares=halves.tolist())

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

    def _shares(self, table: Numbers, weights: Numbers) -> Numbers:
        """The share of our headline that each says, of its headline that we say, of the texts that both say."""
        wholes = np.empty(weights.shape)
        wholes[0], wholes[1] = self._record["words_weight"], table["words_weight"]
        np.minimum(self._record["seen_weight"], table["seen_weight"], out=wholes[2])
        shares: Numbers = weights / np.maximum(wholes, _LITTLE, out=wholes)
        return shares

    def _odds(self, table: Numbers, shares: Numbers, alone: Numbers, marks: Numbers) -> Numbers:
        """The highest that the log odds can be.

        Each of these steps takes longer than what it does to sixty numbers: what can be one step is one.
        """
        ours = self._ours
        caps, of_marks = _weights_of_marks()
        odds: Numbers = _by_flags(int(self._record["flags"]))[table["flags"]] + np.minimum(marks, caps) @ of_marks
        odds += _weights_of_shares() @ shares
        odds += (WEIGHTS["title_in_text_less"] - WEIGHTS["title_in_text_more"]) * np.minimum(shares[0], shares[1])
        odds += WEIGHTS["both_say_more"] / _CAP * np.minimum(alone, _CAP)
        odds += WEIGHTS["days"] * np.minimum(np.maximum(abs(table["at"] - ours.at) / DAY - 1.0, 0.0), MOST_DAYS)
        if done := int(self._record["actions"]) & ~PLAN:
            odds += WEIGHTS["actions_agree"] * ((table["actions"] & done) > 0)
        if ours.source and not ours.is_roundup:
            same = (table["source"] == self._record["source"]) & ((table["flags"] & IS_ROUND_UP) == 0)
            odds += WEIGHTS["same_outlet"] * same
        odds += WEIGHTS["one_is_brief"] * (self._record["seen"] < BRIEF or table["seen"] < BRIEF)
        odds += self._figures(table, marks)
        if ours.names:
            odds += _NAMES * np.minimum(table["names"], min(len(ours.names), _CAP))
        return odds

    def _figures(self, table: Numbers, marks: Numbers) -> Any:
        """What figures add at most, but for headlines with figures that all differ."""
        ours = self._ours
        if not ours.amounts_seen:
            return WEIGHTS["figures_in_text"] / 2
        fewer = np.minimum(table["figures"], len(ours.amounts_seen))
        found = np.minimum(marks[:, FIGURES] + marks[:, FIGURES_OF_BOTH], fewer)
        shared = np.divide(found, fewer, out=np.full(len(fewer), 0.5), where=fewer > 0)
        most: Numbers = WEIGHTS["figures_in_text"] * shared
        if ours.amounts:
            told = marks[:, FIGURES_OF_BOTH] + marks[:, FIGURES_OF_OURS] + marks[:, FIGURES_OF_THEIRS]
            agree = (told > 0) & (table["flags"] & HAS_FIGURES > 0)
            most += (WEIGHTS["named_figure"] - _FIGURES_DIFFER) * agree
        return most


@cache
def _weights_of_marks() -> tuple[Numbers, Numbers]:
    """Of each kind of mark: up to how many count, and what each adds."""
    caps, weights = np.zeros(KINDS_OF_MARK), np.zeros(KINDS_OF_MARK)
    for kind, (cap, weight) in _OF_MARKS.items():
        caps[kind], weights[kind] = cap, weight
    return caps, weights


@cache
def _weights_of_shares() -> Numbers:
    """Of both shares of headlines, and of the texts'."""
    return np.array([*[WEIGHTS["title_in_text_more"]] * 2, WEIGHTS["text_in_text"]])


@lru_cache(maxsize=256)
def _by_flags(ours: int) -> Numbers:
    """What the flags of two reports add at most, by those of the other one."""
    return _of_flags(ours, np.arange(ALL_FLAGS + 1))


def _of_flags(ours: int, theirs: Numbers) -> Numbers:
    """The constant, and what stages, likely names, Latin names and subjects add at most; days and figures as if all
    differed.
    """
    apart, either, both = ours ^ theirs, ours | theirs, ours & theirs
    is_before = (either & SPEAKS_BEFORE > 0) & (apart & TELLS_WHAT_COMES > 0)
    most: Numbers = _UNSEEN + np.where(both & HAS_LIKELY > 0, _LIKELY, _LIKELY / 2)
    for has, adds in (
        (both & HAS_DAYS > 0, WEIGHTS["days_differ"]),
        (both & HAS_FIGURES > 0, _FIGURES_DIFFER),
        (apart & ANALYSES > 0, WEIGHTS["one_analyses"]),
        (apart & CANCELS > 0, WEIGHTS["one_cancels"]),
        (is_before, WEIGHTS["one_before"]),
        (either & HAS_LATIN > 0, _HIGHEST["latin_names"]),
        (either & HAS_SUBJECTS > 0, _HIGHEST["one_subject_differs"]),
    ):
        most += adds * has
    return most

"""Whether two headlines agree in who, what and how many: what two events of one topic seldom share.

Words do not meet between two languages, nor between two newsrooms that word one event in their own ways; and a
similarity of what little does meet says next to nothing. Particulars do: names as they sound, the kind of event,
figures.
"""

from collections.abc import Sequence
from typing import NamedTuple

from monitor.core.cluster.compared import BRIEF, days_apart, in_two_languages, one_is_to_come, overlap_said
from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.kinds_of_event import told_kinds
from monitor.core.cluster.names_agreeing import count_agreeing_names, names_nobody_else, names_of_headline
from monitor.core.text.figures.amounts import Amount, count_agreeing

_LARGE, _YEARS = 1000, (1900, 2100)
_SMALL = 10
_IN_WORDS, _MANY = 13, 100
"""Numbers below which headlines write some in words, and tolls that are counted one by one."""
_ONE_TEXT = 0.8
"""Share of a text's words in the other from which both are one text."""
_EVEN = 0.5
_LEAST, _NEAR = 0.2, 0.35
"""Similarity in one language below which nothing that agrees joins, and no kind of event alone."""
_ONE, _EXACT, _BOTH = 1.0, 1.5, 2.0
"""What a figure says for one event, an exact one, and an exact one of both headlines or two figures."""
_ENOUGH, _WITHOUT_KIND = 2.0, 3.0
"""What names and figures must say together where both tell one kind of event, and where no kind is known."""
_DELAY = "delay"
_OFFERED = frozenset({"launch"})
"""What one house does several times a day."""
_OF_PEOPLE = frozenset({"kill", "hurt", "rescue", "evacuate", "arrest", "jail"})
"""Of these a headline counts people, or years: elsewhere a small number may be anything."""
_COUNTED = _OF_PEOPLE | {"strike"}
_ONCE = frozenset(
    {
        "outage",
        "sack",
        "die",
        "resign",
        "aground",
        "touchdown",
        "landfall",
        "crash",
        "quake",
        "storm",
        "elect",
        "strike",
    }
)
"""What seldom happens twice in a day to one name."""


class _Agreeing(NamedTuple):
    """What two headlines agree in."""

    kinds: frozenset[str]
    named: float
    figures: float
    alone: bool
    """Whether one of them names nobody whom the other does not."""
    others: bool
    """Whether each tells kinds, and none that the other tells."""


def agree_in_particulars(a: ReportFeatures, b: ReportFeatures, score: float) -> bool:
    """Whether two headlines of a day tell one kind of event of the same names and figures.

    ``score``: how like they are, 0–1.

    In one language, where most that is of one event is alike anyway, figures must be exact or nobody else named.
    """
    in_one = not in_two_languages(a, b)
    if (in_one and (score < _LEAST or a.source == b.source)) or not _are_of_one_day(a, b):
        return False
    found = _find_agreeing(a, b)
    if found is None:
        return False
    return _agree_in_one(found, score) if in_one else _agree_in_two(found, score)


def tolls_differ(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines count people or days of one kind of event, both in small numbers and none of them alike.

    Not so where it is one text, brought up to date.
    """
    both = _kinds_of(a) & _kinds_of(b)
    most = _MANY if both & _OF_PEOPLE else _IN_WORDS
    if not both & _COUNTED or not _are_others(_counts_of(a, most), _counts_of(b, most)):
        return False
    is_long = min(len(a.seen), len(b.seen)) >= BRIEF
    return not is_long or overlap_said(a.seen, a.seen_weight, b.seen, b.seen_weight) < _ONE_TEXT


def tell_other_kinds(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines each tell kinds of event, and none of them is told by both: a takeover, a resignation."""
    kinds, others = _kinds_of(a), _kinds_of(b)
    return bool(kinds and others) and kinds.isdisjoint(others)


def tell_one_kind(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines tell one kind of event."""
    return not _kinds_of(a).isdisjoint(_kinds_of(b))


def one_is_delayed(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines tell one kind of event, and only one that it is put off."""
    kinds, others = _kinds_of(a), _kinds_of(b)
    return (_DELAY in kinds) != (_DELAY in others) and not kinds.isdisjoint(others)


def _are_of_one_day(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether both tell on one day what has happened, or both what is to come, and both report or both explain."""
    if a.is_roundup or b.is_roundup or days_apart(a, b) or one_is_to_come(a, b) or _versions_differ(a, b):
        return False
    return ("analysis" in a.stages) == ("analysis" in b.stages)


def _versions_differ(a: ReportFeatures, b: ReportFeatures) -> bool:
    known = (a.numbered & b.numbered_seen) | (b.numbered & a.numbered_seen)
    return bool(a.numbered and b.numbered) and not known


def _find_agreeing(a: ReportFeatures, b: ReportFeatures) -> _Agreeing | None:
    """What they agree in; nothing where they share no name, or their figures contradict each other."""
    ours, theirs = names_of_headline(a), names_of_headline(b)
    named = min(count_agreeing_names(ours, theirs), count_agreeing_names(theirs, ours))
    if not named:
        return None
    figures = _figures_agreeing(a, b)
    counts, others = _counts_of(a, _IN_WORDS), _counts_of(b, _IN_WORDS)
    if figures < 0 or _are_others(counts, others):
        return None
    kinds = _kinds_of(a) & _kinds_of(b)
    if kinds & _OF_PEOPLE and counts & others:
        figures = max(figures, _ONE)
    if a.scores & b.scores and named <= 1:
        return None  # Two games of one club may have one score.
    alone = names_nobody_else(a, b) or names_nobody_else(b, a)
    return _Agreeing(kinds, named, figures, alone, tell_other_kinds(a, b))


def _agree_in_one(found: _Agreeing, score: float) -> bool:
    if not found.kinds or found.named < 1:
        return False
    # Small whole numbers come again: degrees, ages.
    enough = _ONE if found.kinds & _OF_PEOPLE else _EXACT
    return found.figures >= _BOTH or (
        found.alone and (found.figures >= enough or (score >= _NEAR and bool(found.kinds & _ONCE)))
    )


def _agree_in_two(found: _Agreeing, score: float) -> bool:
    kinds, named, figures, alone, _ = found
    if not kinds:
        is_exact = figures >= _EXACT and named + figures >= _WITHOUT_KIND
        return not found.others and (is_exact or named >= _WITHOUT_KIND)
    if kinds == _OFFERED:
        return alone and named >= 1 and (figures >= _ONE or score >= _EVEN)
    if named + figures >= _ENOUGH and (alone or figures >= _ONE):
        return True
    return named >= 1 and (score >= _EVEN or (alone and bool(kinds & _ONCE)))


def _figures_agreeing(a: ReportFeatures, b: ReportFeatures) -> float:
    """How much figures say for one event; less than 0 where both headlines give some that differ."""
    if a.scores and b.scores:
        return _EXACT if a.scores & b.scores else -1.0
    ours, theirs = _telling(a.amounts), _telling(b.amounts)
    if count_agreeing([one for one in ours if _is_exact(one)], theirs):
        return _BOTH
    in_both = count_agreeing(_telling(a.amounts_seen), _telling(b.amounts_seen))
    if count_agreeing(ours, theirs):
        return _BOTH if in_both > 1 else _ONE
    if ours and theirs:
        return -1.0
    if count_agreeing(ours, b.amounts_seen) or count_agreeing(theirs, a.amounts_seen):
        return _BOTH if in_both > 1 else _EXACT if any(map(_is_exact, ours or theirs)) else _ONE
    return _ONE / 2 if in_both else 0.0


def _is_exact(amount: Amount) -> bool:
    return amount[1] >= _LARGE or amount[1] % 1 > 0


def _telling(amounts: Sequence[Amount]) -> list[Amount]:
    """Figures that are neither small whole numbers nor years."""
    return [one for one in amounts if (one[1] >= _SMALL or _is_exact(one)) and not _YEARS[0] <= one[1] <= _YEARS[1]]


def _kinds_of(report: ReportFeatures) -> frozenset[str]:
    return (
        frozenset([kind for kind in told_kinds(report.title, report.language) if not kind.isdigit()]) | report.hazards
    )


def _counts_of(report: ReportFeatures, most: int) -> set[str]:
    """The whole numbers of a headline below so many, in words or digits."""
    small = {f"{value:g}" for kind, value in report.amounts if kind == "n" and value < most and not value % 1}
    return small.union(kind for kind in told_kinds(report.title, report.language) if kind.isdigit())


def _are_others(ours: set[str], theirs: set[str]) -> bool:
    return bool(ours and theirs) and ours.isdisjoint(theirs)

"""Which story a report belongs to, decided from what is known at that moment."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from monitor.core.cluster.best_match import FOLLOW, WINDOW, Like, find_best_match, group_prints
from monitor.core.cluster.compared import in_two_languages
from monitor.core.cluster.features.candidate_keys import own_link
from monitor.core.cluster.features.report_features import ReportFeatures, read_features
from monitor.core.cluster.similarity import evidence_between, similarity
from monitor.core.cluster.two_events import of_one_affair
from monitor.core.model.stories import Assignment, Candidate, Features, Joins, NewStory, Report

__all__ = ["WINDOW", "Like", "assign_story", "needed_between"]

JOIN = 0.72
"""Similarity from which a report joins. Above one half: a wrong merge hides news, a missed one only repeats it."""
JOIN_ROUND_UP = 0.5
"""For an item of a round-up: it retells what was reported, in few words, so that more likely than not is enough."""
JOIN_ACROSS = 0.85
"""Between two languages: little is comparable, and most that is alike is another development. The rest is linked."""
_REPRINT = 0.9

_READ: dict[int, tuple[Mapping[str, object], Sequence[ReportFeatures]]] = {}
"""By the identity of the payload, which is kept as well so that no other gets it."""
_READ_KEPT = 1024
"""Reports; some 20 kB each."""


def assign_story(
    report: Report, features: Features, candidates: Sequence[Candidate], *, like: Like = similarity
) -> Assignment:
    """Found a story or join one of the candidates'; ``features`` are the report's, candidates in any order."""
    ours = _read_kept(features)
    in_order = sorted(candidates, key=attrgetter("report_id"))
    stories = group_prints([(candidate.story_id, _read_kept(candidate.features)) for candidate in in_order])
    best = find_best_match(ours, stories, like)
    if best is None or (best.score < FOLLOW and not of_one_affair(best.ours, best.theirs)):
        return NewStory(why="nothing like it is known")
    named = f"{best.score:.2f} like “{best.theirs.title}”"
    needed = needed_between(best.ours, best.theirs)
    if best.score >= needed:
        return Joins(story_id=best.story_id, duplicate=_is_reprint(best.ours, best.theirs), why=named)
    why = f"another development: {named}, below {needed:.2f}"
    return NewStory(follows=None if report.is_roundup or ours[0].is_roundup else best.story_id, why=why)


def needed_between(a: ReportFeatures, b: ReportFeatures) -> float:
    """The similarity from which two reports are of one story."""
    if in_two_languages(a, b):
        return JOIN_ACROSS
    return JOIN_ROUND_UP if a.is_roundup or b.is_roundup else JOIN


def _read_kept(features: Features) -> Sequence[ReportFeatures]:
    """Features as they are compared; those that were read lately are kept: they are candidates again and again."""
    payload = features.payload
    known = _READ.pop(id(payload), None)
    if known is None:
        known = (payload, read_features(features))
        while len(_READ) >= _READ_KEPT:
            _READ.pop(next(iter(_READ)), None)
    _READ[id(payload)] = known
    return known[1]


def _is_reprint(mine: ReportFeatures, yours: ReportFeatures) -> bool:
    """The same text again, whole or cut short."""
    if in_two_languages(mine, yours):
        return False
    if own_link(mine.url) and mine.url == yours.url:
        return True
    found = evidence_between(mine, yours)
    return min(found["text_in_text"], found["title_in_text_more"]) >= _REPRINT

"""Which story a report belongs to, decided from what is known at that moment."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.cluster.features.report_features import ReportFeatures, own_link, read_features
from monitor.core.cluster.similarity import (
    days_apart,
    evidence_between,
    in_two_languages,
    named_in_full,
    of_one_affair,
    similarity,
    speak_of_others,
    tell_one_death,
    titles_share,
    two_events,
)
from monitor.core.model.stories import Assignment, Candidate, Features, Joins, NewStory, Report

Like = Callable[[ReportFeatures, ReportFeatures], float]

JOIN = 0.72
"""Similarity from which a report joins. Above one half: a wrong merge hides news, a missed one only repeats it."""
JOIN_ROUND_UP = 0.5
"""For an item of a round-up: it retells what was reported, in few words, so that more likely than not is enough."""
JOIN_ACROSS = 0.85
"""Between two languages: little is comparable, and most that is alike is another development. The rest is linked."""
FOLLOW = 0.12
WINDOW = timedelta(days=14)
"""A story that was quiet for longer is not continued but followed."""
_WINDOW_SECONDS = WINDOW.total_seconds()
_DOUBT = 0.3
"""A report that is less like one of the story's than this, and names other bodies or versions, stays out of it."""
_REPRINT = 0.9
_BRIEF = 25
"""Words of headline and lead below which the same ones are no sign of one article."""
_LINKED = 0.5
"""Share of words that titles under one link have in common: price lists carry one article after another."""


_READ: dict[int, tuple[Mapping[str, object], Sequence[ReportFeatures]]] = {}
_READ_KEPT = 512
"""Reports; some 10 kB each."""


@dataclass(frozen=True, slots=True)
class _Match:
    """The report of a story that is most like the new one."""

    score: float
    story_id: int
    ours: ReportFeatures
    theirs: ReportFeatures


def assign_story(
    report: Report, features: Features, candidates: Sequence[Candidate], *, like: Like = similarity
) -> Assignment:
    """Found a story or join one of the candidates'; ``features`` are the report's, candidates in any order."""
    ours = read_features(features)
    matches = [
        match for story in _features_by_story(candidates) if (match := _best_match(ours, *story, like)) is not None
    ]
    best = max(matches, key=lambda match: (match.score, -match.story_id), default=None)
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


def _features_by_story(candidates: Sequence[Candidate]) -> list[tuple[int, list[ReportFeatures]]]:
    """The prints of each candidate story."""
    stories: dict[int, list[ReportFeatures]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda candidate: candidate.report_id):
        stories[candidate.story_id] += _read_candidate(candidate)
    return sorted(stories.items())


def _read_candidate(candidate: Candidate) -> Sequence[ReportFeatures]:
    """A candidate's features; those that were read lately are kept, as one report is a candidate again and again.

    What is kept follows from the stored features alone: an edited report is read anew.
    """
    known = _READ.get(candidate.report_id)
    if known is None or known[0] != candidate.features.payload:
        _READ[candidate.report_id] = known = (candidate.features.payload, read_features(candidate.features))
        while len(_READ) > _READ_KEPT:
            _READ.pop(next(iter(_READ)), None)
    return known[1]


def _best_match(
    ours: Sequence[ReportFeatures], story_id: int, theirs: Sequence[ReportFeatures], like: Like
) -> _Match | None:
    """The pair that is most alike; items of round-ups speak for a story only while it has nothing else."""
    theirs = [print_ for print_ in theirs if not print_.is_roundup] or theirs
    matches = [
        _Match(_score_pair(mine, yours, like), story_id, mine, yours)
        for mine in ours
        for yours in theirs
        if abs(mine.at - yours.at) <= _WINDOW_SECONDS
    ]
    best = max(matches, key=lambda match: match.score, default=None)
    if best is None or not any(_is_contradicted(match) for match in matches if match.ours is best.ours):
        return best
    return _Match(min(best.score, _DOUBT), story_id, best.ours, best.theirs)


def _is_contradicted(match: _Match) -> bool:
    """Whether a report of the story speaks of something else; the items of a round-up do so anyway."""
    return not match.theirs.is_roundup and match.score < _DOUBT and speak_of_others(match.ours, match.theirs)


def _score_pair(mine: ReportFeatures, yours: ReportFeatures, like: Like) -> float:
    if one_link(mine, yours):
        return 1.0
    if mine.title == yours.title and mine.words == yours.words and _is_one_article(mine, yours):
        return 1.0
    if mine.is_roundup and not yours.is_roundup and named_in_full(mine, yours):
        return 1.0
    if tell_one_death(mine, yours):
        return 1.0
    score = like(mine, yours)
    return min(score, _DOUBT) if two_events(mine, yours) else score


def one_link(mine: ReportFeatures, yours: ReportFeatures) -> bool:
    """Whether both give one link, and nothing says that another article stands under it now."""
    if not own_link(mine.url) or mine.url != yours.url or days_apart(mine, yours) > 1:
        return False
    if in_two_languages(mine, yours):  # Whoever reports in another language links what he reports of.
        return not (mine.numbered and yours.numbered) or bool(mine.numbered & yours.numbered)
    return titles_share(mine, yours) >= _LINKED


def _is_one_article(mine: ReportFeatures, yours: ReportFeatures) -> bool:
    """Under one headline: one outlet shows an article in several of its feeds, or publishes it again days later.

    A column has the same headline every week, but never the same words below it.
    """
    return days_apart(mine, yours) <= 1 or (len(mine.seen) >= _BRIEF and mine.seen == yours.seen)


def _is_reprint(mine: ReportFeatures, yours: ReportFeatures) -> bool:
    """The same text again, whole or cut short."""
    if in_two_languages(mine, yours):
        return False
    if own_link(mine.url) and mine.url == yours.url:
        return True
    found = evidence_between(mine, yours)
    return min(found["text_in_text"], found["title_in_text_more"]) >= _REPRINT

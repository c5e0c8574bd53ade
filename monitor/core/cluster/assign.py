"""Which story a report belongs to, decided from what is known at that moment."""

from collections.abc import Sequence
from operator import attrgetter

from monitor.core.cluster.best_match import FOLLOW, WINDOW, Like, StoryMatch, find_best_match
from monitor.core.cluster.compared import days_apart, in_two_languages, share_large_figure
from monitor.core.cluster.features.candidate_keys import own_link
from monitor.core.cluster.features.compared_report import ReportFeatures, read_features
from monitor.core.cluster.similarity import evidence_between, share_full_name, similarity
from monitor.core.cluster.two_events import of_one_affair, tells_briefly
from monitor.core.model.stories import Assignment, Candidate, Features, Joins, NewStory, Report

__all__ = ["WINDOW", "Like", "assign_story", "needed_between"]

JOIN = 0.72
"""Similarity from which a report joins. Above one half: a wrong merge hides news, a missed one only repeats it."""
JOIN_RETOLD = 0.5
"""For what retells a report in few words, an item of a round-up or a flash, and where both headlines give one large
figure, which two events of one name seldom share: more likely than not is enough."""
JOIN_ACROSS = 0.85
"""Between two languages: little is comparable, and most that is alike is another development. The rest is linked."""
FOLLOW_ACROSS = 0.5
"""Between two languages, for a link: what is less alike shares the name of its topic, and seldom anything else."""
_REPRINT = 0.9


def assign_story(
    report: Report, features: Features, candidates: Sequence[Candidate], *, like: Like = similarity
) -> Assignment:
    """Found a story or join one of the candidates'; ``features`` are the report's, candidates in any order."""
    ours = _read_once(features)
    stories: list[int] = []
    theirs: list[ReportFeatures] = []
    for candidate in sorted(candidates, key=attrgetter("report_id")):
        for yours in candidate.features.as_read[0] if candidate.features.as_read else _read_once(candidate.features):
            stories.append(candidate.story_id)
            theirs.append(yours)
    best = find_best_match(ours, stories, theirs, like)
    if best is None or not _goes_on(best):
        return NewStory(why="nothing like it is known")
    named = f"{best.score:.2f} like “{best.theirs.title}”"
    needed = needed_between(best.ours, best.theirs)
    if best.score >= needed:
        return Joins(story_id=best.story_id, duplicate=_is_reprint(best.ours, best.theirs), why=named)
    why = f"another development: {named}, below {needed:.2f}"
    return NewStory(follows=None if report.is_roundup or ours[0].is_roundup else best.story_id, why=why)


def _goes_on(best: StoryMatch) -> bool:
    """Whether a report is at least of the same affair."""
    if in_two_languages(best.ours, best.theirs):
        # Half of a headline that stands in the other language is little more than the name.
        return best.score >= FOLLOW_ACROSS
    return best.score >= FOLLOW or of_one_affair(best.ours, best.theirs)


def needed_between(a: ReportFeatures, b: ReportFeatures) -> float:
    """The similarity from which two reports are of one story.

    One outlet tells two goods of one maker at one price, so that its figures say less.
    """
    if in_two_languages(a, b):  # Newsrooms abroad may be a day late.
        is_told = (share_large_figure(a, b) and days_apart(a, b) <= 1) or share_full_name(a, b)
        return JOIN_RETOLD if is_told else JOIN_ACROSS
    is_retold = a.is_roundup or b.is_roundup or tells_briefly(a, b) or tells_briefly(b, a)
    is_retold = is_retold or (a.source != b.source and share_large_figure(a, b) and not days_apart(a, b))
    return JOIN_RETOLD if is_retold else JOIN


def _read_once(features: Features) -> Sequence[ReportFeatures]:
    """Features as they are compared; read when first asked, for they are candidates again and again."""
    kept: list[Sequence[ReportFeatures]] = features.as_read
    if not kept:
        kept.append(read_features(features))
    return kept[0]


def _is_reprint(mine: ReportFeatures, yours: ReportFeatures) -> bool:
    """The same text again, whole or cut short."""
    if in_two_languages(mine, yours):
        return False
    if own_link(mine.url) and mine.url == yours.url:
        return True
    found = evidence_between(mine, yours)
    return min(found["text_in_text"], found["title_in_text_more"]) >= _REPRINT

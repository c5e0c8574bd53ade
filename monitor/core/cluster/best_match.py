"""Which of the candidate stories a report is most like; pairs that cannot be the likest are never compared."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from monitor.core.cluster.compared import BRIEF, days_apart, in_two_languages, share_said, titles_share
from monitor.core.cluster.features.candidate_keys import own_link
from monitor.core.cluster.features.report_features import ReportFeatures
from monitor.core.cluster.likeness_bound import LikenessBound
from monitor.core.cluster.similarity import similarity
from monitor.core.cluster.two_events import named_in_full, speak_of_others, tell_one_death, two_events
from monitor.values import dataclass

Like = Callable[[ReportFeatures, ReportFeatures], float]

WINDOW = timedelta(days=14)
"""A story that was quiet for longer is not continued but followed."""
_WINDOW_SECONDS = WINDOW.total_seconds()
_DOUBT = 0.3
"""A report that is less like one of the story's than this, and names other bodies or versions, stays out of it."""
_LINKED = 0.5
"""Share of words that titles under one link have in common: price lists carry one article after another."""
_NAMED = 0.9
"""A little below what ``named_in_full`` asks for."""


@dataclass(frozen=True, slots=True)
class StoryMatch:
    """The report of a story that is most like the new one."""

    score: float
    story_id: int
    ours: ReportFeatures
    theirs: ReportFeatures


class _Pair(NamedTuple):
    """One of our prints with one of the story's; ``most``: what the two can score at most, as ``bound`` tells."""

    most: float
    bound: LikenessBound | None
    ours: ReportFeatures
    theirs: ReportFeatures


def find_best_match(
    ours: Sequence[ReportFeatures], stories: Mapping[int, Sequence[ReportFeatures]], like: Like
) -> StoryMatch | None:
    """The story with the likest report, the older one among equals; none when all are beyond the window."""
    pairs = _pairs_of(ours, stories, like)
    best: StoryMatch | None = None
    reach = {story_id: max([pair.most for pair in within]) for story_id, within in pairs.items()}
    for story_id in sorted(reach, key=lambda number: (-reach[number], number)):
        floor = best.score if best else 0.0
        if reach[story_id] < floor:
            break
        match = _match_story(story_id, pairs[story_id], like, floor)
        if match and (best is None or (match.score, -match.story_id) > (best.score, -best.story_id)):
            best = match
    return best


def _pairs_of(
    ours: Sequence[ReportFeatures], stories: Mapping[int, Sequence[ReportFeatures]], like: Like
) -> Mapping[int, Sequence[_Pair]]:
    """The pairs within the window; items of round-ups speak for a story only while it has nothing else."""
    speaking = [
        (story_id, yours)
        for story_id, theirs in stories.items()
        for yours in (theirs if len(theirs) == 1 else [one for one in theirs if not one.is_roundup] or theirs)
    ]
    pairs: dict[int, list[_Pair]] = defaultdict(list)
    for mine in ours:
        at = mine.at
        near = [pair for pair in speaking if abs(at - pair[1].at) <= _WINDOW_SECONDS]
        bound = LikenessBound(mine) if like is similarity else None
        highest = bound.highest_with_all([yours for _, yours in near]) if bound else [1.0] * len(near)
        for (story_id, yours), most in zip(near, highest, strict=True):
            is_sure = bound is None or _may_be_sure(mine, yours)
            pairs[story_id].append(_Pair(1.0, None, mine, yours) if is_sure else _Pair(most, bound, mine, yours))
    return pairs


def _match_story(story_id: int, pairs: Sequence[_Pair], like: Like, floor: float) -> StoryMatch | None:
    """The likest pair of a story, the first among equals; none when all stay below ``floor``."""
    scores: dict[int, float] = {}
    highest = floor
    for number in sorted(range(len(pairs)), key=lambda number: -pairs[number].most):
        pair = pairs[number]
        if pair.most < highest:
            break
        if pair.bound and pair.bound.lower(pair.most, pair.theirs) < highest:
            continue
        scores[number] = _score_pair(pairs[number].ours, pairs[number].theirs, like)
        highest = max(highest, scores[number])
    if not scores:
        return None
    chosen = max(scores, key=lambda number: (scores[number], -number))
    score, best = scores[chosen], pairs[chosen]
    if score > _DOUBT and any(
        _is_contradicted(pair, scores.get(number), like) for number, pair in enumerate(pairs) if pair.ours is best.ours
    ):
        score = _DOUBT
    return StoryMatch(score, story_id, best.ours, best.theirs)


def _is_contradicted(pair: _Pair, score: float | None, like: Like) -> bool:
    """Whether a report of the story speaks of something else; the items of a round-up do so anyway."""
    if pair.theirs.is_roundup or not speak_of_others(pair.ours, pair.theirs):
        return False
    if score is None:
        return pair.most < _DOUBT or _score_pair(pair.ours, pair.theirs, like) < _DOUBT
    return score < _DOUBT


def _may_be_sure(mine: ReportFeatures, yours: ReportFeatures) -> bool:
    """Whether a rule may hold the two for one event whatever their similarity."""
    if mine.url == yours.url or mine.title == yours.title or mine.deceased & yours.deceased:
        return True
    return mine.is_roundup and share_said(mine.words, mine.words_weight, yours.seen) >= _NAMED


def _score_pair(mine: ReportFeatures, yours: ReportFeatures, like: Like) -> float:
    if (
        one_link(mine, yours)
        or (mine.title == yours.title and mine.words == yours.words and _is_one_article(mine, yours))
        or (mine.is_roundup and not yours.is_roundup and named_in_full(mine, yours))
        or tell_one_death(mine, yours)
    ):
        return 1.0
    score = like(mine, yours)
    return _DOUBT if score > _DOUBT and two_events(mine, yours) else score


def one_link(mine: ReportFeatures, yours: ReportFeatures) -> bool:
    """Whether both give one link, and nothing says that another article stands under it now."""
    if mine.url != yours.url or not own_link(mine.url) or days_apart(mine, yours) > 1:
        return False
    if in_two_languages(mine, yours):  # Whoever reports in another language links what he reports of.
        return not (mine.numbered and yours.numbered) or bool(mine.numbered & yours.numbered)
    return titles_share(mine, yours) >= _LINKED


def _is_one_article(mine: ReportFeatures, yours: ReportFeatures) -> bool:
    """Under one headline: one outlet shows an article in several of its feeds, or publishes it again days later.

    A column has the same headline every week, but never the same words below it.
    """
    return days_apart(mine, yours) <= 1 or (len(mine.seen) >= BRIEF and mine.seen == yours.seen)


def group_prints(prints: Sequence[tuple[int, Sequence[ReportFeatures]]]) -> Mapping[int, Sequence[ReportFeatures]]:
    """The prints of each story, in the order given."""
    stories: dict[int, list[ReportFeatures]] = defaultdict(list)
    for story_id, read in prints:
        stories[story_id] += read
    return stories

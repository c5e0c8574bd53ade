"""Which of the candidate stories a report is most like; pairs that cannot be the likest are never compared."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from monitor.core.cluster.agreement import agree_in_particulars
from monitor.core.cluster.compared import BRIEF, days_apart, in_two_languages, titles_share
from monitor.core.cluster.features.candidate_keys import own_link
from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.likeness_record import IS_ROUND_UP, PackedReports, read_packed
from monitor.core.cluster.likeness_bound import Bounds, LikenessBound
from monitor.core.cluster.similarity import similarity
from monitor.core.cluster.two_events import (
    SHARE_OF_AFFAIR,
    named_in_full,
    of_one_affair,
    speak_of_others,
    tell_one_death,
    tell_one_result,
    two_events,
)
from monitor.values import dataclass

Like = Callable[[ReportFeatures, ReportFeatures], float]

WINDOW = timedelta(days=14)
"""A story that was quiet for longer is not continued but followed."""
_WINDOW_SECONDS = WINDOW.total_seconds()
_DOUBT = 0.3
"""A report that is less like one of the story's than this, and names other bodies or versions, stays out of it."""
_MAY_BE_ONE = 0.5
"""From here on the score of a game and both of its sides are enough."""
_AGREED = 0.86
"""What agrees in its particulars is as like as what joins in any languages."""
_LINKED = 0.5
"""Share of words that titles under one link have in common: price lists carry one article after another."""
FOLLOW = 0.12
"""Similarity from which a report that does not join follows."""


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


class _Near(NamedTuple):
    """The reports within the window of one of our prints, with the story that each speaks for."""

    ours: ReportFeatures
    stories: Sequence[int]
    theirs: Sequence[ReportFeatures]
    bound: LikenessBound | None
    bounds: Bounds

    def holds_an_affair(self) -> bool:
        """Whether one of them is of one affair with ours; of nearly all it is known at once that they are not."""
        return any(
            share >= SHARE_OF_AFFAIR and of_one_affair(self.ours, self.theirs[place])
            for place, share in enumerate(self.bounds.shares)
        )

    def pair_of(self, place: int) -> _Pair:
        """One of them as it is compared."""
        is_sure = self.bound is None or self.bounds.may_be_sure[place]
        return _Pair(self.bounds.most[place], None if is_sure else self.bound, self.ours, self.theirs[place])


def find_best_match(
    ours: Sequence[ReportFeatures], stories: Sequence[int], theirs: Sequence[ReportFeatures], like: Like
) -> StoryMatch | None:
    """The story with the likest report, the older one among equals; none when all are beyond the window.

    ``theirs``: reports in their order, with the story of each. What says nothing is left out: a story less like ours
    than ``FOLLOW``, when none can be of one affair with ours.
    """
    told = _Told.of_all(stories, theirs).without_round_ups()
    near = [_look_near(mine, told, like) for mine in ours]
    best = _best_from(near, like, FOLLOW)
    if (best is None or best.score < FOLLOW) and any(some.holds_an_affair() for some in near):
        return _best_from(near, like, 0.0)
    return best


class _Told(NamedTuple):
    """Reports with the story that each speaks for, and the same packed."""

    stories: Sequence[int]
    theirs: Sequence[ReportFeatures]
    packed: PackedReports

    @staticmethod
    def of_all(stories: Sequence[int], theirs: Sequence[ReportFeatures]) -> "_Told":
        return _Told(stories, theirs, read_packed([yours.packed for yours in theirs]))

    def of_some(self, places: Iterable[int]) -> "_Told":
        """Those at these places."""
        kept = list(places)
        return _Told.of_all([self.stories[place] for place in kept], [self.theirs[place] for place in kept])

    def without_round_ups(self) -> "_Told":
        """A round-up speaks for no story that has another report."""
        if not (self.packed.table["flags"] & IS_ROUND_UP).any():
            return self
        pairs = list(zip(self.stories, self.theirs, strict=True))
        told = {story_id for story_id, yours in pairs if not yours.is_roundup}
        return self.of_some(
            place for place, (story_id, yours) in enumerate(pairs) if not yours.is_roundup or story_id not in told
        )


def _look_near(mine: ReportFeatures, told: _Told, like: Like) -> _Near:
    near = abs(told.packed.table["at"] - mine.at) <= _WINDOW_SECONDS
    if not near.all():
        told = told.of_some(near.nonzero()[0].tolist())
    stories, theirs, packed = told
    if like is not similarity:  # Every pair is compared, so that no share need tell which to compare.
        count = len(theirs)
        unknown = Bounds(most=[1.0] * count, may_be_sure=[True] * count, shares=[0.0] * count)
        return _Near(mine, stories, theirs, None, unknown)
    bound = LikenessBound(mine)
    return _Near(mine, stories, theirs, bound, bound.bound_all(theirs, packed))


def _best_from(near: Sequence[_Near], like: Like, least: float) -> StoryMatch | None:
    """The likest story of those that can be as like as ``least``."""
    reach: dict[int, float] = {}
    for some in near:
        for story_id, most in zip(some.stories, some.bounds.most, strict=True):
            if most >= least and most > reach.get(story_id, -1.0):
                reach[story_id] = most
    best: StoryMatch | None = None
    for story_id in sorted(reach, key=lambda number: (-reach[number], number)):
        floor = max(best.score, least) if best else least
        if reach[story_id] < floor:
            break
        pairs = [
            some.pair_of(place) for some in near for place, number in enumerate(some.stories) if number == story_id
        ]
        match = _match_story(story_id, pairs, like, floor)
        if match and (best is None or (match.score, -match.story_id) > (best.score, -best.story_id)):
            best = match
    return best


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


def _score_pair(mine: ReportFeatures, yours: ReportFeatures, like: Like) -> float:
    if (
        one_link(mine, yours)
        or (mine.title == yours.title and mine.words == yours.words and _is_one_article(mine, yours))
        or (mine.is_roundup and not yours.is_roundup and named_in_full(mine, yours))
        or tell_one_death(mine, yours)
    ):
        return 1.0
    score = like(mine, yours)
    if score > _DOUBT and two_events(mine, yours):
        return _DOUBT
    if is_one_result(mine, yours, score):
        return 1.0
    return max(score, _AGREED) if particulars_agree(mine, yours, score) else score


def particulars_agree(mine: ReportFeatures, yours: ReportFeatures, score: float) -> bool:
    """Whether two reports that no rule tells apart agree in who, what and how many."""
    return score < _AGREED and agree_in_particulars(mine, yours, score) and not two_events(mine, yours)


def is_one_result(mine: ReportFeatures, yours: ReportFeatures, score: float) -> bool:
    """Whether two reports that are more likely of one event than not tell how one game ended."""
    return score >= _MAY_BE_ONE and tell_one_result(mine, yours)


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

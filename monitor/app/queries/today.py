"""What the first page shows: what is new since a time, what was seen before, and the figures of fourteen days."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.app.context import AppContext
from monitor.app.digests.open import next_digest_at
from monitor.core.digest.assemble import was_there_before
from monitor.core.digest.ranking import place_in_topic, story_importance
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import DeliveryFilter, StoryFilter, StoryPlace
from monitor.core.model.matches import Mention, MentionStatus
from monitor.core.model.messages import StoryNews
from monitor.core.model.stories import Story
from monitor.core.text.written_dates.quarters import count_per_day, last_days
from monitor.ports import Transaction
from monitor.values import dataclass

DAYS = 14
HELD_FOR = timedelta(days=1)
HELD: tuple[MentionStatus, ...] = ("late", "duplicate", "muted", "baseline")
"""Statuses of what was found and sent to nobody."""
_HELD_SHOWN = 5
_SENT_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Stories with their mentions, last seen first; ``more``: where the next page goes on."""

    fresh: Sequence[StoryNews]
    fresh_in_all: int
    """Of every topic and page, also of those that are not shown here."""
    earlier: Sequence[StoryNews]
    more: StoryPlace | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Counts of the last days, the oldest first, and per topic."""

    days: Sequence[date]
    entries: Sequence[int]
    stories: Sequence[int]
    sent: Sequence[int]
    mentions: Sequence[int]
    topics: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """What was found and told nobody: how many of a status, and the newest of them."""

    status: MentionStatus
    count: int
    newest: Sequence[Mention]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtAGlance:
    """What stands beside the stream."""

    held: Sequence[HeldBack]
    refused: int
    sent: Sequence[Delivery]
    sources_seen: int
    sources: int
    next_digest: datetime | None


def read_stream(app: AppContext, tx: Transaction, wanted: StoryFilter, *, since: datetime) -> Stream:
    """Stories, last seen first; ``fresh`` are those first seen since then, but for what sources had before we came."""
    found = tx.stories.find(replace(wanted, limit=wanted.limit + 1))
    shown = found[: wanted.limit]
    mentions: dict[int, list[Mention]] = {}
    for mention in tx.mentions.of_stories([story.id for story in shown]):
        mentions.setdefault(mention.story_id, []).append(mention)
    order = [topic.id for topic in app.watchlists.topics]
    news = [place_in_topic(_news_of(story, mentions.get(story.id, ()), since), order) for story in shown]
    last = shown[-1] if len(found) > wanted.limit else None
    return Stream(
        fresh=[one for one in news if one.story.first_seen_at >= since and not one.earlier],
        earlier=[one for one in news if one.story.first_seen_at < since or one.earlier],
        fresh_in_all=tx.figures.new_stories(since=since),
        more=StoryPlace(last_seen_at=last.last_seen_at, id=last.id) if last else None,
    )


def _news_of(story: Story, mentions: Sequence[Mention], since: datetime) -> StoryNews:
    return StoryNews(story=story, mentions=mentions, earlier=was_there_before(mentions, since=since))


def most_important(news: Sequence[StoryNews]) -> StoryNews | None:
    """The one that a morning begins with; it must be told by more than one, or by its makers."""
    best = max(news, key=story_importance, default=None)
    if best is None:
        return None
    outlets = {outlet.source for outlet in best.story.outlets}
    return best if len(outlets) > 1 or any(outlet.tier == "official" for outlet in best.story.outlets) else None


def read_trend(app: AppContext, tx: Transaction) -> Trend:
    """The last fourteen days, today included, by the settings' zone."""
    now, zone = app.clock.now(), app.zone
    wanted, trends = last_days(now, zone, DAYS), tx.trends
    topics = count_per_day(
        wanted, zone, lambda since, until, step: trends.mentions(since=since, until=min(until, now), step=step)
    )

    def read_all(since: datetime, until: datetime, step: timedelta) -> Mapping[str, Mapping[int, int]]:
        until = min(until, now)
        return {
            "entries": trends.entries(since=since, until=until, step=step),
            "stories": trends.stories(since=since, until=until, step=step),
            "sent": trends.sent(since=since, until=until, step=step),
        }

    figures = count_per_day(wanted, zone, read_all)
    return Trend(
        days=wanted,
        entries=figures["entries"],
        stories=figures["stories"],
        sent=figures["sent"],
        mentions=[sum(values) for values in zip(*topics.values(), strict=True)] or [0] * DAYS,
        topics=topics,
    )


def at_a_glance(app: AppContext, tx: Transaction) -> AtAGlance:
    """What was held back, what was sent, who was seen."""
    now = app.clock.now()
    since = now - HELD_FOR
    counts = {held.status: held.count for held in tx.held.counts(since=since)}
    tally = tx.figures.sources(now=now, listed=0)
    return AtAGlance(
        held=[
            HeldBack(
                status=status,
                count=counts[status],
                newest=tx.held.newest(status, since=since, limit=_HELD_SHOWN),
            )
            for status in HELD
            if counts.get(status)
        ],
        refused=tx.digests.counts(from_at=since, to_at=now).refused,
        sent=tx.outbox.find(DeliveryFilter(limit=_SENT_SHOWN)),
        sources_seen=tally.seen,
        sources=tally.watched,
        next_digest=next_digest_at(app, tx),
    )

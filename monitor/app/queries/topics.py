"""A topic over time: mentions by outlet tier, its share among its watchlist's topics, signals, facts, outlets."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from monitor.app.context import AppContext
from monitor.core.model.filters import StoryFilter, StoryPlace, ToldFact
from monitor.core.model.matches import Topic
from monitor.core.model.stories import Story
from monitor.core.text.written_dates.quarters import count_per_day, day_begins, last_days
from monitor.ports import Transaction
from monitor.values import dataclass

_OUTLETS = 10
_FACTS = 30
_STORIES = 20
MOST_COMPARED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTrend:
    """Mentions of several topics a day, the oldest first."""

    days: Sequence[date]
    topics: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicReport:
    """One topic in figures and stories."""

    topic: Topic
    days: Sequence[date]
    tiers: Mapping[str, Sequence[int]]
    signals: Mapping[str, Sequence[int]]
    compared: Mapping[str, Sequence[int]]
    share: Mapping[str, int]
    """Mentions of each topic of its watchlist."""
    outlets: Sequence[tuple[int, str, int]]
    facts: Sequence[ToldFact]
    stories: Sequence[Story]
    more: StoryPlace | None
    muted_until: datetime | None


def topic_trend(app: AppContext, tx: Transaction, topics: Sequence[str], *, days: int) -> TopicTrend:
    """Mentions of these topics (none named: of all) in the last days."""
    now, zone = app.clock.now(), app.zone
    wanted = last_days(now, zone, days)
    counts = count_per_day(
        wanted,
        zone,
        lambda since, until, step: tx.trends.mentions(since=since, until=min(until, now), step=step, topics=topics),
    )
    return TopicTrend(days=wanted, topics=counts)


def topic_report(
    app: AppContext,
    tx: Transaction,
    topic: Topic,
    *,
    days: int,
    compared: Sequence[str] = (),
    before: StoryPlace | None = None,
) -> TopicReport:
    """All of one topic for the last ``days``."""
    now, zone = app.clock.now(), app.zone
    wanted = last_days(now, zone, days)
    since = day_begins(wanted[0], zone)
    rivals = [one.id for one in app.watchlists.topics if one.watchlist == topic.watchlist]
    totals = tx.trends.totals(rivals, since=since, until=now)
    trends = topic_trend(app, tx, [topic.id, *compared], days=days).topics if compared else {}
    empty, figures = [0] * days, tx.topic_figures
    found = tx.stories.find(StoryFilter(topic=topic.id, limit=_STORIES + 1, before=before))
    last = found[_STORIES - 1] if len(found) > _STORIES else None
    return TopicReport(
        topic=topic,
        days=wanted,
        tiers=count_per_day(
            wanted,
            zone,
            lambda since, until, step: figures.by_tier(topic.id, since=since, until=min(until, now), step=step),
        ),
        signals=count_per_day(
            wanted,
            zone,
            lambda since, until, step: figures.signals(topic.id, since=since, until=min(until, now), step=step),
        ),
        compared={one: trends.get(one, empty) for one in (topic.id, *compared)} if compared else {},
        share={one: totals.get(one, 0) for one in rivals},
        outlets=figures.by_outlet(topic.id, since=since, limit=_OUTLETS),
        facts=figures.facts(topic.id, since=since, limit=_FACTS),
        stories=found[:_STORIES],
        more=StoryPlace(last_seen_at=last.last_seen_at, id=last.id) if last else None,
        muted_until=tx.topics.mutes(now=now).get(topic.id),
    )


def latest_stories(tx: Transaction, topics: Sequence[str]) -> Mapping[str, Story]:
    """The story of each topic that was seen last."""
    latest = tx.topic_figures.latest_stories()
    stories = {story.id: story for story in tx.stories.get({latest[topic] for topic in topics if topic in latest})}
    return {topic: stories[latest[topic]] for topic in topics if latest.get(topic) in stories}

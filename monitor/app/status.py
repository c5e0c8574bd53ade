"""What the listing commands and the dashboard show of sources and topics."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.policy.health import silence
from monitor.ports import Transaction
from monitor.types.matching import Topic
from monitor.types.queries import MentionFilter, SourceCounts
from monitor.types.sources import Source

WEEK = timedelta(days=7)
_ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source with its counts of the last week; ``days`` = how much of that week it was known."""

    source: Source
    counts: SourceCounts | None
    days: float


def source_rows(tx: Transaction, *, now: datetime) -> list[SourceRow]:
    """All sources; one that is quiet against its own rhythm says so."""
    counts = tx.sources.counts(since=now - WEEK)
    return [_row(source, counts.get(source.id), now) for source in tx.sources.all(removed=True)]


def topic_rows(tx: Transaction, topics: Sequence[Topic], *, since: datetime) -> list[dict[str, object]]:
    """The topics with how often each was mentioned since then."""
    return [
        {
            "id": topic.id,
            "name": topic.label("zh"),
            "watchlist": topic.watchlist,
            "aliases": len(topic.aliases),
            "mentions": len(tx.mentions.find(MentionFilter(topic=topic.id, since=since, limit=_ALL))),
        }
        for topic in topics
    ]


def _row(source: Source, counts: SourceCounts | None, now: datetime) -> SourceRow:
    known = min(now - source.created_at, WEEK) if source.created_at else WEEK
    days = max(known / timedelta(days=1), 1.0)
    if counts and source.health == "ok" and source.state == "active":
        quiet = silence(newest_at=counts.newest_at, posts_per_day=counts.recent / days, now=now)
        if quiet:
            source = replace(source, health="silent", error=quiet)
    return SourceRow(source=source, counts=counts, days=days)

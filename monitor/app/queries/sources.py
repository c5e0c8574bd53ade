"""What the listing commands and the dashboard show of sources and topics."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.core.i18n.phrases import Reason, join_reasons
from monitor.core.model.filters import SourceCounts
from monitor.core.model.settings import Settings
from monitor.core.model.sources import Source
from monitor.core.model.subscriptions import Subscription
from monitor.core.polling.posting_rate import decode_rate
from monitor.core.polling.source_health import SILENT_AT_LEAST, describe_silence, since_when
from monitor.core.polling.websub_reliability import count_missed, push_in_words
from monitor.core.render.json_documents import Json, source_json, time_json
from monitor.ports import Transaction
from monitor.values import dataclass

# It brings numpy along, which only the listing of sources needs: the others start faster without.
if TYPE_CHECKING:
    from monitor.core.polling.statistics import PollingFacts

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source with its counts of the last week; ``days`` = how much of that week it was known."""

    source: Source
    counts: SourceCounts | None
    days: float
    polling: "PollingFacts | None"
    """``None`` while nothing is learnt."""
    push: Subscription | None = None
    """What was agreed with its hub."""


def source_rows(
    tx: Transaction, settings: Settings, *, now: datetime, topic: str = "", since: datetime | None = None
) -> list[SourceRow]:
    """All sources, or those that mentioned ``topic``, or brought entries, since then; a quiet one says so."""
    sources = tx.sources.all(removed=True)
    rows = _rows_of(tx, settings, sources, tx.sources.counts(since=now - WEEK), now=now)
    if topic:
        wanted: Collection[int] = tx.mentions.sources_naming(topic, since=since)
    elif since is not None:
        wanted = {source for source, count in tx.sources.counts(since=since).items() if count.recent}
    else:
        return rows
    return [row for row in rows if row.source.id in wanted]


def coverage_rows(tx: Transaction, settings: Settings, *, now: datetime) -> list[SourceRow]:
    """All sources that are kept, silent ones with why, without counts of those that are not.

    Whoever posted within the shortest silence is not silent, so only the others are counted: over a million entries a
    count of all takes a fifth of a second.
    """
    sources, lively = tx.sources.all(), tx.source_list.posted_since(now - SILENT_AT_LEAST)
    doubtful = [source.id for source in sources if source.state == "active" and source.id not in lively]
    return _rows_of(tx, settings, sources, tx.sources.counts(since=now - WEEK, among=doubtful), now=now)


def with_silence(tx: Transaction, settings: Settings, sources: Sequence[Source], *, now: datetime) -> list[Source]:
    """The same sources, those that are silent with why: what is stored of a source knows nothing of silence."""
    counts = tx.sources.counts(since=now - WEEK, among=[source.id for source in sources])
    return [row.source for row in _rows_of(tx, settings, sources, counts, now=now)]


def silent_sources(tx: Transaction, settings: Settings, text: str, *, now: datetime) -> list[Source]:
    """All that are silent, by title, with ``text`` in title or address."""
    sources = (row.source for row in coverage_rows(tx, settings, now=now) if row.source.health == "silent")
    wanted = [one for one in sources if text.casefold() in f"{one.title}\n{one.url}".casefold()]
    return sorted(wanted, key=lambda one: ((one.title or one.url).casefold(), one.id))


def add_counts(tx: Transaction, rows: Sequence[SourceRow], *, now: datetime) -> list[SourceRow]:
    """The same rows with their counts."""
    counts = tx.sources.counts(since=now - WEEK, among=[row.source.id for row in rows])
    return [replace(row, counts=counts.get(row.source.id)) for row in rows]


def _rows_of(
    tx: Transaction,
    settings: Settings,
    sources: Sequence[Source],
    counts: Mapping[int, SourceCounts],
    *,
    now: datetime,
) -> list[SourceRow]:
    from monitor.core.polling.statistics import polling_facts

    budget = settings.polling.budget * sum(source.state == "active" for source in sources)
    agreed = {
        subscription.source_id: subscription
        for subscription in tx.subscriptions.all()
        if subscription.state != "leaving"
    }
    rows = []
    for source in sources:
        posting_rate = decode_rate(source.posting_rate)
        zone = ZoneInfo(source.timezone or settings.timezone)
        facts = polling_facts(posting_rate, now=now, zone=zone, budget=budget) if posting_rate else None
        row = _source_row(source, counts.get(source.id), facts, now, ZoneInfo(settings.timezone))
        rows.append(replace(row, push=agreed.get(source.id)))
    return rows


def source_row_json(row: SourceRow, *, now: datetime) -> Json:
    """A source as ``monitor sources --json`` and ``/api/sources`` show it, with what polling learnt."""
    known = row.polling
    document = source_json(row.source, row.counts, days=row.days) | {"push": _push_json(row, now)}
    if known is None:
        nothing: Json = {"busiest_hours": None, "median_delay_minutes": None, "requests_24h": 0.0, "budget_share": 0.0}
        return document | nothing
    # In place of a count once a rate is known.
    return document | {
        "posts_per_day": round(known.posts_per_day, 2),
        "busiest_hours": known.busiest_hours or None,
        "median_delay_minutes": known.median_delay_minutes,
        "requests_24h": round(known.requests_24h, 1),
        "budget_share": round(known.budget_share, 4),
    }


def _push_json(row: SourceRow, now: datetime) -> Json | None:
    """What was agreed with the source's hub, without the secrets of it."""
    agreed = row.push
    if agreed is None:
        return None
    return {
        "hub": agreed.hub,
        "topic": agreed.topic,
        "state": agreed.state,
        "said": push_in_words(agreed, now=now),
        "lease_until": time_json(agreed.lease_until),
        "last_push_at": time_json(agreed.pushed_at),
        "pushes": agreed.pushes,
        "dropped": agreed.dropped,
        "missed": count_missed(agreed),
    }


def _source_row(
    source: Source, counts: SourceCounts | None, polling: "PollingFacts | None", now: datetime, zone: ZoneInfo
) -> SourceRow:
    known = min(now - source.created_at, WEEK) if source.created_at else WEEK
    days = max(known / timedelta(days=1), 1.0)
    if counts and source.health == "ok" and source.state == "active":
        # What a first fetch brought is history: counted as new it would look like haste, and then like silence.
        daily = polling.posts_per_day if polling else counts.recent / days
        is_guess = polling is not None and polling.is_guess
        quiet = describe_silence(newest_at=counts.newest_at, posts_per_day=daily, now=now, is_guess=is_guess)
        if quiet:
            source = replace(source, health="silent", error=join_reasons(filter(None, (quiet, source.error))))
    if source.failing_since and source.error:
        source = replace(
            source,
            error=Reason("poll.since", error=source.error, when=since_when(source.failing_since, now=now, zone=zone)),
        )
    return SourceRow(source=source, counts=counts, days=days, polling=polling)

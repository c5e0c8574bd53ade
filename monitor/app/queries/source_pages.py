"""The sources as pages show them: a list that is read page by page, and one source with all that is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.app.context import AppContext
from monitor.core.model.entries import Entry
from monitor.core.model.filters import EntryFilter, SourceFilter
from monitor.core.model.sources import Health, Source, SourceState
from monitor.core.model.subscriptions import Subscription
from monitor.core.polling.posting_rate import decode_rate
from monitor.core.text.written_dates.quarters import quarter_at
from monitor.ports import Transaction
from monitor.values import dataclass

if TYPE_CHECKING:
    from monitor.core.polling.statistics import PollingFacts

PAGE = 50
RECENT = timedelta(days=30)
FRUITLESS_AFTER = timedelta(days=90)
_ENTRIES_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """One page of sources with what they brought."""

    sources: Sequence[Source]
    entries: Mapping[int, int]
    """In the last 30 days."""
    mentions: Mapping[int, int]
    """In the last 90 days."""
    states: Mapping[tuple[SourceState, Health], int]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """One source."""

    source: Source
    polling: "PollingFacts | None"
    push: Subscription | None
    entries: Sequence[Entry]
    entries_30: int
    mentions_90: int
    week: Sequence[Sequence[int]]
    """Entries by weekday (Monday first) and hour, in the source's zone, over 90 days."""


def source_list(tx: Transaction, wanted: SourceFilter, *, mentions: Mapping[int, int], now: datetime) -> SourceList:
    """Sources by title; ``mentions`` of the last 90 days by source, which take long to count."""
    found = tx.source_list.find(replace(wanted, limit=wanted.limit + 1))
    shown = found[: wanted.limit]
    return SourceList(
        sources=shown,
        entries=tx.source_list.entries_since([source.id for source in shown], since=now - RECENT),
        mentions=mentions,
        states=tx.source_list.states(),
        has_more=len(found) > wanted.limit,
    )


def source_report(
    app: AppContext, tx: Transaction, source_id: int, *, mentions: Mapping[int, int]
) -> SourceReport | None:
    """All that is known of a source; ``None`` when there is none."""
    from monitor.core.polling.statistics import polling_facts

    source = tx.timetable.source(source_id)
    if source is None:
        return None
    now = app.clock.now()
    zone = ZoneInfo(source.timezone or app.settings.timezone)
    rate = decode_rate(source.posting_rate)
    newest = tx.entries.find(EntryFilter(source_id=source_id, limit=_ENTRIES_SHOWN))
    active = sum(count for (state, _), count in tx.source_list.states().items() if state == "active")
    budget = app.settings.polling.budget * active
    return SourceReport(
        source=source,
        polling=polling_facts(rate, now=now, zone=zone, budget=budget) if rate else None,
        push=tx.subscriptions.of_source(source_id),
        entries=sorted(newest, key=lambda entry: entry.published_at or entry.first_seen_at, reverse=True),
        entries_30=tx.source_list.entries_since([source_id], since=now - RECENT).get(source_id, 0),
        mentions_90=mentions.get(source_id, 0),
        week=_week_grid(tx.source_list.quarters(source_id, since=now - FRUITLESS_AFTER), zone),
    )


def _week_grid(quarters: Mapping[int, int], zone: ZoneInfo) -> Sequence[Sequence[int]]:
    week = [[0] * 24 for _ in range(7)]
    for quarter, count in quarters.items():
        local = quarter_at(quarter).astimezone(zone)
        week[local.weekday()][local.hour] += count
    return week

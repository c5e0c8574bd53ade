"""Gathers what ``/metrics`` shows: the store's figures, and what the running daemon measured of itself."""

import asyncio
from collections import Counter
from dataclasses import field
from datetime import datetime

from monitor.app.context import AppContext
from monitor.app.queries.monitor_status import StatusReader
from monitor.core.model.operations.metrics import Durations, StoreGauges, WorkDone, WorkMarks
from monitor.core.model.sources import Health, SourceState
from monitor.core.status.conditions import MonitorStatus
from monitor.ports import Transaction
from monitor.values import dataclass

_DELAY_BOUNDS = (60.0, 300.0, 900.0, 1800.0, 3600.0, 7200.0, 21600.0, 86400.0)
MOST_TOPICS = 500
OTHER = "other"


@dataclass(slots=True)
class WorkTotals:
    """The store's work since somebody first asked for it."""

    marks: WorkMarks | None = None
    entries: int = 0
    delays: Durations = field(default_factory=lambda: Durations(_DELAY_BOUNDS))
    mentions: Counter[str] = field(default_factory=Counter)
    stories: Counter[str] = field(default_factory=Counter)
    deliveries: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, done: WorkDone) -> None:
        """Take what came since the last time."""
        self.marks = done.marks
        self.entries += done.entries
        self.mentions.update(done.mentions)
        self.stories.update(done.stories)
        self.deliveries.update(done.deliveries)
        for seconds in done.delays:
            self.delays.observe(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrape:
    """All that one answer shows."""

    status: MonitorStatus
    totals: WorkTotals
    gauges: StoreGauges
    sources: dict[tuple[SourceState, Health], int]
    sources_seen: int
    queues: dict[str, int]
    stopped: frozenset[str]
    spent: float | None
    """Requests of the last 24 hours as a share of the budget; ``None`` where nothing is polled."""
    now: datetime


@dataclass(slots=True, kw_only=True)
class MetricsReader:
    """Counts from the first time that somebody asks; until then nothing is read and nothing is kept."""

    app: AppContext
    status: StatusReader
    _totals: WorkTotals = field(default_factory=WorkTotals)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def read(self) -> Scrape:
        """One scrape; StoreError when the store does not answer."""
        async with self._turn:
            status = await self.status.read()
            return await self.app.in_store.look(lambda tx: self._scrape(tx, status))

    def _scrape(self, tx: Transaction, status: MonitorStatus) -> Scrape:
        app, now, totals = self.app, self.app.clock.now(), self._totals
        if totals.marks is None:
            totals.marks = tx.work.marks()
        else:
            totals.add(tx.work.since(totals.marks))
        tally = tx.figures.sources(now=now, listed=0)
        budget = app.settings.polling.budget * tally.watched
        return Scrape(
            status=status,
            totals=totals,
            gauges=tx.work.gauges(now=now),
            sources=dict(tx.source_list.states()),
            sources_seen=tally.seen,
            queues={channel: queue.count for channel, queue in tx.figures.channels().queues.items()},
            stopped=frozenset(tx.channels.stops()),
            spent=sum(tx.budget.load().spent[-24:]) / budget if budget > 0 else None,
            now=now,
        )


def by_known_topic(counts: Counter[str], known: list[str]) -> dict[str, int]:
    """Counts of the first 500 topics that are watched, the others as one: labels stay bounded whatever is stored."""
    kept = known[:MOST_TOPICS]
    shown = {topic: counts.get(topic, 0) for topic in kept}
    rest = counts.total() - sum(shown.values())
    return shown | ({OTHER: rest} if rest or len(known) > MOST_TOPICS else {})

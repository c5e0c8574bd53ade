"""The leader's tick: what is due now becomes jobs, one a host and one a channel; nothing is fetched or sent here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta

from monitor.app.context import AppContext
from monitor.app.delivery.recovery import recover_interrupted
from monitor.app.delivery.waiting import waiting_channels
from monitor.app.digests.open import open_due
from monitor.app.polling.websub import next_request_at
from monitor.app.runtime.chores import Chores
from monitor.core.model.operations.jobs import Job
from monitor.core.model.sources import WaitingSource
from monitor.core.polling.fleet_priority import host_priority
from monitor.core.text.urls import place_of
from monitor.lazy import lazy_logger
from monitor.ports import JobQueue, Leadership
from monitor.values import dataclass

log = lazy_logger(__name__)

_LOOKED_AT = 20_000
"""So many due sources are looked at in one tick; the rest of a longer backlog comes when these are done."""
_MOST_OF_A_HOST = 50
"""So many sources of one host are one job: after it, other jobs have their turn."""
_STALLED_EVERY = timedelta(seconds=5)


@dataclass(slots=True)
class Dispatcher:
    """Leads, or stands by until it can: ticks in the place of ``Scheduler`` where there is a fleet."""

    app: AppContext
    queue: JobQueue
    leadership: Leadership
    _chores: Chores = field(init=False)
    _looked_for_stalled: datetime | None = None

    def __post_init__(self) -> None:
        self._chores = Chores(self.app)

    async def tick(self) -> None:
        """Offer what is due; while another process leads, only ask whether it still does."""
        if not await self.leadership.hold():
            return
        await self._chores.mind_the_clock()
        await recover_interrupted(self.app, at_start=False)
        await open_due(self.app)
        await self._chores.balance()
        await self._chores.follow_hubs()
        await self._end_stalled()
        await self.queue.offer(await self._due_jobs())
        self._chores.prepare_summaries()
        self._chores.follow_with_the_index()

    @property
    def under_way(self) -> int:
        """The requests are the workers'."""
        return 0

    def close(self) -> None:
        """Offer nothing more; there is nothing under way that a stop would have to wait for."""

    async def drain(self, *, within: timedelta) -> None:
        """End what goes on beside the ticks, and let another process lead."""
        await self._chores.end(within=within)
        await self.leadership.give_up()

    async def _end_stalled(self) -> None:
        now = self.app.clock.now()
        if self._looked_for_stalled is not None and timedelta(0) <= now - self._looked_for_stalled < _STALLED_EVERY:
            return
        self._looked_for_stalled = now
        if dropped := await self.queue.drop_stalled():
            log.warning("jobs of workers that gave no sign of life are offered again", count=dropped)

    async def _due_jobs(self) -> Sequence[Job]:
        now = self.app.clock.now()
        due = await self.app.in_store.read(lambda tx: tx.timetable.due(now=now, limit=_LOOKED_AT))
        jobs = [*_poll_jobs(self.app, due, now)]
        jobs += [Job(kind="deliver", key=name) for name in await waiting_channels(self.app)]
        asked_at = await self.app.in_store.read(lambda tx: next_request_at(self.app.hubs, tx))
        if self.app.hubs is not None and asked_at is not None and asked_at <= now:
            jobs.append(Job(kind="subscribe", key="hubs"))
        return jobs


def _poll_jobs(app: AppContext, due: Sequence[WaitingSource], now: datetime) -> Sequence[Job]:
    """One job a host, with its longest overdue sources."""
    by_place: defaultdict[str, list[WaitingSource]] = defaultdict(list)
    for waiting in due:
        by_place[place_of(waiting.source.url)].append(waiting)
    return [
        Job(
            kind="poll",
            key=place,
            items=tuple(waiting.source.id for waiting in sources[:_MOST_OF_A_HOST]),
            priority=max(_priority_of(app, waiting, now) for waiting in sources[:_MOST_OF_A_HOST]),
        )
        for place, sources in by_place.items()
    ]


def _priority_of(app: AppContext, waiting: WaitingSource, now: datetime) -> int:
    spec = app.spec_for(waiting.source.configured_url)
    return host_priority(overdue=now - waiting.due_at, fixed_times=spec is not None and bool(spec.at or spec.every))

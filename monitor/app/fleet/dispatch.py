"""The leader's tick: what is due now becomes jobs, one a host and one a channel; nothing is fetched or sent here."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta

from monitor.app.context import AppContext
from monitor.app.delivery.recovery import recover_interrupted
from monitor.app.delivery.waiting import waiting_channels
from monitor.app.digests.open import open_due
from monitor.app.fleet.due_jobs import DueJobs
from monitor.app.polling.websub import next_request_at
from monitor.app.runtime.chores import Chores
from monitor.core.model.operations.jobs import Job
from monitor.core.polling.fleet_priority import BEFORE_POLLS
from monitor.errors import StoreError
from monitor.log_lines import lazy_logger
from monitor.ports import JobQueue, Leadership
from monitor.values import dataclass

log = lazy_logger(__name__)

_AT_ONCE = 5_000
"""Jobs that are offered before the lead is looked after again: a second or two."""
_STALLED_EVERY = timedelta(seconds=5)


@dataclass(slots=True)
class Dispatcher:
    """Leads, or stands by until it can: ticks in the place of ``Scheduler`` where there is a fleet."""

    app: AppContext
    queue: JobQueue
    leadership: Leadership
    _chores: Chores = field(init=False)
    _polls: DueJobs = field(init=False)
    _looked_for_stalled: datetime | None = None

    def __post_init__(self) -> None:
        self._chores = Chores(self.app)
        self._polls = DueJobs(self.app)

    async def tick(self) -> None:
        """Offer what is due; while another process leads, only ask whether it still does."""
        await self.app.hold_store()
        if not await self.leadership.hold():
            return
        await self._chores.mind_the_clock()
        await recover_interrupted(self.app, at_start=False)
        await open_due(self.app)
        await self._chores.balance()
        await self._chores.follow_hubs()
        await self._end_stalled()
        await self._offer()
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
            self._polls.forget()
            log.warning("jobs of workers that gave no sign of life are offered again", count=dropped)

    async def _offer(self) -> None:
        """The first first, and not without the lead: a leader that a long list keeps silent would be replaced."""
        try:
            jobs = sorted(await self._due_jobs(), key=lambda job: job.priority, reverse=True)
            for start in range(0, len(jobs), _AT_ONCE):
                if start and not await self.leadership.hold():
                    self._polls.forget()
                    return
                await self.queue.offer(jobs[start : start + _AT_ONCE])
        except StoreError:
            self._polls.forget()
            raise

    async def _due_jobs(self) -> Sequence[Job]:
        now = self.app.clock.now()
        jobs = [*await self._polls.find()]
        jobs += [Job(kind="deliver", key=name, priority=BEFORE_POLLS) for name in await waiting_channels(self.app)]
        asked_at = await self.app.in_store.read(lambda tx: next_request_at(self.app.hubs, tx))
        if self.app.hubs is not None and asked_at is not None and asked_at <= now:
            jobs.append(Job(kind="subscribe", key="hubs", priority=BEFORE_POLLS))
        return jobs

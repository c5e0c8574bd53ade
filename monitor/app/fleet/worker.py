"""A worker of the fleet: does one job after the other with the functions that a single machine uses."""

import asyncio
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import assert_never

from monitor.app.context import AppContext
from monitor.app.delivery.sender import drain_channel
from monitor.app.polling.poll_report import PollReport
from monitor.app.polling.poll_source import poll_source
from monitor.app.polling.schedule import put_off, rank_due
from monitor.app.polling.websub import claim_requests, send_request
from monitor.app.runtime.poll_slots import PATIENCE, Admission, PollSlots
from monitor.core.model.operations.jobs import Job
from monitor.core.model.sources import Source
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)

_TURN = timedelta(minutes=2)
"""A host's job begins no further poll after this time: what is still due is offered again behind the others."""
_HUB_REQUESTS = 8


@dataclass(slots=True)
class Worker:
    """Does jobs side by side, as many as its queue hands it; the lock of a job keeps two off one host or channel."""

    app: AppContext
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    polls: int = 0
    """How many polls ended here."""

    async def do(self, job: Job) -> None:
        """Do one job to its end; a store that does not answer ends it, and it is offered again."""
        await self.app.hold_store()
        match job.kind:
            case "poll":
                await _HostTurn(worker=self, place=job.key, sources=job.items).run()
            case "deliver":
                await drain_channel(self.app, job.key, stopping=self.stopping)
            case "subscribe":
                await self._ask_hubs()
            case _:
                assert_never(job.kind)

    async def _ask_hubs(self) -> None:
        claimed = await self.app.in_store.write(lambda tx: claim_requests(self.app.clock, tx, limit=_HUB_REQUESTS))
        await asyncio.gather(*(send_request(self.app, subscription) for subscription in claimed))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What one look at a host brought: a source to poll, or when the host may be asked again."""

    source: Source | None = None
    free_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class _HostTurn:
    """The due sources of one host, one after the other at the pace it is asked at; what hangs lets a few others by."""

    worker: Worker
    place: str
    sources: Sequence[int]
    _slots: PollSlots = field(init=False)

    def __post_init__(self) -> None:
        self._slots = PollSlots(self.worker.app.clock, concurrency=1)

    async def run(self) -> None:
        """Poll what is due of them, and end when nothing of it is left or the turn is over."""
        clock = self.worker.app.clock
        began, waiting = clock.monotonic(), len(self.sources)
        while waiting and not self.worker.stopping.is_set() and clock.monotonic() - began < _TURN.total_seconds():
            taken = await self._claim()
            if taken.free_at is not None:
                await clock.sleep_until(taken.free_at)
                continue
            if taken.source is None:
                break
            waiting -= 1
            task = asyncio.create_task(poll_source(self.worker.app, taken.source))
            self._slots.enter(taken.source.id, self.place, task)
            await self._watch({task}, within=PATIENCE)
        polled = waiting < len(self.sources)
        while self._slots.tasks:
            await self._watch(set(self._slots.tasks.values()), within=None)
        if polled:
            # The pause before the next job of this host begins now, not when the last request did.
            await self.worker.app.in_store.write(self._note_turn)

    async def _claim(self) -> _Taken:
        """The next of the sources, unless the host is to be left alone, rests, or too many of it hang."""
        app = self.worker.app
        await app.hold_store()
        now = app.clock.now()

        def claim_next(tx: Transaction) -> _Taken:
            last = tx.host_turns.asked_at(self.place)
            free_at = last + app.settings.fetch.per_host_delay if last is not None and last <= now else now
            if free_at > now:
                # Whichever worker asked this host last: the pause between two requests is kept.
                return _Taken(free_at=free_at)
            # What the host asked another worker binds this one.
            app.hosts.load(tx, now=now)
            admission = Admission(slots=self._slots, hosts=app.hosts, now=now)
            claimed = tx.sources.claim_due(
                now=now,
                lease=app.settings.fleet.lease,
                limit=1,
                rank=rank_due(app, tx),
                admission=admission,
                among=self.sources,
            )
            put_off(app, tx, admission.put_off)
            if claimed:
                self._note_turn(tx)
            return _Taken(source=claimed[0] if claimed else None)

        return await app.in_store.write(claim_next)

    def _note_turn(self, tx: Transaction) -> None:
        tx.host_turns.note(self.place, now=self.worker.app.clock.now())

    async def _watch(self, tasks: "set[asyncio.Task[PollReport]]", *, within: float | None) -> None:
        """Wait for one of them, and renew the leases of what goes on for long."""
        app = self.worker.app
        step = app.settings.fleet.lease.total_seconds() / 3
        wait = step if within is None else within
        await asyncio.wait(tasks, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
        for source_id, task in list(self._slots.tasks.items()):
            if task.done():
                self._slots.leave(source_id)
                self.worker.polls += 1
        long = self._slots.outlasting(step)
        if long:
            until = app.clock.now() + app.settings.fleet.lease
            await app.in_store.write(lambda tx: tx.timetable.renew(long, until=until))

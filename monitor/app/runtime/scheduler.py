"""The tick: start the polls that are due, open the digests that are due, send what is due."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from monitor.app.context import AppContext
from monitor.app.delivery.next_send import next_send_at
from monitor.app.delivery.recovery import recover_interrupted
from monitor.app.delivery.waiting import send_waiting, waiting_channels
from monitor.app.digests.open import next_digest_at, open_due
from monitor.app.polling.budget import next_balance_at
from monitor.app.polling.hosts import PutOff
from monitor.app.polling.poll_report import PollReport, name_of
from monitor.app.polling.schedule import put_off, rank_due
from monitor.app.polling.websub import claim_requests, next_request_at, send_request
from monitor.app.runtime.chores import Chores
from monitor.app.runtime.poll_slots import Admission, PollSlots
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.sources import Source
from monitor.core.polling.redirects import address_of
from monitor.core.text.urls import place_of
from monitor.errors import StoreError
from monitor.lazy import load_aside
from monitor.log_lines import lazy_logger
from monitor.ports import Clock, Transaction

_POLLING = "monitor.app.polling.poll_source"
log = lazy_logger(__name__)

_LEASE = timedelta(minutes=10)
"""Taken when a poll begins, and renewed while it goes on."""

_HUB_REQUESTS = 8


class Steppable(Clock, Protocol):
    """A clock that the driver moves."""

    def jump_to(self, at: datetime) -> None:
        """Move forward."""
        ...

    def next_sleeper(self) -> datetime | None:
        """The earliest time that somebody sleeps until."""
        ...


OnPutOff = Callable[[Sequence[PutOff]], None]


def _ignore(_: Sequence[PutOff]) -> None:
    """Each source says why it waits."""


class Scheduler:
    """Claims due sources and polls them side by side; the database holds what is due when.

    ``on_put_off`` is told of due sources that are not asked because their host rests.
    """

    def __init__(self, app: AppContext, *, on_put_off: OnPutOff = _ignore) -> None:
        self._app = app
        self._on_put_off = on_put_off
        self._chores = Chores(app)
        self._slots = PollSlots(app.clock, concurrency=app.settings.fetch.concurrency)
        """What is being polled is not polled again, whatever its lease says after a jump of the clock."""
        self._stopping = asyncio.Event()
        self._sending: dict[str, asyncio.Task[Counter[DeliveryState]]] = {}
        self._asking: set[asyncio.Task[None]] = set()

    async def tick(self) -> None:
        """One look at the clock; polls and sending go on in the background."""
        await self._app.hold_store()
        await self._chores.mind_the_clock()
        await recover_interrupted(self._app, at_start=False)
        await open_due(self._app)
        await self._chores.balance()
        await self._chores.follow_hubs()
        await self._ask_hubs()
        await self.start_polls()
        self._chores.prepare_summaries()
        self._chores.follow_with_the_index()
        # A channel that takes minutes to answer holds up no other.
        for name in await waiting_channels(self._app):
            if name not in self._sending or self._sending[name].done():
                self._sending[name] = asyncio.create_task(self._send(name))

    async def start_polls(self) -> Sequence[asyncio.Task[PollReport]]:
        """Claim as many due sources as there are free slots, one of each host, and start their polls.

        What waits for its host's turn stays due and holds neither a slot nor a lease.
        """
        if self._stopping.is_set() or (self._app.disk is not None and self._app.disk.is_low()):
            return ()
        slots, now = self._slots, self._app.clock.now()
        resting: list[PutOff] = []

        def claim(tx: Transaction) -> Sequence[Source]:
            # Looked at here and not before: a poll that ended meanwhile is no longer in hand.
            long = slots.outlasting(_LEASE.total_seconds() / 2)
            if long:
                tx.timetable.renew(long, until=now + _LEASE)
            if slots.free <= 0:
                return ()
            admission = Admission(slots=slots, hosts=self._app.hosts, now=now, put_off=resting)
            ranking = rank_due(self._app, tx)
            claimed = tx.sources.claim_due(now=now, lease=_LEASE, limit=slots.free, rank=ranking, admission=admission)
            put_off(self._app, tx, resting)
            return claimed

        started = []
        claimed = await self._app.in_store.write(claim)
        self._on_put_off(resting)
        if not claimed:
            return ()
        # Parsing and matching are loaded when something is due, since a round is often made for nothing; that takes a
        # sixth of a second, in which the loop has others to answer.
        await load_aside(_POLLING)
        from monitor.app.polling.poll_source import poll_source

        for source in claimed:
            task = asyncio.create_task(poll_source(self._app, source), name=name_of(source))
            slots.enter(source.id, place_of(address_of(source)), task)
            task.add_done_callback(partial(self._polled, source.id))
            started.append(task)
        return started

    def _polled(self, source_id: int, task: "asyncio.Task[PollReport]") -> None:
        self._slots.leave(source_id)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("what a poll brought could not be stored; it is asked again", error=str(error))

    async def _ask_hubs(self) -> None:
        """Ask the hubs that are due to be asked."""
        free = _HUB_REQUESTS - len(self._asking)
        if self._app.hubs is None or free <= 0:
            return
        claimed = await self._app.in_store.write(lambda tx: claim_requests(self._app.clock, tx, limit=free))
        for subscription in claimed:
            task = asyncio.create_task(send_request(self._app, subscription))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    def close(self) -> None:
        """Start nothing more: no poll, and no message behind those under way."""
        self._stopping.set()

    async def drain(self, *, within: timedelta) -> None:
        """Let what is under way end, at most ``within``; a poll that is cut short gives its lease back."""
        self.close()
        under_way: list[asyncio.Task[Any]] = [*self._slots.tasks.values(), *self._sending.values(), *self._asking]
        if not under_way:
            await self._chores.end(within=within)
            return
        # The solution and a sentence for a digest end beside them, within the same time.
        ending = asyncio.create_task(self._chores.end(within=within))
        _, late = await asyncio.wait([*under_way, ending], timeout=within.total_seconds())
        cut = [source_id for source_id, task in self._slots.tasks.items() if task in late]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if cut:
            try:
                await self._app.in_store.write(lambda tx: tx.timetable.release(cut))
            except StoreError as error:
                log.warning("polls that were cut short keep their lease until the next start", error=str(error))

    @property
    def polls_under_way(self) -> Sequence[int]:
        """The sources that are being polled."""
        return tuple(self._slots.tasks)

    @property
    def under_way(self) -> int:
        """Requests and messages that a stop waits for."""
        return len(self._slots.tasks) + sum(not task.done() for task in self._sending.values())

    @property
    def has_room(self) -> bool:
        """Whether a quarter of the slots is free: claims are dear, and made for some at a time."""
        return self._slots.free >= max(1, self._app.settings.fetch.concurrency // 4)

    @property
    def busy(self) -> bool:
        """Polls, sending, requests to hubs, the hourly solution or sentences for a digest under way."""
        if self._chores.under_way:
            return True
        return bool(self._slots.tasks or self._asking) or any(not task.done() for task in self._sending.values())

    async def _send(self, channel: str) -> Counter[DeliveryState]:
        try:
            return await send_waiting(self._app, channel, stopping=self._stopping)
        except StoreError as error:
            log.error("sending waits for the store", error=str(error))  # noqa: TRY400 the operator's to mend, no bug
        except Exception:
            log.exception("sending stopped; it is tried again at the next tick")
        return Counter()


async def drive_clock(app: AppContext, clock: Steppable, *, until: datetime) -> None:
    """Run the whole program on a stepped clock: jump from one due instant to the next."""
    scheduler = Scheduler(app)
    while clock.now() <= until:
        await scheduler.tick()
        while scheduler.busy:
            await _let_settle(scheduler, clock)
        upcoming = await app.in_store.read(lambda tx: next_due_at(app, tx))
        if upcoming is None or upcoming > until:
            clock.jump_to(until)
            return
        clock.jump_to(max(upcoming, clock.now() + timedelta(microseconds=1)))


def next_due_at(app: AppContext, tx: Transaction) -> datetime | None:
    """The next instant at which anything is due."""
    moments = (
        tx.timetable.next_due(),
        next_send_at(app, tx),
        next_digest_at(app, tx),
        next_balance_at(tx),
        next_request_at(app.hubs, tx),
    )
    return min((at for at in moments if at is not None), default=None)


async def _let_settle(scheduler: Scheduler, clock: Steppable) -> None:
    """Give real I/O a moment; when everybody sleeps on the clock, move it."""
    await asyncio.sleep(0.005)
    sleeper = clock.next_sleeper()
    if scheduler.busy and sleeper is not None:
        clock.jump_to(sleeper)

"""The tick: start the polls that are due, open the digests that are due, send what is due."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

import structlog

from monitor.app.context import AppContext
from monitor.app.delivery.next_send import next_send_at
from monitor.app.delivery.sender import drain_channel, recover_interrupted, waiting_channels
from monitor.app.digests.open import next_digest_at, open_due
from monitor.app.polling.budget import balance_budget, next_balance_at
from monitor.app.polling.poll_source import PollReport, poll_source
from monitor.app.polling.schedule import put_off, rank_due, reset_future_due_times
from monitor.app.polling.websub import claim_requests, follow_sources, next_request_at, send_request
from monitor.app.runtime.clock_trust import observe_clock
from monitor.app.runtime.poll_slots import Admission, PollSlots
from monitor.app.search.indexing import index_some
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.sources import Source
from monitor.core.model.subscriptions import Subscription
from monitor.core.polling.redirects import address_of
from monitor.core.text.urls import place_of
from monitor.errors import StoreError
from monitor.ports import Clock, Transaction

log = structlog.get_logger(__name__)

_LEASE = timedelta(minutes=10)
"""Taken when a poll begins, and renewed while it goes on."""

_SET_BACK = timedelta(minutes=1)
_QUICK = timedelta(milliseconds=200)
_HUB_REQUESTS = 8
_OBSERVED_EVERY = timedelta(hours=1)
_INDEXED_EVERY = timedelta(seconds=5)
_FOLLOWED_EVERY = timedelta(minutes=1)


class Steppable(Clock, Protocol):
    """A clock that the driver moves."""

    def jump_to(self, at: datetime) -> None:
        """Move forward."""
        ...

    def next_sleeper(self) -> datetime | None:
        """The earliest time that somebody sleeps until."""
        ...


class Scheduler:
    """Claims due sources and polls them side by side; the database holds what is due when."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._looked_at = app.clock.now()
        self._observed_at: datetime | None = None
        self._slots = PollSlots(app.clock, concurrency=app.settings.fetch.concurrency)
        """What is being polled is not polled again, whatever its lease says after a jump of the clock."""
        self._stopping = asyncio.Event()
        self._sending: dict[str, asyncio.Task[Counter[DeliveryState]]] = {}
        self._balancing: asyncio.Task[None] | None = None
        self._asking: set[asyncio.Task[None]] = set()
        self._followed_at: datetime | None = None
        self._summarizing: asyncio.Task[None] | None = None
        self._indexing: asyncio.Task[bool] | None = None
        self._indexed_at: datetime | None = None

    async def tick(self) -> None:
        """One look at the clock; polls and sending go on in the background."""
        await self._mind_the_clock()
        await recover_interrupted(self._app, at_start=False)
        await open_due(self._app)
        await self._balance()
        await self._mind_subscriptions()
        await self.start_polls()
        self._summarize_ahead()
        self._follow_with_the_index()
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

        def claim(tx: Transaction) -> Sequence[Source]:
            # Looked at here and not before: a poll that ended meanwhile is no longer in hand.
            long = slots.outlasting(_LEASE.total_seconds() / 2)
            if long:
                tx.timetable.renew(long, until=now + _LEASE)
            if slots.free <= 0:
                return ()
            admission = Admission(slots=slots, hosts=self._app.hosts, now=now)
            ranking = rank_due(self._app, tx)
            claimed = tx.sources.claim_due(now=now, lease=_LEASE, limit=slots.free, rank=ranking, admission=admission)
            put_off(self._app, tx, admission.put_off)
            return claimed

        started = []
        for source in await self._app.in_store.write(claim):
            task = asyncio.create_task(poll_source(self._app, source))
            slots.enter(source.id, place_of(address_of(source)), task)
            task.add_done_callback(partial(self._polled, source.id))
            started.append(task)
        return started

    def _polled(self, source_id: int, task: "asyncio.Task[PollReport]") -> None:
        self._slots.leave(source_id)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("what a poll brought could not be stored; it is asked again", error=str(error))

    async def _balance(self) -> None:
        """Wait for the hourly solution while it is quick; over very many sources it goes on beside everything else."""
        task = self._balancing = self._balancing or asyncio.create_task(balance_budget(self._app))
        await asyncio.wait({task}, timeout=_QUICK.total_seconds())
        if task.done():
            self._balancing = None
            task.result()

    async def _mind_subscriptions(self) -> None:
        """Follow the sources once a minute, and ask the hubs that are due to be asked."""
        if self._app.hubs is None:
            return
        now, free = self._app.clock.now(), _HUB_REQUESTS - len(self._asking)
        follow = self._followed_at is None or not timedelta(0) <= now - self._followed_at < _FOLLOWED_EVERY

        def claimed(tx: Transaction) -> Sequence[Subscription]:
            if follow:
                follow_sources(self._app, tx)
            return claim_requests(self._app, tx, limit=free) if free > 0 else ()

        for subscription in await self._app.in_store.write(claimed):
            task = asyncio.create_task(send_request(self._app, subscription))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)
        self._followed_at = now if follow else self._followed_at

    def _follow_with_the_index(self) -> None:
        """What was stored can soon be searched; a poll never waits for that."""
        now = self._app.clock.now()
        if self._indexed_at is not None and timedelta(0) <= now - self._indexed_at < _INDEXED_EVERY:
            return
        if self._indexing is None or self._indexing.done():
            self._indexed_at = now
            self._indexing = asyncio.create_task(index_some(self._app))
            self._indexing.add_done_callback(_say_why_not_indexed)

    def _summarize_ahead(self) -> None:
        """Sentences for the next digest are made in the background, one look after the other."""
        if self._app.summary_generator is not None and (self._summarizing is None or self._summarizing.done()):
            self._summarizing = asyncio.create_task(self._app.summary_generator.ahead())

    async def _mind_the_clock(self) -> None:
        """A clock that was set back (by more than time servers do) must not make anybody wait for the old time."""
        now = self._app.clock.now()
        if now < self._looked_at - _SET_BACK:
            log.warning("the clock was set back", by=str(self._looked_at - now))
            await self._app.in_store.write(lambda tx: reset_future_due_times(self._app, tx))
        self._looked_at = now
        if self._observed_at is None or not timedelta(0) <= now - self._observed_at < _OBSERVED_EVERY:
            self._observed_at = now
            await self._app.in_store.write(lambda tx: observe_clock(tx, now))

    def close(self) -> None:
        """Start nothing more: no poll, and no message behind those under way."""
        self._stopping.set()

    async def drain(self, *, within: timedelta) -> None:
        """Let what is under way end, at most ``within``; a poll that is cut short gives its lease back."""
        self.close()
        if self._indexing is not None:
            self._indexing.cancel()
            await asyncio.gather(self._indexing, return_exceptions=True)
        if self._summarizing is not None:
            # Nothing depends on it: a sentence that is not made yet is made after the next start.
            self._summarizing.cancel()
            await asyncio.gather(self._summarizing, return_exceptions=True)
        under_way: list[asyncio.Task[Any]] = [*self._slots.tasks.values(), *self._sending.values(), *self._asking]
        under_way += [self._balancing] if self._balancing else []
        if not under_way:
            return
        _, late = await asyncio.wait(under_way, timeout=within.total_seconds())
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
    def has_room(self) -> bool:
        """Whether a quarter of the slots is free: claims are dear, and made for some at a time."""
        return self._slots.free >= max(1, self._app.settings.fetch.concurrency // 4)

    @property
    def busy(self) -> bool:
        """Polls, sending, requests to hubs, the hourly solution or sentences for a digest under way."""
        if any(task is not None and not task.done() for task in (self._balancing, self._summarizing)):
            return True
        return bool(self._slots.tasks or self._asking) or any(not task.done() for task in self._sending.values())

    async def _send(self, channel: str) -> Counter[DeliveryState]:
        try:
            return await drain_channel(self._app, channel, stopping=self._stopping)
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
        next_request_at(app, tx),
    )
    return min((at for at in moments if at is not None), default=None)


async def _let_settle(scheduler: Scheduler, clock: Steppable) -> None:
    """Give real I/O a moment; when everybody sleeps on the clock, move it."""
    await asyncio.sleep(0.005)
    sleeper = clock.next_sleeper()
    if scheduler.busy and sleeper is not None:
        clock.jump_to(sleeper)


def _say_why_not_indexed(task: "asyncio.Task[bool]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("what was stored cannot be searched yet; it is tried again", error=str(error))

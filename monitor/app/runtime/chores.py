"""What a tick does beside starting polls and sending: the clock, the hourly solution, hubs, sentences for digests."""

import asyncio
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from monitor.app.context import AppContext
from monitor.app.polling.budget import balance_budget
from monitor.app.polling.schedule import reset_future_due_times
from monitor.app.polling.websub import follow_sources
from monitor.app.runtime.watches.clock_trust import observe_clock
from monitor.app.search.indexing import index_some
from monitor.log_lines import lazy_logger
from monitor.values import dataclass

log = lazy_logger(__name__)

_SET_BACK = timedelta(minutes=1)
_QUICK = timedelta(milliseconds=200)
_OBSERVED_EVERY = timedelta(hours=1)
_FOLLOWED_EVERY = timedelta(minutes=1)
_INDEXED_EVERY = timedelta(seconds=5)


@dataclass(slots=True)
class Chores:
    """Each is called at every tick and does its work when that is due."""

    app: AppContext
    _looked_at: datetime = field(init=False)
    _observed_at: datetime | None = None
    _followed_at: datetime | None = None
    _balancing: "asyncio.Task[None] | None" = None
    _summarising: "asyncio.Task[None] | None" = None
    _indexing: "asyncio.Task[bool] | None" = None
    _indexed_at: datetime | None = None

    def __post_init__(self) -> None:
        self._looked_at = self.app.clock.now()

    async def mind_the_clock(self) -> None:
        """A clock that was set back (by more than time servers do) must not make anybody wait for the old time."""
        now = self.app.clock.now()
        if now < self._looked_at - _SET_BACK:
            log.warning("the clock was set back", by=str(self._looked_at - now))
            await self.app.in_store.write(lambda tx: reset_future_due_times(self.app.clock, tx))
        self._looked_at = now
        if self._observed_at is None or not timedelta(0) <= now - self._observed_at < _OBSERVED_EVERY:
            self._observed_at = now
            await self.app.in_store.write(lambda tx: observe_clock(tx, now))

    async def balance(self) -> None:
        """Wait for the hourly solution while it is quick; over very many sources it goes on beside everything else."""
        task = self._balancing = self._balancing or asyncio.create_task(balance_budget(self.app))
        await asyncio.wait({task}, timeout=_QUICK.total_seconds())
        if task.done():
            self._balancing = None
            task.result()

    async def follow_hubs(self) -> None:
        """Once a minute: subscribe for sources that name a hub, and give up what nobody asks for any more."""
        now = self.app.clock.now()
        if self.app.hubs is None or (
            self._followed_at is not None and timedelta(0) <= now - self._followed_at < _FOLLOWED_EVERY
        ):
            return
        await self.app.in_store.write(lambda tx: follow_sources(self.app, tx))
        self._followed_at = now

    def follow_with_the_index(self) -> None:
        """What was stored can soon be searched; a poll never waits for that."""
        now = self.app.clock.now()
        if self._indexed_at is not None and timedelta(0) <= now - self._indexed_at < _INDEXED_EVERY:
            return
        if self._indexing is None or self._indexing.done():
            self._indexed_at = now
            self._indexing = asyncio.create_task(index_some(self.app))
            self._indexing.add_done_callback(_say_why_not_indexed)

    def prepare_summaries(self) -> None:
        """Sentences for the next digest are made in the background, one look after the other."""
        if self.app.summary_generator is not None and (self._summarising is None or self._summarising.done()):
            self._summarising = asyncio.create_task(self.app.summary_generator.ahead())

    @property
    def under_way(self) -> Sequence["asyncio.Task[Any]"]:
        """What goes on beside the ticks."""
        return [task for task in (self._balancing, self._summarising) if task is not None and not task.done()]

    async def end(self, *, within: timedelta) -> None:
        """Let the solution end; what is not indexed or not summarised yet comes after the next start."""
        if self._indexing is not None:
            self._indexing.cancel()
            await asyncio.gather(self._indexing, return_exceptions=True)
        if self._summarising is not None:
            self._summarising.cancel()
            await asyncio.gather(self._summarising, return_exceptions=True)
        if self._balancing is not None:
            await asyncio.wait({self._balancing}, timeout=within.total_seconds())
            self._balancing.cancel()
            await asyncio.gather(self._balancing, return_exceptions=True)


def _say_why_not_indexed(task: "asyncio.Task[bool]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("what was stored cannot be searched yet; it is tried again", error=str(error))

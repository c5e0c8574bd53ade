"""One thread talks to the store: whatever is written is decided one after the other against what is there."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from monitor.app.runtime.measures import commit_durations
from monitor.ports import Store, Transaction

T = TypeVar("T")
NAMED_AT_ONCE = 25
"""Entries that name a topic and go into one transaction: each is compared with up to sixty stories, which takes some
ten milliseconds, and whoever else wants to write waits for all of them."""


class StoreThread:
    """Runs plain functions on the store's thread, each in a transaction of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self.commits = commit_durations()
        self._onlookers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")
        self._writing = 0
        self._still = asyncio.Event()
        self._still.set()

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Commit what ``work`` wrote, or nothing when it raises."""
        self._writing += 1
        self._still.clear()
        try:
            return await self._hop(lambda: self._write(work))
        finally:
            self._writing -= 1
            if not self._writing:
                self._still.set()

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` on a consistent snapshot."""
        return await self._hop(lambda: self._read(work))

    async def look(self, work: Callable[[Transaction], T]) -> T:
        """As ``read``, beside what is written: a page waits for no poll, and no poll for a page.

        What it shows may be a moment old. The thread starts when somebody first looks.
        """
        return await asyncio.get_running_loop().run_in_executor(self._onlookers, self._read, work)

    async def settle(self, *, within: float) -> None:
        """Wait until nothing is being written, at most so many seconds.

        Threads of one process share its interpreter by halves: whoever can wait lets what is written go first.
        """
        if self._writing:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._still.wait(), within)

    async def maintain(self) -> None:
        """Housekeeping of the database, in a thread of its own: neither loop nor transactions wait for it."""
        await asyncio.to_thread(self._store.maintain)

    def close(self) -> None:
        """Wait for the work under way."""
        self._onlookers.shutdown(wait=True, cancel_futures=True)
        self._thread.shutdown(wait=True)

    def _write(self, work: Callable[[Transaction], T]) -> T:
        # A measure of the machine, which no rule asks: the Clock port steps in tests and replays.
        began = time.monotonic()
        with self._store.write() as transaction:
            done = work(transaction)
        self.commits.observe(time.monotonic() - began)
        return done

    def _read(self, work: Callable[[Transaction], T]) -> T:
        with self._store.read() as transaction:
            return work(transaction)

    async def _hop(self, work: Callable[[], T]) -> T:
        # Shielded: a poll that is cancelled must not leave a half-known commit behind.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, work))

"""One thread talks to the store: whatever is written is decided one after the other against what is there."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from monitor.app.runtime.measures import commit_durations
from monitor.ports import Store, Transaction

T = TypeVar("T")
NAMED_AT_ONCE = 25
"""Entries that name a topic and go into one transaction: each is compared with up to sixty stories, which takes some
ten milliseconds, and whoever else wants to write waits for all of them."""


_TOGETHER = 32
"""Small writes that share one commit at most: some twenty milliseconds, for which others wait."""
_Waiting = tuple[Callable[[Transaction], Any], "Future[Any]"]


class StoreThread:
    """Runs plain functions on the store's thread, each in a transaction of its own unless it may share one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._waiting: deque[_Waiting] = deque()
        self.commits = commit_durations()
        self._onlookers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")
        self._writing = 0
        self._still = asyncio.Event()
        self._still.set()

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Commit what ``work`` wrote, or nothing when it raises."""
        with self._noted_writing():
            return await self._hop(lambda: self._write(work))

    async def write_together(self, work: Callable[[Transaction], T]) -> T:
        """As ``write``, in one commit with whatever else came this way while the thread was busy.

        A commit waits for the disk, which takes longer than a small write. Nothing is told before it is on the disk,
        and each is still all or nothing by itself: when one of them raises, nothing of all is kept, and each is done
        once more in a transaction of its own. ``work`` must bear that.
        """
        waiting: Future[T] = Future()
        self._waiting.append((work, waiting))
        with self._noted_writing():
            self._thread.submit(self._write_waiting)
            return await asyncio.shield(asyncio.wrap_future(waiting))

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

    @contextmanager
    def _noted_writing(self) -> Iterator[None]:
        """For whoever waits until nothing is written."""
        self._writing += 1
        self._still.clear()
        try:
            yield
        finally:
            self._writing -= 1
            if not self._writing:
                self._still.set()

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

    def _write_waiting(self) -> None:
        """What waits, if nobody wrote it with his own."""
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), _TOGETHER))]
        try:
            done = self._write(lambda tx: [work(tx) for work, _ in taken]) if len(taken) > 1 else None
        except Exception:  # noqa: BLE001 — told by the one that it belongs to, when it is done alone
            done = None
        if done is None:
            self._write_each(taken)
            return
        for (_, waiting), result in zip(taken, done, strict=True):
            waiting.set_result(result)

    def _write_each(self, taken: Sequence[_Waiting]) -> None:
        for work, waiting in taken:
            try:
                result = self._write(work)
            except BaseException as error:  # noqa: BLE001 — whoever waits is told
                waiting.set_exception(error)
            else:
                waiting.set_result(result)

    def _read(self, work: Callable[[Transaction], T]) -> T:
        with self._store.read() as transaction:
            return work(transaction)

    async def _hop(self, work: Callable[[], T]) -> T:
        # Shielded: a poll that is cancelled must not leave a half-known commit behind.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, work))

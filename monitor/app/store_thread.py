"""One thread talks to the store: whatever is written is decided one after the other against what is there."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from monitor.app.runtime.measures import commit_durations
from monitor.ports import Store, Transaction
from monitor.values import dataclass

T = TypeVar("T")
NAMED_AT_ONCE = 25
"""Entries that name a topic and go into one transaction: each is compared with up to sixty stories, which takes some
ten milliseconds, and whoever else wants to write waits for all of them."""


_TOGETHER = 32
"""Small writes that share one commit at most: some twenty milliseconds, for which others wait."""
_Waiting = tuple[Callable[[Transaction], Any], "asyncio.Future[Any]"]


class StoreThread:
    """Runs plain functions on the store's thread, each in a transaction of its own unless it may share one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._waiting: deque[_Waiting] = deque()
        self._is_asked_for = False
        self._in_place: asyncio.Lock | None = None
        self.commits = commit_durations()
        self._onlookers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")
        self._writing = 0
        self._still = asyncio.Event()
        self._still.set()

    def stay_in_place(self) -> None:
        """From now on work is done where the loop runs, a piece in each of its turns, and no thread takes part.

        For a program in which nobody waits but for its end: two threads that both have much to do fight for Python's
        one lock, which is a sixth of a round's processor time. A daemon must go on answering, and keeps them.
        """
        self._in_place = asyncio.Lock()

    async def compute(self, work: Callable[[], T]) -> T:
        """Run what takes long and needs no store, beside the loop unless all is done in place."""
        return await (asyncio.to_thread(work) if self._in_place is None else self._in_turn(self._in_place, work))

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
        waiting: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, waiting))
        with self._noted_writing():
            # Whoever is asked for already takes this one with him: he says so before he looks.
            if not self._is_asked_for:
                self._is_asked_for = True
                self._ask_for_turn()
            return await waiting

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
        """What waits; when that is much, a portion, and the rest when others have had their turn."""
        self._is_asked_for = False
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), _TOGETHER))]
        if taken:
            _tell(taken, self._write_portion([work for work, _ in taken]))
        if not self._waiting or self._is_asked_for:
            return
        self._is_asked_for = True
        try:
            self._ask_for_turn()
        except RuntimeError:
            # Closing: there are no later turns.
            self._write_waiting()

    def _ask_for_turn(self) -> None:
        if self._in_place is None:
            self._thread.submit(self._write_waiting)
        else:
            asyncio.get_running_loop().call_soon(self._write_waiting)

    def _write_portion(self, works: Sequence[Callable[[Transaction], Any]]) -> "Sequence[_Ended]":
        if len(works) > 1:
            # What raises is told by the one that it belongs to, when it is done alone.
            with suppress(Exception):
                return [_Ended(result=result) for result in self._write(lambda tx: [work(tx) for work in works])]
        return [self._end_of(work) for work in works]

    def _end_of(self, work: Callable[[Transaction], Any]) -> "_Ended":
        try:
            return _Ended(result=self._write(work))
        except BaseException as error:  # noqa: BLE001 — whoever waits is told
            return _Ended(error=error)

    def _read(self, work: Callable[[Transaction], T]) -> T:
        with self._store.read() as transaction:
            return work(transaction)

    @staticmethod
    async def _in_turn(turn: asyncio.Lock, work: Callable[[], T]) -> T:
        """One piece in each turn of the loop: sockets and time-outs are looked after in between."""
        async with turn:
            done = work()
            await asyncio.sleep(0)
        return done

    async def _hop(self, work: Callable[[], T]) -> T:
        if self._in_place is not None:
            return await self._in_turn(self._in_place, work)
        # Shielded: a poll that is cancelled must not leave a half-known commit behind.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, work))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """What came of a write."""

    result: Any = None
    error: BaseException | None = None


def _tell(taken: Sequence[_Waiting], ended: Sequence[_Ended]) -> None:
    """All of them at once: each word to the loop wakes it."""
    loop = taken[0][1].get_loop()
    # Where it is closed nobody waits any more.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(_settle, [waiting for _, waiting in taken], ended)


def _settle(asked: "Sequence[asyncio.Future[Any]]", ended: Sequence[_Ended]) -> None:
    for waiting, end in zip(asked, ended, strict=True):
        if waiting.done():
            continue  # who asked is gone
        if end.error is not None:
            waiting.set_exception(end.error)
        else:
            waiting.set_result(end.result)

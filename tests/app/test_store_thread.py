"""Small writes that share a commit: told when it is on the disk, and each all or nothing by itself."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from monitor.app.store_thread import StoreThread
from monitor.errors import StoreError, UserError
from monitor.ports import Store, Transaction


class Ledger:
    """A store of lines that waits at ``gate`` for whoever asks, and can be unable to commit."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.commits: list[list[str]] = []
        self.gate = threading.Event()
        self.is_full = False

    @contextmanager
    def write(self) -> Iterator[list[str]]:
        """Lines of one transaction."""
        fresh: list[str] = []
        yield fresh
        if self.is_full:
            raise StoreError("the disk is full")
        self.lines += fresh
        self.commits.append(fresh)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def thread(ledger: Ledger) -> Iterator[StoreThread]:
    made = StoreThread(cast("Store", ledger))
    yield made
    made.close()


def _line(text: str) -> Any:
    def work(tx: Transaction) -> str:
        cast("list[str]", tx).append(text)
        return text.upper()

    return work


async def _while_busy(thread: StoreThread, ledger: Ledger, *works: Any) -> list[Any]:
    """All of them asked for while the thread is busy with something else."""
    busy = asyncio.ensure_future(thread.write(lambda _: ledger.gate.wait(60)))
    asked = [asyncio.ensure_future(thread.write_together(work)) for work in works]
    await asyncio.sleep(0.01)
    assert ledger.lines == []
    ledger.gate.set()
    await busy
    return await asyncio.gather(*asked, return_exceptions=True)


async def test_what_waits_together_is_one_commit(thread: StoreThread, ledger: Ledger) -> None:
    assert await _while_busy(thread, ledger, _line("a"), _line("b"), _line("c")) == ["A", "B", "C"]
    assert ledger.commits == [[], ["a", "b", "c"]]
    assert await thread.write_together(_line("d")) == "D"
    assert ledger.commits[2:] == [["d"]]


async def test_one_that_fails_spoils_no_other(thread: StoreThread, ledger: Ledger) -> None:
    def wrong(tx: Transaction) -> None:
        cast("list[str]", tx).append("half")
        raise UserError("no")

    first, second, third = await _while_busy(thread, ledger, _line("a"), wrong, _line("c"))
    assert (first, third) == ("A", "C")
    assert isinstance(second, UserError)
    assert ledger.lines == ["a", "c"]


async def test_nobody_is_told_what_is_not_on_the_disk(thread: StoreThread, ledger: Ledger) -> None:
    ledger.is_full = True
    busy_and_two = await asyncio.gather(*(thread.write_together(_line(text)) for text in "ab"), return_exceptions=True)
    assert [str(error) for error in busy_and_two if isinstance(error, StoreError)] == ["the disk is full"] * 2
    assert ledger.lines == []


async def test_a_commit_goes_on_when_who_asked_for_it_is_gone(thread: StoreThread, ledger: Ledger) -> None:
    busy = asyncio.ensure_future(thread.write(lambda _: ledger.gate.wait(60)))
    asked = asyncio.ensure_future(thread.write_together(_line("a")))
    await asyncio.sleep(0.01)
    asked.cancel()
    ledger.gate.set()
    await busy
    assert await thread.write_together(_line("b")) == "B"
    assert ledger.lines == ["a", "b"]


async def test_many_are_committed_in_portions(thread: StoreThread, ledger: Ledger) -> None:
    """Whoever else wants to write waits for one portion."""
    texts = [str(number) for number in range(70)]
    assert await _while_busy(thread, ledger, *map(_line, texts)) == texts
    assert [len(lines) for lines in ledger.commits] == [0, 32, 32, 6]
    assert ledger.lines == texts


@pytest.fixture
def in_place(thread: StoreThread) -> StoreThread:
    thread.stay_in_place()
    return thread


async def test_in_place_no_other_thread_takes_part(in_place: StoreThread, ledger: Ledger) -> None:
    here = threading.get_ident()
    assert await in_place.compute(threading.get_ident) == here
    assert await in_place.write(lambda _: threading.get_ident()) == here
    asked = [in_place.write_together(lambda _: threading.get_ident()) for _ in range(3)]
    assert set(await asyncio.gather(*asked)) == {here}
    assert len(ledger.commits) == 2, "small writes share a commit as ever"


async def test_in_place_the_loop_turns_between_two_pieces(in_place: StoreThread) -> None:
    turns = 0

    async def look_around() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    looking = asyncio.create_task(look_around())
    seen = await asyncio.gather(*(in_place.compute(lambda: turns) for _ in range(5)))
    looking.cancel()
    assert len(set(seen)) == 5


async def test_in_place_who_fails_is_told_and_others_go_on(in_place: StoreThread, ledger: Ledger) -> None:
    def wrong(tx: Transaction) -> None:
        cast("list[str]", tx).append("half")
        raise UserError("no")

    asked = (in_place.write_together(_line("a")), in_place.write_together(wrong), in_place.write(_line("b")))
    first, second, third = await asyncio.gather(*asked, return_exceptions=True)
    assert (first, third) == ("A", "B")
    assert isinstance(second, UserError)
    assert sorted(ledger.lines) == ["a", "b"]
    with pytest.raises(UserError):
        await in_place.write(wrong)
    assert await in_place.compute(lambda: 7) == 7


async def test_in_place_many_are_committed_in_portions(in_place: StoreThread, ledger: Ledger) -> None:
    texts = [str(number) for number in range(70)]
    asked = [in_place.write_together(_line(text)) for text in texts]
    assert await asyncio.gather(*asked) == [text.upper() for text in texts]
    assert [len(lines) for lines in ledger.commits] == [32, 32, 6]

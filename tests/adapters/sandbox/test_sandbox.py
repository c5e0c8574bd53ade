"""One contract for every sandbox, and the walls of the one that has them."""

import asyncio
import os
import pickle
import re
import shutil
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from timeit import timeit

import pytest

from monitor.adapters.sandbox.codec import NotDataError, packed_error, unpacked_error
from monitor.adapters.sandbox.inline import InlineSandbox
from monitor.adapters.sandbox.protocol import Answer, framed_answer, read_answer
from monitor.adapters.sandbox.worker import Limits, WorkerSandbox
from monitor.core.model.entries import ParsedEntry
from monitor.core.parse.document import parse_document
from monitor.errors import ParseError, QueryError, SandboxError
from monitor.ports import Sandbox

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FEED = b"<rss version='2.0'><channel><title>T</title><item><title>One</title><link>http://e.org/1</link></item></channel></rss>"
SMALL = Limits(wall=timedelta(seconds=60), cpu_seconds=1, memory_bytes=64 * 2**20, steps=3)

AnySandbox = WorkerSandbox | InlineSandbox


@pytest.fixture(params=["worker", "inline"])
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[AnySandbox]:
    made: AnySandbox = InlineSandbox() if request.param == "inline" else WorkerSandbox(workers=1, limits=SMALL)
    yield made
    await made.close()


@pytest.fixture
async def worker() -> AsyncIterator[WorkerSandbox]:
    made = WorkerSandbox(workers=1, limits=SMALL)
    yield made
    await made.close()


async def test_a_step_returns_what_it_returns(sandbox: AnySandbox) -> None:
    document = await sandbox.run(parse_document, FEED, url="http://e.org/feed", now=NOW)
    assert [entry.title for entry in document.entries] == ["One"]


async def test_a_steps_own_error_comes_out_as_it_is(sandbox: AnySandbox) -> None:
    with pytest.raises(ParseError, match="empty document"):
        await sandbox.run(parse_document, b"", url="http://e.org/feed", now=NOW)
    with pytest.raises(ValueError, match="invalid literal"):
        await sandbox.run(int, "x")


async def test_a_step_without_a_name_is_refused(sandbox: AnySandbox) -> None:
    with pytest.raises(ValueError, match="cannot be imported by name"):
        await sandbox.run(lambda: 1)


async def test_a_closed_sandbox_runs_nothing(sandbox: AnySandbox) -> None:
    await sandbox.close()
    with pytest.raises(SandboxError, match="closed"):
        await sandbox.run(int, "1")


async def test_a_worker_is_used_again_and_recycled_after_its_steps(worker: WorkerSandbox) -> None:
    pids = [await worker.run(os.getpid) for _ in range(4)]
    assert pids[0] == pids[1] == pids[2] != pids[3]
    assert os.getpid() not in pids


async def test_a_step_that_sleeps_too_long_is_killed_and_the_next_one_runs() -> None:
    quick = WorkerSandbox(workers=1, limits=Limits(wall=timedelta(seconds=0.3)))
    with pytest.raises(SandboxError, match=r"longer than 0\.3 s"):
        await quick.run(signal.pause)
    await quick.close()


async def test_a_step_that_spins_is_stopped(worker: WorkerSandbox) -> None:
    with pytest.raises(SandboxError, match="processor time"):
        await worker.run(sum, range(10**12))
    assert await worker.run(int, "7") == 7


async def test_a_step_that_eats_memory_is_stopped(worker: WorkerSandbox) -> None:
    with pytest.raises(SandboxError, match="64 MiB"):
        await worker.run(bytes, 2**30)
    assert await worker.run(int, "7") == 7


async def test_a_crash_is_told_and_survived(worker: WorkerSandbox) -> None:
    with pytest.raises(SandboxError, match="crashed: the worker process ended with code 3"):
        await worker.run(os._exit, 3)
    assert await worker.run(int, "7") == 7


async def test_printing_does_not_garble_the_answer(worker: WorkerSandbox) -> None:
    await worker.run(print, "noise")
    assert await worker.run(os.write, 1, b"noise") == 5


async def test_secrets_of_the_environment_stay_outside(worker: WorkerSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "canary")
    assert await worker.run(os.getenv, "SMTP_PASSWORD") is None


async def test_no_file_can_be_written_inside(worker: WorkerSandbox, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"File too large|denied"):
        await worker.run(shutil.copyfile, __file__, str(tmp_path / "copy"))


async def test_a_document_that_holds_up_the_parser_is_stopped_and_the_next_one_is_read(worker: WorkerSandbox) -> None:
    # feedparser looks for a mail address in an author by a pattern that takes minutes on this.
    slow = b"<rss><channel><title>a</title><item><author>" + b"a." * 100_000 + b"</author></itm></channel></rss>"
    with pytest.raises(SandboxError, match=r"processor time|longer than"):
        await worker.run(parse_document, slow, url="http://e.org/feed", now=NOW)
    document = await worker.run(parse_document, FEED, url="http://e.org/feed", now=NOW)
    assert len(document.entries) == 1


async def test_a_page_is_read_with_the_language_of_its_words() -> None:
    """Telling that folds more than a short text, for which numpy is loaded within the step and its memory."""
    sandbox = WorkerSandbox(workers=1, preload=("monitor.core.parse.document", "monitor.core.parse.article"))
    text = "The council said on Monday that it will close the old bridge, and that buses will go round by the river. "
    page = f"<html><title>The bridge</title><article><p>{text * 3}</p></article></html>".encode()
    try:
        document = await sandbox.run(parse_document, page, url="http://e.org/", kind="watch", now=NOW)
    finally:
        await sandbox.close()
    assert document.lang == "en"


async def test_a_cancelled_step_leaves_a_healthy_pool(worker: WorkerSandbox) -> None:
    running = asyncio.create_task(worker.run(signal.pause))
    await asyncio.sleep(0.5)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await worker.run(int, "7") == 7


async def test_more_steps_than_workers_wait_their_turn() -> None:
    pool = WorkerSandbox(workers=2)
    assert await asyncio.gather(*(pool.run(int, str(number)) for number in range(8))) == list(range(8))
    await pool.close()


async def test_quick_steps_side_by_side_share_one_child() -> None:
    pool = WorkerSandbox(workers=2)
    assert len(set(await asyncio.gather(*(pool.run(os.getpid) for _ in range(4))))) == 1
    await pool.close()


async def test_who_waits_long_for_a_busy_child_gets_another() -> None:
    pool = WorkerSandbox(workers=2)
    first = await pool.run(os.getpid)
    busy = asyncio.create_task(pool.run(signal.pause))
    await asyncio.sleep(0.05)
    assert await asyncio.wait_for(pool.run(os.getpid), 60) != first
    assert not busy.done()
    busy.cancel()
    await asyncio.gather(busy, return_exceptions=True)
    assert await pool.run(int, "7") == 7
    await pool.close()


@pytest.mark.parametrize(
    "sent",
    [
        b'{"!": "object", "of": "os:system", "with": {}}',
        b'{"!": "object", "of": "monitor.core.model.entries:replace", "with": {}}',
        b'{"!": "object", "of": "monitor.core.model.settings:Settings.__init__", "with": {}}',
        b'["done", {"!": "object", "of": "monitor.adapters.sandbox.worker:Limits", "with": {}}]',
        b'["done", {"!": "code", "of": "1"}]',
        b'["done", {"a": 1}]',
        b'["fine", 1]',
        b'{"!": "dict", "of": []}',
        b"[" * 100_000,
        b"\x80\x04N.",
        pickle.dumps(os.getcwd),
    ],
)
def test_the_parent_takes_data_and_nothing_else(sent: bytes) -> None:
    with pytest.raises(NotDataError):
        read_answer(sent)


def test_an_error_that_wants_keywords_survives_the_trip() -> None:
    answer = read_answer(framed_answer(Answer(kind="failed", value=packed_error(QueryError("bad", column=7))))[8:])
    error = unpacked_error(answer.value)
    assert isinstance(error, QueryError)
    assert error.column == 7
    assert str(error) == "bad"


def test_everything_that_steps_return_survives_the_trip() -> None:
    entry = ParsedEntry(title="\ud800 half", published_at=NOW, text="x\u202e")
    value = ((entry, None), frozenset({3}), {"a": [1.5, True], 2: b"\x00\xff"}, NOW - NOW, {"!": "tag"}, {1})
    assert read_answer(framed_answer(Answer(kind="done", value=value))[8:]).value == value


async def test_what_is_no_data_stays_inside(worker: WorkerSandbox) -> None:
    with pytest.raises(TypeError, match="cannot leave the sandbox"):
        await worker.run(re.compile, "a")


_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="walls of Linux")


@_LINUX
async def test_there_is_no_network_and_no_other_program_inside(worker: WorkerSandbox) -> None:
    for step, args in ((socket.socket, ()), (os.execv, ("/bin/true", ["true"])), (socket.socketpair, ())):
        with pytest.raises(OSError, match="not permitted"):
            await worker.run(step, *args)


@_LINUX
async def test_nobody_elses_files_are_read_inside_nor_the_parents_environment(
    worker: WorkerSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("canary")
    monkeypatch.setenv("PATH", os.environ["PATH"])
    for path in (tmp_path / "secret", Path(f"/proc/{os.getpid()}/environ"), Path("/etc/passwd")):
        with pytest.raises(OSError, match="denied"):
            await worker.run(Path.read_bytes, path)
    assert set(await worker.run(dict, [])) == set()
    for name in ("PATH", "HOME", "USER"):
        assert await worker.run(os.getenv, name) is None


def test_both_are_what_the_use_cases_ask_for() -> None:
    sandboxes: list[Sandbox] = [InlineSandbox(), WorkerSandbox()]
    assert len(sandboxes) == 2


async def test_a_step_with_a_warning_gets_it_where_it_stands_and_the_worker_goes_on() -> None:
    made = WorkerSandbox(workers=1, limits=Limits(wall=timedelta(minutes=2), warning=timedelta(seconds=0.3)))
    try:
        with pytest.raises(TimeoutError, match=r"stopped: it took longer than 0\.3 s of processor time"):
            await made.run(timeit, number=10**12)
        # What a busy machine makes it wait for is not its own.
        await made.run(time.sleep, 0.6)  # noqa: TID251 - the limit is slept through
        assert await made.run(int, "7") == 7
    finally:
        await made.close()


async def test_what_reading_a_page_loads_fits_into_the_limit_of_a_child() -> None:
    words = "<p>The quay is open to all boats, and cars wait in line for two hours.</p>" * 9
    page = f"<html><head><title>Quay</title></head><body>{words}</body></html>".encode()
    sandbox = WorkerSandbox(preload=("monitor.core.parse.document", "monitor.core.parse.article"))
    try:
        read = await sandbox.run(
            parse_document, page, url="https://quay.example/", kind="watch", now=datetime(2026, 11, 20, tzinfo=UTC)
        )
    finally:
        await sandbox.close()
    assert "The quay is open" in read.entries[0].text

"""All threads of a daemon take their memory from one heap: what one has freed another can use."""

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.harness import Daemon, FakeSite

_OF_A_THREAD = 64 * 2**20
"""glibc's heaps of threads begin and end at such places; what is not used yet of one may not be read."""


@pytest.fixture
def daemon(harness: Path, fake_site: FakeSite) -> Iterator[Daemon]:
    """Started, and past its first poll."""
    fake_site.items = [("城市天气", "多云")]
    started = Daemon(harness)
    try:
        started.wait_for("polled")
        yield started
    finally:
        started.stop()


def heaps_of_threads(process: int) -> list[str]:
    """Where the heaps begin that are no part of the program's own."""
    areas: list[tuple[int, int, str]] = []
    for line in Path(f"/proc/{process}/maps").read_text("utf-8").splitlines():
        place, rights, *_ = line.split()
        first, last = place.split("-")
        areas.append((int(first, 16), int(last, 16), rights))
    return [
        f"{start:x}"
        for (start, middle, used), (again, end, unused) in pairwise(areas)
        if used.startswith("rw") and unused.startswith("---") and middle == again
        if start % _OF_A_THREAD == 0 and end == start + _OF_A_THREAD
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how memory is laid out")
def test_a_daemon_has_one_heap(daemon: Daemon) -> None:
    assert Path(f"/proc/{daemon.process.pid}/task").is_dir()
    assert not heaps_of_threads(daemon.process.pid)

"""Freed memory goes back to the system."""

import subprocess
import sys

import pytest

from monitor.adapters.spare_memory import SpareMemory

_PROGRAM = """
from pathlib import Path
from monitor.adapters.spare_memory import SpareMemory


def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


held = [bytes(3_000) for _ in range(20_000)]
kept = held[::100] + held[-1:]
del held
before, memory = resident(), SpareMemory()
for _ in range(20):
    memory.tick()
print(before - resident())
"""


def test_it_is_given_back_every_twentieth_tick() -> None:
    told: list[int] = []
    memory = SpareMemory(give_back=told.append)
    for _ in range(59):
        memory.tick()
    assert told == [0, 0]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory is held")
def test_a_process_becomes_smaller() -> None:
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)  # noqa: S603 our own lines
    assert int(ran.stdout) > 20_000

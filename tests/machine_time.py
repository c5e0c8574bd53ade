"""How long something takes by a clock that a busy machine slows down as it slows everything else."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Seconds = Callable[[], float]
"""How many have gone since it was made."""


@contextmanager
def machine_seconds() -> Iterator[Seconds]:
    """Seconds of the processor that a process which only counts gets meanwhile.

    On an idle machine they are those of the clock. Beside ten others they are a fraction of these, as whatever is
    measured gets a fraction of the processor: a limit in them means the same at any load. Where there is no /proc, the
    clock's.
    """
    counting = subprocess.Popen([sys.executable, "-S", "-E", "-c", "while True: pass"])
    try:
        read = _processor_time(counting.pid)
        began = read()
        yield lambda: read() - began
    finally:
        counting.kill()
        counting.wait()


def _processor_time(process: int) -> Seconds:
    stat, tick = Path(f"/proc/{process}/stat"), os.sysconf("SC_CLK_TCK")
    if not stat.exists():
        return time.monotonic

    def read() -> float:
        # The fields behind the command's name (proc(5)): user and system time are the 14th and 15th of all.
        fields = stat.read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / tick

    return read

"""The child of the sandbox: reads a task, runs it within its limits, answers, and waits for the next.

Started as ``python -m monitor.adapters.sandbox.child MODULE…``; the modules named are imported before it says that it
is ready.
"""

import contextlib
import importlib
import os
import pickle
import resource
import signal
import sys
import time
from collections.abc import Iterator
from typing import IO, Any, Final

from monitor.adapters.sandbox.codec import NotDataError, packed_error
from monitor.adapters.sandbox.confine import confine_process
from monitor.adapters.sandbox.protocol import HEADER, Answer, Task, framed_answer

_PAGE: Final = resource.getpagesize()
_OPEN_FILES: Final = 64
_AGAIN: Final = 0.5
"""Seconds between two warnings of one step."""


def main(preload: list[str]) -> None:
    """Serve until the parent closes the pipe."""
    tasks, answers = _own_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    for limit, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, _OPEN_FILES)):
        resource.setrlimit(limit, (most, most))
    for module in preload:
        importlib.import_module(module)
    walls = confine_process()
    _write_answer(answers, Answer(kind="done", value=walls))
    while header := tasks.read(HEADER.size):
        body = tasks.read(HEADER.unpack(header)[0])
        _write_answer(answers, _run_task(pickle.loads(body)))  # noqa: S301 - the parent wrote it, over a pipe that only it holds


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent, moved away from stdin and stdout so that a library's print cannot garble an answer."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return tasks, answers


def _write_answer(answers: IO[bytes], answer: Answer) -> None:
    try:
        message = framed_answer(answer)
    except MemoryError:
        message = framed_answer(Answer(kind="too large"))
    except (NotDataError, RecursionError) as error:
        wrong = TypeError(f"the result cannot leave the sandbox: {error}")
        message = framed_answer(Answer(kind="failed", value=packed_error(wrong)))
    answers.write(message)
    answers.flush()


def _run_task(task: Task) -> Answer:
    try:
        step: Any = importlib.import_module(task.module)
        for part in task.name.split("."):
            step = getattr(step, part)
        _limit_resources(task)
        with _warn_at_timeout(task.warned_after):
            return Answer(kind="done", value=step(*task.args, **task.kwargs))
    except MemoryError:
        return Answer(kind="too large")
    except Exception as error:  # noqa: BLE001 - every error of a step is its answer
        return Answer(kind="failed", value=packed_error(error))
    finally:
        _lift_limits()


@contextlib.contextmanager
def _warn_at_timeout(after: float) -> Iterator[None]:
    """A TimeoutError inside the step, again and again: code that swallows the first does not swallow them all.

    Seconds of the processor: what else this machine does makes no step a slow one.
    """
    if not after:
        yield
        return

    def raise_it(number: int, frame: object) -> None:  # noqa: ARG001 - the form of every signal handler
        raise TimeoutError(f"stopped: it took longer than {after:g} s of processor time")

    signal.signal(signal.SIGPROF, raise_it)
    signal.setitimer(signal.ITIMER_PROF, after, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)


def _limit_resources(task: Task) -> None:
    """Memory above what the process has now, processor time above what it has used."""
    with contextlib.suppress(OSError, ValueError):
        most = _mapped_bytes() + task.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + task.cpu_seconds + 1, resource.RLIM_INFINITY))


def _lift_limits() -> None:
    """Room again to write the answer."""
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _mapped_bytes() -> int:
    """Bytes of address space in use."""
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - the file is a kernel's answer, not a path of ours
        return int(statm.read().split()[0]) * _PAGE


if __name__ == "__main__":
    main(sys.argv[1:])

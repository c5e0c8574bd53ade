"""The sandbox: a small pool of recycled worker processes with memory, processor and wall limits."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final, ParamSpec, TypeVar

from monitor.adapters.sandbox.codec import NotDataError, unpacked_error
from monitor.adapters.sandbox.protocol import HEADER, LARGEST_ANSWER, Answer, Task, framed_task, read_answer, step_name
from monitor.core.i18n.phrases import Reason
from monitor.errors import SandboxError
from monitor.values import dataclass

P = ParamSpec("P")
T = TypeVar("T")

_READY: Final = timedelta(seconds=60)
_PATIENCE: Final = 1.0
"""Seconds to wait for a worker that is busy before another is started, which takes a third of one to load."""
_SMALL: Final = 64 * 1024
_PASSED_ON: Final = frozenset({"PYTHONTZPATH", "LD_LIBRARY_PATH"})
"""Where an interpreter finds its own parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one step may use. ``memory_bytes`` counts above what the worker holds before the step.

    What a step costs is told by the processor, on an idle machine and on a busy one alike; ``wall`` ends one that does
    nothing any more, and is no measure of a document or a template.
    """

    wall: timedelta = timedelta(seconds=60)
    cpu_seconds: int = 10
    memory_bytes: int = 144 * 1024 * 1024  # two workers at their limit stay below 300 MiB; 8 MiB of feed needs 96
    warning: timedelta = timedelta(0)
    """Processor time after which it gets a TimeoutError where it stands, whose place its error names; 0 = never."""
    steps: int = 200
    """Steps a worker runs before a fresh one takes its place, so that nothing a document left behind adds up."""


class WorkerSandbox:
    """``ports.Sandbox`` over child processes, which are started when they are needed and killed when they overstep."""

    def __init__(self, *, workers: int = 2, limits: Limits | None = None, preload: Sequence[str] = ()) -> None:
        self._limits = limits or Limits()
        self._preload = tuple(preload)
        self._places = asyncio.Semaphore(workers)
        self._idle: list[_Worker] = []
        self._at_work = 0
        self._freed = asyncio.Event()
        self._alive: set[_Worker] = set()
        self._closed = False

    async def run(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``step`` in a worker; SandboxError when it was stopped, else its own errors."""
        if self._closed:
            raise SandboxError(Reason("sandbox.closed"))
        module, name = step_name(step)
        limits = self._limits
        task = Task(
            module=module,
            name=name,
            args=args,
            kwargs=dict(kwargs),
            cpu_seconds=limits.cpu_seconds,
            memory_bytes=limits.memory_bytes,
            warned_after=limits.warning.total_seconds(),
        )
        message = framed_task(task)
        latest = asyncio.get_running_loop().time() + _PATIENCE
        async with self._places:
            worker = await self._idle_worker(latest)
            self._at_work += 1
            try:
                answer = await self._answer_of(worker, message)
            finally:
                self._at_work -= 1
                self._freed.set()
        if answer.kind == "too large":
            raise SandboxError(Reason("sandbox.memory", n=limits.memory_bytes // 2**20))
        if answer.kind == "failed":
            raise unpacked_error(answer.value)
        return answer.value  # type: ignore[no-any-return]  # what the step returned, after a trip through the pipe

    async def close(self) -> None:
        """End every worker, also one in the middle of a step."""
        self._closed = True
        for worker in list(self._alive):
            await self._discard(worker)

    async def _answer_of(self, worker: "_Worker | None", message: bytes) -> Answer:
        """What a worker, or else a new one, makes of a task; it goes back to the idle ones unless it failed."""
        worker = worker or await self._started()
        try:
            answer = await worker.ask(message, within=self._limits.wall)
        except BaseException:
            await self._discard(worker)
            raise
        if worker.asked >= self._limits.steps:
            await self._discard(worker)
        else:
            self._idle.append(worker)
        return answer

    async def _idle_worker(self, latest: float) -> "_Worker | None":
        """One that has nothing to do, if there is one by then (in the loop's time) or none is busy."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(latest):
                while not self._idle and self._at_work:
                    self._freed.clear()
                    await self._freed.wait()
        return self._idle.pop() if self._idle else None

    async def _started(self) -> "_Worker":
        if self._closed:
            raise SandboxError(Reason("sandbox.closed"))
        worker = await _Worker.start(self._preload)
        self._alive.add(worker)
        return worker

    async def _discard(self, worker: "_Worker | None") -> None:
        if worker is not None:
            self._alive.discard(worker)
            await asyncio.shield(worker.kill())


class _Worker:
    """One child process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.asked = 0

    @classmethod
    async def start(cls, preload: Sequence[str]) -> "_Worker":
        """Spawn a child (never fork: the parent has threads) and wait until it has imported what it needs."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "monitor.adapters.sandbox.child", *preload),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_child_environment(os.environ),
            start_new_session=True,
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_READY.total_seconds()):
                await worker._answer()
        except TimeoutError:
            await worker.kill()
            raise SandboxError(Reason("sandbox.start")) from None
        except BaseException:
            await worker.kill()
            raise
        return worker

    async def ask(self, message: bytes, *, within: timedelta) -> Answer:
        """Send one task and wait for its answer; SandboxError when there is none in time."""
        self.asked += 1
        assert self._process.stdin is not None  # noqa: S101 - piped above
        try:
            async with asyncio.timeout(within.total_seconds()):
                self._process.stdin.write(message)
                with contextlib.suppress(ConnectionError):
                    await self._process.stdin.drain()
                return await self._answer()
        except TimeoutError:
            raise SandboxError(Reason("sandbox.time", seconds=f"{within.total_seconds():g}")) from None

    async def _answer(self) -> Answer:
        assert self._process.stdout is not None  # noqa: S101 - piped above
        try:
            size = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))[0]
            if size > LARGEST_ANSWER:
                raise SandboxError(Reason("sandbox.large"))
            body = await self._process.stdout.readexactly(size)
            # Thousands of entries take longer to read than a tick may wait.
            return read_answer(body) if size < _SMALL else await asyncio.to_thread(read_answer, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise SandboxError(_describe_exit(await self._process.wait())) from None
        except NotDataError as error:
            raise SandboxError(Reason("sandbox.untrusted", why=str(error))) from None

    async def kill(self) -> None:
        """End the process for good."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        transport = self._process._transport  # type: ignore[attr-defined]  # noqa: SLF001 - no public way to close the pipes
        transport.close()


def _describe_exit(code: int) -> str:
    """Why a worker is gone, in words."""
    if code == -signal.SIGXCPU:
        return Reason("sandbox.cpu")
    if code == -signal.SIGKILL:
        return Reason("sandbox.killed")
    if code < 0:
        return Reason("sandbox.signal", signal=signal.Signals(-code).name)
    return Reason("sandbox.ended", code=str(code))


def _child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the parent's but where an interpreter finds its parts."""
    kept = {name: value for name, value in environment.items() if name in _PASSED_ON}
    return kept | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "LANG": "C.UTF-8",
        "MALLOC_ARENA_MAX": "1",
        # numpy, which folds words, maps memory for each of its threads: on many cores past the child's limit.
        "OPENBLAS_NUM_THREADS": "1",
    }

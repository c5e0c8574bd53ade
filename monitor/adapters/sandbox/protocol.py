"""What parent and child of the sandbox say to each other: length-prefixed tasks (pickles) and answers (JSON)."""

import pickle
import struct
from collections.abc import Callable
from typing import Any, Final, Literal, get_args

from monitor.adapters.sandbox.codec import NotDataError, dump_value, load_value
from monitor.values import dataclass

HEADER: Final = struct.Struct("!Q")
LARGEST_ANSWER: Final = 256 * 1024 * 1024
"""Bytes; a child that announces more is taken for broken."""
Ended = Literal["done", "failed", "too large"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step to run, named as it is imported, with its limits."""

    module: str
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    cpu_seconds: int
    memory_bytes: int
    warned_after: float = 0.0
    """Seconds after which the step gets a TimeoutError where it stands; 0 = it is never warned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a step ended. ``failed``: ``value`` is what ``codec.packed_error`` made of its error."""

    kind: Ended
    value: Any = None


def step_name(step: Callable[..., Any]) -> tuple[str, str]:
    """The module and qualified name that a step is imported by; ValueError for a closure or a lambda."""
    module, name = getattr(step, "__module__", None), getattr(step, "__qualname__", "")
    if not module or "<" in name or not name:
        raise ValueError(f"{step!r} cannot be imported by name, so no other process can run it")
    return module, name


def framed_task(task: Task) -> bytes:
    """A task ready for the pipe. Only the parent writes these, so they may be pickles."""
    return _frame_body(pickle.dumps(task, protocol=pickle.HIGHEST_PROTOCOL))


def framed_answer(answer: Answer) -> bytes:
    """An answer ready for the pipe; NotDataError when its value is no plain data."""
    return _frame_body(dump_value([answer.kind, answer.value]))


def read_answer(body: bytes) -> Answer:
    """Read what the child sent, which has touched hostile input: data, or NotDataError."""
    match load_value(body):
        case [kind, value] if kind in get_args(Ended):
            return Answer(kind=kind, value=value)
        case _:
            raise NotDataError("it is not an answer")


def _frame_body(body: bytes) -> bytes:
    return HEADER.pack(len(body)) + body

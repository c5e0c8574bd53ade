"""What parent and child of the sandbox say to each other: length-prefixed pickles, read back with suspicion."""

import builtins
import io
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from typing_extensions import override

HEADER: Final = struct.Struct("!Q")
LARGEST_ANSWER: Final = 256 * 1024 * 1024
"""Bytes; a child that announces more is taken for broken."""

_PLAIN_BUILTINS: Final = frozenset({"set", "frozenset", "complex", "bytearray", "range", "slice"})
_PLAIN_MODULES: Final = frozenset({"datetime", "decimal", "fractions", "uuid", "zoneinfo", "collections", "copyreg"})
_PLAIN_NAMES: Final = frozenset(
    {
        "datetime",
        "date",
        "time",
        "timedelta",
        "timezone",
        "Decimal",
        "Fraction",
        "UUID",
        "OrderedDict",
        "Counter",
        "defaultdict",
    }
    | {"deque", "_reconstructor", "ZoneInfo", "ZoneInfo._unpickle"}
)


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
    """How a step ended. ``failed``: ``value`` is (exception class, its args, its attributes)."""

    kind: Literal["done", "failed", "too large"]
    value: Any = None


def step_name(step: Callable[..., Any]) -> tuple[str, str]:
    """The module and qualified name that a step is imported by; ValueError for a closure or a lambda."""
    module, name = getattr(step, "__module__", None), getattr(step, "__qualname__", "")
    if not module or "<" in name or not name:
        raise ValueError(f"{step!r} cannot be imported by name, so no other process can run it")
    return module, name


def framed(message: object) -> bytes:
    """A message ready for the pipe."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return HEADER.pack(len(body)) + body


def read_answer(body: bytes) -> Answer:
    """Read what the child sent. It has touched hostile input, so only plain values and our own types are let in."""
    answer = _Suspicious(io.BytesIO(body)).load()
    if not isinstance(answer, Answer):
        raise pickle.UnpicklingError("not an answer")
    return answer


def raised(value: Any) -> BaseException:
    """Build the exception again that a step raised, past its constructor (which may want other arguments)."""
    kind, args, attributes = value
    error: BaseException = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(attributes)
    return error


class _Suspicious(pickle.Unpickler):
    @override
    def find_class(self, module: str, name: str, /) -> Any:
        ours = module.startswith("monitor.") and "." not in name
        if module == "builtins":
            kind = getattr(builtins, name, None)
            if name in _PLAIN_BUILTINS or (isinstance(kind, type) and issubclass(kind, Exception)):
                return kind
        elif (ours and isinstance(found := super().find_class(module, name), type)) or (
            module.split(".")[0] in _PLAIN_MODULES
            and name in _PLAIN_NAMES
            and (found := super().find_class(module, name))
        ):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} may not come out of the sandbox")

"""Answers of the sandbox as JSON: plain values and the dataclasses of ``core``, nothing that runs on its way in."""

import base64
import builtins
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from monitor import errors
from monitor.core.i18n.phrases import Reason

_OURS: Final = "monitor.core."
_TAG: Final = "!"
_IN_ERRORS: Final = (str, int, type(None), Reason)


class NotDataError(ValueError):
    """Something that is no plain value was to leave the sandbox, or came out of it."""


def dump_value(value: object) -> bytes:
    """The value as JSON; NotDataError names what is none."""
    return json.dumps(_pack_value(value), separators=(",", ":")).encode()


def load_value(body: bytes) -> Any:
    """The value again; NotDataError when it is not what ``dump_value`` makes."""
    try:
        return _unpack_value(json.loads(body))
    except NotDataError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise NotDataError(f"it is not what a step returns: {type(error).__name__}") from error


def _pack_value(value: object) -> object:
    # Order matters: bool is an int, and subclasses of plain types are no plain values.
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is list:
        return [_pack_value(item) for item in value]  # type: ignore[attr-defined] # a list or tuple, as the caller asked
    if is_dataclass(value) and not isinstance(value, type):
        if not kind.__module__.startswith(_OURS):
            raise NotDataError(f"{kind.__module__}.{kind.__qualname__} may not leave the sandbox")
        members = {member.name: _pack_value(getattr(value, member.name)) for member in fields(value)}
        return {_TAG: "object", "of": f"{kind.__module__}:{kind.__qualname__}", "with": members}
    pack = _PACKERS.get(kind)
    if pack is not None:
        return pack(value)
    if isinstance(value, Mapping):
        return {_TAG: "dict", "of": [[_pack_value(key), _pack_value(inner)] for key, inner in value.items()]}
    raise NotDataError(f"{kind.__module__}.{kind.__qualname__} may not leave the sandbox")


_PACKERS: Final[dict[type, Callable[[Any], object]]] = {
    tuple: lambda value: {_TAG: "tuple", "of": [_pack_value(item) for item in value]},
    set: lambda value: {_TAG: "set", "of": [_pack_value(item) for item in value]},
    frozenset: lambda value: {_TAG: "frozenset", "of": [_pack_value(item) for item in value]},
    bytes: lambda value: {_TAG: "bytes", "of": base64.b64encode(value).decode()},
    datetime: lambda value: {_TAG: "datetime", "of": value.astimezone(UTC).isoformat()},
    Reason: lambda value: {_TAG: "reason", "of": [value.key, _pack_value(dict(value.values))]},
    timedelta: lambda value: {_TAG: "timedelta", "of": [value.days, value.seconds, value.microseconds]},
}


def _unpack_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpack_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    kind, inner = value[_TAG], value["of"]
    if kind == "object":
        return _known_class(inner)(**{name: _unpack_value(part) for name, part in value["with"].items()})
    unpack = _UNPACKERS.get(kind)
    if unpack is None:
        raise NotDataError(f"it holds a strange value: {str(kind)[:40]!r}")
    return unpack(inner)


_UNPACKERS: Final[dict[str, Callable[[Any], object]]] = {
    "tuple": lambda inner: tuple(_unpack_value(item) for item in inner),
    "set": lambda inner: {_unpack_value(item) for item in inner},
    "frozenset": lambda inner: frozenset(_unpack_value(item) for item in inner),
    "dict": lambda inner: {_unpack_value(key): _unpack_value(part) for key, part in inner},
    "bytes": lambda inner: base64.b64decode(inner, validate=True),
    "datetime": datetime.fromisoformat,
    "reason": lambda inner: Reason(inner[0], **_unpack_value(inner[1])),
    "timedelta": lambda inner: timedelta(days=inner[0], seconds=inner[1], microseconds=inner[2]),
}


def _known_class(name: str) -> type:
    """A dataclass of ``core`` that this process has imported by itself."""
    module, _, path = name.partition(":")
    found = getattr(sys.modules.get(module), path, None) if module.startswith(_OURS) and path.isidentifier() else None
    if not (isinstance(found, type) and is_dataclass(found) and found.__module__ == module):
        raise NotDataError(f"{name[:80]} may not come out of the sandbox")
    return found


def packed_error(error: Exception) -> list[object]:
    """An error that a step raised; one that the parent would not let in travels as its words."""
    kind = type(error)
    attributes = {name: _pack_value(value) for name, value in vars(error).items() if type(value) in _IN_ERRORS}
    if _error_class(kind.__name__) is kind and all(type(arg) in _IN_ERRORS for arg in error.args):
        return [kind.__name__, [_pack_value(arg) for arg in error.args], attributes]
    return ["RuntimeError", [f"{kind.__name__}: {error}"], {}]


def unpacked_error(packed: Any) -> BaseException:
    """The error again, past its constructor (which may want other arguments)."""
    name, args, attributes = packed[0], _unpack_value(packed[1]), _unpacked_values(packed[2])
    kind = _error_class(name)
    if kind is None:
        raise NotDataError(f"{str(name)[:80]} is not an error of this program")
    error = kind.__new__(kind, *args)
    error.args = tuple(args)
    error.__dict__.update({key: value for key, value in attributes.items() if not key.startswith("__")})
    return error


def _unpacked_values(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _unpack_value(value) for name, value in members.items()}


def _error_class(name: str) -> type[BaseException] | None:
    for home in (errors, builtins):
        found = getattr(home, name, None)
        if isinstance(found, type) and issubclass(found, Exception):
            return found
    return None

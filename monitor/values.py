"""Dataclasses whose ``__init__`` is written when their first value is made.

A command defines hundreds of dataclasses and makes values of few of them; writing and compiling the methods of all was
a quarter of the processor time of a light command.
"""

import dataclasses
from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from typing_extensions import override

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """``dataclasses.dataclass`` with ``frozen``, ``eq``, ``slots`` and ``kw_only``: fields and slots are there at
        once, and what is wrong with a field is told at once; an order of defaults that cannot be with the first value.
        """
        if cls is None:
            return lambda cls: _with_methods(cls, options)
        return _with_methods(cls, options)


def _with_methods(cls: type, options: Mapping[str, bool]) -> Any:
    own, frozen = frozenset(cls.__dict__), options.get("frozen", False)
    shape = {name: options[name] for name in ("slots", "kw_only") if name in options}
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, **shape)(cls)
    methods: dict[str, Any] = {"__init__": _InitLater(made, frozen=frozen), "__repr__": _repr}
    compared = tuple(field.name for field in dataclasses.fields(made) if field.compare)
    if options.get("eq", True):
        methods |= _comparison(compared, frozen=frozen)
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        if options.get("slots"):
            methods |= {"__getstate__": _state, "__setstate__": _restore_state}
    for name, method in methods.items():
        if name not in own or (name == "__hash__" and own >= {"__eq__"} and cls.__dict__[name] is None):
            setattr(made, name, method)
    return made


class _InitLater:
    """Stands for ``__init__`` until somebody looks at it, be it to make a value or to read its signature."""

    def __init__(self, cls: type, *, frozen: bool) -> None:
        self._cls, self._frozen = cls, frozen

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        self._cls.__init__ = _written_init(self._cls, frozen=self._frozen)  # type: ignore[misc]  # a class made here
        return (owner if instance is None else instance).__init__  # type: ignore[misc]  # the one written above


def _written_init(cls: type, *, frozen: bool) -> Any:
    """``__init__`` for the fields of a class, those of its bases among them.

    Names that begin with two underscores are our own: a field of such a name would have been mangled.
    """
    names: dict[str, Any] = {"__set": object.__setattr__, "__made": _MADE}
    positional: list[str] = []
    keyword: list[str] = []
    lines: list[str] = []
    for field in dataclasses.fields(cls):
        parameter, value = _parameter(field, names)
        if field.init:
            (keyword if field.kw_only else positional).append(parameter)
        if value:
            lines.append(_assignment(cls, field.name, value, names) if frozen else f"self.{field.name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ", ".join(["self", *positional, *(["*", *keyword] if keyword else [])])
    body = "\n  ".join(lines or ["pass"])
    made: dict[str, Any] = {}
    exec(f"def make({', '.join(names)}):\n def __init__({parameters}):\n  {body}\n return __init__", made)  # noqa: S102 — names of our own fields
    init = made["make"](**names)
    init.__module__, init.__qualname__ = cls.__module__, f"{cls.__qualname__}.__init__"
    init.__annotations__ = {field.name: field.type for field in dataclasses.fields(cls) if field.init}
    return init


class _Made:
    """Stands in a signature for a value that a factory makes at each call."""

    @override
    def __repr__(self) -> str:
        return "<factory>"


_MADE = _Made()


def _parameter(field: "dataclasses.Field[Any]", names: dict[str, Any]) -> tuple[str, str]:
    """How the field stands in the signature, and the source of its value: empty when it has none at first."""
    name = field.name
    if field.default is not dataclasses.MISSING:
        names[f"__default_{name}"] = field.default
        return f"{name}=__default_{name}", name if field.init else f"__default_{name}"
    if field.default_factory is not dataclasses.MISSING:
        names[f"__factory_{name}"] = field.default_factory
        made = f"__factory_{name}()"
        return f"{name}=__made", f"{made} if {name} is __made else {name}" if field.init else made
    return name, name if field.init else ""


def _assignment(cls: type, name: str, value: str, names: dict[str, Any]) -> str:
    """A slot is set by its own descriptor: a third quicker than by the name."""
    slot = getattr(cls, name, None)
    if not hasattr(slot, "__set__"):
        return f"__set(self, {name!r}, {value})"
    names[f"__slot_{name}"] = slot.__set__  # type: ignore[union-attr]  # asked above
    return f"__slot_{name}(self, {value})"


def _repr(self: Any) -> str:
    told = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({told})"


def _comparison(names: tuple[str, ...], *, frozen: bool) -> Mapping[str, Any]:
    """``__eq__`` over these fields, and ``__hash__``: none for what can change."""
    values = attrgetter(*names) if names else _no_values

    def __eq__(self: object, other: object) -> bool:  # noqa: N807 — a method of the class
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: object) -> int:  # noqa: N807 — as above
        return hash(values(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}


def _no_values(_: object) -> tuple[()]:
    return ()


def _refuse_to_set(_: object, name: str, __: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)

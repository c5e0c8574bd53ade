"""Options that need no conversion: Typer converts by pydantic, which takes longer to load than most commands to run."""

from collections.abc import Callable, Sequence
from typing import Any

from monitor.values import dataclass

_PLAIN = (str, int, float, bool)


@dataclass(frozen=True, slots=True)
class _Conversion:
    """Stands before Typer's own: what is absent, or of its type already, is passed on."""

    careful: Callable[[], Any]
    annotation: Any
    is_checked: bool
    """It has a range or a parser of its own: then only its default is known to be right."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Typer's name for it."""
        is_many = param.multiple or param.nargs == -1
        if value is None:
            return () if is_many else None
        is_plain = not is_many and self.annotation in _PLAIN and type(value) is self.annotation
        if is_plain and (not self.is_checked or value == param.default):
            return value
        return self.careful().coerce(value, param=param, ctx=ctx)


def pass_plain_values(params: Sequence[Any]) -> Sequence[Any]:
    """Let these parameters of a command convert only what has to be converted."""
    for param in params:
        about = param.type_descriptor.parameter_info
        is_checked = any(getattr(about, name, None) is not None for name in ("parser", "click_type", "min", "max"))
        if "get_runtime_param" not in vars(param):
            conversion = _Conversion(
                careful=param.get_runtime_param, annotation=param.type_descriptor.annotation, is_checked=is_checked
            )
            param.get_runtime_param = lambda conversion=conversion: conversion
    return params


def make_values_plain(command: Any) -> Any:
    """The same command; its parameters, ``--help`` among them, convert only what has to be converted."""
    listed = command.get_params
    command.get_params = lambda ctx: pass_plain_values(listed(ctx))
    return command

"""Libraries that are loaded when they are first used: a command that needs none of them starts without them.

Type checkers see the real module::

    if TYPE_CHECKING:
        import numpy as np
    else:
        np = lazy_module("numpy")
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from typing_extensions import override


class _LazyModule(ModuleType):
    """Stands for a module until the first of its names is asked for."""

    @override
    def __getattr__(self, name: str) -> Any:
        with without_module(vars(self).get("_without", "")):
            module = import_module(self.__name__)
        # From now on every name is found without coming by here.
        self.__dict__.update({key: value for key, value in vars(module).items() if key != "__name__"})
        return getattr(module, name)


def lazy_module(name: str, *, without: str = "") -> Any:
    """The module of this name, imported at the first use of anything in it, as where ``without`` is not installed."""
    module = _LazyModule(name)
    module.__dict__["_without"] = without
    return module


@contextmanager
def without_module(name: str) -> Iterator[None]:
    """Import as where ``name`` is not installed: libraries that would colour tracebacks with it take megabytes for it.

    Nothing changes where it is loaded already, or for an empty name.
    """
    if not name or name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # what the import system takes for "there is none"
    try:
        yield
    finally:
        del sys.modules[name]


class _LazyLogger:
    """Stands for a logger of structlog until the first line is written."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._logger: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._logger is None:
            # Whatever of rich is loaded by then: structlog would load the rest of it, to colour tracebacks.
            with without_module("rich.console"), without_module("rich.pretty"), without_module("rich.traceback"):
                structlog = import_module("structlog")
            _set_up_logging()
            self._logger = structlog.get_logger(self._name)
        return getattr(self._logger, name)


_set_ups: list[Callable[[], None]] = []


def lazy_logger(name: str) -> Any:
    """The logger of a module: structlog is loaded with the first line that it writes."""
    return _LazyLogger(name)


def set_up_logging_by(set_up: Callable[[], None]) -> None:
    """Let ``set_up`` configure structlog: at once where it is loaded, else before the first line is written."""
    _set_ups[:] = [set_up]
    if "structlog" in sys.modules:
        _set_up_logging()


def _set_up_logging() -> None:
    while _set_ups:
        _set_ups.pop()()

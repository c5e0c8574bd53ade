"""Libraries that are loaded when they are first used: a command that needs none of them starts without them.

Type checkers see the real module::

    if TYPE_CHECKING:
        import numpy as np
    else:
        np = lazy_module("numpy")
"""

import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple, cast

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


class LatePattern:
    """See ``late_pattern``; what it has of its own, it has without being compiled."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # From now on the method is found without coming by here.
        method = self.__dict__[name] = getattr(re.compile(self.pattern, self._flags), name)
        return method


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile`` of what most rounds never look for: done when it is first used. A bad pattern fails then."""
    return cast("re.Pattern[str]", LatePattern(pattern, flags))


_loaded: set[str] = set()


async def load_aside(*names: str) -> None:
    """Import these modules in a thread: meanwhile the event loop answers others. At once what was loaded so before."""
    import asyncio

    for name in names:
        # Not ``sys.modules``: what another task has begun to import stands there half done.
        if name not in _loaded:
            await asyncio.to_thread(import_module, name)
            _loaded.add(name)


_NUMBERS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}
"""Methods of a logger that may write nothing; the level of each."""


class _LazyLogger:
    """Stands for a logger of structlog until the first line is written."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._logger: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._logger is None:
            if _set_ups and _NUMBERS.get(name, logging.ERROR) < _set_ups[0].lowest:
                return _write_nothing
            # Whatever of rich is loaded by then: structlog would load the rest of it, to colour tracebacks.
            with without_module("rich.console"), without_module("rich.pretty"), without_module("rich.traceback"):
                structlog = import_module("structlog")
            _set_up_logging()
            self._logger = structlog.get_logger(self._name)
        return getattr(self._logger, name)


def _write_nothing(_event: str, **_facts: object) -> None:
    """A line below every level that is asked for."""


class _SetUp(NamedTuple):
    configure: Callable[[], None]
    lowest: int


_set_ups: list[_SetUp] = []
"""What is still to be done before the first line, if anything."""


def lazy_logger(name: str) -> Any:
    """The logger of a module: structlog is loaded with the first line that it writes."""
    return _LazyLogger(name)


def set_up_logging_by(set_up: Callable[[], None], *, lowest: int) -> None:
    """Let ``set_up`` configure structlog: at once where it is loaded, else before the first line is written.

    Of levels below ``lowest`` (as ``logging`` counts them) nothing is ever written.
    """
    _set_ups[:] = [_SetUp(set_up, lowest)]
    if "structlog" in sys.modules:
        _set_up_logging()


def _set_up_logging() -> None:
    while _set_ups:
        _set_ups.pop().configure()


_about: ContextVar[Mapping[str, str]] = ContextVar("about", default={})  # noqa: B039 - it is replaced, never changed


@contextmanager
def lines_about(**facts: str) -> Iterator[None]:
    """Every line that is written in this context, and in tasks begun in it, says these facts."""
    before = _about.set({**_about.get(), **facts})
    try:
        yield
    finally:
        _about.reset(before)


def facts_of_lines() -> Mapping[str, str]:
    """What ``lines_about`` says here."""
    return _about.get()

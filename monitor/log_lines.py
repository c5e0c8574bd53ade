"""Log lines as modules write them: structlog is loaded with the first line that somebody wants to see."""

import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from typing import Any, NamedTuple

from monitor.lazy import without_modules

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
            with without_modules("rich.console", "rich.pretty", "rich.traceback"):
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

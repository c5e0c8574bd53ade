"""Log lines on stderr: tracebacks for bugs only, and nothing that goes on is said more than once a minute."""

import asyncio
import logging
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from typing_extensions import override

from monitor.errors import MonitorError

_A_MINUTE = 60.0
_MOST_KNOWN = 1_000
_ALWAYS = frozenset({"debug", "info"})
"""Levels that are only seen when somebody asked for every line."""
EventDict = MutableMapping[str, Any]


@dataclass(slots=True)
class RepeatFilter:
    """Lets a line through once, then at most once a minute with how often it came meanwhile."""

    now: Callable[[], float] = time.monotonic
    _seen: "OrderedDict[tuple[str, str, str], list[float]]" = field(default_factory=OrderedDict)

    def __call__(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        """A structlog processor."""
        if event.get("level") in _ALWAYS:
            return event
        key = (str(event.get("event")), str(event.get("error", ""))[:200], str(event.get("exception", ""))[-200:])
        now = self.now()
        last = self._seen.get(key)
        if last is not None and now - last[0] < _A_MINUTE:
            last[1] += 1
            raise structlog.DropEvent
        if last is not None and last[1]:
            event["times_since"] = int(last[1])
        self._seen[key] = [now, 0]
        self._seen.move_to_end(key)
        while len(self._seen) > _MOST_KNOWN:
            self._seen.popitem(last=False)
        return event


def plain_for_known(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What this program raises on purpose, and what the system refuses, is told in its words without a traceback."""
    given = event.get("exc_info")
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, MonitorError | OSError):
        event.pop("exc_info")
        event.setdefault("error", str(error) or type(error).__name__)
    return event


def log_to_stderr(*, verbose: bool) -> None:
    """Set up logging of this process: structlog and what libraries say through ``logging``."""
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            plain_for_known,
            structlog.processors.format_exc_info,
            RepeatFilter(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _redact_event,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if verbose else logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(handlers=[_Through()], level=logging.WARNING, force=True)


def handle_loop_errors(loop: asyncio.AbstractEventLoop) -> None:
    """What no task waits for is logged like everything else."""

    def handle(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        message = str(context.get("message", "an error in the event loop"))
        structlog.get_logger("monitor").error(message, **({"exc_info": error} if error is not None else {}))

    loop.set_exception_handler(handle)


class _Through(logging.Handler):
    """Lines of libraries pass through the same processors."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """See ``logging.Handler``."""
        said = structlog.get_logger(record.name)
        info = {"exc_info": record.exc_info[1]} if record.exc_info and record.exc_info[1] else {}
        said.log(min(record.levelno, logging.ERROR), record.getMessage(), **info)


def _redact_event(_logger: object, _method: str, event: EventDict) -> EventDict:
    from monitor.cli.output import redact_text

    return {name: redact_text(value) if isinstance(value, str) else _in_words(value) for name, value in event.items()}


def _in_words(value: object) -> object:
    from monitor.cli.output import redact_text

    return value if isinstance(value, int | float | bool | None) else redact_text(str(value))

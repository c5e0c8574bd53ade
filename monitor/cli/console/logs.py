"""Log lines on stderr: for people on a terminal, JSON elsewhere; what goes on is said once a minute at most."""

import logging
import os
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from monitor.cli.console.journal import WithPriority, is_journal
from monitor.core.model.settings import LogSettings
from monitor.errors import MonitorError, UserError
from monitor.lazy import lazy_module
from monitor.log_lines import facts_of_lines, lazy_logger, set_up_logging_by
from monitor.values import dataclass

# Most commands write no line: they need none of it.
if TYPE_CHECKING:
    import asyncio

    import structlog
    from structlog.typing import Processor

    from monitor.cli.console.named_logger import NamedLogger
else:
    structlog = lazy_module("structlog")

_A_MINUTE = 60.0
_MOST_KNOWN = 1_000
_ALWAYS = frozenset({"debug", "info"})
"""Levels that are only seen when somebody asked for every line."""
_NUMBERS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
EventDict = MutableMapping[str, Any]
_asked: dict[str, str] = {}
"""Levels by the command line: they win over the settings."""


def ask_levels(levels: Mapping[str, str]) -> None:
    """Use these levels in this process, whatever the settings say."""
    _asked.clear()
    _asked.update(levels)


def asked_levels() -> Mapping[str, str]:
    """The levels that the command line asked for."""
    return dict(_asked)


def parse_and_ask_levels(written: str) -> None:
    """The same for levels as people type them; UserError when there are no such levels."""
    from monitor.adapters.config.schema.formats import Malformed
    from monitor.adapters.config.settings.daemon_keys import parse_levels

    try:
        levels = parse_levels(written)
    except Malformed as error:
        raise UserError(f'--log-level "{written}": {error}') from None
    ask_levels({**_asked, **levels})
    log_to_stderr()


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


@dataclass(slots=True)
class PollSummary:
    """In place of a line for each poll: at most one a minute, with what the polls since the last one brought."""

    now: Callable[[], float] = time.monotonic
    _since: float | None = None
    _counts: dict[str, int] = field(default_factory=dict)

    def __call__(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        """A structlog processor."""
        if event.get("event") != "polled" or event.get("level") != "info":
            return event
        added = {"polls": 1, "new": event["new"], "mentions": event["mentions"], "failed": int(bool(event["error"]))}
        self._counts = {name: self._counts.get(name, 0) + count for name, count in added.items()}
        now = self.now()
        self._since = now if self._since is None else self._since
        if now - self._since < _A_MINUTE:
            raise structlog.DropEvent
        counted, self._counts, self._since = self._counts, {}, now
        return {"event": "polled", "level": "info", **counted}


@dataclass(frozen=True, slots=True)
class PartLevels:
    """Levels by part of the program: "polling" is every module below a folder of that name, "" all the others."""

    levels: Mapping[str, str]

    def __call__(self, logger: object, _method: str, event: EventDict) -> EventDict:
        """A structlog processor."""
        name = getattr(logger, "name", "")
        if _NUMBERS.get(str(event.get("level")), logging.ERROR) < _NUMBERS[self.level_of(name)]:
            raise structlog.DropEvent
        return event

    def level_of(self, name: str) -> str:
        """The level of a module: of the innermost part that is named, else the general one."""
        for part in reversed(name.split(".")):
            if part in self.levels:
                return self.levels[part]
        return self.levels.get("", "warning")

    @property
    def lowest(self) -> int:
        """Nothing below can be wanted."""
        return min((_NUMBERS[level] for level in self.levels.values()), default=logging.WARNING)


def plain_for_known(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What this program raises on purpose, and what the system refuses, is told in its words without a traceback."""
    given = event.get("exc_info")
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, MonitorError | OSError):
        event.pop("exc_info")
        event.setdefault("error", str(error) or type(error).__name__)
    return event


def log_to_stderr(settings: LogSettings | None = None, *, default: str = "warning") -> None:
    """Set up logging of this process: structlog and what libraries say through ``logging``.

    ``default`` is the level of parts that the settings name none for.
    """
    settings = settings or LogSettings(format="console")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    parts = PartLevels({"": default, **settings.levels, **_asked})
    as_lines = settings.format == "console" or (settings.format == "auto" and sys.stderr.isatty())
    set_up_logging_by(
        partial(_set_up_structlog, parts, as_lines=as_lines, each_minute=settings.polls == "minute"),
        lowest=parts.lowest,
    )
    logging.basicConfig(handlers=[_Through()], level=logging.WARNING, force=True)


def _set_up_structlog(parts: PartLevels, *, as_lines: bool, each_minute: bool) -> None:
    render: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if as_lines:
        render = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    if is_journal(sys.stderr, os.environ):
        render = WithPriority(render)
    shown: list[Processor] = [render] if as_lines else [_with_part, render]
    structlog.configure(
        processors=[
            _with_facts,
            structlog.processors.add_log_level,
            parts,
            *([PollSummary()] if each_minute else []),
            plain_for_known,
            structlog.processors.format_exc_info,
            RepeatFilter(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact_event,
            *shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(parts.lowest),
        logger_factory=_logger_here,
    )


def _logger_here(*args: object) -> "NamedLogger":
    """On what is stderr at the moment: the daemon puts a patient one in its place."""
    from monitor.cli.console.named_logger import NamedLogger

    return NamedLogger(sys.stderr, str(args[0]) if args else "")


def _with_facts(_logger: object, _method: str, event: EventDict) -> EventDict:
    return {**facts_of_lines(), **event}


def _with_part(logger: object, _method: str, event: EventDict) -> EventDict:
    return {"part": getattr(logger, "name", "").removeprefix("monitor."), **event}


def handle_loop_errors(loop: "asyncio.AbstractEventLoop") -> None:
    """What no task waits for is logged like everything else."""

    def handle(_loop: "asyncio.AbstractEventLoop", context: dict[str, Any]) -> None:
        error = context.get("exception")
        message = str(context.get("message", "an error in the event loop"))
        lazy_logger("monitor").error(message, **({"exc_info": error} if error is not None else {}))

    loop.set_exception_handler(handle)


class _Through(logging.Handler):
    """Lines of libraries pass through the same processors."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """See ``logging.Handler``."""
        said = lazy_logger(record.name)
        info = {"exc_info": record.exc_info[1]} if record.exc_info and record.exc_info[1] else {}
        said.log(min(record.levelno, logging.ERROR), record.getMessage(), **info)


def redact_event(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A structlog processor: known secrets are replaced wherever they stand in the line."""
    return {name: _without_secrets(value) for name, value in event.items()}


def _without_secrets(value: object) -> object:
    """Numbers as they are, lists and mappings item by item, everything else in words."""
    from monitor.cli.console.output import redact_text

    match value:
        case bool() | int() | float() | None:
            return value
        case list() | tuple():
            return [_without_secrets(item) for item in value]
        case dict():
            return {redact_text(str(key)): _without_secrets(item) for key, item in value.items()}
        case _:
            return redact_text(str(value))

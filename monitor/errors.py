"""The error tree.

MonitorError
├── UserError            the user can mend it: one clear line, exit 2, never a traceback
│   ├── ConfigError      settings or watchlists; carries every problem found
│   ├── SettingError     a setting that is well written and cannot be had now: a port that is taken
│   ├── QueryError       a Boolean query; carries the position
│   └── TemplateFault    a template; carries file, line and variable
├── LockedError          another instance owns the state directory, exit 3
├── ParseError           a document is not a valid feed, or a page gave nothing
├── RemoteError          another monitor cannot be asked, or does not answer as one
├── StoreError           the database refused; the user can act on it (disk full, read-only)
└── SandboxError         the worker was killed: too slow, too large, crashed

Expected results of fetching and sending are values (``types.fetching``, ``types.delivery``), never errors.
"""

from collections.abc import Sequence

from typing_extensions import override

from monitor.values import dataclass


class MonitorError(Exception):
    """Everything this program raises on purpose."""


class UserError(MonitorError):
    """A mistake that the person at the keyboard can mend."""


class RemoteError(MonitorError):
    """Another monitor cannot be reached, or its answer is not one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in a file: where, what, what was found, what was expected, how to mend it.

    ``line`` and ``column`` count from 1.
    """

    file: str
    line: int
    column: int
    what: str
    got: str = ""
    expected: str = ""
    hint: str = ""

    @override
    def __str__(self) -> str:
        parts = [self.what]
        if self.got:
            parts.append(f"got {self.got}")
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.hint:
            parts.append(self.hint)
        return f"{self.file}:{self.line}:{self.column}: {'; '.join(parts)}"


class ConfigError(UserError):
    """Settings or watchlists are wrong; every problem of every file is in ``problems``."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class SettingError(UserError):
    """What a setting asks for cannot be had on this machine now; ``key`` is its name, as "web.listen"."""

    def __init__(self, message: str, *, key: str) -> None:
        super().__init__(message)
        self.key = key


class QueryError(UserError):
    """A Boolean query does not parse; ``column`` counts from 1 inside the query."""

    def __init__(self, message: str, *, column: int) -> None:
        super().__init__(message)
        self.column = column


class TemplateFault(UserError):
    """A template is wrong or names something that is not there."""

    def __init__(self, message: str, *, template: str, line: int = 0) -> None:
        super().__init__(f"{template}:{line}: {message}" if line else f"{template}: {message}")
        self.template = template
        self.line = line


class LockedError(MonitorError):
    """Another instance holds the lock of this state directory."""


class ParseError(MonitorError):
    """A document could not be read as what its source says it is."""


class StoreError(MonitorError):
    """The database refused, for a reason that an operator can act on."""


class StorePlaceError(StoreError):
    """There can be no database where the settings want it, or nothing answers there."""


class ClaimLostError(StoreError):
    """Another worker took over what this one was doing; nothing of this one's is stored."""


class LockLostError(StoreError):
    """Another monitor took the database while the connection that held its lock was gone."""


class StoreDamagedError(StoreError):
    """The database is damaged: only a backup brings it back."""


class StoreGoneError(MonitorError):
    """The database under a running program was removed or replaced: nothing that is written now would last."""


class SandboxError(MonitorError):
    """The step was stopped in its sandbox (time, memory or a crash)."""

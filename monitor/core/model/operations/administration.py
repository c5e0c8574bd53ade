"""What backups and self-diagnosis tell."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from monitor.values import dataclass

CheckState = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFile:
    """One file inside an archive. ``sha256`` is hexadecimal; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationFile:
    """A file of the configuration as it lies on disk. ``owner`` = the user it belongs to."""

    name: str
    path: str
    sha256: str
    owner: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The first member of an archive: what made it, when, and what is in it."""

    version: str
    """Of the program that made it."""
    schema: str
    """Revision of the tables."""
    created_at: datetime
    rows: Mapping[str, int]
    """Rows of each table."""
    files: tuple[ArchivedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSnapshot:
    """A consistent copy of the store in one file."""

    schema: str
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One line. ``mend`` = what to do about it, empty where all is well."""

    section: str
    name: str
    state: CheckState
    says: str
    mend: str = ""


def fine(section: str, name: str, says: str) -> CheckResult:
    """All is well."""
    return CheckResult(section=section, name=name, state="ok", says=says)


def warning(section: str, name: str, says: str, mend: str) -> CheckResult:
    """It works, but not for ever."""
    return CheckResult(section=section, name=name, state="warning", says=says, mend=mend)


def fault(section: str, name: str, says: str, mend: str) -> CheckResult:
    """Something does not work."""
    return CheckResult(section=section, name=name, state="fault", says=says, mend=mend)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Bytes of a disk that this user may still fill, and of the whole of it."""

    free: int
    total: int


_LEAST_ROOM = 200_000_000
_LEAST_SHARE = 20


def least_room(total: int) -> int:
    """Bytes that must be free to go on fetching: 200 MB (a busy day's news and a backup), or 1/20 of a small disk."""
    return min(_LEAST_ROOM, total // _LEAST_SHARE)

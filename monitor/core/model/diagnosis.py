"""What a self-diagnosis says: one line a question, with what to do where the answer is not good."""

from dataclasses import dataclass
from typing import Literal

CheckState = Literal["ok", "warning", "fault"]


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

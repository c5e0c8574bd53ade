"""Who changed something, from where, and when."""

from datetime import datetime
from typing import Self

from typing_extensions import override

from monitor.values import dataclass


class Actor(str):
    """Who does something, under the name that is shown; ``origin`` says from where: a terminal, an address, a file."""

    __slots__ = ("origin",)
    origin: str

    @override
    def __new__(cls, name: str, *, origin: str = "") -> Self:
        actor = super().__new__(cls, name)
        actor.origin = origin
        return actor


def origin_of(who: str) -> str:
    """From where; empty for a name alone."""
    return who.origin if isinstance(who, Actor) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit trail."""

    id: int
    at: datetime
    what: str
    who: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which lines; ``words`` stand in what was done, by whom or from where."""

    since: datetime | None = None
    words: str = ""
    limit: int = 100

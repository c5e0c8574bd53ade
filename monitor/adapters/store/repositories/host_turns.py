"""When any worker of a fleet last asked each host."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from monitor.adapters.store.columns import Moment
from monitor.adapters.store.tables import host_turn

ASKED_AT = select(host_turn.c.asked_at).where(host_turn.c.place == bindparam("place"))


class HostTurns:
    """The ``HostTurnRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def asked_at(self, place: str) -> datetime | None:
        """When it was asked last; ``None`` = never by a fleet."""
        at: datetime | None = self._db.scalar(ASKED_AT, {"place": place})
        return at

    def note(self, place: str, *, now: datetime) -> None:
        """It is asked now."""
        changed = (
            update(host_turn)
            .where(host_turn.c.place == bindparam("there"))
            .values(asked_at=bindparam("at", type_=Moment))
        )
        if not self._db.execute(changed, {"there": place, "at": now}).rowcount:
            self._db.execute(insert(host_turn), {"place": place, "asked_at": now})

"""Small facts that outlive a run, the count of refused hits, and the audit trail."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from monitor.adapters.store.tables import audit, kept, refusals

VALUE = select(kept.c.value).where(kept.c.name == bindparam("name"))
REFUSED = select(refusals.c.refused).where(refusals.c.from_at == bindparam("from_at", type_=refusals.c.from_at.type))


class KeyValueRows:
    """The ``Memory`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get_text(self, name: str) -> str:
        """What was kept under this name; empty when nothing was."""
        return self._db.scalar(VALUE, {"name": name}) or ""

    def keep(self, name: str, value: str, *, now: datetime) -> None:
        """Keep a value in place of what the name had before."""
        values = {"value": value, "changed_at": now}
        if self._db.scalar(VALUE, {"name": name}) is None:
            self._db.execute(insert(kept), {"name": name} | values)
        else:
            self._db.execute(update(kept).where(kept.c.name == name).values(**values))

    def count_refusals(self, refused: int, *, now: datetime) -> None:
        """Add to the count of this quarter of an hour."""
        # Every time zone lies at whole quarters from UTC, so digest windows at full quarters count exactly.
        quarter = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
        before = self._db.scalar(REFUSED, {"from_at": quarter})
        if before is None:
            self._db.execute(insert(refusals), {"from_at": quarter, "refused": refused})
        else:
            self._db.execute(
                update(refusals).where(refusals.c.from_at == quarter).values(refused=refusals.c.refused + refused)
            )

    def audit(self, what: str, *, who: str, now: datetime) -> None:
        """Note what was changed, by whom."""
        self._db.execute(insert(audit), {"what": what, "who": who, "at": now})

"""The audit trail: lines are added and, once they are old, removed; none is ever changed."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from monitor.adapters.store.tables import audit
from monitor.core.model.operations.audit import AuditEntry, AuditFilter, origin_of


class AuditTrail:
    """The ``Audit`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def note(self, what: str, *, who: str, now: datetime) -> None:
        """Note what was changed, by whom, and from where if ``who`` is an ``Actor``."""
        self._db.execute(insert(audit), {"what": what, "who": who, "origin": origin_of(who), "at": now})

    def find(self, wanted: AuditFilter) -> list[AuditEntry]:
        """Newest first."""
        found = select(audit).order_by(audit.c.id.desc()).limit(wanted.limit)
        if wanted.since is not None:
            found = found.where(audit.c.at >= wanted.since)
        if wanted.words:
            columns = (audit.c.what, audit.c.who, audit.c.origin)
            found = found.where(or_(*(column.icontains(wanted.words, autoescape=True) for column in columns)))
        return [
            AuditEntry(id=row.id, at=row.at, what=row.what, who=row.who, origin=row.origin)
            for row in self._db.execute(found)
        ]

    def prune(self, *, before: datetime) -> int:
        """Remove what is older; returns how many lines went."""
        return self._db.execute(delete(audit).where(audit.c.at < before)).rowcount

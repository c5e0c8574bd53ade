"""Small facts that outlive a run under the names of ``core.model.key_values``, and the audit trail."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from monitor.adapters.store.tables import audit, key_value
from monitor.core.model.filters import AuditNote
from monitor.core.model.key_values import Key

T = TypeVar("T")

VALUE = select(key_value.c.value).where(key_value.c.name == bindparam("name"))


class KeyValueRows:
    """The ``KeyValues`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, key: Key[T]) -> T | None:
        """What was set under this key; ``None`` when nothing was."""
        written = self._db.scalar(VALUE, {"name": key.name})
        return None if written is None else key.decode(written)

    def set(self, key: Key[T], value: T, *, now: datetime) -> None:
        """Keep a value in place of what the key had before."""
        values = {"value": key.encode(value), "changed_at": now}
        if self._db.scalar(VALUE, {"name": key.name}) is None:
            self._db.execute(insert(key_value), {"name": key.name} | values)
        else:
            self._db.execute(update(key_value).where(key_value.c.name == key.name).values(**values))

    def remove(self, key: Key[T]) -> None:
        """Forget the key."""
        self._db.execute(delete(key_value).where(key_value.c.name == key.name))


class AuditTrail:
    """The ``Audit`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def note(self, what: str, *, who: str, now: datetime) -> None:
        """Note what was changed, by whom."""
        self._db.execute(insert(audit), {"what": what, "who": who, "at": now})

    def latest(self, *, limit: int) -> Sequence[AuditNote]:
        """Newest first."""
        found = select(audit).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
        return [AuditNote(what=row.what, who=row.who, at=row.at) for row in self._db.execute(found)]

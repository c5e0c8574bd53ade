"""Small facts that outlive a run under the names of ``core.model.operations.key_values``."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, bindparam, delete, select

from monitor.adapters.store.prepared import PreparedStatement, put_rows
from monitor.adapters.store.tables import key_value
from monitor.core.model.operations.key_values import Key

T = TypeVar("T")

VALUE = PreparedStatement(select(key_value.c.value).where(key_value.c.name == bindparam("name")))


class KeyValueRows:
    """The ``KeyValues`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, key: Key[T]) -> T | None:
        """What was set under this key; ``None`` when nothing was."""
        for (written,) in VALUE.run(self._db, {"name": key.name}):
            return key.decode(written)
        return None

    def set(self, key: Key[T], value: T, *, now: datetime) -> None:
        """Keep a value in place of what the key had before."""
        row = {"name": key.name, "value": key.encode(value), "changed_at": now}
        put_rows(self._db, key_value, [row], key="name")

    def remove(self, key: Key[T]) -> None:
        """Forget the key."""
        self._db.execute(delete(key_value).where(key_value.c.name == key.name))

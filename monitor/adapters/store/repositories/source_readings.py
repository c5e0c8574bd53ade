"""By which rules each source was last read, and the text of watched pages."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, insert, select, update

from monitor.adapters.store.tables import source_reading

RULES = select(source_reading.c.source_id, source_reading.c.rules).where(source_reading.c.rules != "")
PAGE = select(source_reading.c.page_text).where(source_reading.c.source_id == bindparam("source_id"))


class SourceReadings:
    """The ``SourceReadingRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def rules(self) -> Mapping[int, str]:
        """Source → the hash of the rules that it was last read by."""
        return {row.source_id: row.rules for row in self._db.execute(RULES)}

    def set_rules(self, source_id: int, rules: str) -> None:
        """Note by which rules it is read from now on."""
        self._set(source_id, rules=rules)

    def page_text(self, source_id: int) -> str:
        """The text of a watched page at its last poll; empty before the first."""
        return self._db.scalar(PAGE, {"source_id": source_id}) or ""

    def set_page_text(self, source_id: int, text: str) -> None:
        """Note what the next poll is compared with."""
        self._set(source_id, page_text=text)

    def _set(self, source_id: int, **values: str) -> None:
        changed = update(source_reading).where(source_reading.c.source_id == source_id).values(**values)
        if not self._db.execute(changed).rowcount:
            self._db.execute(insert(source_reading), {"source_id": source_id} | values)

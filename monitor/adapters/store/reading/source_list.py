"""The sources as the pages list them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from monitor.adapters.store.repositories.source_rows import as_source
from monitor.adapters.store.tables import source
from monitor.core.model.sources import Health, Source, SourceState


class SourceList:
    """The ``SourceReads`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def troubled(self, *, limit: int) -> Sequence[Source]:
        """Those whose last poll failed, the longest first."""
        found = select(source).where(source.c.state.in_(("active", "gone")), source.c.failing_since.is_not(None))
        rows = self._db.execute(found.order_by(source.c.failing_since, source.c.id).limit(limit))
        return [as_source(row) for row in rows]

    def states(self) -> Mapping[tuple[SourceState, Health], int]:
        """How many sources are in each state of work and of health; those that nobody watches are left out."""
        found = select(source.c.state, source.c.health, func.count().label("many")).where(source.c.state != "removed")
        rows = self._db.execute(found.group_by(source.c.state, source.c.health))
        return {(row.state, row.health): row.many for row in rows}

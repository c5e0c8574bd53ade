"""When sources are polled and what their posting rate is, without everything else that a source's row holds."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from monitor.adapters.store.columns import split_batches
from monitor.adapters.store.repositories.sources import ONE, as_source
from monitor.adapters.store.tables import source
from monitor.core.model.sources import PostingRateRow, Source

SLICE = (
    select(source.c.id, source.c.configured_url, source.c.url, source.c.next_due_at, source.c.posting_rate)
    .where(source.c.id > bindparam("after"), source.c.state == "active")
    .order_by(source.c.id)
    .limit(bindparam("limit"))
)
NEXT_DUE = select(func.min(source.c.next_due_at, type_=source.c.next_due_at.type)).where(source.c.state == "active")
EXPEDITE = update(source).where(
    source.c.id == bindparam("source_id"), source.c.next_due_at > bindparam("due", type_=source.c.next_due_at.type)
)
POSTPONE = update(source).where(
    source.c.id == bindparam("source_id"), source.c.next_due_at < bindparam("due", type_=source.c.next_due_at.type)
)


class Timetable:
    """The ``Timetable`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def active(self, *, after: int, limit: int) -> Sequence[PostingRateRow]:
        """Active sources with a higher id, in order of their ids."""
        rows = self._db.execute(SLICE, {"after": after, "limit": limit})
        return [
            PostingRateRow(
                id=row.id,
                configured_url=row.configured_url or row.url,
                next_due_at=row.next_due_at,
                posting_rate=row.posting_rate,
            )
            for row in rows
        ]

    def next_due(self) -> datetime | None:
        """The earliest time at which an active source is due."""
        earliest: datetime | None = self._db.scalar(NEXT_DUE)
        return earliest

    def source(self, source_id: int) -> Source | None:
        """One source as a whole."""
        row = self._db.execute(ONE, {"id": source_id}).first()
        return as_source(row) if row else None

    def release(self, source_ids: Sequence[int] | None = None) -> None:
        """Give leases back: those of these sources, or all of them."""
        leased = update(source).where(source.c.claimed_until.is_not(None)).values(claimed_until=None)
        if source_ids is None:
            self._db.execute(leased)
            return
        for batch in split_batches(source_ids):
            self._db.execute(leased.where(source.c.id.in_(batch)))

    def renew(self, source_ids: Sequence[int], *, until: datetime) -> None:
        """Let the leases of these sources last until then."""
        leased = update(source).where(source.c.claimed_until.is_not(None)).values(claimed_until=until)
        for batch in split_batches(source_ids):
            self._db.execute(leased.where(source.c.id.in_(batch)))

    def postpone(self, source_id: int, due: datetime, *, why: str) -> None:
        """Poll it no sooner than then."""
        self._db.execute(POSTPONE.values(next_due_at=due, due_reason=why), {"source_id": source_id, "due": due})

    def expedite(self, source_id: int, due: datetime, *, why: str) -> None:
        """Poll it then, unless that is to be sooner anyway."""
        self._db.execute(
            EXPEDITE.values(next_due_at=due, due_reason=why),
            {"source_id": source_id, "due": due},
        )

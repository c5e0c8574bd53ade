"""The sources as the pages list them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, case, exists, func, or_, select

from monitor.adapters.store.prepared import split_batches
from monitor.adapters.store.reading.trends import quarter_of
from monitor.adapters.store.repositories.source_rows import SOURCE_NAME, as_source
from monitor.adapters.store.tables import entry, mention, source
from monitor.core.model.filters import SourceFilter
from monitor.core.model.sources import Health, Source, SourceState


class SourceList:
    """The ``SourceReads`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def find(self, wanted: SourceFilter) -> Sequence[Source]:
        """By title."""
        found = select(source).where(source.c.state != "removed")
        if wanted.text:
            named = SOURCE_NAME.icontains(wanted.text, autoescape=True)
            found = found.where(or_(named, source.c.url.icontains(wanted.text, autoescape=True)))
        if wanted.state == "failing":
            found = found.where(source.c.failing_since.is_not(None), source.c.state.in_(("active", "gone")))
        elif wanted.state:
            found = found.where(or_(source.c.state == wanted.state, source.c.health == wanted.state))
        if wanted.fruitless_since is not None:
            mentioned = select(mention.c.source_id).where(mention.c.seen_at >= wanted.fruitless_since)
            found = found.where(source.c.id.not_in(mentioned))
        ordered = found.order_by(func.lower(SOURCE_NAME), source.c.id).offset(wanted.offset).limit(wanted.limit)
        return [as_source(row) for row in self._db.execute(ordered)]

    def entries_since(self, source_ids: Collection[int], *, since: datetime) -> Mapping[int, int]:
        """Source → entries first seen since then."""
        counts: dict[int, int] = {}
        for batch in split_batches(source_ids):
            found = select(entry.c.source_id, func.count().label("many")).where(
                entry.c.source_id.in_(batch), entry.c.first_seen_at >= since
            )
            counts |= {row.source_id: row.many for row in self._db.execute(found.group_by(entry.c.source_id))}
        return counts

    def posted_since(self, since: datetime) -> frozenset[int]:
        """Active sources with an entry that was published, and seen, since then; one is looked for of each."""
        posted = exists().where(
            entry.c.source_id == source.c.id,
            entry.c.first_seen_at >= since,
            or_(entry.c.published_at.is_(None), entry.c.published_at >= since),
        )
        return frozenset(self._db.execute(select(source.c.id).where(source.c.state == "active", posted)).scalars())

    def mentions_since(self, *, since: datetime) -> Mapping[int, int]:
        """Source → mentions seen since then, for those that brought any."""
        found = select(mention.c.source_id, func.count().label("many")).where(mention.c.seen_at >= since)
        rows = self._db.execute(found.group_by(mention.c.source_id))
        return {row.source_id: row.many for row in rows}

    def quarters(self, source_id: int, *, since: datetime) -> Mapping[int, int]:
        """Quarter → entries that were published in it, or first seen where nobody says when."""
        at = case((entry.c.published_at.is_(None), entry.c.first_seen_at), else_=entry.c.published_at)
        quarter = quarter_of(at)
        found = select(quarter.label("quarter"), func.count().label("many")).where(
            entry.c.source_id == source_id, entry.c.first_seen_at >= since
        )
        return {row.quarter: row.many for row in self._db.execute(found.group_by(quarter))}

    def states(self) -> Mapping[tuple[SourceState, Health], int]:
        """How many sources are in each state of work and of health; those that nobody watches are left out."""
        found = select(source.c.state, source.c.health, func.count().label("many")).where(source.c.state != "removed")
        rows = self._db.execute(found.group_by(source.c.state, source.c.health))
        return {(row.state, row.health): row.many for row in rows}

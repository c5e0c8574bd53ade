"""Removes what is older than its keeping time, and never what somebody still has to be told."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Select, Table, bindparam, delete, func, select, update

from monitor.adapters.store.columns import Moment, unsearched
from monitor.adapters.store.prepared import split_batches
from monitor.adapters.store.repositories.search_index import SearchIndex
from monitor.adapters.store.tables import (
    delivery,
    delivery_story,
    digest,
    entry,
    host_turn,
    mention,
    refusals,
    report,
    seen_key,
    source,
    story,
)

_TO_DO = ("pending", "sending", "deferred", "held")
_ENTRIES_BEFORE = bindparam("entries_before", type_=Moment)

_STILL_TO_TELL = select(delivery_story.c.story_id).join(delivery).where(delivery.c.state.in_(_TO_DO)).correlate(None)
_MERGED_STILL_TO_TELL = (
    select(story.c.merged_into).where(story.c.id.in_(_STILL_TO_TELL), story.c.merged_into.is_not(None)).correlate(None)
)
OLD_STORIES = (
    select(story.c.id)
    .where(
        story.c.merged_into.is_(None),
        story.c.last_seen_at < _ENTRIES_BEFORE,
        story.c.id.not_in(_STILL_TO_TELL),
        story.c.id.not_in(_MERGED_STILL_TO_TELL),
    )
    .order_by(story.c.last_seen_at)
)
OLD_ENTRIES = (
    select(entry.c.id)
    .where(
        entry.c.first_seen_at < _ENTRIES_BEFORE,
        ~select(report.c.id).where(report.c.entry_id == entry.c.id).exists(),
        ~select(mention.c.id).where(mention.c.entry_id == entry.c.id).exists(),
    )
    .order_by(entry.c.first_seen_at)
)
# A key must outlive its story: the next report of that story would be told as if nobody had heard of it.
_TELLS_A_LIVING_STORY = (
    select(delivery_story.c.delivery_id)
    .join(story, story.c.id == delivery_story.c.story_id)
    .where(delivery_story.c.delivery_id == delivery.c.id)
    .exists()
)
OLD_DELIVERIES = (
    select(delivery.c.id)
    .where(
        unsearched(delivery.c.state).in_(("sent", "dead")),
        delivery.c.changed_at < bindparam("deliveries_before", type_=Moment),
        ~_TELLS_A_LIVING_STORY,
    )
    .order_by(delivery.c.changed_at)
)
OLD_SOURCES = select(source.c.id).where(
    source.c.state == "removed",
    source.c.removed_at < _ENTRIES_BEFORE,
    ~select(entry.c.id).where(entry.c.source_id == source.c.id).exists(),
)
# What a digest on its way out has to tell lies in its window.
OPEN_WINDOWS = (
    select(func.min(digest.c.from_at, type_=Moment))
    .join(delivery)
    .where(delivery.c.state.in_(("pending", "sending", "deferred")))
)
NEWEST = (
    select(func.max(entry.c.first_seen_at, type_=Moment)),
    select(func.max(delivery.c.changed_at, type_=Moment)),
    select(func.max(source.c.last_polled_at, type_=Moment)),
)


class Pruning:
    """The ``Pruner`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def prune(self, *, entries_before: datetime, deliveries_before: datetime, limit: int | None = None) -> int:
        """Remove what is older; identity keys stay. Returns how many stories, entries, deliveries and sources went."""
        open_from = self._db.scalar(OPEN_WINDOWS)
        before = entries_before if open_from is None else min(entries_before, open_from)
        asked = {"entries_before": before, "deliveries_before": deliveries_before}
        gone = self._delete(story, OLD_STORIES.limit(limit), asked)
        gone += self._delete_entries(asked, _rest_of_limit(limit, gone))
        gone += self._delete(delivery, OLD_DELIVERIES.limit(_rest_of_limit(limit, gone)), asked)
        gone += self._delete(source, OLD_SOURCES.limit(_rest_of_limit(limit, gone)), asked)
        self._db.execute(delete(refusals).where(refusals.c.from_at < before))
        # No pause between two requests is as long as what is kept.
        self._db.execute(delete(host_turn).where(host_turn.c.asked_at < before))
        return gone

    def newest_time(self) -> datetime | None:
        """The newest time that anything was noted at."""
        times = [at for query in NEWEST if (at := self._db.scalar(query)) is not None]
        return max(times, default=None)

    def _delete(self, table: Table, wanted: Select[tuple[int]], asked: Mapping[str, object]) -> int:
        ids = self._db.scalars(wanted, asked).all()
        for batch in split_batches(ids):
            self._db.execute(delete(table).where(table.c.id.in_(batch)))
        return len(ids)

    def _delete_entries(self, asked: Mapping[str, object], limit: int | None) -> int:
        """Entries go; under which keys they came, and what they said, stays known."""
        ids = self._db.scalars(OLD_ENTRIES.limit(limit), asked).all()
        said = select(entry.c.content_hash).where(entry.c.id == seen_key.c.entry_id).scalar_subquery()
        for batch in split_batches(ids):
            self._db.execute(update(seen_key).where(seen_key.c.entry_id.in_(batch)).values(content_hash=said))
            SearchIndex(self._db).forget(batch)
            self._db.execute(delete(entry).where(entry.c.id.in_(batch)))
        return len(ids)


def _rest_of_limit(limit: int | None, gone: int) -> int | None:
    return None if limit is None else limit - gone

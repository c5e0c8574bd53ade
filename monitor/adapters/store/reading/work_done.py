"""What the store knows for ``/metrics``: each scrape counts what came since the one before, by the ends of indexes."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from monitor.adapters.store.columns import Moment, unsearched
from monitor.adapters.store.tables import delivery, digest, entry, mention, story, story_topic
from monitor.core.model.operations.metrics import StoreGauges, WorkDone, WorkMarks

_ENDED = unsearched(delivery.c.state).in_(("sent", "dead"))
_LAST_ENDED = select(delivery.c.changed_at).where(_ENDED).order_by(delivery.c.changed_at.desc()).limit(1)
# By its state: SQLite would take the index of the groups, and nearly all messages are in none.
_WAITS = and_(delivery.c.state.in_(("pending", "deferred")), func.coalesce(delivery.c.grouped_into, 0) == 0)
_SQLITE_BYTES = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
_POSTGRESQL_BYTES = "SELECT pg_database_size(current_database())"


class WorkReads:
    """The ``WorkReads`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def marks(self) -> WorkMarks:
        """Where counting begins."""
        return WorkMarks(
            entry=self._db.scalar(select(func.max(entry.c.id))) or 0,
            mention=self._db.scalar(select(func.max(mention.c.id))) or 0,
            story=self._db.scalar(select(func.max(story.c.id))) or 0,
            delivery_at=self._db.scalar(_LAST_ENDED),
        )

    def since(self, marks: WorkMarks) -> WorkDone:
        """What came after these marks, and the marks to go on from."""
        new_entries = entry.c.id > marks.entry
        delays = select(entry.c.published_at, entry.c.first_seen_at).where(
            new_entries, entry.c.published_at.is_not(None), entry.c.first_sight.is_(False)
        )
        topic = unsearched(mention.c.topic)
        by_topic = select(topic, func.count()).where(mention.c.id > marks.mention).group_by(topic)
        stories = (
            select(unsearched(story_topic.c.topic), func.count())
            .join(story, story.c.id == story_topic.c.story_id)
            .where(story.c.id > marks.story)
            .group_by(unsearched(story_topic.c.topic))
        )
        return WorkDone(
            marks=self.marks(),
            entries=self._db.scalar(select(func.count()).select_from(entry).where(new_entries)) or 0,
            delays=[(seen - published).total_seconds() for published, seen in self._db.execute(delays)],
            mentions=dict(self._db.execute(by_topic).all()),
            stories=dict(self._db.execute(stories).all()),
            deliveries=self._ended(marks.delivery_at),
        )

    def gauges(self, *, now: datetime) -> StoreGauges:
        """How it stands."""
        since = func.min(func.coalesce(delivery.c.first_attempt_at, delivery.c.send_at), type_=Moment)
        waiting = select(delivery.c.channel, since).where(_WAITS).group_by(delivery.c.channel)
        sent = (
            select(digest.c.name, func.max(delivery.c.sent_at, type_=Moment))
            .join(delivery, delivery.c.digest_id == digest.c.id)
            .where(unsearched(delivery.c.state) == "sent")
            .group_by(digest.c.name)
        )
        return StoreGauges(
            store_bytes=self.store_bytes(),
            waiting_since={channel: at for channel, at in self._db.execute(waiting) if at <= now},
            digests_sent_at=dict(self._db.execute(sent).all()),
        )

    def store_bytes(self) -> int:
        """See ``ports.WorkReads``."""
        is_sqlite = self._db.dialect.name == "sqlite"
        size: int = self._db.exec_driver_sql(_SQLITE_BYTES if is_sqlite else _POSTGRESQL_BYTES).scalar_one()
        return size

    def _ended(self, after: datetime | None) -> Mapping[tuple[str, str], int]:
        channel = unsearched(delivery.c.channel)
        found = select(channel, delivery.c.state, func.count()).where(_ENDED)
        if after is not None:
            found = found.where(delivery.c.changed_at > after)
        rows = self._db.execute(found.group_by(channel, delivery.c.state))
        return {(name, state): number for name, state, number in rows}

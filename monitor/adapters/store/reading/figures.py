"""The store in figures: what the state of the monitor is decided from, counted by the database."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, not_, or_, select

from monitor.adapters.store.columns import Moment
from monitor.adapters.store.repositories.source_rows import SOURCE_NAME
from monitor.adapters.store.tables import channel_cooldown, delivery, entry, mention, source, story
from monitor.core.model.channel_state import Cooldown
from monitor.core.model.operations.monitor_status import ChannelFigures, FailingSource, Queue, SourceTally

_DAY = timedelta(days=1)
_WATCHED = source.c.state == "active"
_FAILING = and_(_WATCHED, source.c.failing_since.is_not(None))
# A poll that an outage of ours spoilt notes no time of its own.
_ASKED = and_(_WATCHED, or_(source.c.last_polled_at.is_not(None), source.c.failing_since.is_not(None)))
_OVERDUE = and_(
    source.c.last_success_at < bindparam("day_ago", type_=Moment), source.c.next_due_at < bindparam("now", type_=Moment)
)
# The same as ``source_health.is_unseen``, for all sources at once.
_SEEN = and_(
    _WATCHED,
    source.c.failing_since.is_(None),
    source.c.failures == 0,
    source.c.last_success_at.is_not(None),
    not_(_OVERDUE),
)


def _number_of(asked: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((asked, 1), else_=0)), 0)


SOURCES = select(
    _number_of(_WATCHED).label("watched"),
    _number_of(_ASKED).label("asked"),
    _number_of(_FAILING).label("failing"),
    _number_of(source.c.state == "gone").label("gone"),
    _number_of(_SEEN).label("seen"),
    func.max(source.c.last_polled_at, type_=Moment).label("polled_at"),
    func.max(source.c.last_success_at, type_=Moment).label("answered_at"),
    func.min(case((_WATCHED, source.c.next_due_at)), type_=Moment).label("next_at"),
).where(source.c.state != "removed")
TROUBLES = (
    select(source.c.id, SOURCE_NAME.label("name"), source.c.error, source.c.failing_since, source.c.next_due_at)
    .where(_FAILING)
    .order_by(source.c.failing_since, source.c.id)
    .limit(bindparam("listed"))
)
QUEUES = (
    select(delivery.c.channel, func.count().label("number"))
    .where(delivery.c.state.in_(("pending", "deferred")))
    .group_by(delivery.c.channel)
)
LAST_ANSWER = (
    select(delivery.c.answer)
    .where(delivery.c.channel == bindparam("channel"), delivery.c.state == "deferred", delivery.c.attempts > 0)
    .order_by(delivery.c.changed_at.desc(), delivery.c.id.desc())
    .limit(1)
)
COOLDOWNS = select(channel_cooldown).order_by(channel_cooldown.c.channel, channel_cooldown.c.since)
# What sources had before they were first read is not new.
_IS_NEWS = (
    select(mention.c.id)
    .join(entry)
    .where(
        mention.c.story_id == story.c.id,
        or_(mention.c.status != "baseline", entry.c.published_at >= bindparam("since", type_=Moment)),
    )
)
NEW_STORIES = (
    select(func.count())
    .select_from(story)
    .where(
        story.c.last_seen_at >= bindparam("since", type_=Moment),
        story.c.first_seen_at >= bindparam("since", type_=Moment),
        story.c.merged_into.is_(None),
        _IS_NEWS.exists(),
    )
)
OLDEST_ENTRY = select(entry.c.first_seen_at).order_by(entry.c.id).limit(1)


class Figures:
    """The ``FigureRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def sources(self, *, now: datetime, listed: int) -> SourceTally:
        """All sources, and the ``listed`` longest failing ones."""
        row = self._db.execute(SOURCES, {"now": now, "day_ago": now - _DAY}).one()
        troubles = (
            FailingSource(
                id=trouble.id,
                name=trouble.name,
                error=trouble.error,
                since=trouble.failing_since,
                next_at=trouble.next_due_at,
            )
            for trouble in (self._db.execute(TROUBLES, {"listed": listed}) if row.failing else ())
        )
        return SourceTally(**row._asdict(), troubles=tuple(troubles))

    def channels(self) -> ChannelFigures:
        """What waits for each channel, and which of them fail."""
        queues = {
            row.channel: Queue(count=row.number, answer=self._db.scalar(LAST_ANSWER, {"channel": row.channel}) or "")
            for row in self._db.execute(QUEUES).all()
        }
        cooldowns: dict[str, Cooldown] = {}
        for row in self._db.execute(COOLDOWNS):
            # The one that fails longest speaks for the channel.
            first = Cooldown(failures=row.failures, since=row.since, until=row.until, failed_at=row.failed_at)
            cooldowns.setdefault(row.channel, first)
        return ChannelFigures(queues=queues, cooldowns=cooldowns)

    def new_stories(self, *, since: datetime) -> int:
        """Stories first seen since then, but for what sources had before they were first read."""
        return self._db.scalars(NEW_STORIES, {"since": since}).one()

    def kept_since(self) -> datetime | None:
        """When the oldest entry that is kept was first seen."""
        found: datetime | None = self._db.scalar(OLDEST_ENTRY)
        return found

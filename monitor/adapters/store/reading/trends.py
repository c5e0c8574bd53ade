"""Counts over time for the pages: one pass over an index each, grouped by the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from monitor.adapters.store.columns import AnyRow, Moment, unsearched
from monitor.adapters.store.repositories.mentions import NEWEST_FIRST, as_mention
from monitor.adapters.store.tables import delivery, entry, mention, story
from monitor.core.model.filters import HeldCount
from monitor.core.model.matches import Mention, MentionStatus
from monitor.core.text.written_dates.quarters import QUARTER

_QUARTER = QUARTER // timedelta(microseconds=1)


_MOST_RANGES = 400
"""SQLite joins at most 500 selections."""


class Trends:
    """The ``TrendReads`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def entries(self, *, since: datetime, until: datetime, step: timedelta) -> Mapping[int, int]:
        """Entries first seen in each step."""
        steps = -((since - until) // step)
        if not 0 < steps <= _MOST_RANGES:
            return self._counted(_per_step(entry.c.first_seen_at, since, until, step))
        # Entries are many: counting a range of the index costs a fifth of telling the step of each.
        counts = (
            select(literal(number).label("step"), func.count().label("many")).where(
                entry.c.first_seen_at >= since + number * step,
                entry.c.first_seen_at < min(since + (number + 1) * step, until),
            )
            for number in range(steps)
        )
        return {number: many for number, many in self._db.execute(union_all(*counts)) if many}

    def stories(self, *, since: datetime, until: datetime, step: timedelta) -> Mapping[int, int]:
        """Stories first seen in each step; what was merged away counts as one."""
        # The index is by last sight, which is never before the first.
        within = story.c.last_seen_at >= since, story.c.merged_into.is_(None)
        return self._counted(_per_step(story.c.first_seen_at, since, until, step).where(*within))

    def sent(self, *, since: datetime, until: datetime, step: timedelta) -> Mapping[int, int]:
        """Deliveries that went out in each step."""
        within = unsearched(delivery.c.state) == "sent", delivery.c.changed_at >= since
        return self._counted(_per_step(delivery.c.sent_at, since, until, step).where(*within))

    def mentions(
        self, *, since: datetime, until: datetime, step: timedelta, topics: Collection[str] = ()
    ) -> Mapping[str, Mapping[int, int]]:
        """Mentions seen in each step, by topic."""
        number = step_of(mention.c.seen_at, since, step)
        found = select(mention.c.topic, number.label("step"), func.count().label("many"))
        found = found.where(mention.c.seen_at >= since, mention.c.seen_at < until)
        if topics:
            found = found.where(mention.c.topic.in_(list(topics)))
        by_topic: dict[str, dict[int, int]] = {}
        for row in self._db.execute(found.group_by(mention.c.topic, "step")):
            by_topic.setdefault(row.topic, {})[row.step] = row.many
        return by_topic

    def totals(self, topics: Collection[str], *, since: datetime, until: datetime) -> Mapping[str, int]:
        """Mentions of each topic."""
        found = select(mention.c.topic, func.count()).where(
            mention.c.topic.in_(list(topics)), mention.c.seen_at >= since, mention.c.seen_at < until
        )
        return dict(self._db.execute(found.group_by(mention.c.topic)).all())

    def _counted(self, found: Select[int, int]) -> Mapping[int, int]:
        return {row.step: row.many for row in self._db.execute(found)}


class Held:
    """The ``HeldReads`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def counts(self, *, since: datetime) -> Sequence[HeldCount]:
        """How many mentions got each status since then."""
        found = select(mention.c.status, func.count().label("many")).where(mention.c.created_at >= since)
        rows: Sequence[AnyRow] = self._db.execute(found.group_by(mention.c.status)).all()
        return [HeldCount(status=row.status, count=row.many) for row in rows]

    def newest(self, status: MentionStatus, *, since: datetime, limit: int) -> Sequence[Mention]:
        """The newest of one status."""
        found = NEWEST_FIRST.where(mention.c.status == status, mention.c.created_at >= since).limit(limit)
        return [as_mention(row) for row in self._db.execute(found)]

    def newest_id(self) -> int:
        """The number of the newest mention; 0 while there is none."""
        return self._db.scalar(select(func.max(mention.c.id))) or 0


def quarter_of(at: ColumnElement[Any]) -> ColumnElement[int]:
    """The quarter of an hour that a time lies in."""
    return type_coerce(at, Integer).op("/")(_QUARTER)


def step_of(at: ColumnElement[Any], since: datetime, step: timedelta) -> ColumnElement[int]:
    """The step that a time lies in, counted from ``since``."""
    passed = type_coerce(at, BigInteger) - literal(since, Moment)
    # A division by ``//`` would be written differently for each database; between integers "/" is one on both.
    return passed.self_group().op("/")(step // timedelta(microseconds=1))


def _per_step(at: Column[datetime], since: datetime, until: datetime, step: timedelta) -> Select[int, int]:
    found = select(step_of(at, since, step).label("step"), func.count().label("many")).where(at >= since, at < until)
    return found.group_by("step")

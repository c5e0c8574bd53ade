"""One topic in figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from monitor.adapters.store.reading.trends import quarter_of
from monitor.adapters.store.repositories.source_rows import SOURCE_NAME
from monitor.adapters.store.tables import entry, fact, mention, source, story, story_topic
from monitor.core.model.filters import ToldFact

_MOST_SIGNALS = 5_000
"""Mentions whose signals are looked at, the newest."""


class TopicFigures:
    """The ``TopicReads`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def by_tier(self, topic: str, *, since: datetime, until: datetime) -> Mapping[str, Mapping[int, int]]:
        """Tier of the outlet → quarter → mentions."""
        quarter = quarter_of(mention.c.seen_at)
        found = (
            select(source.c.tier, quarter.label("quarter"), func.count().label("many"))
            .join_from(mention, entry)
            .join(source)
            .where(mention.c.topic == topic, mention.c.seen_at >= since, mention.c.seen_at < until)
            .group_by(source.c.tier, quarter)
        )
        tiers: dict[str, dict[int, int]] = {}
        for row in self._db.execute(found):
            tiers.setdefault(row.tier, {})[row.quarter] = row.many
        return tiers

    def by_outlet(self, topic: str, *, since: datetime, limit: int) -> Sequence[tuple[int, str, int]]:
        """Source, its title, its mentions: the most first."""
        many = func.count().label("many")
        found = (
            select(source.c.id, SOURCE_NAME.label("title"), many)
            .join_from(mention, entry)
            .join(source)
            .where(mention.c.topic == topic, mention.c.seen_at >= since)
            .group_by(source.c.id, SOURCE_NAME)
            .order_by(many.desc(), source.c.id)
            .limit(limit)
        )
        return [(row.id, row.title, row.many) for row in self._db.execute(found)]

    def signals(self, topic: str, *, since: datetime, until: datetime) -> Mapping[str, Mapping[int, int]]:
        """Signal → quarter → mentions that carry it."""
        found = (
            select(quarter_of(mention.c.seen_at).label("quarter"), mention.c.signals)
            .where(mention.c.topic == topic, mention.c.seen_at >= since, mention.c.seen_at < until)
            .order_by(mention.c.seen_at.desc())
            .limit(_MOST_SIGNALS)
        )
        signals: dict[str, dict[int, int]] = {}
        for row in self._db.execute(found):
            for name in row.signals:
                quarters = signals.setdefault(name, {})
                quarters[row.quarter] = quarters.get(row.quarter, 0) + 1
        return signals

    def facts(self, topic: str, *, since: datetime, limit: int) -> Sequence[ToldFact]:
        """Facts that its stories told, the newest first."""
        found = (
            select(fact.c.kind, fact.c.surface, fact.c.value, fact.c.reported_at, fact.c.story_id, story.c.title)
            .join_from(story_topic, fact, fact.c.story_id == story_topic.c.story_id)
            .join(story, story.c.id == fact.c.story_id)
            .where(story_topic.c.topic == topic, story_topic.c.last_seen_at >= since, fact.c.reported_at >= since)
            .order_by(fact.c.reported_at.desc(), fact.c.story_id, fact.c.value)
            .limit(limit)
        )
        return [
            ToldFact(
                kind=row.kind,
                surface=row.surface or row.value,
                told_at=row.reported_at,
                story_id=row.story_id,
                story_title=row.title,
            )
            for row in self._db.execute(found)
        ]

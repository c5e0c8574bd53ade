"""One topic in figures."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Text, and_, cast, func, select

from monitor.adapters.store.reading.trends import step_of
from monitor.adapters.store.repositories.source_rows import SOURCE_NAME
from monitor.adapters.store.tables import fact, mention, source, story, story_topic
from monitor.core.model.filters import ToldFact


class TopicFigures:
    """The ``TopicReads`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def by_tier(
        self, topic: str, *, since: datetime, until: datetime, step: timedelta
    ) -> Mapping[str, Mapping[int, int]]:
        """Tier of the outlet → step → mentions."""
        found = (
            select(source.c.tier, step_of(mention.c.seen_at, since, step).label("step"), func.count().label("many"))
            .join_from(mention, source, source.c.id == mention.c.source_id)
            .where(mention.c.topic == topic, mention.c.seen_at >= since, mention.c.seen_at < until)
            .group_by(source.c.tier, "step")
        )
        tiers: dict[str, dict[int, int]] = {}
        for row in self._db.execute(found):
            tiers.setdefault(row.tier, {})[row.step] = row.many
        return tiers

    def by_outlet(self, topic: str, *, since: datetime, limit: int) -> Sequence[tuple[int, str, int]]:
        """Source, its title, its mentions: the most first."""
        many = func.count().label("many")
        counts = (
            select(mention.c.source_id, many)
            .where(mention.c.topic == topic, mention.c.seen_at >= since)
            .group_by(mention.c.source_id)
            .order_by(many.desc(), mention.c.source_id)
            .limit(limit)
            .subquery()
        )
        found = (
            select(source.c.id, SOURCE_NAME.label("title"), counts.c.many)
            .join_from(counts, source, source.c.id == counts.c.source_id)
            .order_by(counts.c.many.desc(), source.c.id)
        )
        return [(row.id, row.title, row.many) for row in self._db.execute(found)]

    def signals(
        self, topic: str, *, since: datetime, until: datetime, step: timedelta
    ) -> Mapping[str, Mapping[int, int]]:
        """Signal → step → mentions that carry it."""
        # Grouped as they are written: few mentions carry any, and those mostly the same.
        written = cast(mention.c.signals, Text)
        found = (
            select(step_of(mention.c.seen_at, since, step).label("step"), written.label("written"), func.count())
            .where(mention.c.topic == topic, mention.c.seen_at >= since, mention.c.seen_at < until, written != "[]")
            .group_by("step", "written")
        )
        signals: dict[str, dict[int, int]] = {}
        for number, names, many in self._db.execute(found):
            for name in json.loads(names):
                steps = signals.setdefault(name, {})
                steps[number] = steps.get(number, 0) + many
        return signals

    def latest_stories(self) -> Mapping[str, int]:
        """Topic → the story of it that was seen last."""
        newest = (
            select(story_topic.c.topic, func.max(story_topic.c.last_seen_at).label("at"))
            .group_by(story_topic.c.topic)
            .subquery()
        )
        of_topic = story_topic.c.topic == newest.c.topic, story_topic.c.last_seen_at == newest.c.at
        found = (
            select(story_topic.c.topic, func.max(story_topic.c.story_id))
            .join_from(newest, story_topic, and_(*of_topic))
            .group_by(story_topic.c.topic)
        )
        return dict(self._db.execute(found).all())

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

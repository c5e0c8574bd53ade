"""Mentions: entry × section × topic, with the story each belongs to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import BigInteger, Connection, bindparam, func, or_, select, update

from monitor.adapters.store.columns import AnyRow, add_row, instant_of, read_ranges, unsearched
from monitor.adapters.store.prepared import PreparedStatement, split_batches
from monitor.adapters.store.repositories.source_rows import SOURCE_NAME, SPOKEN
from monitor.adapters.store.tables import entry, mention, source, story
from monitor.core.model.filters import MentionFilter
from monitor.core.model.matches import Match, Mention, MentionStatus

MENTIONS = (
    select(
        mention,
        entry.c.title.label("entry_title"),
        entry.c.url.label("entry_url"),
        entry.c.published_at,
        SPOKEN.label("lang"),
        SOURCE_NAME.label("source_title"),
        source.c.tier,
    )
    .join_from(mention, entry)
    .join(source)
)
IN_ORDER = MENTIONS.order_by(mention.c.id)
OF_ENTRY = IN_ORDER.where(mention.c.entry_id == bindparam("entry_id"))
_ASKED = bindparam("story_ids", type_=BigInteger, expanding=True)
_MERGED_INTO = select(story.c.merged_into).where(story.c.id.in_(_ASKED), story.c.merged_into.is_not(None))
OF_STORIES = IN_ORDER.where(or_(mention.c.story_id.in_(_ASKED), mention.c.story_id.in_(_MERGED_INTO)))
_LIVING = select(func.coalesce(story.c.merged_into, story.c.id)).where(
    story.c.id == bindparam("story_id", type_=BigInteger)
)
# By the one story that it is now: by an "or", or a status, SQLite would read every mention of the status.
TOPICS_OF_STORY = (
    select(mention.c.topic)
    .distinct()
    .where(mention.c.story_id == _LIVING.scalar_subquery(), unsearched(mention.c.status) == bindparam("status"))
)
BACKWARDS = MENTIONS.order_by(mention.c.id.desc())
NEWEST_FIRST = MENTIONS.order_by(mention.c.created_at.desc(), mention.c.id.desc())
_SEEN_WITHIN = (
    mention.c.seen_at >= bindparam("from_at", type_=mention.c.seen_at.type),
    mention.c.seen_at < bindparam("to_at", type_=mention.c.seen_at.type),
)
WINDOW = MENTIONS.where(*_SEEN_WITHIN).order_by(mention.c.seen_at, mention.c.id)
NEWEST_SEEN = PreparedStatement(select(func.max(mention.c.seen_at)))
# What a source had before its first look is no news of the day that we came.
_OF_THE_TIME = select(entry.c.id).where(
    entry.c.id == mention.c.entry_id,
    or_(entry.c.first_sight.is_(False), entry.c.published_at >= bindparam("from_at", type_=mention.c.seen_at.type)),
)
HOW_MANY = (
    select(func.count())
    .select_from(mention)
    .where(mention.c.topic == bindparam("topic"), *_SEEN_WITHIN)
    .where(or_(mention.c.status != "baseline", _OF_THE_TIME.exists()))
)
COUNTS = (
    select(mention.c.topic, func.count().label("number"))
    .where(mention.c.created_at >= bindparam("since", type_=mention.c.created_at.type))
    .group_by(mention.c.topic)
)
THERE = PreparedStatement(
    select(mention.c.id).where(
        mention.c.entry_id == bindparam("entry_id"),
        mention.c.section_key == bindparam("section_key"),
        mention.c.topic == bindparam("topic"),
    )
)
OF_THE_ENTRY = PreparedStatement(
    select(entry.c.source_id, entry.c.first_seen_at).where(entry.c.id == bindparam("entry_id"))
)


class Mentions:
    """The ``MentionRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(
        self,
        entry_id: int,
        found: Match,
        *,
        story_id: int,
        status: MentionStatus,
        now: datetime,
        seen_at: datetime | None = None,
    ) -> int | None:
        """Store one; ``None`` when this entry × section key × topic is already there."""
        place = {"entry_id": entry_id, "section_key": found.section_key, "topic": found.topic}
        if THERE.run(self._db, place):
            return None
        [(source_id, first_seen_at)] = OF_THE_ENTRY.run(self._db, {"entry_id": entry_id})
        values = (
            place
            | _edited_columns(found)
            | {
                "source_id": source_id,
                "story_id": story_id,
                "status": status,
                "seen_at": seen_at or instant_of(first_seen_at),
                "created_at": now,
            }
        )
        return add_row(self._db, mention, values)

    def edit(self, entry_id: int, found: Match) -> None:
        """Bring a mention in line with its edited entry, if there is one; its status and time stay."""
        of_place = (
            mention.c.entry_id == entry_id,
            mention.c.section_key == found.section_key,
            mention.c.topic == found.topic,
        )
        self._db.execute(update(mention).where(*of_place).values(**_edited_columns(found)))

    def of_entry(self, entry_id: int) -> Sequence[Mention]:
        """In the order they were found."""
        return [as_mention(row) for row in self._db.execute(OF_ENTRY, {"entry_id": entry_id})]

    def of_entries(self, entry_ids: Collection[int]) -> Sequence[Mention]:
        """In the order they were found."""
        return [
            as_mention(row)
            for batch in split_batches(entry_ids)
            for row in self._db.execute(IN_ORDER.where(mention.c.entry_id.in_(batch)))
        ]

    def of_stories(self, story_ids: Collection[int]) -> Sequence[Mention]:
        """In the order they were found; a story that was merged away means the one it is part of now."""
        found = {
            row.id: row
            for batch in split_batches(story_ids)
            for row in self._db.execute(OF_STORIES, {"story_ids": batch})
        }
        return [as_mention(found[number]) for number in sorted(found)]

    def topics_of_story(
        self,
        story_id: int,
        status: MentionStatus,
        *,
        created_from: datetime | None = None,
        created_to: datetime | None = None,
    ) -> frozenset[str]:
        """The topics of which the story has a mention of this status; nothing else is read of a story of thousands."""
        asked = TOPICS_OF_STORY
        if created_from is not None:
            asked = asked.where(mention.c.created_at >= created_from)
        if created_to is not None:
            asked = asked.where(mention.c.created_at < created_to)
        return frozenset(self._db.execute(asked, {"story_id": story_id, "status": status}).scalars())

    def find(self, wanted: MentionFilter) -> Sequence[Mention]:
        """Newest first."""
        found = NEWEST_FIRST.limit(wanted.limit)
        if wanted.after_id is not None:
            found = IN_ORDER.where(mention.c.id > wanted.after_id).limit(wanted.limit)
        if wanted.before_id is not None:
            found = BACKWARDS.where(mention.c.id < wanted.before_id).limit(wanted.limit)
        if wanted.topic:
            found = found.where(mention.c.topic == wanted.topic)
        if wanted.since is not None:
            found = found.where(mention.c.created_at >= wanted.since)
        if wanted.state is not None:
            found = found.where(mention.c.status == wanted.state)
        return [as_mention(row) for row in self._db.execute(found)]

    def sources_naming(self, topic: str, *, since: datetime | None = None) -> frozenset[int]:
        """The sources of which an entry mentioned the topic, since then or ever."""
        found = select(mention.c.source_id).where(mention.c.topic == topic).distinct()
        if since is not None:
            found = found.where(mention.c.created_at >= since)
        return frozenset(self._db.scalars(found))

    def counts(self, *, since: datetime) -> Mapping[str, int]:
        """Topic → how many mentions were found since then."""
        return {row.topic: row.number for row in self._db.execute(COUNTS, {"since": since})}

    def window(self, *, from_at: datetime, to_at: datetime) -> Sequence[Mention]:
        """Mentions whose entry was first seen in [from_at, to_at), in that order."""
        return [as_mention(row) for row in self._db.execute(WINDOW, {"from_at": from_at, "to_at": to_at})]

    def newest_seen_at(self) -> datetime | None:
        """When the newest mention was seen."""
        ((newest,),) = NEWEST_SEEN.run(self._db, {})
        return instant_of(newest)

    def bring_back(self, *, from_at: datetime, before: datetime | None, to: datetime) -> None:
        """Entries and mentions first seen in [from_at, before) were first seen at ``to``: the clock was set back."""
        for table, seen in ((mention, mention.c.seen_at), (entry, entry.c.first_seen_at)):
            within = (seen >= from_at,) if before is None else (seen >= from_at, seen < before)
            self._db.execute(update(table).where(*within).values({seen: to}))

    def trend(self, topic: str, *, days: Sequence[tuple[datetime, datetime]]) -> Sequence[int]:
        """Mentions of a topic in each [from, to), by when their entries were first seen; without older news of a source
        that was first read then.
        """
        return [
            self._db.scalars(HOW_MANY, {"topic": topic, "from_at": from_at, "to_at": to_at}).one()
            for from_at, to_at in days
        ]


def _edited_columns(found: Match) -> dict[str, object]:
    """The columns that an edit may change."""
    return {
        "section": found.section,
        "surface": found.surface,
        "snippet": found.snippet,
        "highlights": found.highlights,
        "score": found.score,
        "signals": found.signals,
        "reason": found.reason,
        "spans": [(span.field, span.start, span.end) for span in found.spans],
        "evidence": [asdict(evidence) for evidence in found.evidence],
    }


def as_mention(row: AnyRow) -> Mention:
    """A row of ``MENTIONS`` as a mention."""
    return Mention(
        id=row.id,
        topic=row.topic,
        entry_id=row.entry_id,
        entry_title=row.entry_title,
        entry_url=row.entry_url,
        source_id=row.source_id,
        source_title=row.source_title,
        tier=row.tier,
        published_at=row.published_at,
        section=row.section,
        section_key=row.section_key,
        surface=row.surface,
        snippet=row.snippet,
        highlights=read_ranges(row.highlights),
        score=row.score,
        signals=tuple(row.signals),
        reason=row.reason,
        story_id=row.story_id,
        status=row.status,
        created_at=row.created_at,
        lang=row.lang,
    )

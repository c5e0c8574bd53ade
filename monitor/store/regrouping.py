"""Stories put right by hand: merged or split, and kept so."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from monitor.errors import UserError
from monitor.policy.corrections import place_of
from monitor.store.columns import add_row
from monitor.store.summaries import blank_story, summarise
from monitor.store.tables import apart, fact, mention, report, story, story_topic

CHOSEN = select(report).where(report.c.id.in_(bindparam("ids", expanding=True))).order_by(report.c.id)
LEFT = select(report.c.id).where(report.c.story_id == bindparam("story_id")).limit(1)
TOLD = select(fact).where(fact.c.story_id == bindparam("story_id"))
APART_FROM = select(apart).where(apart.c.story_id == bindparam("story_id"))

MENTIONS_OF = select(mention.c.id, mention.c.section_key, mention.c.section).where(
    mention.c.entry_id == bindparam("entry_id"), mention.c.story_id == bindparam("story_id")
)


class Regrouping:
    """Changes by hand to which report belongs to which story."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def merge(self, story_ids: Sequence[int]) -> int:
        """Put the reports of all into the first; whoever still names one of the others means the first."""
        first, *others = dict.fromkeys(story_ids)
        for other in others:
            for table in (report, mention):
                self._db.execute(update(table).where(table.c.story_id == other).values(story_id=first))
            self._move_facts(other, first)
            self._move_apart(other, first)
            self._db.execute(delete(story_topic).where(story_topic.c.story_id == other))
            self._db.execute(
                update(story)
                .where(or_(story.c.id == other, story.c.merged_into == other))
                .values(merged_into=first, follows=None)
            )
            self._db.execute(update(story).where(story.c.follows == other).values(follows=first))
        # The affair that the first continued may be part of it now.
        self._db.execute(update(story).where(story.c.id == first, story.c.follows == first).values(follows=None))
        summarise(self._db, first)
        return first

    def split(self, report_ids: Sequence[int], *, now: datetime) -> int:
        """Move reports into a new story that is kept apart from those they came from."""
        chosen = self._db.execute(CHOSEN, {"ids": list(report_ids)}).all()
        if len(chosen) < len(set(report_ids)):
            missing = sorted(set(report_ids) - {row.id for row in chosen})
            raise UserError(f"no report has the number {', '.join(map(str, missing))}")
        new = add_row(self._db, story, blank_story(seen_at=chosen[0].seen_at, now=now))
        for row in chosen:
            self._db.execute(update(report).where(report.c.id == row.id).values(story_id=new))
            asked = {"entry_id": row.entry_id, "story_id": row.story_id}
            told = [
                one.id
                for one in self._db.execute(MENTIONS_OF, asked)
                if place_of(one.section_key, one.section) == row.place
            ]
            self._db.execute(update(mention).where(mention.c.id.in_(told)).values(story_id=new))
        summarise(self._db, new)
        for origin in dict.fromkeys(row.story_id for row in chosen):
            if self._db.scalar(LEFT, {"story_id": origin}) is None:
                self.merge([new, origin])
            else:
                summarise(self._db, origin)
                self._keep_apart(new, origin, now)
        return new

    def _move_facts(self, other: int, first: int) -> None:
        told = {(row.kind, row.value) for row in self._db.execute(TOLD, {"story_id": first})}
        rows = [
            row._asdict() | {"story_id": first}
            for row in self._db.execute(TOLD, {"story_id": other})
            if (row.kind, row.value) not in told
        ]
        self._db.execute(delete(fact).where(fact.c.story_id == other))
        if rows:
            self._db.execute(insert(fact), rows)

    def _move_apart(self, other: int, first: int) -> None:
        """Merging by hand ends an earlier "not the same" between the two; the rest of them holds for the first."""
        rows = self._db.execute(APART_FROM, {"story_id": other}).all()
        self._db.execute(delete(apart).where(or_(apart.c.story_id == other, apart.c.other_id == other)))
        for row in rows:
            if row.other_id != first:
                self._keep_apart(first, row.other_id, row.created_at)

    def _keep_apart(self, one: int, other: int, now: datetime) -> None:
        known = {row.other_id for row in self._db.execute(APART_FROM, {"story_id": one})}
        if other not in known:
            pair = [{"story_id": one, "other_id": other}, {"story_id": other, "other_id": one}]
            self._db.execute(insert(apart), [row | {"created_at": now} for row in pair])

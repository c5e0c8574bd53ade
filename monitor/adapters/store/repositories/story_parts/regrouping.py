"""Stories corrected manually: merged or split, and kept so."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from monitor.adapters.store.columns import AnyRow, add_row
from monitor.adapters.store.repositories.story_parts.rows import blank_story, refresh_story
from monitor.adapters.store.tables import apart, entry, fact, mention, report, story, story_topic
from monitor.core.change_detection.corrections import kind_of, place_of
from monitor.core.i18n.phrases import Reason
from monitor.core.model.stories import Fact, Report
from monitor.errors import UserError

FactsOf = Callable[[Report], Sequence[Fact]]
"""What a report tells: decided by whoever asks for a split, not by the store."""

CHOSEN = select(report).where(report.c.id.in_(bindparam("ids", expanding=True))).order_by(report.c.id)
OF_STORY = select(report, entry.c.text).join_from(report, entry).where(report.c.story_id == bindparam("story_id"))
TOLD = select(fact).where(fact.c.story_id == bindparam("story_id"))
APART_FROM = select(apart).where(apart.c.story_id == bindparam("story_id"))
MERGED_AWAY = select(story.c.id, story.c.merged_reports).where(story.c.merged_into == bindparam("story_id"))
MENTIONS_OF = select(mention.c.id, mention.c.section_key, mention.c.section).where(
    mention.c.entry_id == bindparam("entry_id"), mention.c.story_id == bindparam("story_id")
)
TAKEN_BACK = select(mention.c.section_key).where(mention.c.story_id == bindparam("story_id"))


class Regrouping:
    """Manual changes to which report belongs to which story."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def merge(self, story_ids: Sequence[int]) -> int:
        """Put the reports of all into the first; whoever still names one of the others means the first."""
        first, *others = dict.fromkeys(story_ids)
        for other in others:
            self._note_reports(other)
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
        refresh_story(self._db, first)
        return first

    def split(self, report_ids: Sequence[int], *, facts_of: FactsOf, now: datetime) -> int:
        """Move reports into a new story that is kept apart from those they came from.

        A story that was merged into one of those, and whose reports go, is part of the new one from now on.
        """
        chosen = self._db.execute(CHOSEN, {"ids": list(report_ids)}).all()
        if len(chosen) < len(set(report_ids)):
            missing = sorted(set(report_ids) - {row.id for row in chosen})
            raise UserError(Reason("refused.no-such-report", ids=", ".join(map(str, missing))))
        origins = dict.fromkeys(row.story_id for row in chosen)
        emptied = [origin for origin in origins if not self._left(origin, report_ids)]
        if len(origins) == 1 and emptied:
            raise UserError(f"these are all the reports of story {emptied[0]}: there is nothing to split them off from")
        new = add_row(self._db, story, blank_story(seen_at=chosen[0].seen_at, now=now))
        for row in chosen:
            self._move(row, new)
        refresh_story(self._db, new)
        for origin in origins:
            if origin in emptied:
                self.merge([new, origin])
                continue
            refresh_story(self._db, origin)
            self._part_facts(origin, new, facts_of)
            self._part_merged(origin, new)
            for row in self._db.execute(APART_FROM, {"story_id": origin}).all():
                self._keep_apart(new, row.other_id, row.created_at)
            self._keep_apart(new, origin, now)
        return new

    def _move(self, row: AnyRow, new: int) -> None:
        self._db.execute(update(report).where(report.c.id == row.id).values(story_id=new))
        asked = {"entry_id": row.entry_id, "story_id": row.story_id}
        told = [
            found.id
            for found in self._db.execute(MENTIONS_OF, asked)
            if place_of(found.section_key, found.section) == row.place
        ]
        self._db.execute(update(mention).where(mention.c.id.in_(told)).values(story_id=new))

    def _left(self, origin: int, report_ids: Sequence[int]) -> set[int]:
        return {row.id for row in self._db.execute(OF_STORY, {"story_id": origin})} - set(report_ids)

    def _note_reports(self, other: int) -> None:
        """What a story consists of when it is merged away: splitting that off again undoes the merge."""
        numbers = [row.id for row in self._db.execute(OF_STORY, {"story_id": other})]
        self._db.execute(update(story).where(story.c.id == other).values(merged_reports=numbers))

    def _part_merged(self, origin: int, new: int) -> None:
        """Stories merged into ``origin`` whose reports have all gone are part of ``new``: what told them told it."""
        here = {row.id for row in self._db.execute(OF_STORY, {"story_id": new})}
        there = {row.id for row in self._db.execute(OF_STORY, {"story_id": origin})}
        for other in self._db.execute(MERGED_AWAY, {"story_id": origin}).all():
            noted = set(other.merged_reports or ())
            if noted & here and not noted & there:
                self._db.execute(update(story).where(story.c.id == other.id).values(merged_into=new))

    def _part_facts(self, origin: int, new: int, facts_of: FactsOf) -> None:
        """Each side keeps the facts that its own reports tell; what no report tells any more stays where it was."""
        gone, kept = self._facts_told(new, facts_of), self._facts_told(origin, facts_of)
        for row in self._db.execute(TOLD, {"story_id": origin}).all():
            if (row.kind, row.value) not in gone:
                continue
            this = (fact.c.story_id == origin, fact.c.kind == row.kind, fact.c.value == row.value)
            if (row.kind, row.value) in kept:
                self._db.execute(insert(fact), row._asdict() | {"story_id": new})
            else:
                self._db.execute(update(fact).where(*this).values(story_id=new))

    def _facts_told(self, story_id: int, facts_of: FactsOf) -> set[tuple[str, str]]:
        told = {
            ("status", kind) for key in self._db.scalars(TAKEN_BACK, {"story_id": story_id}) if (kind := kind_of(key))
        }
        for row in self._db.execute(OF_STORY, {"story_id": story_id}):
            # The text of a round-up's item is not kept apart: its sentence speaks for it.
            text = row.snippet if row.digest else row.text
            made = facts_of(Report(title=row.title, text=text, seen_at=row.seen_at, is_roundup=row.digest))
            told.update((fact.kind, fact.value) for fact in made)
        return told

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
        """A manual merge ends an earlier "not the same" between the two; the rest of them holds for the first."""
        rows = self._db.execute(APART_FROM, {"story_id": other}).all()
        self._db.execute(delete(apart).where(or_(apart.c.story_id == other, apart.c.other_id == other)))
        for row in rows:
            if row.other_id != first:
                self._keep_apart(first, row.other_id, row.created_at)

    def _keep_apart(self, story_id: int, other: int, now: datetime) -> None:
        known = {row.other_id for row in self._db.execute(APART_FROM, {"story_id": story_id})}
        if other not in known:
            pair = [{"story_id": story_id, "other_id": other}, {"story_id": other, "other_id": story_id}]
            self._db.execute(insert(apart), [row | {"created_at": now} for row in pair])

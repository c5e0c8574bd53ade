"""Stories: which reports share keys with a new one, how one joins, and how a whole story reads."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    cast,
    delete,
    func,
    literal,
    select,
    tuple_,
    update,
)

from monitor.adapters.store.columns import AnyRow, Moment, add_row, read_ranges, rows_of, to_json, unsearched
from monitor.adapters.store.prepared import PreparedStatement, insert_prepared, insert_rows
from monitor.adapters.store.repositories.story_parts.candidates import CandidateSearch
from monitor.adapters.store.repositories.story_parts.compared import keep_report, mark_of
from monitor.adapters.store.repositories.story_parts.regrouping import Regrouping
from monitor.adapters.store.repositories.story_parts.rows import as_outlet, found_story, refresh_story, reported_at
from monitor.adapters.store.tables import fact, mention, report, report_key, story, story_topic
from monitor.core.model.filters import StoryFilter, StoryPlace
from monitor.core.model.stories import Assignment, Candidate, Excerpt, Fact, Features, Joins, NewStory, Report, Story
from monitor.errors import UserError

AT_PLACE = select(
    report.c.id, report.c.story_id, report.c.seen_at, report.c.topics, report.c.surfaces, report.c.signals
).where(report.c.entry_id == bindparam("entry_id"), report.c.place == bindparam("place"))
STORIES = select(story).where(story.c.id.in_(bindparam("ids", expanding=True)))
LIVING = select(func.coalesce(story.c.merged_into, story.c.id).label("living")).where(
    story.c.id == bindparam("story_id")
)
OUTLETS = (
    select(
        report.c.id,
        report.c.story_id,
        report.c.entry_id,
        report.c.section,
        report.c.title,
        report.c.url,
        report.c.source,
        report.c.tier,
        report.c.lang,
        report.c.published_at,
        report.c.seen_at,
        report.c.digest,
        report.c.lang,
        report.c.duplicate,
        report.c.why,
    )
    .where(report.c.story_id.in_(bindparam("ids", expanding=True)))
    .order_by(report.c.id)
)
FACTS = (
    select(fact)
    .where(fact.c.story_id.in_(bindparam("ids", expanding=True)))
    .order_by(fact.c.reported_at, fact.c.kind, fact.c.value)
)
IS_AT_PLACE = PreparedStatement(
    select(report.c.id).where(report.c.entry_id == bindparam("entry_id"), report.c.place == bindparam("place"))
)
LIVING_NOW = PreparedStatement(LIVING)
LAST_SEEN_FIRST = select(story.c.id).where(story.c.merged_into.is_(None))
OF_TOPIC = select(story_topic.c.story_id).where(story_topic.c.topic == bindparam("topic"))


class Stories:
    """The ``StoryRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._search = CandidateSearch(connection)
        self._founded: set[int] = set()
        """Stories that this transaction founded and has not merged: each is itself."""

    def candidates(self, keys: Collection[int], *, since: datetime, limit: int) -> Sequence[Candidate]:
        """See ``CandidateSearch.find``."""
        return self._search.find(keys, since=since, limit=limit)

    def of_entry(self, entry_id: int) -> Sequence[Candidate]:
        """See ``CandidateSearch.of_entry``."""
        return self._search.of_entry(entry_id)

    def add_report(
        self, told: Report, features: Features, assignment: Assignment, excerpt: Excerpt, *, now: datetime
    ) -> int:
        """Found or join a story. A report that is already there stays in its story and says what it says now."""
        there = self._at_place(excerpt)
        if there is None:
            story_id = self._story_for(assignment, told, excerpt, now)
            values = _edited_columns(told, features) | {
                "entry_id": excerpt.entry_id,
                "place": excerpt.place,
                "story_id": story_id,
                "section": excerpt.section,
                "signals": list(excerpt.signals),
                "snippet": excerpt.snippet,
                "highlights": list(excerpt.highlights),
                "score": excerpt.score,
                "seen_at": told.seen_at,
                "duplicate": isinstance(assignment, Joins) and assignment.duplicate,
                "why": assignment.why,
                "created_at": now,
            }
            report_id = add_row(self._db, report, values, as_written=("features",))
            keep_report(report_id, values["compared_mark"], told, features)
            self._index(report_id, features.keys, reported_at(told.published_at, told.seen_at))
            if isinstance(assignment, NewStory):
                return story_id
        else:
            story_id = there.story_id
            self._say_again(there, told, features, excerpt.signals)
        refresh_story(self._db, story_id)
        return story_id

    def edit_report(self, told: Report, features: Features, excerpt: Excerpt) -> None:
        """Bring a report in line with its edited entry, if there is one."""
        there = self._at_place(excerpt)
        if there is not None:
            self._say_again(there, told, features, excerpt.signals)
            shown = {"snippet": excerpt.snippet, "highlights": list(excerpt.highlights), "score": excerpt.score}
            self._db.execute(update(report).where(report.c.id == there.id).values(**shown))
            refresh_story(self._db, there.story_id)

    def get(self, story_ids: Collection[int]) -> Sequence[Story]:
        """Whole stories in the order asked; one that was merged away is told as the one it is part of now, once."""
        rows = {row.id: row for row in rows_of(self._db, STORIES, story_ids)}
        merged = {number: row.merged_into for number, row in rows.items() if row.merged_into is not None}
        rows |= {row.id: row for row in rows_of(self._db, STORIES, merged.values())}
        wanted = dict.fromkeys(merged.get(number, number) for number in story_ids if number in rows)
        outlets = _rows_by_story(rows_of(self._db, OUTLETS, wanted))
        facts = _rows_by_story(rows_of(self._db, FACTS, wanted))
        return [_as_story(rows[number], outlets.get(number, ()), facts.get(number, ())) for number in wanted]

    def tell(self, story_id: int, facts: Sequence[tuple[str, str, str]], *, now: datetime) -> None:
        """Note facts (kind, value, surface) as told; those told before keep their time and wording."""
        if facts:
            known = {"story_id": self._living(story_id), "reported_at": now}
            rows = [known | {"kind": kind, "value": value, "surface": surface} for kind, value, surface in facts]
            insert_rows(self._db, fact, rows, if_there="DO NOTHING")

    def find(self, wanted: StoryFilter) -> Sequence[Story]:
        """Last seen first."""
        if wanted.topic:
            table = story_topic
            found = OF_TOPIC.order_by(table.c.last_seen_at.desc(), table.c.story_id.desc())
        else:
            table = story
            found = LAST_SEEN_FIRST.order_by(table.c.last_seen_at.desc(), table.c.id.desc())
        number = table.c.story_id if wanted.topic else table.c.id
        if wanted.after_id is not None:
            found = found.where(number > wanted.after_id).order_by(None).order_by(number)
        if wanted.before is not None:
            found = found.where(tuple_(table.c.last_seen_at, number) < _story_place(wanted.before))
        if wanted.signal:
            with_signal = select(story.c.id).where(story.c.id == number, _story_names(story.c.signals, wanted.signal))
            found = found.where(with_signal.exists())
        if wanted.since is not None:
            found = found.where(table.c.last_seen_at >= wanted.since)
        if wanted.state is not None:
            of_state = mention.c.story_id == number, unsearched(mention.c.status) == wanted.state
            of_topic = (mention.c.topic == wanted.topic,) if wanted.topic else ()
            found = found.where(select(mention.c.id).where(*of_state, *of_topic).exists())
        return self.get(
            self._db.scalars(found.limit(wanted.limit), {"topic": wanted.topic} if wanted.topic else {}).all()
        )

    def of_reports(self, report_ids: Collection[int]) -> Mapping[int, int]:
        """The story of each report; those that are not there are left out."""
        return self._search.stories_of(report_ids)

    def merge(self, story_ids: Sequence[int]) -> int:
        """manually: put all into the first; returns its id."""
        self._founded.clear()
        return Regrouping(self._db).merge([self._living(number) for number in story_ids])

    def split(self, report_ids: Sequence[int], *, facts_of: Callable[[Report], Sequence[Fact]], now: datetime) -> int:
        """manually: put reports into a new story; returns its id."""
        return Regrouping(self._db).split(report_ids, facts_of=facts_of, now=now)

    def _at_place(self, excerpt: Excerpt) -> AnyRow | None:
        place = {"entry_id": excerpt.entry_id, "place": excerpt.place}
        return self._db.execute(AT_PLACE, place).first() if IS_AT_PLACE.run(self._db, place) else None

    def _say_again(self, there: AnyRow, told: Report, features: Features, signals: Sequence[str]) -> None:
        """An edit: what it names now comes to what it named before."""
        values = _edited_columns(told, features) | {
            "topics": _union_of(there.topics, sorted(told.topics)),
            "surfaces": _union_of(there.surfaces, told.surfaces),
            "signals": _union_of(there.signals, signals),
        }
        _edit_prepared(tuple(values)).run(self._db, values | {"of_report": there.id})
        self._db.execute(delete(report_key).where(report_key.c.report_id == there.id))
        self._index(there.id, features.keys, reported_at(told.published_at, there.seen_at))

    def _index(self, report_id: int, keys: Collection[int], at: datetime) -> None:
        adding = insert_prepared(report_key, ("key", "at", "report_id"))
        adding.change_each(self._db, "key", list(dict.fromkeys(keys)), {"at": at, "report_id": report_id})

    def _story_for(self, assignment: Assignment, told: Report, excerpt: Excerpt, now: datetime) -> int:
        match assignment:
            case Joins(story_id=story_id):
                return self._living(story_id)
            case NewStory(follows=follows):
                before = None if follows is None else self._living(follows)
                story_id = found_story(self._db, told, excerpt, follows=before, now=now)
                self._founded.add(story_id)
                return story_id

    def _living(self, story_id: int) -> int:
        """The story itself, or the one it was merged into."""
        if story_id in self._founded:
            return story_id
        rows = LIVING_NOW.run(self._db, {"story_id": story_id})
        if not rows:
            raise UserError(f"no story has the number {story_id}")
        return int(rows[0][0])


def _story_place(wanted: StoryPlace) -> ColumnElement[Any]:
    return tuple_(literal(wanted.last_seen_at, Moment), literal(wanted.id))


def _story_names(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether a list in JSON holds a name: it is written there in quotes, the same on every database."""
    return cast(column, Text).contains(to_json(name), autoescape=True)


@cache
def _edit_prepared(columns: tuple[str, ...]) -> PreparedStatement:
    edited = update(report).where(report.c.id == bindparam("of_report"))
    return PreparedStatement(edited, filled=columns, as_written=("features",))


def _union_of(*lists: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(value for values in lists for value in values))


def _edited_columns(told: Report, features: Features) -> dict[str, Any]:
    """The columns that an edit may change; the features as they are stored."""
    written = to_json({"keys": list(features.keys), "payload": dict(features.payload)})
    return {
        "title": told.title,
        "url": told.url,
        "source": told.source,
        "tier": told.tier,
        "lang": told.lang,
        "topics": sorted(told.topics),
        "surfaces": list(told.surfaces),
        "published_at": told.published_at,
        "precision": told.precision,
        "digest": told.is_roundup,
        "features": written,
        "compared_mark": mark_of(written, told),
    }


def _rows_by_story(rows: Sequence[AnyRow]) -> Mapping[int, list[AnyRow]]:
    groups: dict[int, list[AnyRow]] = {}
    for row in rows:
        groups.setdefault(row.story_id, []).append(row)
    return groups


def _as_story(row: AnyRow, outlets: Sequence[AnyRow], facts: Sequence[AnyRow]) -> Story:
    oldest_first = sorted(outlets, key=lambda told: reported_at(told.published_at, told.seen_at))
    return Story(
        id=row.id,
        title=row.title,
        url=row.url,
        topics=tuple(row.topics),
        signals=tuple(row.signals),
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        outlets=[as_outlet(row) for row in oldest_first],
        facts=[Fact(kind=told.kind, value=told.value, surface=told.surface) for told in facts],
        follows=row.follows,
        snippet=row.snippet,
        highlights=read_ranges(row.highlights),
        lang=row.lang,
        score=row.score,
    )

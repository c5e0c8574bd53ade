"""What a story says as a whole: computed from its reports whenever one of them changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from monitor.adapters.store.columns import AnyRow, add_row
from monitor.adapters.store.prepared import insert_rows
from monitor.adapters.store.tables import report, story, story_topic
from monitor.core.cluster.representative import choose_representative
from monitor.core.model.stories import Excerpt, Outlet, Report

REPORTS = (
    select(
        report.c.id,
        report.c.entry_id,
        report.c.section,
        report.c.title,
        report.c.url,
        report.c.source,
        report.c.tier,
        report.c.lang,
        report.c.topics,
        report.c.signals,
        report.c.snippet,
        report.c.highlights,
        report.c.score,
        report.c.published_at,
        report.c.seen_at,
        report.c.digest,
        report.c.duplicate,
        report.c.why,
    )
    .where(report.c.story_id == bindparam("story_id"))
    .order_by(report.c.id)
)

OF_STORY = update(story).where(story.c.id == bindparam("of_story"))
NO_TOPICS = delete(story_topic).where(story_topic.c.story_id == bindparam("of_story"))


def refresh_story(db: Connection, story_id: int) -> None:
    """Bring a story's own row and its topics in line with its reports; it must have one."""
    reports = db.execute(REPORTS, {"story_id": story_id}).all()
    chosen = choose_representative([as_outlet(row) for row in reports]).report_id
    first = next(row for row in reports if row.id == chosen)
    topics = _in_order(reports, "topics")
    last_seen_at = max(row.seen_at for row in reports)
    values = {
        "title": first.title,
        "url": first.url,
        "lang": first.lang,
        "snippet": first.snippet,
        "highlights": first.highlights,
        "score": first.score,
        "topics": topics,
        "signals": _in_order(reports, "signals"),
        "first_seen_at": min(row.seen_at for row in reports),
        "last_seen_at": last_seen_at,
    }
    db.execute(OF_STORY, values | {"of_story": story_id})
    db.execute(NO_TOPICS, {"of_story": story_id})
    _add_topics(db, story_id, topics, last_seen_at)


def found_story(db: Connection, told: Report, excerpt: Excerpt, *, follows: int | None, now: datetime) -> int:
    """A story of one report that is about to be added, as ``refresh_story`` would make it of that; its number."""
    topics = sorted(told.topics)
    values = {
        "title": told.title,
        "url": told.url,
        "lang": told.lang,
        "snippet": excerpt.snippet,
        "highlights": list(excerpt.highlights),
        "score": excerpt.score,
        "topics": topics,
        "signals": list(dict.fromkeys(excerpt.signals)),
    }
    story_id = add_row(db, story, blank_story(seen_at=told.seen_at, follows=follows, now=now) | values)
    _add_topics(db, story_id, topics, told.seen_at)
    return story_id


def _add_topics(db: Connection, story_id: int, topics: Sequence[str], last_seen_at: datetime) -> None:
    rows = [{"story_id": story_id, "topic": topic, "last_seen_at": last_seen_at} for topic in topics]
    insert_rows(db, story_topic, rows)


def reported_at(published_at: datetime | None, seen_at: datetime) -> datetime:
    """When a report came out as far as can be known: a publisher's time in our future says nothing."""
    return seen_at if published_at is None else min(published_at, seen_at)


def as_outlet(row: AnyRow) -> Outlet:
    """A report as people see it."""
    return Outlet(
        source=row.source,
        title=row.title,
        url=row.url,
        published_at=row.published_at,
        seen_at=row.seen_at,
        tier=row.tier,
        entry_id=row.entry_id,
        section=row.section,
        is_roundup=row.digest,
        report_id=row.id,
        lang=row.lang,
        is_reprint=row.duplicate,
        why=row.why,
    )


def blank_story(*, seen_at: datetime, follows: int | None = None, now: datetime) -> dict[str, object]:
    """The row of a story that is about to get its first report."""
    texts = dict.fromkeys(("title", "url", "lang", "snippet"), "")
    lists: dict[str, object] = {"highlights": [], "topics": [], "signals": []}
    seen = {"first_seen_at": seen_at, "last_seen_at": seen_at}
    return texts | lists | seen | {"score": 0.0, "follows": follows, "created_at": now}


def _in_order(reports: Sequence[AnyRow], column: str) -> list[str]:
    """Each value once, as the reports brought them."""
    return list(dict.fromkeys(value for row in reports for value in getattr(row, column)))

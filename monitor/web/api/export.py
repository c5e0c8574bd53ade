"""``/export/…``: mentions and stories as CSV or JSON Lines, streamed."""

import csv
import io
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Generic, TypeVar

from fastapi import APIRouter, HTTPException
from fastapi.responses import StreamingResponse

from monitor.adapters.config.schema.formats import Malformed, parse_duration
from monitor.app.queries.exports import export_mentions, export_stories
from monitor.app.queries.rows import mention_row
from monitor.core.model.filters import MentionFilter, StoryFilter
from monitor.core.model.matches import Mention
from monitor.core.model.stories import Story
from monitor.core.render.json_documents import whole_story_json
from monitor.errors import UserError
from monitor.values import dataclass
from monitor.web.context import Context

T = TypeVar("T")
Row = Mapping[str, object]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MENTION_COLUMNS = (
    "id", "created_at", "topic", "status", "title", "url", "source", "published", "surface", "snippet", "score",
    "signals", "story", "lang",
)  # fmt: skip
_STORY_COLUMNS = ("id", "first_seen_at", "last_seen_at", "title", "url", "topics", "signals", "reports", "sources")


def export_routes(context: Context) -> APIRouter:
    """Behind the password, or a token that may read."""
    router, app = APIRouter(prefix="/export"), context.app

    @router.get("/mentions.{form}")
    async def mentions(form: str, topic: str = "", since: str = "") -> StreamingResponse:
        wanted = MentionFilter(topic=topic, since=moment_in(since, app.clock.now()))
        return _stream_answer(_MENTIONS, form, export_mentions(app, wanted))

    @router.get("/stories.{form}")
    async def stories(form: str, topic: str = "", since: str = "") -> StreamingResponse:
        wanted = StoryFilter(topic=topic, since=moment_in(since, app.clock.now()))
        return _stream_answer(_STORIES, form, export_stories(app, wanted))

    return router


def moment_in(written: str, now: datetime) -> datetime | None:
    """A duration back from now ("24h"), or a time with its zone; UserError for anything else."""
    if not written:
        return None
    try:
        return now - parse_duration(written)
    except Malformed:
        pass
    try:
        at = datetime.fromisoformat(written)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UserError(f"since={written[:40]}: expected a duration such as 24h or 7d, or 2026-11-28T09:00:00Z")


def mention_line(mention: Mention) -> Row:
    """The same in columns."""
    row = dict(mention_row(mention))
    entry = row.pop("entry")
    return row | (entry if isinstance(entry, dict) else {}) | {"signals": " ".join(mention.signals)}


def story_line(story: Story) -> Row:
    """A story in columns."""
    return whole_story_json(story) | {
        "topics": " ".join(story.topics),
        "signals": " ".join(story.signals),
        "reports": len(story.outlets),
        "sources": "; ".join(dict.fromkeys(outlet.source for outlet in story.outlets)),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Export(Generic[T]):
    """What is exported: as a row of JSON, as a line of columns."""

    name: str
    as_row: Callable[[T], Row]
    as_line: Callable[[T], Row]
    columns: Sequence[str]


_MENTIONS = _Export(name="mentions", as_row=mention_row, as_line=mention_line, columns=_MENTION_COLUMNS)
_STORIES = _Export(name="stories", as_row=whole_story_json, as_line=story_line, columns=_STORY_COLUMNS)


def _stream_answer(export: _Export[T], form: str, pieces: AsyncIterator[Sequence[T]]) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{export.name}.{form}"'}
    match form:
        case "jsonl":
            lines = _json_lines(pieces, export.as_row)
            return StreamingResponse(lines, media_type="application/jsonl", headers=headers)
        case "csv":
            table = _csv_rows(pieces, export.as_line, export.columns)
            return StreamingResponse(table, media_type="text/csv; charset=utf-8", headers=headers)
        case _:
            raise HTTPException(404, "An export ends in .csv or .jsonl.")


async def _json_lines(pieces: AsyncIterator[Sequence[T]], as_row: Callable[[T], Row]) -> AsyncIterator[str]:
    async for piece in pieces:
        yield "".join(f"{json.dumps(as_row(row), ensure_ascii=False)}\n" for row in piece)


async def _csv_rows(
    pieces: AsyncIterator[Sequence[T]], as_line: Callable[[T], Row], columns: Sequence[str]
) -> AsyncIterator[str]:
    """With a byte order mark: without it spreadsheets take Chinese for something else."""
    yield "\ufeff" + ",".join(columns) + "\r\n"
    async for piece in pieces:
        text = io.StringIO()
        writer = csv.writer(text)
        for row in piece:
            line = as_line(row)
            writer.writerow([_safe_cell(line.get(column)) for column in columns])
        yield text.getvalue()


def _safe_cell(value: object) -> object:
    """A spreadsheet must not run what a headline begins with."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value

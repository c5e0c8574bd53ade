"""``/api/…``: the JSON of the listing commands, and wrong groupings put right."""

from collections.abc import Callable, Sequence
from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse

from monitor.adapters.config.schema.formats import Malformed, parse_duration
from monitor.app.context import AppContext
from monitor.app.queries.sources import source_row_json, source_rows
from monitor.app.stories.regroup import merge_into_first, split_story
from monitor.core.model.filters import StoryFilter
from monitor.core.model.stories import Story
from monitor.core.render.json_documents import mention_json, story_json, whole_story_json
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import json_of

_MOST = 1000
_LARGEST = 2**53


def story_routes(context: Context) -> APIRouter:
    """Behind the password; a change asks for JSON, which no form of another site can send."""
    router, app = APIRouter(prefix="/api"), context.app

    @router.get("/stories")
    async def stories(topic: str = "", since: str = "", limit: str = "50") -> JSONResponse:
        wanted = StoryFilter(topic=topic, since=_time_ago(since, app.clock.now()), limit=_read_limit(limit))
        found = await app.in_store.read(lambda tx: tx.stories.find(wanted))
        return JSONResponse([story_json(story) for story in found])

    @router.get("/stories/{number}")
    async def story(number: str) -> JSONResponse:
        wanted = number_in(number)

        def known(tx: Transaction) -> dict[str, object] | None:
            found = next(iter(tx.stories.get([wanted])), None)
            if found is None:
                return None
            mentions = tx.mentions.of_stories([found.id])
            return {**whole_story_json(found), "mentions": [mention_json(mention) for mention in mentions]}

        document = await app.in_store.read(known)
        if document is None:
            raise HTTPException(404, f"The store has no story {wanted}.")
        return JSONResponse(document)

    @router.get("/sources")
    async def sources() -> JSONResponse:
        now = app.clock.now()
        rows = await app.in_store.read(lambda tx: source_rows(tx, app.settings, now=now))
        return JSONResponse([source_row_json(row, now=now) for row in rows if row.source.state != "removed"])

    _add_regrouping(router, app)
    return router


def _add_regrouping(router: APIRouter, app: AppContext) -> None:
    @router.post("/stories/merge")
    async def merge_stories(request: Request) -> JSONResponse:
        ids = _read_numbers(await json_of(request), "ids")
        return await _regrouped(
            lambda tx: merge_into_first(tx, ids, who=web_actor(request, "api"), now=app.clock.now())
        )

    @router.post("/stories/split")
    async def split_reports(request: Request) -> JSONResponse:
        reports = _read_numbers(await json_of(request), "reports")
        return await _regrouped(lambda tx: split_story(tx, reports, who=web_actor(request, "api"), now=app.clock.now()))

    async def _regrouped(work: Callable[[Transaction], Story]) -> JSONResponse:
        return JSONResponse(whole_story_json(await app.in_store.write(work)))


def _read_numbers(document: object, name: str) -> Sequence[int]:
    found = document.get(name) if isinstance(document, dict) else None
    right = isinstance(found, list) and all(type(number) is int and 0 < number < _LARGEST for number in found)
    if not right or not found or len(found) > _MOST:
        raise HTTPException(400, f'Expected {{"{name}": [number, …]}} with 1 to {_MOST} numbers.')
    return list(found)


def _time_ago(written: str, now: datetime) -> datetime | None:
    try:
        return now - parse_duration(written) if written else None
    except Malformed as error:
        raise UserError(f"since={written}: expected a duration such as 24h or 7d") from error


def _read_limit(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and 1 <= int(written[:6]) <= _MOST and len(written) <= 6):
        raise UserError(f"limit={written[:20]}: expected a number from 1 to {_MOST}")
    return int(written)

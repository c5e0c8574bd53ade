"""What ``/api/v1`` shows. Lists come in pages, ``{"items": […], "next": cursor or null}``; each answer has a tag."""

import json
import os
from collections.abc import Mapping, Sequence
from typing import TypeVar, get_args

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from monitor.app.context import AppContext
from monitor.app.queries.page_documents import story_document
from monitor.app.queries.rows import delivery_rows, mention_row, source_document, topic_documents
from monitor.app.queries.sources import source_rows
from monitor.app.queries.status_document import status_document
from monitor.app.queries.story import whole_story
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.filters import DeliveryFilter, MentionFilter, StoryFilter, StoryPlace
from monitor.core.model.matches import MentionStatus
from monitor.core.model.sources import Health, SourceState
from monitor.core.model.stories import Story
from monitor.core.render.json_documents import Json, time_json, whole_story_json
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.version import VERSION
from monitor.web.api.export import moment_in
from monitor.web.api.v1.bodies import refuse_repeated
from monitor.web.api.v1.openapi import openapi_document
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.health_document import health_document
from monitor.web.paging import place_in, place_text
from monitor.web.serving.conditional import tagged

Chosen = TypeVar("Chosen", bound=str)

MOST = 200
SOURCE_STATES: tuple[str, ...] = tuple(dict.fromkeys((*get_args(SourceState), *get_args(Health))))
_MEDIA_TYPE = "application/json"


def read_routes(context: Context) -> APIRouter:
    """Behind the password, or a token that may read."""
    router, app = APIRouter(prefix="/api/v1", dependencies=[Depends(refuse_repeated)]), context.app

    @router.get("/openapi.json")
    async def openapi(request: Request) -> Response:
        return answer(request, openapi_document(app.settings.web.base_url))

    @router.get("/status")
    async def status(request: Request) -> Response:
        found = await context.status.read()
        beat = time_json(context.heartbeat.beat_at)
        document = health_document(found, is_open=True) | {"version": VERSION, "last_tick_at": beat}
        return answer(request, document | {"report": status_document(found, process=os.getpid())})

    @router.get("/topics")
    async def topics(request: Request) -> Response:
        def rows(tx: Transaction) -> list[Json]:
            return topic_documents(tx, app.watchlists.topics, now=app.clock.now())

        return answer(request, page(await app.in_store.look(rows), None))

    _add_stories(router, app)
    _add_lists(router, app)
    _add_deliveries(router, app)
    return router


def _add_stories(router: APIRouter, app: AppContext) -> None:
    @router.get("/stories")
    async def stories(
        request: Request, *, topic: str = "", since: str = "", status: str = "", signal: str = "", cursor: str = ""
    ) -> Response:
        before = place_in(cursor if "." in cursor else f"{cursor}.0")
        if cursor and before is None:
            raise _bad_cursor(cursor)
        size = limit_in(request.query_params.get("limit", "50"))
        wanted = StoryFilter(
            topic=topic,
            since=moment_in(since, app.clock.now()),
            state=choice_in("status", status, get_args(MentionStatus)),
            signal=signal,
            limit=size + 1,
            before=before,
        )
        found = await app.in_store.look(lambda tx: tx.stories.find(wanted))
        more = _place_of(found[size - 1]) if len(found) > size else None
        return answer(request, page([whole_story_json(story) for story in found[:size]], place_text(more) or None))

    @router.get("/stories/{number}")
    async def story(request: Request, number: str) -> Response:
        wanted = number_in(number)

        def known(tx: Transaction) -> Json | None:
            found = whole_story(app, tx, wanted)
            return story_document(found) if found else None

        document = await app.in_store.look(known)
        if document is None:
            raise HTTPException(404, f"There is no story {wanted}.")
        return answer(request, document)


def _add_lists(router: APIRouter, app: AppContext) -> None:
    @router.get("/mentions")
    async def mentions(request: Request, topic: str = "", since: str = "", status: str = "") -> Response:
        size, cursor = limit_in(request.query_params.get("limit", "50")), request.query_params.get("cursor", "")
        wanted = MentionFilter(
            topic=topic,
            since=moment_in(since, app.clock.now()),
            state=choice_in("status", status, get_args(MentionStatus)),
            limit=size + 1,
            before_id=read_number(cursor) or AFTER_ALL,
        )
        found = await app.in_store.look(lambda tx: tx.mentions.find(wanted))
        more = str(found[size - 1].id) if len(found) > size else None
        return answer(request, page([mention_row(row) for row in found[:size]], more))

    @router.get("/sources")
    async def sources(
        request: Request, *, topic: str = "", since: str = "", state: str = "", limit: str = "50", cursor: str = ""
    ) -> Response:
        size, after, now = limit_in(limit), read_number(cursor), app.clock.now()
        at = moment_in(since, now)
        choice_in("state", state, SOURCE_STATES)
        rows = await app.in_store.look(lambda tx: source_rows(tx, app.settings, now=now, topic=topic, since=at))
        kept = [
            row
            for row in sorted(rows, key=lambda row: row.source.id)
            if (state in (row.source.state, row.source.health) if state else row.source.state != "removed")
        ]
        rest = [row for row in kept if row.source.id > after]
        more = str(rest[size - 1].source.id) if len(rest) > size else None
        return answer(request, page([source_document(row, now=now) for row in rest[:size]], more))


def _add_deliveries(router: APIRouter, app: AppContext) -> None:
    @router.get("/deliveries")
    async def deliveries(
        request: Request, *, state: str = "", channel: str = "", topic: str = "", since: str = "", cursor: str = ""
    ) -> Response:
        size = limit_in(request.query_params.get("limit", "50"))
        wanted = DeliveryFilter(
            state=choice_in("state", state, get_args(DeliveryState)),
            channel=channel,
            topic=topic,
            since=moment_in(since, app.clock.now()),
            limit=size + 1,
            before_id=read_number(cursor) or AFTER_ALL,
        )

        def rows(tx: Transaction) -> tuple[list[Json], str | None]:
            found = tx.outbox.find(wanted)
            return delivery_rows(tx, found[:size]), str(found[size - 1].id) if len(found) > size else None

        return answer(request, page(*await app.in_store.look(rows)))


AFTER_ALL = 2**62
"""A number that no row has: the first page begins before it."""


def answer(request: Request, document: Mapping[str, object]) -> Response:
    """JSON with its tag."""
    return tagged(request, json.dumps(document, ensure_ascii=False).encode(), _MEDIA_TYPE)


def page(items: Sequence[Json], following: str | None) -> Json:
    """One page of a list."""
    return {"items": list(items), "next": following}


def limit_in(written: str) -> int:
    """How many rows a page has; UserError beyond the bounds."""
    if not (written.isascii() and written.isdecimal() and len(written) <= 6 and 1 <= int(written) <= MOST):
        raise UserError(f"limit={written[:20]}: expected a number from 1 to {MOST}")
    return int(written)


def choice_in(name: str, written: str, known: tuple[Chosen, ...]) -> Chosen | None:
    """The choice, or none; UserError names those that there are."""
    found = next((choice for choice in known if choice == written), None)
    if written and found is None:
        raise UserError(f"{name}={written[:20]}: expected one of {', '.join(known)}")
    return found


def read_number(cursor: str) -> int:
    if not cursor:
        return 0
    number = cursor.rpartition(".")[2]
    if not (number.isascii() and number.isdecimal() and len(number) <= 17):
        raise _bad_cursor(cursor)
    return int(number)


def _bad_cursor(cursor: str) -> UserError:
    return UserError(f'cursor={cursor[:40]}: expected what "next" said')


def _place_of(story: Story) -> StoryPlace:
    return StoryPlace(last_seen_at=story.last_seen_at, id=story.id)

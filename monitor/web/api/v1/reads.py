"""What ``/api/v1`` shows. Lists come in pages, ``{"items": […], "next": cursor or null}``; each answer has a tag."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Literal, TypeVar, get_args

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from monitor.app.context import AppContext
from monitor.app.queries.sources import source_row_json, source_rows
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.filters import DeliveryFilter, MentionFilter, StoryFilter, StoryPlace
from monitor.core.model.matches import MentionStatus
from monitor.core.model.stories import Story
from monitor.core.render.json_documents import delivery_json, mention_json, time_json, whole_story_json
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.version import VERSION
from monitor.web.api.export import mention_row, moment_in
from monitor.web.api.health import health_document
from monitor.web.api.v1.openapi import openapi_document
from monitor.web.conditional import tagged
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.paging import place_in, place_text

Json = Mapping[str, object]
Chosen = TypeVar("Chosen", bound=str)

MOST = 200
_MEDIA_TYPE = "application/json"


def read_routes(context: Context) -> APIRouter:
    """Behind the password, or a token that may read."""
    router, app = APIRouter(prefix="/api/v1"), context.app

    @router.get("/openapi.json")
    async def openapi(request: Request) -> Response:
        return answer(request, openapi_document(app.settings.web.base_url))

    @router.get("/status")
    async def status(request: Request) -> Response:
        document = health_document(await context.status.read(), is_open=True)
        beat = time_json(context.heartbeat.beat_at)
        return answer(request, document | {"version": VERSION, "last_tick_at": beat})

    @router.get("/topics")
    async def topics(request: Request) -> Response:
        return answer(request, page(await app.in_store.look(lambda tx: _topic_rows(app, tx)), None))

    _add_stories(router, app)
    _add_lists(router, app)
    return router


def _add_stories(router: APIRouter, app: AppContext) -> None:
    @router.get("/stories")
    async def stories(
        request: Request, topic: str = "", since: str = "", limit: str = "50", cursor: str = ""
    ) -> Response:
        before = place_in(cursor if "." in cursor else f"{cursor}.0")
        if cursor and before is None:
            raise _bad_cursor(cursor)
        size, at = limit_in(limit), moment_in(since, app.clock.now())
        wanted = StoryFilter(topic=topic, since=at, limit=size + 1, before=before)
        found = await app.in_store.look(lambda tx: tx.stories.find(wanted))
        more = _place_of(found[size - 1]) if len(found) > size else None
        return answer(request, page([whole_story_json(story) for story in found[:size]], place_text(more) or None))

    @router.get("/stories/{number}")
    async def story(request: Request, number: str) -> Response:
        wanted = number_in(number)

        def known(tx: Transaction) -> Json | None:
            found = next(iter(tx.stories.get([wanted])), None)
            mentions = tx.mentions.of_stories([found.id]) if found else ()
            return whole_story_json(found) | {"mentions": [mention_json(row) for row in mentions]} if found else None

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
            before_id=_read_number(cursor) or _AFTER_ALL,
        )
        found = await app.in_store.look(lambda tx: tx.mentions.find(wanted))
        more = str(found[size - 1].id) if len(found) > size else None
        return answer(request, page([mention_row(row) for row in found[:size]], more))

    @router.get("/sources")
    async def sources(request: Request, limit: str = "50", cursor: str = "") -> Response:
        size, after, now = limit_in(limit), _read_number(cursor), app.clock.now()
        rows = await app.in_store.look(lambda tx: source_rows(tx, app.settings, now=now))
        kept = sorted((row for row in rows if row.source.state != "removed"), key=lambda row: row.source.id)
        rest = [row for row in kept if row.source.id > after]
        more = str(rest[size - 1].source.id) if len(rest) > size else None
        shown = [{"id": row.source.id} | source_row_json(row, now=now) for row in rest[:size]]
        return answer(request, page(shown, more))

    @router.get("/deliveries")
    async def deliveries(
        request: Request, state: str = "", channel: str = "", limit: str = "50", cursor: str = ""
    ) -> Response:
        size = limit_in(limit)
        wanted = DeliveryFilter(
            state=choice_in("state", state, get_args(DeliveryState)),
            channel=channel,
            limit=size + 1,
            before_id=_read_number(cursor) or _AFTER_ALL,
        )
        found = await app.in_store.look(lambda tx: tx.outbox.find(wanted))
        more = str(found[size - 1].id) if len(found) > size else None
        return answer(request, page([delivery_json(row) for row in found[:size]], more))


_AFTER_ALL = 2**62
"""A number that no row has: the first page begins before it."""


def answer(request: Request, document: Json) -> Response:
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


def _read_number(cursor: str) -> int:
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


def _topic_rows(app: AppContext, tx: Transaction) -> list[Json]:
    now = app.clock.now()
    counts, mutes = tx.mentions.counts(since=now - timedelta(days=7)), tx.topics.mutes(now=now)
    languages: tuple[Literal["en", "zh", "ja"], ...] = ("en", "zh", "ja")
    return [
        {
            "id": topic.id,
            "name": {language: topic.label(language) for language in languages},
            "watchlist": topic.watchlist,
            "aliases": len(topic.aliases),
            "mentions_7d": counts.get(topic.id, 0),
            "muted_until": time_json(mutes.get(topic.id)),
        }
        for topic in app.watchlists.topics
    ]

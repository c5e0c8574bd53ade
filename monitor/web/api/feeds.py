"""``/feeds/…``: stories for feed readers, with the password or a token, which may stand in the address."""

from collections.abc import Mapping
from typing import get_args
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from monitor.app.queries.output_feeds import FeedOf, output_feed, search_feed
from monitor.app.queries.search import SearchWish
from monitor.core.i18n.phrases import reason_of, render_reason
from monitor.core.model.searches import SearchFilter
from monitor.core.render.forms.output_feeds import MEDIA_TYPES, FeedForm, write_feed
from monitor.errors import QueryError, UserError
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.serving.conditional import tagged

_SEARCHED = ("q", "topic", "signal", "lang", "source")
"""What of a search its feed keeps to: not the days, which a feed would outlive."""
_FORMS: tuple[FeedForm, ...] = get_args(FeedForm)


def feed_routes(context: Context) -> APIRouter:
    """``.atom``, ``.rss`` and ``.json`` of each."""
    router, app = APIRouter(prefix="/feeds"), context.app

    async def answer(request: Request, what: FeedOf, written: str, *, named: bool) -> Response:
        name, _, ending = written.rpartition(".")
        form = next((known for known in _FORMS if known == ending), None)
        if form is None:
            raise HTTPException(404, "A feed ends in .atom, .rss or .json.")
        found = await app.in_store.look(lambda tx: output_feed(app, tx, what, name if named else "", form))
        if found is None:
            raise HTTPException(404, "Nothing of that name is watched.")
        return tagged(request, write_feed(found, form), MEDIA_TYPES[form])

    @router.api_route("/everything.{form}", methods=["GET", "HEAD"])
    async def everything(request: Request, form: str) -> Response:
        return await answer(request, "everything", f".{form}", named=False)

    @router.api_route("/search.{form}", methods=["GET", "HEAD"])
    async def search(request: Request, form: str) -> Response:
        kind = next((known for known in _FORMS if known == form), None)
        if kind is None:
            raise HTTPException(404, "A feed ends in .atom, .rss or .json.")
        said = {name: request.query_params.get(name, "") for name in _SEARCHED}
        address = urlencode({name: value for name, value in said.items() if value})
        try:
            found = await app.in_store.look(lambda tx: search_feed(app, tx, _search_wish(said), address, kind))
        except QueryError as error:
            raise UserError(f"q, column {error.column}: {render_reason(reason_of(error), 'en')}") from error
        return tagged(request, write_feed(found, kind), MEDIA_TYPES[kind])

    @router.api_route("/topics/{name}", methods=["GET", "HEAD"])
    async def topic(request: Request, name: str) -> Response:
        return await answer(request, "topics", name, named=True)

    @router.api_route("/watchlists/{name}", methods=["GET", "HEAD"])
    async def watchlist(request: Request, name: str) -> Response:
        return await answer(request, "watchlists", name, named=True)

    return router


def _search_wish(said: Mapping[str, str]) -> SearchWish:
    filters = SearchFilter(
        languages=(said["lang"],) if said["lang"] else (),
        source_id=number_in(said["source"]) if said["source"] else None,
        signal=said["signal"],
    )
    return SearchWish(query=said["q"].strip(), topic=said["topic"], filters=filters)

"""``/feeds/…``: stories for feed readers, with the password or a token, which may stand in the address."""

from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from monitor.app.queries.output_feeds import FeedOf, output_feed
from monitor.core.render.output_feeds import MEDIA_TYPES, FeedForm, write_feed
from monitor.web.conditional import tagged
from monitor.web.context import Context

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

    @router.api_route("/topics/{name}", methods=["GET", "HEAD"])
    async def topic(request: Request, name: str) -> Response:
        return await answer(request, "topics", name, named=True)

    @router.api_route("/watchlists/{name}", methods=["GET", "HEAD"])
    async def watchlist(request: Request, name: str) -> Response:
        return await answer(request, "watchlists", name, named=True)

    return router

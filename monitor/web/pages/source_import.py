"""``/sources/import``: a list of sources from elsewhere, and what of it cannot be a source."""

import os
from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.adapters.config.edit.checked import edit_checked, read_watchlists_again
from monitor.adapters.config.edit.items import add_sources
from monitor.adapters.config.importers.opml import OpmlFeed, read_opml
from monitor.adapters.config.schema.urls import without_user
from monitor.adapters.config.watchlists.source_keys import refused_address
from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.render.story_view import text_of
from monitor.core.text.urls import feed_address
from monitor.errors import UserError
from monitor.web.context import Context
from monitor.web.page import Reader, reader_of
from monitor.web.pages.sources import SourceLists, file_for
from monitor.web.security.request_body import form_of

_LARGEST = 4 * 1024 * 1024


def source_import_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app, lists = APIRouter(), context.app, SourceLists(context.app)

    @router.post("/sources/import")
    async def take_opml(request: Request) -> Response:
        form, reader = await form_of(request, at_most=_LARGEST), reader_of(app, request)
        text = form.get("opml", "")
        try:
            feeds = read_opml(text.encode())
            added = _add_feeds(context, feeds)
        except UserError as error:
            page = replace(await lists.page(reader), opml=text, problem=reader.fault(error))
            return reader.html("sources", page, place="sources", status=400)
        context.reload()
        if left_out := _left_out_lines(reader, feeds):
            # Sent a second time it adds nothing: by then all of them are known.
            page = replace(await lists.page(reader), left_out=left_out, taken=reader.say("feeds_taken", n=added))
            return reader.html("sources", page, place="sources")
        return reader.go_to("/sources", said="imported" if added else "imported_none")

    return router


def _add_feeds(context: Context, feeds: Sequence[OpmlFeed]) -> int:
    """Add those that can be a source and are none yet; returns how many."""
    app = context.app
    known = {feed_address(spec.url) for spec in app.watchlists.sources}
    fresh = {
        feed_address(feed.url): {"url": feed.url, "title": feed.title, "lang": feed.lang}
        for feed in feeds
        if not refused_address(feed.url) and feed_address(feed.url) not in known
    }
    path = file_for(context, "imported")
    with edit_checked(path, read_watchlists_again(app.settings, os.environ)):
        add_sources(path, list(fresh.values()))
    return len(fresh)


def _left_out_lines(reader: Reader, feeds: Sequence[OpmlFeed]) -> tuple[str, ...]:
    """The feeds of a list that cannot be a source, each with its reason."""
    lines = []
    for feed in feeds:
        why = refused_address(feed.url) if feed.url else Reason("refused.address-missing")
        if why:
            named = without_user(feed.url) or feed.title or reader.say("untitled")
            lines.append(f"{text_of(named, 300)}: {render_reason(why, reader.wording.language)}")
    return tuple(lines)

"""``/sources``: who is read, how well that goes, what it brought; add, pause, refresh, remove, OPML."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from monitor.adapters.config.edit.checked import edit_checked, read_watchlists_again
from monitor.adapters.config.edit.items import add_source, add_sources, remove_source
from monitor.adapters.config.importers.opml import read_opml, write_opml
from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.adapters.config.watchlists.source_keys import refused_address
from monitor.app.polling.preview import SourcePreview, preview_site
from monitor.app.polling.recent import Recent
from monitor.app.queries.source_pages import FRUITLESS_AFTER, PAGE, source_list, source_report
from monitor.app.sources import SourceErrand, change_source
from monitor.core.i18n.phrases import Reason
from monitor.core.model.filters import SourceFilter
from monitor.core.model.sources import SourceSpec
from monitor.core.text.sanitize import sanitize_line
from monitor.core.text.urls import feed_address
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.page import reader_of
from monitor.web.pages.source_view import OWN_LIST, add_page, source_page, sources_page
from monitor.web.paging import query_text
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import form_of

_COUNTED_FOR = timedelta(minutes=5)
_LARGEST_OPML = 4 * 1024 * 1024
_ERRANDS: tuple[SourceErrand, ...] = get_args(SourceErrand)


def source_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app
    counted: Mapping[int, int] = {}
    counted_at: float | None = None

    def mentions(tx: Transaction) -> Mapping[int, int]:
        # Counting looks at every mention of three months: once in a while is enough.
        nonlocal counted, counted_at
        now = app.clock.monotonic()
        if counted_at is None or now - counted_at > _COUNTED_FOR.total_seconds():
            counted = tx.source_list.mentions_since(since=app.clock.now() - FRUITLESS_AFTER)
            counted_at = now
        return counted

    @router.api_route("/sources", methods=["GET", "HEAD"])
    async def sources(request: Request, q: str = "", state: str = "", page: str = "1") -> Response:
        reader, now, q = reader_of(app, request), app.clock.now(), sanitize_line(q)
        number = int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 else 1
        wanted = SourceFilter(text=q[:100], state=state[:20], offset=PAGE * (max(number, 1) - 1), limit=PAGE)
        if state == "fruitless":
            wanted = replace(wanted, state="", fruitless_since=now - FRUITLESS_AFTER)
        found = await app.in_store.look(lambda tx: source_list(app, tx, wanted, mentions=mentions(tx), now=now))
        return reader.html("sources", sources_page(reader, found, text=q, state=state, number=number), place="sources")

    @router.api_route("/sources.opml", methods=["GET", "HEAD"])
    async def give_opml() -> Response:
        text = write_opml(app.watchlists.sources)
        headers = {"Content-Disposition": 'attachment; filename="news-monitor.opml"'}
        return Response(text, media_type="text/x-opml", headers=headers)

    @router.api_route("/sources/{number}", methods=["GET", "HEAD"])
    async def source(number: str, request: Request) -> Response:
        reader, wanted = reader_of(app, request), number_in(number)
        found = await app.in_store.look(lambda tx: source_report(app, tx, wanted, mentions=mentions(tx)))
        if found is None:
            raise HTTPException(404, "Not Found")
        return reader.html("source", source_page(reader, found), place="sources")

    return router


def source_change_routes(context: Context) -> APIRouter:
    """Adding a source: what it gives is looked at first, and has an address of its own to come back to."""
    router, app, looks = APIRouter(), context.app, Recent[SourcePreview]()

    @router.api_route("/sources/add", methods=["GET", "HEAD"])
    async def ask(request: Request, url: str = "") -> Response:
        reader, url = reader_of(app, request), _address_in(url)
        if url and (why := refused_address(url)):
            page = add_page(reader, url=url, problem=why)
            return reader.html("source_add", page, place="sources", status=400)
        seen = looks.find(url, now=app.clock.now())
        return reader.html("source_add", add_page(reader, url=url, seen=seen), place="sources")

    @router.post("/sources/add")
    async def add(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        url = _address_in(form.get("url", ""))
        if not form.get("confirmed") or refused_address(url):
            if not refused_address(url):
                seen = await preview_site(app, SourceSpec(url=url))
                # Of its bytes only whether there were any is shown.
                looks.keep(url, replace(seen, body=seen.body[:1]), now=app.clock.now())
            return reader.go_to(query_text("/sources/add", url=url))
        path = file_for(context, form.get("watchlist", ""))
        with edit_checked(path, read_watchlists_again(app.settings, os.environ)):
            add_source(path, url, title=form.get("title", "").strip()[:200])
        context.reload()
        return reader.go_to("/sources", said="source_added")

    return router


def source_import_routes(context: Context) -> APIRouter:
    """A list of sources from elsewhere."""
    router, app = APIRouter(), context.app

    @router.post("/sources/import")
    async def take_opml(request: Request) -> Response:
        form, reader = await form_of(request, at_most=_LARGEST_OPML), reader_of(app, request)
        known = {feed_address(spec.url) for spec in app.watchlists.sources}
        feeds = read_opml(form.get("opml", "").encode())
        fresh = {
            feed_address(feed.url): {"url": feed.url, "title": feed.title, "lang": feed.lang}
            for feed in feeds
            if not refused_address(feed.url) and feed_address(feed.url) not in known
        }
        path = file_for(context, "imported")
        with edit_checked(path, read_watchlists_again(app.settings, os.environ)):
            add_sources(path, list(fresh.values()))
        context.reload()
        return reader.go_to("/sources", said="imported" if fresh else "imported_none")

    return router


def source_state_routes(context: Context) -> APIRouter:
    """What is done with one source."""
    router, app = APIRouter(), context.app

    @router.post("/sources/{number}/remove")
    async def remove(number: str, request: Request) -> Response:
        wanted, reader = number_in(number), reader_of(app, request)
        await form_of(request)
        found = await app.in_store.look(lambda tx: tx.timetable.source(wanted))
        spec = app.spec_for(found.configured_url or found.url) if found is not None else None
        if spec is None or spec.place is None or spec.search_topic:
            raise UserError(Reason("refused.not-in-file"))
        path = Path(spec.place.file)
        with edit_checked(path, read_watchlists_again(app.settings, os.environ)):
            remove_source(path, spec.url)
        context.reload()
        return reader.go_to("/sources", said="source_removed")

    @router.post("/sources/{number}/{action}")
    async def act(number: str, action: str, request: Request) -> Response:
        wanted, reader, who = number_in(number), reader_of(app, request), web_actor(request)
        errand = next((known for known in _ERRANDS if known == action), None)
        await form_of(request)
        if errand is None:
            raise HTTPException(404, "Not Found")
        await app.in_store.write(lambda tx: change_source(tx, wanted, errand, who=who, now=app.clock.now()))
        return reader.go_to(f"/sources/{wanted}", said=f"source_{action}")

    return router


def _address_in(text: str) -> str:
    """An address as somebody typed it; what names no scheme is meant as https."""
    url = sanitize_line(text)[:2000]
    return url if "://" in url or not url else f"https://{url}"


def file_for(context: Context, name: str) -> Path:
    """The watchlist file of a name, else the only one there is, else ``mine.yaml``."""
    folder = Path(context.app.settings.watchlists)
    files = sorted(watchlist_files(folder)) if folder.is_dir() else []
    named = next((file for file in files if file.stem == name), None)
    if named is not None:
        return named
    if name == "imported":
        return folder / "imported.yaml"
    return files[0] if len(files) == 1 else folder / f"{OWN_LIST}.yaml"

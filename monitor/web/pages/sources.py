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
from monitor.adapters.config.edit.items import add_source, remove_source
from monitor.adapters.config.importers.opml import write_opml
from monitor.adapters.config.schema.urls import has_user
from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.adapters.config.watchlists.source_keys import refused_address
from monitor.app.context import AppContext
from monitor.app.polling.preview import SourcePreview, preview_site
from monitor.app.queries.source_pages import FRUITLESS_AFTER, PAGE, source_list, source_report
from monitor.app.recent import Recent
from monitor.app.sources import SourceErrand, change_source
from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.model.filters import SourceFilter
from monitor.core.model.sources import SourceSpec
from monitor.core.text.sanitize import sanitize_line
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.page import Reader, reader_of
from monitor.web.pages.source_view import OWN_LIST, SourcesPage, add_page, source_page, sources_page
from monitor.web.paging import query_text
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import form_of

_COUNTED_FOR = timedelta(minutes=5)
_LONGEST_ADDRESS = 10_000
"""Beyond what any guard lets through, so that a longer one is refused and not cut to another one."""
_ERRANDS: tuple[SourceErrand, ...] = get_args(SourceErrand)


def source_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app, lists = APIRouter(), context.app, SourceLists(context.app)

    @router.api_route("/sources", methods=["GET", "HEAD"])
    async def sources(request: Request, q: str = "", state: str = "", page: str = "1") -> Response:
        reader = reader_of(app, request)
        number = int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 else 1
        shown = await lists.page(reader, text=sanitize_line(q), state=state, number=max(number, 1))
        return reader.html("sources", shown, place="sources")

    @router.api_route("/sources.opml", methods=["GET", "HEAD"])
    async def give_opml() -> Response:
        text = write_opml(app.watchlists.sources)
        headers = {"Content-Disposition": 'attachment; filename="news-monitor.opml"'}
        return Response(text, media_type="text/x-opml", headers=headers)

    @router.api_route("/sources/{number}", methods=["GET", "HEAD"])
    async def source(number: str, request: Request) -> Response:
        reader, wanted = reader_of(app, request), number_in(number)
        found = await app.in_store.look(lambda tx: source_report(app, tx, wanted, mentions=lists.mentions(tx)))
        if found is None:
            raise HTTPException(404, "Not Found")
        return reader.html("source", source_page(reader, found), place="sources")

    return router


class SourceLists:
    """Pages of the list of sources. Their mentions of three months are counted once in a while: that looks at all."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._counted: Mapping[int, int] = {}
        self._counted_at: float | None = None

    def mentions(self, tx: Transaction) -> Mapping[int, int]:
        """How many mentions each source brought lately."""
        clock = self._app.clock
        now = clock.monotonic()
        if self._counted_at is None or now - self._counted_at > _COUNTED_FOR.total_seconds():
            self._counted = tx.source_list.mentions_since(since=clock.now() - FRUITLESS_AFTER)
            self._counted_at = now
        return self._counted

    async def page(self, reader: Reader, *, text: str = "", state: str = "", number: int = 1) -> SourcesPage:
        """One page of it, with the sources that hold ``text`` and are in ``state``."""
        app, now = self._app, self._app.clock.now()
        wanted = SourceFilter(text=text[:100], state=state[:20], offset=PAGE * (number - 1), limit=PAGE)
        if state == "fruitless":
            wanted = replace(wanted, state="", fruitless_since=now - FRUITLESS_AFTER)
        found = await app.in_store.look(lambda tx: source_list(app, tx, wanted, mentions=self.mentions(tx), now=now))
        return sources_page(reader, found, text=text, state=state, number=number)


async def _look_at(app: AppContext, looks: Recent[SourcePreview], url: str) -> None:
    seen = await preview_site(app, SourceSpec(url=url))
    # Of its bytes only whether there were any is shown.
    looks.keep(url, replace(seen, body=seen.body[:1]), now=app.clock.now())


def source_change_routes(context: Context) -> APIRouter:
    """Adding a source: what it gives is looked at first, and has an address of its own to come back to."""
    router, app, looks = APIRouter(), context.app, Recent[SourcePreview]()

    @router.api_route("/sources/add", methods=["GET", "HEAD"])
    async def ask(request: Request, url: str = "") -> Response:
        reader, url = reader_of(app, request), _address_in(url)
        if url and (why := refused_address(url)):
            return refused(reader, url, why)
        seen = looks.find(url, now=app.clock.now())
        return reader.html("source_add", add_page(reader, url=url, seen=seen), place="sources")

    def refused(reader: Reader, url: str, why: str) -> Response:
        told = reader.say("address_refused", why=render_reason(why, reader.wording.language))
        return reader.html("source_add", add_page(reader, url=url, problem=told), place="sources", status=400)

    @router.post("/sources/add")
    async def add(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        url = _address_in(form.get("url", ""))
        if (why := refused_address(url)) and has_user(url):
            # What may be a password does not come into the browser's address and everybody's logs.
            return refused(reader, url, why)
        if why or not form.get("confirmed"):
            if not why:
                await _look_at(app, looks, url)
            return reader.go_to(query_text("/sources/add", url=url))
        title, chosen = form.get("title", "").strip()[:200], form.get("watchlist", "")
        path = file_for(context, chosen)
        try:
            with edit_checked(path, read_watchlists_again(app.settings, os.environ)):
                add_source(path, url, title=title)
        except UserError as error:
            page = add_page(reader, url=url, seen=looks.find(url, now=app.clock.now()))
            page = replace(page, looked=True, name=title, chosen=chosen, refused=reader.fault(error))
            return reader.html("source_add", page, place="sources", status=400)
        context.reload()
        return reader.go_to("/sources", said="source_added")

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
    url = sanitize_line(text)
    return (url if "://" in url or not url else f"https://{url}")[:_LONGEST_ADDRESS]


def file_for(context: Context, name: str) -> Path:
    """The watchlist file of a name, else the only one there is, else ``mine.yaml``."""
    folder = Path(context.app.settings.watchlists)
    files = sorted(watchlist_files(folder, blank_ok=True))
    named = next((file for file in files if file.stem == name), None)
    if named is not None:
        return named
    if name == "imported":
        return folder / "imported.yaml"
    return files[0] if len(files) == 1 else folder / f"{OWN_LIST}.yaml"

"""``/sources/selectors``: a page without a feed, and the selectors that read it, tried while one writes."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from monitor.adapters.config.edit.checked import edit_checked, read_watchlists_again
from monitor.adapters.config.edit.selectors import KEYS, add_page_source, set_selectors
from monitor.adapters.config.watchlists.source_keys import refused_address
from monitor.app.context import AppContext
from monitor.app.polling.try_selectors import SelectorTrial, page_with_marks, try_selectors
from monitor.app.recent import Recent
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.fetch import Fetched
from monitor.core.model.sources import Selectors, SourceSpec
from monitor.core.render.story_view import text_of
from monitor.core.text.sanitize import sanitize_line
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.page import Page, Reader, reader_of
from monitor.web.pages.source_view import PreviewLine, preview_lines
from monitor.web.pages.sources import file_for
from monitor.web.paging import query_text
from monitor.web.security.headers import LETTER_POLICY
from monitor.web.security.request_body import form_of

_LONGEST = 300
_NONE = Selectors(item="")
_EXAMPLES = {"item": "ul.news > li", "link": "a", "title": "h3", "date": "time", "text": "p"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorField:
    """One selector: its key, what it is for, and how it reads."""

    key: str
    name: str
    value: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedLine:
    """Selectors that would find something."""

    item: str
    path: str
    said: str
    examples: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorsPage(Page):
    """Selectors and what they find."""

    url: str
    problem: str
    fields: tuple[SelectorField, ...]
    tried: bool
    said: str
    entries: tuple[PreviewLine, ...]
    suggestions: tuple[SuggestedLine, ...]
    frame_path: str
    is_new: bool


def selector_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app, pages = APIRouter(), context.app, Recent[Fetched]()

    @router.api_route("/sources/selectors", methods=["GET", "HEAD"])
    async def show(request: Request) -> Response:
        reader, spec = reader_of(app, request), _spec_in(app, request.query_params)
        trial = None
        if pages.find(spec.url, now=app.clock.now()) is not None:
            trial = await try_selectors(app, spec, pages)
        return reader.html("selectors", _selectors_page(reader, spec, trial), place="sources")

    @router.api_route("/sources/selectors.html", methods=["GET", "HEAD"])
    async def marked(request: Request) -> Response:
        spec = _spec_in(app, request.query_params)
        fetched = pages.find(spec.url, now=app.clock.now())
        if fetched is None:
            raise HTTPException(404, "Not Found")
        text = await page_with_marks(app, fetched, spec.selectors or _NONE)
        return HTMLResponse(text, headers=LETTER_POLICY)

    @router.post("/sources/selectors")
    async def try_or_save(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        spec = _spec_in(app, form)
        if why := refused_address(spec.url):
            return reader.html("selectors", _selectors_page(reader, spec, None, problem=why), status=400)
        if form.get("save") and spec.selectors is not None:
            _save(context, spec)
            return reader.go_to("/sources", said="selectors_saved")
        trial = await try_selectors(app, spec, pages)
        if pages.find(spec.url, now=app.clock.now()) is not None and "hx-request" not in request.headers:
            # An address of its own, to which one comes back without sending the form again.
            return reader.go_to(_address_of(spec))
        return reader.html("selectors", _selectors_page(reader, spec, trial), place="sources")

    return router


def _address_of(spec: SourceSpec) -> str:
    """Where these selectors are tried on this page."""
    written = {key: getattr(spec.selectors, key) for key in KEYS} if spec.selectors is not None else {}
    return query_text("/sources/selectors", url=spec.url, **written)


def _spec_in(app: AppContext, said: Mapping[str, str]) -> SourceSpec:
    """The source that is asked for, with the selectors that were written, else with its own."""
    url = sanitize_line(said.get("url", ""))[:2000]
    url = url if "://" in url or not url else f"https://{url}"
    known = app.spec_for(url)
    spec = known if known is not None and known.kind == "page" else SourceSpec(url=url, kind="page")
    written = {key: sanitize_line(said.get(key, ""))[:_LONGEST] for key in KEYS}
    return replace(spec, selectors=Selectors(**written)) if written["item"] else spec


def _save(context: Context, spec: SourceSpec) -> None:
    selectors = {key: getattr(spec.selectors, key) for key in KEYS}
    path = Path(spec.place.file) if spec.place is not None else file_for(context, "")
    with edit_checked(path, read_watchlists_again(context.app.settings, os.environ)):
        if spec.place is not None:
            set_selectors(path, spec.url, selectors)
        else:
            add_page_source(path, spec.url, selectors)
    context.reload()


def _selectors_page(
    reader: Reader, spec: SourceSpec, trial: SelectorTrial | None, *, problem: str = ""
) -> SelectorsPage:
    say, language = reader.say, reader.wording.language
    seen = trial.preview if trial is not None else None
    chosen = spec.selectors
    if chosen is None and trial is not None and trial.suggestions:
        chosen = trial.suggestions[0].selectors
    values = {key: getattr(chosen, key) if chosen is not None else "" for key in KEYS}
    if trial is not None and (trial.error or (seen is not None and seen.error)):
        problem = trial.error or (seen.error if seen else "")
    entries = preview_lines(reader, seen) if seen is not None else ()
    return SelectorsPage(
        title=say("selectors_title"),
        lead=say("selectors_lead"),
        lang=reader.lang,
        root=reader.root,
        url=spec.url,
        problem=text_of(render_reason(problem, language), 400),
        fields=tuple(
            SelectorField(key=key, name=say(f"selector_{key}"), value=values[key], example=_EXAMPLES[key])
            for key in KEYS
        ),
        tried=trial is not None and not trial.error,
        said=say("selectors_found", n=len(seen.document.entries)) if seen is not None and seen.document else "",
        entries=entries,
        suggestions=_suggested_lines(reader, spec, trial),
        frame_path=query_text("/sources/selectors.html", url=spec.url, **values) if trial and not trial.error else "",
        is_new=spec.place is None,
    )


def _suggested_lines(reader: Reader, spec: SourceSpec, trial: SelectorTrial | None) -> tuple[SuggestedLine, ...]:
    return tuple(
        SuggestedLine(
            item=text_of(one.selectors.item, 120),
            path=query_text("/sources/selectors", url=spec.url, **{key: getattr(one.selectors, key) for key in KEYS}),
            said=reader.say("selectors_found", n=one.count),
            examples=text_of(" · ".join(one.examples), 200),
        )
        for one in (trial.suggestions if trial is not None else ())
    )

"""Trying selectors on a page that was fetched once: what they find, and where on the page that stands."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.app.context import AppContext
from monitor.app.polling.preview import SourcePreview, fetch_whole, read_preview
from monitor.app.recent import Recent
from monitor.core.i18n.phrases import reason_of
from monitor.core.model.fetch import Fetched
from monitor.core.model.sources import Selectors, SourceSpec
from monitor.core.parse.mark_items import mark_items
from monitor.core.parse.suggest_selectors import Suggestion, suggest_selectors
from monitor.errors import MonitorError, SandboxError
from monitor.values import dataclass

_LARGEST = 4 * 1024 * 1024
"""Bytes; a larger page is asked for each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorTrial:
    """What selectors find on a page; ``error`` says why there is no page."""

    preview: SourcePreview | None = None
    suggestions: Sequence[Suggestion] = ()
    error: str = ""


async def try_selectors(app: AppContext, spec: SourceSpec, pages: Recent[Fetched]) -> SelectorTrial:
    """What ``spec`` reads of its page, and what else repeats there; without selectors the likeliest are taken."""
    found = await _page_of(app, spec, pages)
    if isinstance(found, str):
        return SelectorTrial(error=found)
    try:
        suggestions = await suggestions_in(app, found)
    except SandboxError as error:
        return SelectorTrial(error=str(reason_of(error)))
    if not (spec.selectors and spec.selectors.item) and suggestions:
        spec = replace(spec, selectors=suggestions[0].selectors)
    if not (spec.selectors and spec.selectors.item):
        return SelectorTrial(suggestions=suggestions)
    return SelectorTrial(preview=await read_preview(app, spec, found), suggestions=suggestions)


async def suggestions_in(app: AppContext, fetched: Fetched) -> Sequence[Suggestion]:
    """The likeliest selectors of a page; SandboxError when it takes too much."""
    return await app.sandbox.run(suggest_selectors, fetched.body, fetched.url, content_type=fetched.content_type)


async def page_with_marks(app: AppContext, fetched: Fetched, selectors: Selectors) -> str:
    """The page with what they find outlined; empty when it cannot be shown."""
    try:
        marked: str = await app.sandbox.run(mark_items, fetched.body, fetched.content_type, selectors)
    except MonitorError:
        return ""
    return marked


async def _page_of(app: AppContext, spec: SourceSpec, pages: Recent[Fetched]) -> Fetched | str:
    """The page, or why there is none."""
    now = app.clock.now()
    known = pages.find(spec.url, now=now)
    if known is not None:
        return known
    fetched = await fetch_whole(app, spec)
    if isinstance(fetched, Fetched) and len(fetched.body) <= _LARGEST:
        pages.keep(spec.url, fetched, now=now)
    return fetched

"""Looking without storing: what a source gives, whether all of them answer, why a text matches."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from monitor.app.context import AppContext
from monitor.app.polling.lists.index_parts import IndexReader
from monitor.core.i18n.phrases import Reason, reason_of
from monitor.core.match.document import document_of
from monitor.core.model.entries import ParsedDocument
from monitor.core.model.fetch import Fetched, FetchRequest, Gone, NotModified, Throttled, Unavailable
from monitor.core.model.matches import MatchResult
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.parse.document import parse_document
from monitor.core.parse.find_feeds import FoundFeed, find_feeds
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.errors import ParseError, SandboxError
from monitor.ports import Sandbox
from monitor.values import dataclass

_TRIED = 3
"""Feeds of a site that are tried, in the order in which it names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePreview:
    """One source looked at: the document and its matches, or why there is none."""

    url: str
    document: ParsedDocument | None = None
    matchings: Sequence[MatchResult] = ()
    body: bytes = b""
    content_type: str = ""
    error: str = ""
    feeds: Sequence[FoundFeed] = ()
    """The feeds that a web page names which came where a feed was expected."""
    site: str = ""
    """The page that named this feed, if it was found by way of one; ``feeds`` are then the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCheck:
    """Whether a source answers, and with how many entries."""

    url: str
    entries: int = 0
    error: str = ""


async def preview_source(app: AppContext, spec: SourceSpec) -> SourcePreview:
    """Fetch, parse and match one source; nothing is stored."""
    found = await fetch_whole(app, spec)
    return SourcePreview(url=spec.url, error=found) if isinstance(found, str) else await read_preview(app, spec, found)


async def fetch_whole(app: AppContext, spec: SourceSpec) -> Fetched | str:
    """The document of a source, whatever was fetched before; or why there is none."""
    kind = SOURCE_KINDS[spec.kind]
    request = FetchRequest(
        url=spec.url,
        headers=spec.headers,
        auth=spec.auth,
        proxy=spec.proxy,
        obey_robots=kind.obeys_robots,
        accept=kind.accept,
    )
    match await app.fetcher.fetch(request):
        case Fetched() as fetched:
            return fetched
        case NotModified():
            return Reason("fetch.not-modified-unasked")
        case Gone(reason=reason) | Throttled(reason=reason) | Unavailable(reason=reason):
            return reason


async def preview_site(app: AppContext, spec: SourceSpec) -> SourcePreview:
    """As ``preview_source``; of a web site's address, the first feed it names that can be read is shown instead."""
    seen = await preview_source(app, spec)
    for feed in seen.feeds[:_TRIED]:
        found = await preview_source(app, _spec_at(spec, feed.url))
        if found.document is not None:
            others = [found_feed for found_feed in seen.feeds if found_feed != feed]
            return replace(found, url=feed.url, site=spec.url, feeds=others)
    return seen


async def check_live(app: AppContext, *, progress: Callable[[], None]) -> list[LiveCheck]:
    """Fetch every source of the watchlists once."""
    gate = asyncio.Semaphore(app.settings.fetch.concurrency)

    async def check_source(spec: SourceSpec) -> LiveCheck:
        async with gate:
            seen = await preview_source(app, spec)
        progress()
        return LiveCheck(url=spec.url, entries=len(seen.document.entries) if seen.document else 0, error=seen.error)

    return list(await asyncio.gather(*(check_source(spec) for spec in app.watchlists.sources)))


async def _parse(app: AppContext, spec: SourceSpec, fetched: Fetched) -> ParsedDocument:
    parse = partial(
        parse_document,
        fetched.body,
        url=fetched.url,
        content_type=fetched.content_type,
        kind=spec.kind,
        selectors=spec.selectors,
        timezone=spec.timezone or app.settings.timezone,
        now=app.clock.now(),
    )
    document: ParsedDocument = await app.sandbox.run(parse.func, *parse.args, **parse.keywords)
    return document


async def read_preview(app: AppContext, spec: SourceSpec, fetched: Fetched) -> SourcePreview:
    """What a fetched document gives, read and matched by the rules of ``spec``."""
    read = partial(_parse, app, spec)
    seen = SourcePreview(url=fetched.url, body=fetched.body, content_type=fetched.content_type)
    try:
        document = await IndexReader(app=app, spec=spec, read=read).read_index(await read(fetched))
    except (ParseError, SandboxError) as error:
        return replace(seen, error=reason_of(error), feeds=await _feeds_on_site(app.sandbox, spec, fetched))
    unread = Source(id=0, url=spec.url, kind=spec.kind, title=spec.title)
    source = unread.called(document.title, lang=document.lang, chosen=spec.lang)
    matchings = [
        app.matcher.match(document_of(entry, source=source.title, lang=source.lang, topics=spec.topics))
        for entry in document.entries
    ]
    return replace(seen, document=document, matchings=matchings)


async def _feeds_on_site(sandbox: Sandbox, spec: SourceSpec, fetched: Fetched) -> Sequence[FoundFeed]:
    if not SOURCE_KINDS[spec.kind].has_discovery:
        return ()
    try:
        found = await sandbox.run(find_feeds, fetched.body, fetched.url, content_type=fetched.content_type)
    except SandboxError:
        return ()
    return [feed for feed in found if feed.url not in (spec.url, fetched.url)]


def _spec_at(spec: SourceSpec, url: str) -> SourceSpec:
    """The wish for another address: headers and credentials stay with their origin."""
    if urlsplit(url)[:2] == urlsplit(spec.url)[:2]:
        return replace(spec, url=url)
    return replace(spec, url=url, headers={}, auth="")

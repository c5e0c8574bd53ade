"""The full text of entries whose feed gives only a teaser, under the guard, caps and robots.txt of any fetch."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import timedelta
from urllib.parse import urlsplit

from monitor.app.context import AppContext
from monitor.core.i18n.phrases import Reason, reason_of
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.fetch import Fetched, FetchRequest, Gone, NotModified, Throttled, Unavailable
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.parse.kinds import PAGES, SOURCE_KINDS
from monitor.core.parse.standfirst import is_about, with_standfirst
from monitor.core.text.headlines import without_headline
from monitor.errors import ParseError, SandboxError
from monitor.lazy import load_aside
from monitor.values import dataclass

_PATIENCE = timedelta(seconds=8)
"""On the network, for one page."""
_LONGEST = timedelta(seconds=90)
"""For all pages of a poll, with the pauses that their hosts ask for (``Crawl-delay``): the news waits for them."""
_ARTICLES = "monitor.core.parse.article"
_MOST = 20
"""Pages read for one poll; further entries keep their teaser, and the source says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Entries by position with their full text, and what could not be had."""

    entries: Mapping[int, ParsedEntry] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


async def fill_texts(app: AppContext, source: Source, spec: SourceSpec, entries: Mapping[int, ParsedEntry]) -> Filled:
    """Read the pages of those new and edited ``entries`` (by position) that need it.

    What the feed says stays where the page does not say it. A page without the words that announced it (a request for
    consent, another article) is none of the entry's. A first sight reads no pages: hundreds of old articles are
    nobody's news.
    """
    wanted = {place: entry for place, entry in entries.items() if _needs_page(source, spec, entry)}
    if wanted:
        await load_aside(_ARTICLES)
    full: dict[int, ParsedEntry] = {}
    failures: list[str] = []
    asked = list(wanted.items())[:_MOST]
    for (place, entry), text in zip(asked, await _page_texts(app, spec, [entry for _, entry in asked]), strict=True):
        if isinstance(text, _NoText):
            failures.append(text.reason)
        elif not is_about(entry.title, entry.text, text):
            failures.append(Reason("poll.other-page", url=entry.url))
        elif len(body := with_standfirst(entry.text, without_headline(text, entry.title))) > len(entry.text):
            full[place] = replace(entry, text=body, teaser_only=False)
    warnings: list[str] = [Reason("poll.no-full-text", n=len(failures), why=failures[0])] if failures else []
    if len(wanted) > _MOST:
        warnings.append(Reason("poll.full-text-skipped", n=len(wanted) - _MOST, most=_MOST))
    return Filled(entries=full, warnings=tuple(warnings))


@dataclass(frozen=True, slots=True)
class _NoText:
    reason: str
    is_silent: bool = False
    """Whether the host gave no answer at all."""


def _needs_page(source: Source, spec: SourceSpec, entry: ParsedEntry) -> bool:
    if source.first_success_at is None or spec.fulltext == "never" or not entry.url:
        return False
    return spec.fulltext == "always" or (SOURCE_KINDS[source.kind].has_teasers and entry.teaser_only)


async def _page_texts(app: AppContext, spec: SourceSpec, entries: Sequence[ParsedEntry]) -> Sequence[str | _NoText]:
    """The texts of all pages, one after the other; of a host where one hangs no other is asked.

    The pages of one feed lie on one host as a rule: where one hangs, the others would only delay the news.
    """
    texts: list[str | _NoText] = []
    hanging: dict[str, _NoText] = {}
    try:
        async with asyncio.timeout(_LONGEST.total_seconds()):
            for entry in entries:
                host = urlsplit(entry.url).netloc
                text = hanging.get(host) or await _page_text(app, spec, entry)
                if isinstance(text, _NoText) and text.is_silent:
                    hanging[host] = text
                texts.append(text)
    except TimeoutError:
        pass  # told of every page that is left
    late = _NoText(Reason("poll.pages-late", n=_LONGEST.total_seconds()))
    return [*texts, *[late] * (len(entries) - len(texts))]


async def _page_text(app: AppContext, spec: SourceSpec, entry: ParsedEntry) -> str | _NoText:
    # Only where texts are asked for: what reads pages takes memory that a daemon of feeds does not need.
    from monitor.core.parse.article import extract_article

    # Own headers and auth belong to the source's origin; an article may lie anywhere.
    request = FetchRequest(url=entry.url, proxy=spec.proxy, obey_robots=True, accept=PAGES, within=_PATIENCE)
    match await app.fetcher.fetch(request):
        case Fetched(body=body, url=url, content_type=content_type):
            try:
                article = await app.sandbox.run(extract_article, body, url=url, content_type=content_type)
            except (ParseError, SandboxError) as error:
                return _NoText(reason_of(error))
            return article.text
        case Unavailable(reason=reason, unreached=blame):
            return _NoText(reason, is_silent=blame is not None)
        case Gone(reason=reason) | Throttled(reason=reason):
            return _NoText(reason)
        case NotModified():
            return _NoText(Reason("fetch.not-modified-unasked"))

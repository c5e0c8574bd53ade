"""A document that only lists others (an index of sitemaps): the newest of them are read in the same poll."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from monitor.app.context import AppContext
from monitor.core.i18n.phrases import Reason, reason_of
from monitor.core.model.entries import ParsedDocument, ParsedEntry
from monitor.core.model.fetch import Fetched, FetchRequest, Gone, NotModified, Throttled, Unavailable
from monitor.core.model.sources import SourceSpec
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.errors import ParseError, SandboxError
from monitor.ports import Fetcher

Read = Callable[[Fetched], Awaitable[ParsedDocument]]
_MOST_ENTRIES = 5000


async def with_parts(app: AppContext, spec: SourceSpec, index: ParsedDocument, read: Read) -> ParsedDocument:
    """The index with the entries of its parts, the newest first; any other document as it is.

    What cannot be read is told in a warning; ParseError when none can. Nothing is asked conditionally: an index that
    did not change may list a part that did.
    """
    if not index.parts:
        return index
    entries: dict[str, ParsedEntry] = {}
    failures: list[str] = []
    for address in index.parts:
        try:
            part = await read(await _fetch_part(app.fetcher, spec, address))
            if part.parts:
                raise ParseError(Reason("parse.nested-index"))  # noqa: TRY301 one place notes what failed
        except (ParseError, SandboxError) as error:
            failures.append(Reason("parse.part-failed", url=address, why=reason_of(error)))
        else:
            entries |= {entry.url: entry for entry in part.entries if entry.url not in entries}
    if len(failures) == len(index.parts):
        raise ParseError(failures[0])
    newest = sorted(entries.values(), key=_time_of, reverse=True)[:_MOST_ENTRIES]
    return replace(index, entries=newest, warnings=(*index.warnings, *failures))


def _time_of(entry: ParsedEntry) -> float:
    return entry.published_at.timestamp() if entry.published_at is not None else 0.0


async def _fetch_part(fetcher: Fetcher, spec: SourceSpec, address: str) -> Fetched:
    kind = SOURCE_KINDS[spec.kind]
    own = _origin(address) == _origin(spec.url)
    request = FetchRequest(
        url=address,
        headers=spec.headers if own else {},
        auth=spec.auth if own else "",
        proxy=spec.proxy,
        obey_robots=kind.obeys_robots,
        accept=kind.accept,
    )
    match await fetcher.fetch(request):
        case Fetched() as fetched:
            return fetched
        case NotModified():
            raise ParseError(Reason("fetch.not-modified-unasked"))
        case Gone(reason=reason) | Throttled(reason=reason) | Unavailable(reason=reason):
            raise ParseError(reason)


def _origin(address: str) -> Sequence[str]:
    return urlsplit(address)[:2]

"""A document that only lists others (an index of sitemaps): each poll reads some of them, and in turn all."""

import hashlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import field, replace
from urllib.parse import urlsplit

from monitor.app.context import AppContext
from monitor.app.polling.lists.listed_entries import Intake
from monitor.core.change_detection.index_memory import IndexMemory, choose_parts, note_attempt
from monitor.core.i18n.phrases import Reason, reason_of
from monitor.core.model.entries import ListedPart, ParsedDocument, ParsedEntry
from monitor.core.model.fetch import Fetched, FetchRequest, Gone, NotModified, Throttled, Unavailable
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.errors import ParseError, SandboxError
from monitor.ports import Fetcher
from monitor.values import dataclass

Read = Callable[[Fetched], Awaitable[ParsedDocument]]


@dataclass(kw_only=True)
class IndexReader:
    """Reads parts of an index and keeps ``memory`` of what was read; ``source`` is ``None`` in a preview."""

    app: AppContext
    spec: SourceSpec
    read: Read
    source: Source | None = None
    memory: IndexMemory = field(default_factory=IndexMemory)
    intake: Intake = field(init=False)
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.intake = Intake(app=self.app, source=self.source)

    async def read_index(self, index: ParsedDocument) -> ParsedDocument:
        """The index with the entries of those parts that are read, the newest first; any other document as it is.

        What cannot be read is told in a warning; ParseError when nothing can. Nothing is asked conditionally: an index
        that did not change may list a part that did.
        """
        if not index.parts:
            return index
        # A source that was read before its parts were remembered: nothing tells which of them were.
        begun = bool(self.memory.notes)
        first = self.source is None or self.source.first_success_at is None or not begun
        self.memory = self.memory.with_listed(index.parts, first=first)
        chosen = frozenset(choose_parts(index.parts, self.memory))
        for part in (part for part in index.parts if part in chosen):
            await self._read_part(part, history=begun and self.memory.holds_history(part))
        if len(self.failures) == len(chosen):
            raise ParseError(self.failures[0])
        newest = sorted(self.intake.entries.values(), key=_time_of, reverse=True)
        return replace(index, entries=newest, warnings=(*index.warnings, *self._limits(index, chosen), *self.failures))

    async def _read_part(self, part: ListedPart, *, history: bool) -> None:
        now = self.app.clock.now()
        note = self.memory.note_of(part)
        try:
            fetched = await _fetch_part(self.app.fetcher, self.spec, part.url)
            body = hashlib.blake2b(fetched.body, digest_size=8).hexdigest()
            waits = body != note.body and await self._take(fetched, history=history)
        except (ParseError, SandboxError) as error:
            self.failures.append(Reason("parse.part-failed", url=part.url, why=reason_of(error)))
            self.memory = self.memory.with_note(part, note_attempt(note, part, now=now))
        else:
            self.memory = self.memory.with_note(part, note_attempt(note, part, now=now, body=body, waits=waits))

    async def _take(self, fetched: Fetched, *, history: bool) -> bool:
        document = await self.read(fetched)
        if document.parts:
            raise ParseError(Reason("parse.nested-index"))
        return await self.intake.take(document.entries, history=history)

    def _limits(self, index: ParsedDocument, chosen: Collection[ListedPart]) -> Sequence[str]:
        """What is to be said of what was not read."""
        if len(chosen) == len(index.parts):
            return ()
        return [Reason("parse.parts-in-turn", read=len(chosen), found=len(index.parts), unread=self.memory.unread())]


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

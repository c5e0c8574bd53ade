"""From the bytes of a poll to what is to be recorded: parsed, filled up, told apart and matched; nothing is decided."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from monitor.app.context import AppContext
from monitor.app.polling.full_text import fill_texts
from monitor.app.polling.index_parts import with_parts
from monitor.app.polling.page_changes import with_changes
from monitor.app.polling.record_entries import decide_all
from monitor.core.change_detection.decide import Edited, New
from monitor.core.change_detection.feed_quirks import FeedShape, learn_links
from monitor.core.change_detection.identity import Incoming, identify_all, identify_page
from monitor.core.match.document import document_of
from monitor.core.model.entries import ParsedDocument, ParsedEntry
from monitor.core.model.fetch import Fetched
from monitor.core.model.matches import Document, MatchResult
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.parse.document import parse_document
from monitor.core.parse.kinds import SOURCE_KINDS, SourceKind
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document read and matched, before anything is decided."""

    document: ParsedDocument
    shape: FeedShape
    incoming: Sequence[Incoming]
    matchings: Mapping[int, MatchResult]
    """By position in ``incoming``; entries known unchanged are not matched again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReader:
    """Reads what one source sent."""

    app: AppContext
    source: Source
    spec: SourceSpec

    @property
    def kind(self) -> SourceKind:
        """What sets this kind of source apart."""
        return SOURCE_KINDS[self.source.kind]

    async def read(self, fetched: Fetched) -> Reading:
        """Raises ParseError or SandboxError."""
        now = self._now()
        parsed = await with_parts(self.app, self.spec, await self._parse(fetched), self._parse)
        document = await self.app.in_store.read(lambda tx: with_changes(tx, self.source, parsed, now=now))
        shape, incoming = await asyncio.to_thread(self._identify, document)
        decisions = await self.app.in_store.read(lambda tx: decide_all(tx, self.source, incoming, shape, now=now)[0])
        # New entries first: when there are more pages than a poll may read, edits go without.
        unread = {
            place: decision.entry
            for kind in (New, Edited)
            for place, decision in enumerate(decisions)
            if isinstance(decision, kind)
        }
        filled = await fill_texts(self.app, self.source, self.spec, unread)
        # Identities stay those of what the feed said: the next poll shows the teaser again.
        full = [(filled.entries.get(place, entry), identity) for place, (entry, identity) in enumerate(incoming)]
        # What changed on a watched page is matched in the entry made of it, not in the whole page again.
        edits = (New,) if self.kind.edits_are_entries else (New, Edited)
        wanted = [place for place, decision in enumerate(decisions) if isinstance(decision, edits)]
        matchings = await asyncio.to_thread(self._match, full, wanted, self.source.title or document.title)
        document = replace(document, warnings=(*document.warnings, *filled.warnings))
        return Reading(document=document, shape=shape, incoming=full, matchings=matchings)

    async def _parse(self, fetched: Fetched) -> ParsedDocument:
        parse = partial(
            parse_document,
            fetched.body,
            url=fetched.url,
            content_type=fetched.content_type,
            kind=self.source.kind,
            selectors=self.spec.selectors,
            timezone=self.source.timezone or self.app.settings.timezone,
            now=self._now(),
        )
        if await asyncio.to_thread(self.kind.must_be_sandboxed, fetched.body):
            return await self.app.sandbox.run(parse.func, *parse.args, **parse.keywords)
        return await asyncio.to_thread(parse)

    def _identify(self, document: ParsedDocument) -> tuple[FeedShape, Sequence[Incoming]]:
        """What the document adds to the feed's shape, and its entries with their identities."""
        before = FeedShape.loads(self.source.feed_shape)
        if self.kind.edits_are_entries:
            return before, [(entry, identify_page(entry)) for entry in document.entries]
        shape = learn_links(before, document.entries)
        return shape, identify_all(document.entries, shape, home=document.url)

    def _match(self, incoming: Sequence[Incoming], wanted: Sequence[int], outlet: str) -> Mapping[int, MatchResult]:
        match = self.app.matcher.match
        return {place: match(self._document(incoming[place][0], outlet)) for place in wanted}

    def _document(self, entry: ParsedEntry, outlet: str) -> Document:
        return document_of(entry, source=outlet, lang=self.source.lang, topics=self.spec.topics)

    def _now(self) -> datetime:
        return self.app.clock.now()

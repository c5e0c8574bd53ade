"""From the bytes of a poll to what is to be recorded: parsed, filled up, told apart and matched; nothing is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from monitor.app.context import AppContext
from monitor.app.polling.decide_document import Decided, decide_document
from monitor.app.polling.full_text import fill_texts
from monitor.app.polling.lists.index_parts import IndexReader
from monitor.app.polling.lists.listed_entries import Intake, fits_one_poll, take_long_list
from monitor.app.polling.page_changes import with_changes
from monitor.core.change_detection.decide import Edited, New
from monitor.core.change_detection.feed_quirks import FeedShape, learn_links
from monitor.core.change_detection.identity import Incoming, identify_all, identify_page
from monitor.core.change_detection.index_memory import IndexMemory
from monitor.core.i18n.phrases import Reason
from monitor.core.match.document import document_of
from monitor.core.model.entries import ParsedDocument, ParsedEntry
from monitor.core.model.fetch import Fetched
from monitor.core.model.matches import Document, MatchResult
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.parse.document import parse_document, parse_harmless
from monitor.core.parse.kinds import SOURCE_KINDS, SourceKind
from monitor.errors import ParseError
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document read and matched, before anything is decided."""

    document: ParsedDocument
    shape: FeedShape = field(default_factory=FeedShape)
    incoming: Sequence[Incoming] = ()
    matchings: Mapping[int, MatchResult] = field(default_factory=dict)
    """By position in ``incoming``; entries known unchanged are not matched again."""
    decided: Decided | None = None
    """What these entries were when they were read; ``None`` where they have become fuller since."""
    remembered: Mapping[int, str] = field(default_factory=dict)
    """Keys of what the document lists and is not stored: it is known from now on."""
    memory: str = ""
    """What is to be remembered of an index of other documents (``IndexMemory``); empty = this is none."""
    unfinished: bool = False
    """It is read again though it did not change: parts of an index may have, or there was no room for all of a list."""

    @property
    def shown(self) -> int | None:
        """How many entries the document shows; ``None`` where it only lists others, of which some were read."""
        return None if self.document.parts else len(self.document.entries)

    def saying(self, intake: Intake) -> "Reading":
        """With what is to be said of a list that was not taken whole."""
        said: list[str] = []
        if intake.remembered:
            said.append(Reason("parse.listed-only", n=len(set(intake.entries)), more=intake.left_out))
        if intake.waiting:
            said.append(Reason("parse.listed-waits", n=intake.waiting))
        document = replace(self.document, warnings=(*self.document.warnings, *said))
        return replace(self, document=document, unfinished=bool(document.parts or intake.waiting))


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
        listed = await self._read_lists(await self._parse(fetched))
        parsed = listed.document
        document = parsed
        if self.kind.edits_are_entries:
            document = await self.app.in_store.read(lambda tx: with_changes(tx, self.source, parsed, now=now))
        shape, incoming = await self.app.in_store.compute(lambda: self._identify(document))
        decided = await self.app.in_store.read(lambda tx: decide_document(tx, self.source, incoming, shape, now=now))
        decisions = decided.decisions
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
        still = None if filled.entries else decided
        # What changed on a watched page is matched in the entry made of it, not in the whole page again.
        edits = (New,) if self.kind.edits_are_entries else (New, Edited)
        wanted = [place for place, decision in enumerate(decisions) if isinstance(decision, edits)]
        said = self.source.called(document.title, lang=document.lang, chosen=self.spec.lang)
        matchings = await self.app.in_store.compute(lambda: self._match(full, wanted, said))
        document = replace(document, warnings=(*document.warnings, *filled.warnings))
        return replace(listed, document=document, shape=shape, incoming=full, matchings=matchings, decided=still)

    async def _read_lists(self, parsed: ParsedDocument) -> Reading:
        """The document with the entries of the lists it names, and of a long one those that a poll takes."""
        if not parsed.parts and fits_one_poll(parsed):
            return Reading(document=parsed)
        if not parsed.parts:
            document, intake = await take_long_list(self.app, self.source, parsed)
            return Reading(document=document, remembered=intake.remembered).saying(intake)
        written = await self.app.in_store.read(lambda tx: tx.readings.page_text(self.source.id))
        memory = IndexMemory.loads(written)
        reader = IndexReader(app=self.app, spec=self.spec, read=self._parse, source=self.source, memory=memory)
        try:
            document = await reader.read_index(parsed)
        except ParseError:
            # What failed goes to the end of its queue, or nothing else would ever be read.
            noted = reader.memory.dumps()
            await self.app.in_store.write(lambda tx: tx.readings.set_page_text(self.source.id, noted))
            raise
        reading = Reading(document=document, remembered=reader.intake.remembered, memory=reader.memory.dumps())
        return reading.saying(reader.intake)

    async def _parse(self, fetched: Fetched) -> ParsedDocument:
        said: dict[str, Any] = {
            "url": fetched.url,
            "content_type": fetched.content_type,
            "kind": self.source.kind,
            "selectors": self.spec.selectors,
            "timezone": self.source.timezone or self.app.settings.timezone,
            "now": self._now(),
            "max_entries": self.kind.max_entries,
        }
        harmless = await self.app.in_store.compute(lambda: parse_harmless(fetched.body, **said))
        if harmless is not None:
            return harmless
        return await self.app.sandbox.run(parse_document, fetched.body, **said)

    def _identify(self, document: ParsedDocument) -> tuple[FeedShape, Sequence[Incoming]]:
        """What the document adds to the feed's shape, and its entries with their identities."""
        before = FeedShape.loads(self.source.feed_shape)
        if self.kind.edits_are_entries:
            return before, [(entry, identify_page(entry)) for entry in document.entries]
        shape = learn_links(before, document.entries)
        return shape, identify_all(document.entries, shape, home=document.url)

    def _match(self, incoming: Sequence[Incoming], wanted: Sequence[int], said: Source) -> Mapping[int, MatchResult]:
        match = self.app.matcher.match
        return {place: match(self._document(incoming[place][0], said)) for place in wanted}

    def _document(self, entry: ParsedEntry, said: Source) -> Document:
        return document_of(entry, source=said.title, lang=said.lang, topics=self.spec.topics)

    def _now(self) -> datetime:
        return self.app.clock.now()

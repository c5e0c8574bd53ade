"""A watched page: each change of its text is an entry of its own, made of the changed paragraphs."""

from dataclasses import replace
from datetime import datetime

from monitor.core.change_detection.moving_parts import is_clock
from monitor.core.model.entries import ParsedDocument, ParsedEntry
from monitor.core.model.sources import Source
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.core.text.clip import clip_text
from monitor.core.text.fingerprints import fingerprint_fields
from monitor.ports import Transaction

_CHANGE = "changed:"
_HEADLINE = 60


def with_changes(tx: Transaction, source: Source, document: ParsedDocument, *, now: datetime) -> ParsedDocument:
    """The document of a ``watch`` source with an entry for what changed since the text we keep; others as they are.

    ``keep_reading`` notes the whole text for the next comparison, beyond what retention removes.
    """
    if not SOURCE_KINDS[source.kind].edits_are_entries or not document.entries:
        return document
    # Only where a page is watched: what reads pages takes memory that a daemon of feeds does not need.
    from monitor.core.change_detection.changed_paragraphs import changed_paragraphs

    page = document.entries[0]
    before = tx.readings.page_text(source.id)
    changed = changed_paragraphs(before, page.text, title=page.title) if before else ()
    paragraphs = [paragraph for paragraph in changed if not is_clock(paragraph, now)]
    if not paragraphs:
        return document
    text = "\n\n".join(paragraphs)
    return replace(document, entries=(page, _as_change(page, text, now)))


def keep_reading(tx: Transaction, source: Source, document: ParsedDocument, *, memory: str = "") -> None:
    """Note what the next poll is compared with: the text of a watched page, what is remembered of an index."""
    if memory:
        tx.readings.set_page_text(source.id, memory)
    if SOURCE_KINDS[source.kind].edits_are_entries and document.entries:
        tx.readings.set_page_text(source.id, document.entries[0].text)


def _as_change(page: ParsedEntry, text: str, now: datetime) -> ParsedEntry:
    # The time is part of it: a notice that comes back is news again.
    mark = fingerprint_fields((page.text, text, now.isoformat()), 12)
    first = " ".join(text.split()).lstrip("#•◦ ")
    headline = clip_text(first, _HEADLINE)
    return replace(
        page,
        guid=f"{_CHANGE}{mark}:{page.guid}",
        title=f"{page.title}: {headline}",
        text=text,
        published_at=None,
        trust="first_seen",
    )

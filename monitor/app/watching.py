"""A watched page: each change of its text is an entry of its own, made of the changed paragraphs."""

import hashlib
from dataclasses import replace

from monitor.parse.watch import changed_paragraphs
from monitor.ports import Transaction
from monitor.text.urls import canonical_url
from monitor.types.entries import ParsedDocument, ParsedEntry
from monitor.types.queries import EntryFilter
from monitor.types.sources import Source

_CHANGE = "changed:"
_HEADLINE = 60
_RECENT = 500
"""Entries of the source looked through for the page's own."""


def with_changes(tx: Transaction, source: Source, document: ParsedDocument) -> ParsedDocument:
    """The document of a ``watch`` source with an entry for what changed since the text we keep; others as they are.

    The page's own entry (guid = its address) keeps the whole text for the next comparison.
    """
    if source.kind != "watch" or not document.entries:
        return document
    page = document.entries[0]
    stored = tx.entries.find(EntryFilter(source_id=source.id, limit=_RECENT))
    before = next((entry for entry in stored if entry.key == canonical_url(page.guid)), None)
    if before is None or not (paragraphs := changed_paragraphs(before.text, page.text)):
        return document
    text = "\n\n".join(paragraphs)
    return replace(document, entries=(page, _change(page, text)))


def _change(page: ParsedEntry, text: str) -> ParsedEntry:
    mark = hashlib.sha256((page.text + text).encode()).hexdigest()[:12]
    first = " ".join(text.split())
    headline = first if len(first) <= _HEADLINE else first[: _HEADLINE - 1] + "…"
    return replace(
        page,
        guid=f"{_CHANGE}{mark}:{page.guid}",
        title=f"{page.title}: {headline}",
        text=text,
        published_at=None,
        trust="first_seen",
    )

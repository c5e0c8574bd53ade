"""What matching sees of an entry or a typed text: the one place that makes a ``Document`` of one."""

from monitor.core.model.entries import Entry, ParsedEntry
from monitor.core.model.matches import Document
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.text.told_language import tell_language


def document_of(
    entry: Entry | ParsedEntry, *, source: str = "", lang: str = "", topics: frozenset[str] | None = None
) -> Document:
    """``source`` is the source's title where the entry does not hold it; ``lang`` counts where the entry names none."""
    return Document(
        title=entry.title,
        body=entry.text,
        url=entry.url,
        author=entry.author,
        source=entry.source_title if isinstance(entry, Entry) else source,
        lang=entry.lang or lang,
        topics=topics,
    )


def stored_document(entry: Entry, source: Source, spec: SourceSpec) -> Document:
    """A stored entry as its source's poll would have it matched now; ``spec``: how the source is wished."""
    return document_of(entry, lang=source.lang, topics=spec.topics)


def document_of_text(title: str, text: str) -> Document:
    """What somebody typed to be judged: in the language that its words tell."""
    return Document(title=title, body=text, lang=tell_language([f"{title}\n{text}"]))

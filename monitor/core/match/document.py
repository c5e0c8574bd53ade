"""What matching sees of an entry: the one place that makes a ``Document`` of one."""

from monitor.core.model.entries import Entry, ParsedEntry
from monitor.core.model.matches import Document


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

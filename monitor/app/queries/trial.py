"""Stored entries as documents: one with the topics of its source, and those on which changed rules are tried."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from monitor.core.match.document import document_of, stored_document
from monitor.core.match.query.lookup import plan_search
from monitor.core.match.query.parser import parse_query
from monitor.core.model.entries import Entry
from monitor.core.model.filters import EntryFilter
from monitor.core.model.matches import Document, Topic
from monitor.core.model.searches import Look, Lookup, SearchFilter, Some
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.text.index_words import phrase_of
from monitor.errors import QueryError, UserError
from monitor.ports import Transaction
from monitor.values import dataclass

MOST_TRIED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDocuments:
    """What rules are tried on. ``is_whole`` = False: there are more than ``MOST_TRIED``; these are the newest."""

    entries: Sequence[Entry]
    is_whole: bool

    @property
    def documents(self) -> Sequence[Document]:
        """As matching sees them."""
        return [document_of(entry) for entry in self.entries]


def read_stored_document(tx: Transaction, entry: Entry, spec_of: Callable[[Source], SourceSpec]) -> Document:
    """``spec_of``: how the watchlists wish a source. It may be a removed one, which keeps its entries."""
    source = next(source for source in tx.sources.all(removed=True) if source.id == entry.source_id)
    return stored_document(entry, source, spec_of(source))


def trial_documents(tx: Transaction, topics: Iterable[Topic], *, since: datetime) -> TrialDocuments:
    """Entries since then in which one of these topics may be named; all of them where a query can be true anywhere."""
    lookups = [_lookup_hits(topic) for topic in topics]
    known = [lookup for lookup in lookups if lookup is not None]
    limit = MOST_TRIED + 1
    if len(known) == len(lookups):
        found = tx.search.find(SearchFilter(lookup=Some(tuple(known)), since=since, limit=limit)) if known else []
    else:
        found = tx.entries.find(EntryFilter(since=since, limit=limit))
    return TrialDocuments(entries=found[:MOST_TRIED], is_whole=len(found) <= MOST_TRIED)


def _lookup_hits(topic: Topic) -> Lookup | None:
    """Where its names or its query can be; ``None`` = anywhere."""
    # A name is also found inflected ("Klings"): its end is left open.
    phrases = [phrase_of(alias.text, is_open=True) for alias in topic.aliases]
    looks: list[Lookup] = [Look(phrase) for phrase in phrases if phrase is not None]
    if topic.query:
        try:
            plan = plan_search(parse_query(topic.query, topics=()))
        except (QueryError, UserError):
            return None
        if plan.lookup is None:
            return None
        looks.append(plan.lookup)
    return Some(tuple(looks)) if looks else None

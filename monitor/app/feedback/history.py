"""What the store holds of a topic, for rules that are tried on it."""

from collections.abc import Iterator, Sequence

from monitor.core.match.document import document_of
from monitor.core.match.findings import Finding
from monitor.core.match.suggest.from_history import with_history
from monitor.core.match.suggest.rule_changes import Case, Said
from monitor.core.model.feedback import Judged
from monitor.core.model.filters import EntryFilter, MentionFilter
from monitor.core.model.matches import Document, Mention, Topic
from monitor.ports import Transaction

_OF_NAMES = frozenset({"common-word", "short-alias"})
_ELSEWHERE = 300
_HITS = 60
"""Mentions of a topic that are read for a warning: of some another of its names is found."""


def cases_of(tx: Transaction, mentions: Sequence[Mention]) -> dict[int, Case]:
    """By entry, in the order of the mentions (of one topic): the document, and what readers said of it."""
    judged = tx.verdicts.judged({mention.story_id for mention in mentions})
    entries = {mention.entry_id: mention for mention in mentions}
    found = {number: entry for number in entries if (entry := tx.entries.get(number)) is not None}
    return {
        number: Case(
            document=document_of(entry, topics=frozenset({entries[number].topic})),
            said=_said_of(entries[number], judged),
        )
        for number, entry in found.items()
    }


def with_stored_hits(tx: Transaction, warnings: Sequence[Finding], topics: Sequence[Topic]) -> list[Finding]:
    """The warnings, those of everyday names with what the last stored hits of the name say."""
    by_id = {topic.id: topic for topic in topics}
    return [_with_hits(tx, found, by_id[found.topic]) if found.rule in _OF_NAMES else found for found in warnings]


def _with_hits(tx: Transaction, found: Finding, topic: Topic) -> Finding:
    cases = cases_of(tx, tx.mentions.find(MentionFilter(topic=topic.id, limit=_HITS)))
    return with_history(found, topic, list(cases.values()), list(documents_without(tx, topic.id))) if cases else found


def documents_without(tx: Transaction, topic: str) -> Iterator[Document]:
    """Ordinary news that does not mention the topic."""
    for entry in tx.entries.find(EntryFilter(limit=_ELSEWHERE)):
        if not any(mention.topic == topic for mention in tx.mentions.of_entry(entry.id)):
            yield document_of(entry, topics=frozenset({topic}))


def _said_of(mention: Mention, judged: Judged) -> Said:
    match judged.get((mention.story_id, mention.topic)):
        case "relevant":
            return "relevant"
        case "not-relevant":
            return "not-relevant"
        case _:
            return "nothing"

"""History under new rules: stored entries matched by new or changed topics, without a flood."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime
from functools import partial

from monitor.app.context import AppContext
from monitor.app.store_thread import NAMED_AT_ONCE
from monitor.core.match.document import stored_document
from monitor.core.model.entries import Entry, ParsedEntry
from monitor.core.model.filters import EntryFilter
from monitor.core.model.matches import MatchResult, Topic
from monitor.core.model.sources import Source
from monitor.core.text.fingerprints import fingerprint_values
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)

_PAGE = 200
"""Entries that are looked through in one read: some ten milliseconds, for which a tick or a poll waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Stored entries looked through by the changed topics."""

    named: Sequence[int]
    """Numbers of the entries that have a hit."""
    last_id: int


async def catch_up(app: AppContext) -> int:
    """Match the stored entries against topics that are new or were changed since the last run; returns mentions found.

    They are stored as ``baseline``: shown, told in one summary a topic where fresh, never sent as a burst.
    """
    await app.in_store.write(partial(_forget_unwatched, app.watchlists.topics))
    changed = await app.in_store.read(lambda tx: _changed_topics(tx, app.watchlists.topics))
    if not changed:
        return 0
    found, wanted = 0, frozenset(topic.id for topic in changed)
    before_id: int | None = None
    while page := await app.in_store.read(partial(_look_through, app, wanted, before_id)):
        for start in range(0, len(page.named), NAMED_AT_ONCE):
            part = page.named[start : start + NAMED_AT_ONCE]
            found += await app.in_store.write(partial(_rematch, app, wanted, part))
        before_id = page.last_id
    await app.in_store.write(lambda tx: _note_fingerprints(tx, changed, app.clock.now()))
    log.info("history matched", topics=[topic.id for topic in changed], mentions=found)
    return found


def _changed_topics(tx: Transaction, topics: Sequence[Topic]) -> list[Topic]:
    known = tx.topics.fingerprints()
    return [topic for topic in topics if known.get(topic.id) != topic_fingerprint(topic)]


def _note_fingerprints(tx: Transaction, topics: Sequence[Topic], now: datetime) -> None:
    tx.topics.set_fingerprints({topic.id: topic_fingerprint(topic) for topic in topics}, now=now)


def _forget_unwatched(topics: Sequence[Topic], tx: Transaction) -> None:
    watched = {topic.id for topic in topics}
    tx.topics.forget([topic for topic in tx.topics.fingerprints() if topic not in watched])


def topic_fingerprint(topic: Topic) -> str:
    """Changes when anything does that decides what matches: not the name, the examples or the place in the file."""
    aliases = tuple(
        (a.text, a.sure, a.needs, a.within, a.not_near, a.title_only, a.case_sensitive, a.versions)
        for a in topic.aliases
    )
    return fingerprint_values((aliases, topic.query, topic.exclude, topic.near, topic.owner))


def _look_through(app: AppContext, wanted: Set[str], before_id: int | None, tx: Transaction) -> _Page | None:
    """The next older entries; only those with a hit are worth a transaction that others wait for."""
    entries = tx.entries.find(EntryFilter(limit=_PAGE, before_id=before_id))
    if not entries:
        return None
    sources = {source.id: source for source in tx.sources.all(removed=True)}
    named = [entry.id for entry in entries if _names_wanted(app, wanted, entry, sources[entry.source_id])]
    return _Page(named=named, last_id=entries[-1].id)


def _rematch(app: AppContext, wanted: Set[str], entry_ids: Sequence[int], tx: Transaction) -> int:
    """Decided on what is there now: an entry may have been edited, removed or matched since it was looked through."""
    sources = {source.id: source for source in tx.sources.all(removed=True)}
    entries = [entry for entry_id in entry_ids if (entry := tx.entries.get(entry_id)) is not None]
    return sum(_rematch_one(app, tx, wanted, entry, sources[entry.source_id]) for entry in entries)


def _rematch_one(app: AppContext, tx: Transaction, wanted: Set[str], entry: Entry, source: Source) -> int:
    before = {(mention.topic, mention.section_key) for mention in tx.mentions.of_entry(entry.id)}
    matching = _match(app, entry, source)
    fresh = [
        match for match in matching.found if match.topic in wanted and (match.topic, match.section_key) not in before
    ]
    from monitor.app.polling.record_entries import Recorder

    recorder = Recorder(app=app, tx=tx, source=source, first_sight=True, now=app.clock.now())
    made, _ = recorder.mention(_as_parsed(entry), entry.id, replace(matching, found=fresh, refused=()))
    return made


def _names_wanted(app: AppContext, wanted: Set[str], entry: Entry, source: Source) -> bool:
    return any(match.topic in wanted for match in _match(app, entry, source).found)


def _match(app: AppContext, entry: Entry, source: Source) -> MatchResult:
    """By all topics: a query may ask for another topic, and the names of others are evidence."""
    return app.matcher.match(stored_document(entry, source, app.spec_of(source)))


def _as_parsed(entry: Entry) -> ParsedEntry:
    return ParsedEntry(
        title=entry.title,
        url=entry.url,
        text=entry.text,
        author=entry.author,
        published_at=entry.published_at,
        trust=entry.trust,
        precision=entry.precision,
        lang=entry.lang,
    )

"""Searching what is kept: through SQLite's FTS5 or a tsvector of PostgreSQL, with what other tables say beside it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    cast,
    column,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    true,
)

from monitor.adapters.store.columns import to_json
from monitor.adapters.store.repositories.entries import ENTRIES, as_entry
from monitor.adapters.store.repositories.source_rows import SOURCE_NAME
from monitor.adapters.store.tables import entry, entry_change, mention, search_progress, source
from monitor.core.model.entries import Entry
from monitor.core.model.searches import Every, Facts, IndexProgress, Look, Lookup, Phrase, SearchFilter
from monitor.core.text.index_words import FOLDING

MOST_COUNTED = 10_000
_RANKED = 1_000
"""The newest hits that are ranked: ranking all of many takes long, and old news is rarely what is looked for."""
FTS5 = table("search_entry", column("rowid"), column("search_entry"), column("rank"))
TSVECTOR = table("search_entry", column("entry_id"), column("words"))


class Search:
    """The ``SearchReads`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    def find(self, wanted: SearchFilter) -> Sequence[Entry]:
        """The newest first, or the best of the newest thousand; ``before_id`` goes on after the page before."""
        number, found = self._numbers(wanted)
        found = found.order_by(number.desc())
        if wanted.before_id is not None:
            found = found.where(number < wanted.before_id)
        if wanted.order == "best" and wanted.lookup is not None:
            ids = self._best(self._db.scalars(found.limit(_RANKED)).all(), wanted.lookup)[: wanted.limit]
        else:
            ids = list(self._db.scalars(found.limit(wanted.limit)))
        rows = {row.id: row for row in self._db.execute(ENTRIES.where(entry.c.id.in_(ids)))}
        return [as_entry(rows[number]) for number in ids if number in rows]

    def count(self, wanted: SearchFilter) -> int:
        """How many there are; ``MOST_COUNTED`` + 1 for more than that."""
        if wanted.is_plain and wanted.lookup is not None:
            # The index alone answers, over any number of hits.
            hits = self._hits(wanted.lookup)
            return self._db.scalar(select(func.count()).select_from(hits.subquery())) or 0
        if wanted.topics and wanted == SearchFilter(topics=wanted.topics[:1], order=wanted.order, limit=wanted.limit):
            # Nothing but a topic: the index of mentions alone answers.
            numbers = select(mention.c.entry_id).where(mention.c.topic == wanted.topics[0]).distinct()
        else:
            numbers = self._numbers(wanted)[1]
        return self._count_some(numbers)

    def _count_some(self, rows: Select[Any]) -> int:
        """How many rows; ``MOST_COUNTED`` + 1 for more than that."""
        some = rows.limit(MOST_COUNTED + 1).subquery()
        return self._db.scalar(select(func.count()).select_from(some)) or 0

    def progress(self) -> IndexProgress:
        """How far the index is behind."""
        kept = self._db.execute(select(search_progress)).first()
        newest = self._db.scalar(select(func.max(entry.c.id))) or 0
        changed = self._db.scalar(select(func.max(entry_change.c.id))) or 0
        if kept is None or kept.folding != FOLDING:
            return IndexProgress(indexed_to=0, newest=newest, is_behind=newest > 0)
        behind = kept.entry_id < newest or kept.change_id < changed
        return IndexProgress(indexed_to=kept.entry_id, newest=newest, is_behind=behind)

    def _hits(self, lookup: Lookup) -> Select[Any]:
        if self._is_sqlite:
            return select(FTS5.c.rowid.label("number")).where(FTS5.c.search_entry.op("MATCH")(fts5_query(lookup)))
        asked = func.to_tsquery(literal_column("'simple'::regconfig"), ts_query(lookup))
        return select(TSVECTOR.c.entry_id.label("number")).where(TSVECTOR.c.words.op("@@")(asked))

    def _numbers(self, wanted: SearchFilter) -> tuple[ColumnElement[Any], Select[Any]]:
        """The entries found, and the column that numbers them: FTS5 gives its own in order without sorting all hits."""
        conditions = self._conditions(wanted)
        if wanted.lookup is None:
            return entry.c.id, select(entry.c.id).where(and_(true(), *conditions))
        if not self._is_sqlite:
            found = select(entry.c.id).where(entry.c.id.in_(self._hits(wanted.lookup)))
            return entry.c.id, found.where(and_(true(), *conditions))
        hits = self._hits(wanted.lookup)
        if conditions:
            hits = hits.join(entry, entry.c.id == FTS5.c.rowid).where(and_(*conditions))
        return FTS5.c.rowid, hits

    def _conditions(self, wanted: SearchFilter) -> list[Any]:
        mentioned = [mention.c.topic == topic for topic in wanted.topics]
        if wanted.signal:
            mentioned.append(cast(mention.c.signals, Text).contains(to_json(wanted.signal), autoescape=True))
        return [
            *_seen_in(wanted),
            *self._of_facts(wanted),
            *(self._mentioned(condition, leads=wanted.lookup is None) for condition in mentioned),
            *(not_(condition) for condition in self._of_facts(wanted.without)),
            *(not_(self._mentioned(mention.c.topic == topic, leads=False)) for topic in wanted.without.topics),
        ]

    def _of_facts(self, facts: Facts) -> list[Any]:
        """What the entry and its source must be, but for topics."""
        return [
            *(entry.c.author.icontains(author, autoescape=True) for author in facts.authors),
            *(_of_source(name) for name in facts.sources),
            *(_of_site(self._host(), site) for site in facts.sites),
            *(_in_language(lang) for lang in facts.languages),
        ]

    def _host(self) -> ColumnElement[Any]:
        """The host of an entry's address."""
        if not self._is_sqlite:
            return func.lower(func.split_part(func.split_part(entry.c.url, "/", 3), ":", 1))
        place = func.substr(entry.c.url, func.instr(entry.c.url, "://") + 3)
        for end in ("/", ":"):
            place = func.substr(place, 1, func.instr(place.concat(end), end) - 1)
        return func.lower(place)

    def _mentioned(self, condition: Any, *, leads: bool) -> Any:
        """Few mentions ``lead`` to their entries; of a topic that every tenth entry names, the newest are soon met."""
        if leads and self._count_some(select(mention.c.id).where(condition)) <= MOST_COUNTED:
            return entry.c.id.in_(select(mention.c.entry_id).where(condition))
        return select(mention.c.id).where(mention.c.entry_id == entry.c.id, condition).exists()

    def _best(self, ids: Sequence[int], lookup: Lookup) -> list[int]:
        """These, the best first."""
        if not ids:
            return []
        if self._is_sqlite:
            ranked = self._hits(lookup).where(FTS5.c.rowid >= min(ids), FTS5.c.rowid <= max(ids)).order_by(FTS5.c.rank)
        else:
            asked = func.to_tsquery(literal_column("'simple'::regconfig"), ts_query(lookup))
            weight = func.ts_rank(TSVECTOR.c.words, asked)
            ranked = select(TSVECTOR.c.entry_id).where(TSVECTOR.c.entry_id.in_(ids)).order_by(weight.desc())
        among = set(ids)
        return [number for number in self._db.scalars(ranked) if number in among]


def _seen_in(wanted: SearchFilter) -> list[Any]:
    """When the entry was first seen, and in which feed."""
    found: list[Any] = []
    if wanted.since is not None:
        found.append(entry.c.first_seen_at >= wanted.since)
    if wanted.until is not None:
        found.append(entry.c.first_seen_at < wanted.until)
    if wanted.source_id is not None:
        found.append(entry.c.source_id == wanted.source_id)
    return found


def _of_source(name: str) -> Any:
    named = or_(SOURCE_NAME.icontains(name, autoescape=True), source.c.url.icontains(name, autoescape=True))
    return entry.c.source_id.in_(select(source.c.id).where(named))


def _of_site(host: ColumnElement[Any], site: str) -> Any:
    under = host.endswith(f".{site}", autoescape=True)
    return or_(host == site, under)


def _in_language(lang: str) -> Any:
    """Its own language, else its source's; zh is also zh-CN."""
    speaks = or_(_is_tag(source.c.lang, lang), and_(source.c.lang == "", _is_tag(source.c.learnt_lang, lang)))
    of_source = entry.c.source_id.in_(select(source.c.id).where(speaks))
    return or_(_is_tag(entry.c.lang, lang), and_(entry.c.lang == "", of_source))


def _is_tag(kept: ColumnElement[Any], lang: str) -> Any:
    tag = func.lower(kept)
    return or_(tag == lang.lower(), tag.startswith(f"{lang.lower()}-", autoescape=True))


def fts5_query(lookup: Lookup) -> str:
    """In the words of FTS5; what people typed stands in quotes only."""
    match lookup:
        case Look(phrase=phrase, where=where):
            field = f"{where} : " if where else ""
            return f'{field}"{" ".join(phrase.words)}"{" *" if phrase.is_open else ""}'
        case Every(parts=parts, without=without):
            wanted = " AND ".join(f"({fts5_query(part)})" for part in parts)
            return f"({wanted})" + "".join(f" NOT ({fts5_query(part)})" for part in without)
        case _:
            return " OR ".join(f"({fts5_query(part)})" for part in lookup.parts)


def ts_query(lookup: Lookup) -> str:
    """In the words of ``to_tsquery``: titles carry the weight A, texts B."""
    match lookup:
        case Look(phrase=phrase, where=where):
            return _ts_phrase(phrase, {"title": "A", "body": "B"}.get(where, ""))
        case Every(parts=parts, without=without):
            wanted = " & ".join(f"({ts_query(part)})" for part in parts)
            return f"({wanted})" + "".join(f" & !({ts_query(part)})" for part in without)
        case _:
            return " | ".join(f"({ts_query(part)})" for part in lookup.parts)


def _ts_phrase(phrase: Phrase, weight: str) -> str:
    marks = [("*" if phrase.is_open and place == len(phrase.words) - 1 else "") + weight for place in _places(phrase)]
    return " <-> ".join(
        f"'{word}'" + (f":{mark}" if mark else "") for word, mark in zip(phrase.words, marks, strict=True)
    )


def _places(phrase: Phrase) -> range:
    return range(len(phrase.words))

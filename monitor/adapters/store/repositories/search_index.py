"""Filling the search index, outside the transactions that store what was polled.

SQLite before 3.43 takes a text out of an index without copies only when it is told that text again. What was indexed
is always known: an entry's text, or, where edits came since, what the first of them replaced.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal_column, select, text, update

from monitor.adapters.store.prepared import PreparedStatement, split_batches
from monitor.adapters.store.reading.search import TSVECTOR
from monitor.adapters.store.tables import entry, entry_change, search_progress
from monitor.core.text.index_words import FOLDING, index_words_of

_ADD = PreparedStatement(text("INSERT INTO search_entry (rowid, title, body) VALUES (:id, :title, :body)"))
_REMOVE = PreparedStatement(
    text("INSERT INTO search_entry (search_entry, rowid, title, body) VALUES ('delete', :id, :title, :body)")
)
_EMPTY = text("INSERT INTO search_entry (search_entry) VALUES ('delete-all')")
_ENTRIES = select(entry.c.id, entry.c.title, entry.c.text)
_CHANGES = select(entry_change.c.id, entry_change.c.entry_id, entry_change.c.title, entry_change.c.text)


class SearchIndex:
    """The ``SearchIndexing`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    def index_more(self, *, limit: int) -> int:
        """Take edits in, then the next entries; returns how many rows were looked at."""
        indexed_to, changed_to = self._reached()
        after = _CHANGES.with_only_columns(entry_change.c.id, entry_change.c.entry_id)
        edited = self._db.execute(
            after.where(entry_change.c.id > changed_to).order_by(entry_change.c.id).limit(limit)
        ).all()
        if edited:
            self._index_again({row.entry_id for row in edited if row.entry_id <= indexed_to}, changed_to, edited[-1].id)
            self._note(change_id=edited[-1].id)
        rest = limit - len(edited)
        if rest <= 0:
            # What is indexed now must not be taken for what an edit that still waits replaced.
            return len(edited)
        rows = self._db.execute(_ENTRIES.where(entry.c.id > indexed_to).order_by(entry.c.id).limit(rest)).all()
        self._add({number: (title, said) for number, title, said in rows})
        if rows:
            self._note(entry_id=rows[-1][0])
        return len(edited) + len(rows)

    def forget(self, entry_ids: Collection[int]) -> None:
        """Entries are about to be removed; PostgreSQL's rows go with them."""
        if not self._is_sqlite:
            return
        kept = self._db.execute(select(search_progress)).first()
        if kept is None or kept.folding != FOLDING:
            return
        for batch in split_batches(number for number in entry_ids if number <= kept.entry_id):
            self._remove(self._indexed(batch, kept.change_id))

    def _reached(self) -> tuple[int, int]:
        kept = self._db.execute(select(search_progress)).first()
        if kept is not None and kept.folding == FOLDING:
            return kept.entry_id, kept.change_id
        # A first filling, or words are made in another way since: from the beginning.
        self._db.execute(_EMPTY if self._is_sqlite else delete(TSVECTOR))
        self._db.execute(delete(search_progress))
        newest = self._db.scalar(select(func.max(entry_change.c.id))) or 0
        self._db.execute(insert(search_progress), {"id": 1, "folding": FOLDING, "entry_id": 0, "change_id": newest})
        return 0, newest

    def _note(self, **reached: int) -> None:
        self._db.execute(update(search_progress).values(**reached))

    def _index_again(self, entry_ids: Collection[int], changed_to: int, up_to: int) -> None:
        """Entries that were edited after ``changed_to``: out with what was indexed, in with what is said after
        ``up_to``."""
        for batch in split_batches(entry_ids):
            if self._is_sqlite:
                self._remove(self._indexed(batch, changed_to))
            else:
                self._db.execute(delete(TSVECTOR).where(TSVECTOR.c.entry_id.in_(batch)))
            self._add(self._indexed(batch, up_to))

    def _indexed(self, entry_ids: Sequence[int], changed_to: int) -> Mapping[int, tuple[str, str]]:
        """What these entries said when edits up to ``changed_to`` had been made."""
        said = {row.id: (row.title, row.text) for row in self._db.execute(_ENTRIES.where(entry.c.id.in_(entry_ids)))}
        later = _CHANGES.where(entry_change.c.entry_id.in_(entry_ids), entry_change.c.id > changed_to)
        for row in self._db.execute(later.order_by(entry_change.c.id.desc())):
            said[row.entry_id] = (row.title, row.text)
        return said

    def _add(self, said: Mapping[int, tuple[str, str]]) -> None:
        if not said:
            return
        rows = _rows(said)
        if self._is_sqlite:
            _ADD.run_all(self._db, rows)
            return
        simple: ColumnElement[str] = literal_column("'simple'::regconfig")
        for row in rows:
            title = func.setweight(func.to_tsvector(simple, row["title"]), literal_column("'A'"))
            body = func.setweight(func.to_tsvector(simple, row["body"]), literal_column("'B'"))
            self._db.execute(insert(TSVECTOR).values(entry_id=row["id"], words=title.op("||")(body)))

    def _remove(self, said: Mapping[int, tuple[str, str]]) -> None:
        _REMOVE.run_all(self._db, _rows(said))


def _rows(said: Mapping[int, tuple[str, str]]) -> list[dict[str, object]]:
    titles = index_words_of([title for title, _ in said.values()])
    bodies = index_words_of([body for _, body in said.values()])
    return [
        {"id": number, "title": title, "body": body} for number, title, body in zip(said, titles, bodies, strict=True)
    ]

"""A history of news as the store keeps it, of any length: generated, and poured straight into the tables.

The youngest ``REAL`` reports are what the program makes of the texts of ``bench.newswire``; older ones are the same
again, with every key that only one of them has replaced by one of their own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, create_engine, event, text

from bench.newswire import PACE, START, TOPIC, parsed, stream
from monitor.adapters.store.columns import to_json
from monitor.adapters.store.database import open_store
from monitor.adapters.store.repositories.story_parts.compared import mark_of
from monitor.adapters.store.tables import (
    delivery,
    delivery_story,
    entry,
    mention,
    report,
    report_key,
    seen_key,
    story,
    story_topic,
)
from monitor.core.change_detection.identity import Identity, identify_entry
from monitor.core.cluster.features.report_features import extract_features
from monitor.core.model.deliveries import delivery_key
from monitor.core.model.sources import SourceSpec
from monitor.core.model.stories import Features, Report

REAL = 5_000
"""27 days: more than the 14 in which a story can be joined."""
CHANNEL = "team"
_MICROSECONDS = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 5_000
_SALT = 0x9E37_79B9_7F4A_7C15
_KEY = 2**63 - 1


def load(url: str, size: int, further: int) -> Sequence[Report]:
    """Make a store whose history is ``size`` entries, each of them a report of a story of its own that was told.

    Returns the ``further`` reports that come next.
    """
    store = open_store(url)
    with store.write() as tx:
        tx.sources.sync([SourceSpec(url="https://example.com/feed.xml", title="outlet")], now=START)
        source_id = tx.sources.all()[0].id
    store.close()
    reports = list(islice(stream(max(size - REAL, 0)), min(size, REAL) + further))
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), json_serializer=to_json)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_durability)
    with engine.begin() as db:
        _Loader(db, source_id, size, reports[:-further]).load()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.exec_driver_sql("ANALYZE")
    engine.dispose()
    return reports[-further:]


def _without_durability(connection: Any, _record: object) -> None:
    """A history that is being made need not survive anything; the program itself opens it as any store."""
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500000"):
        connection.execute(f"PRAGMA {pragma}")


class _Loader:
    """Fills the tables of one history."""

    def __init__(self, db: Connection, source_id: int, size: int, reports: Sequence[Report]) -> None:
        self._db = db
        self._source = source_id
        self._size = size
        self._pool = [(told, extract_features(told), identify_entry(parsed(told))) for told in reports]
        self._older = size - len(self._pool)
        uses = Counter(key for _, made, _ in self._pool for key in made.keys)
        self._own = {key for key, count in uses.items() if count == 1}

    def load(self) -> None:
        for table, rows in (
            (entry, self._entries()),
            (story, self._stories()),
            (story_topic, self._topics()),
            (report, self._reports()),
            (mention, self._mentions()),
            (delivery, self._deliveries()),
            (delivery_story, ((number, 0, number) for number in range(1, self._size + 1))),
            (seen_key, self._seen()),
            (report_key, self._keys()),
        ):
            self._pour(table, rows)
        if self._db.dialect.name == "postgresql":
            for table in (entry, story, report, mention, delivery):
                self._db.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {self._size})"))

    def _each(self) -> Iterator[tuple[int, Report]]:
        """Number (from 1) and report of the whole history in time order."""
        for number in range(1, self._size + 1):
            told = self._of_pool(number)[0]
            if number <= self._older:
                at = START + (number - 1) * PACE
                told = replace(told, url=f"https://example.com/report/{number - 1:08}", seen_at=at, published_at=at)
            yield number, told

    def _of_pool(self, number: int) -> tuple[Report, Features, Identity]:
        return self._pool[(number - 1 - self._older) % len(self._pool)]

    def _features(self, number: int, told: Report) -> Features:
        made = self._of_pool(number)[1]
        if number > self._older:
            return made
        prints: Any = made.payload["prints"]
        shifted = [one | {"at": told.seen_at.timestamp(), "url": told.url} for one in prints]
        return Features(keys=self._keys_of(number), payload={"prints": shifted})

    def _keys_of(self, number: int) -> tuple[int, ...]:
        keys = self._of_pool(number)[1].keys
        return keys if number > self._older else tuple(_salted(k, number) if k in self._own else k for k in keys)

    def _identity_keys(self, number: int) -> Mapping[int, str]:
        keys = self._of_pool(number)[2].keys
        return keys if number > self._older else {_salted(key, number): kind for key, kind in keys.items()}

    def _entries(self) -> Iterator[dict[str, object]]:
        for number, told in self._each():
            yield {
                "id": number, "source_id": self._source, "key": told.url, "url": told.url, "canonical": told.url,
                "title": told.title, "text": told.text, "author": "", "published_at": told.published_at,
                "trust": "stated", "precision": "second", "first_seen_at": told.seen_at, "edited_at": None,
                "content_hash": self._of_pool(number)[2].content_hash, "lang": "zh", "first_sight": False,
            }  # fmt: skip

    def _stories(self) -> Iterator[dict[str, object]]:
        for number, told in self._each():
            yield {
                "id": number, "title": told.title, "url": told.url, "lang": "zh", "snippet": told.title,
                "highlights": [], "score": 1.0, "topics": [TOPIC], "signals": [], "first_seen_at": told.seen_at,
                "last_seen_at": told.seen_at, "follows": None, "merged_into": None,
                "created_at": told.seen_at,
            }  # fmt: skip

    def _topics(self) -> Iterator[dict[str, object]]:
        for number, told in self._each():
            yield {"story_id": number, "topic": TOPIC, "last_seen_at": told.seen_at}

    def _reports(self) -> Iterator[dict[str, object]]:
        for number, told in self._each():
            made = self._features(number, told)
            stored = {"keys": list(made.keys), "payload": dict(made.payload)}
            yield {
                "id": number, "story_id": number, "entry_id": number, "section": 0, "place": "0", "title": told.title,
                "url": told.url, "source": told.source, "tier": told.tier, "lang": "zh", "topics": [TOPIC],
                "signals": [], "surfaces": [], "snippet": told.title, "highlights": [], "score": 1.0,
                "published_at": told.published_at, "precision": "second", "seen_at": told.seen_at, "digest": False,
                "duplicate": False, "why": "", "features": stored, "created_at": told.seen_at,
                "compared_mark": mark_of(to_json(stored), told),
            }  # fmt: skip

    def _mentions(self) -> Iterator[dict[str, object]]:
        for number, told in self._each():
            yield {
                "id": number, "entry_id": number, "source_id": self._source, "section_key": "", "topic": TOPIC,
                "story_id": number, "section": 0,
                "status": "new", "surface": "", "snippet": told.title, "highlights": [], "score": 1.0, "signals": [],
                "reason": "", "spans": [], "evidence": [], "seen_at": told.seen_at, "created_at": told.seen_at,
            }  # fmt: skip

    def _deliveries(self) -> Iterator[dict[str, object]]:
        for number, told in self._each():
            subject = f"story:{number}"
            yield {
                "id": number, "key": delivery_key("alert", subject, CHANNEL, ""), "kind": "alert", "subject": subject,
                "channel": CHANNEL, "recipient": "", "state": "sent", "digest_id": None, "attempts": 1,
                "parts_sent": 1, "send_at": told.seen_at, "claimed_until": None, "first_attempt_at": told.seen_at,
                "provider_code": "200", "answer": "", "possible_repeat": False, "sent_at": told.seen_at,
                "changed_at": told.seen_at, "created_at": told.seen_at, "severity": "", "topic": "", "grouping": "",
                "topics": [TOPIC], "is_manual": False,
            }  # fmt: skip

    def _seen(self) -> Iterator[tuple[object, ...]]:
        kinds = sorted({kind for _, _, made in self._pool for kind in made.keys.values()})
        # A retold headline is one key, which points at the youngest entry.
        rows = {
            key: (kinds.index(kind), number, _at(told.seen_at))
            for number, told in self._each()
            for key, kind in self._identity_keys(number).items()
        }
        for key, kind, number, at in _in_order([(key, *row) for key, row in rows.items()]):
            yield self._source, key, kinds[kind], number, "", at

    def _keys(self) -> Iterator[tuple[int, ...]]:
        """Some forty rows a report: made by the column."""
        rows: list[np.ndarray[Any, Any]] = []
        for place, (_, made, _) in enumerate(self._pool):
            numbers = np.arange(self._older % len(self._pool) + place, self._size + len(self._pool), len(self._pool))
            numbers = (numbers - len(self._pool) + 1)[:, None]
            numbers = numbers[(numbers[:, 0] >= 1) & (numbers[:, 0] <= self._size)]
            keys = np.array(made.keys, dtype=np.int64)[None, :]
            own = np.array([key in self._own for key in made.keys])[None, :]
            salt = ((numbers.astype(np.uint64) * np.uint64(_SALT)) & np.uint64(_KEY)).astype(np.int64)
            salted = np.where(own & (numbers <= self._older), keys ^ salt, keys)
            at = _at(START) + (numbers - 1) * (PACE // _MICROSECONDS)
            rows.append(np.stack([salted, *(np.broadcast_to(one, salted.shape) for one in (at, numbers))], axis=-1))
        return _in_order(np.concatenate([one.reshape(-1, 3) for one in rows]))

    def _pour(self, table: Table, rows: Iterable[Any]) -> None:
        """Insert rows given by name, or as tuples that need no translation; indexes are made afterwards.

        What a row does not name is empty, where its column may be.
        """
        empty: dict[str, object] = {column.name: None for column in table.columns if column.nullable}
        dialect = self._db.dialect
        names = [column.name for column in table.columns]
        ready = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
        indexes = list(table.indexes)
        for index in indexes:
            index.drop(self._db)
        for some in _batched(rows, _AT_ONCE):
            written = [
                one
                if isinstance(one, tuple)
                else tuple(
                    make(value) if make else value
                    for value, make in zip(((empty | one)[name] for name in names), ready, strict=True)
                )
                for one in some
            ]
            self._insert(table.name, names, written)
        for index in indexes:
            index.create(self._db)

    def _insert(self, table: str, names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        listed = ", ".join(names)
        if self._db.dialect.name == "sqlite":
            marks = ", ".join("?" * len(names))
            self._db.exec_driver_sql(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)  # noqa: S608 our own names
            return
        cursor: Any = self._db.connection.cursor()
        with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _batched(rows: Iterable[Any], count: int) -> Iterator[list[Any]]:
    rest = iter(rows)
    while some := list(islice(rest, count)):
        yield some


def _in_order(rows: Any) -> Iterator[tuple[int, ...]]:
    """Sorted by all columns, the first one first: what is inserted in order of the key takes a tenth of the time."""
    table = np.asarray(rows, dtype=np.int64)
    order = np.lexsort(tuple(table[:, column] for column in reversed(range(table.shape[1]))))
    for some in range(0, len(order), _AT_ONCE):
        yield from zip(*table[order[some : some + _AT_ONCE]].T.tolist(), strict=True)


def _salted(key: int, number: int) -> int:
    """Another 63-bit key for another report."""
    return key ^ (number * _SALT & _KEY)


def _at(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECONDS

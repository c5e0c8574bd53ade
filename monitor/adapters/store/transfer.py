"""Moves a whole store to another database: row by row, resumable, and compared row by row at the end.

While rows are on their way the target names no schema that a monitor knows, so that none starts on half a store. Tables
follow one another with parents first, each in the order of its key, so what is there tells how far an earlier run came.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select, update
from sqlalchemy import column as column_named
from sqlalchemy import table as table_named

from monitor.adapters.store.copies import continue_counters
from monitor.adapters.store.database import is_made
from monitor.adapters.store.database_url import parse_url, place_name
from monitor.adapters.store.engines import Engines, make_engines
from monitor.adapters.store.errors import translate_errors
from monitor.adapters.store.migrate import UNDER_WAY, prepare_schema
from monitor.adapters.store.revisions import stored_revision
from monitor.adapters.store.tables import SCHEMA, metadata
from monitor.errors import StoreError
from monitor.values import dataclass

_BATCH = 1_000
_HASHES = 2**128
_VERSION = table_named("alembic_version", column_named("version_num"))

Progress = Callable[[str, int, int], None]
"""Table, rows copied so far, rows in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProof:
    """That a table arrived whole: as many rows, and the same sum of the hashes of their values."""

    name: str
    rows: int
    hash: str


def transfer_store(source_url: str, target_url: str, *, progress: Progress) -> tuple[TableProof, ...]:
    """Copy every row; StoreError when the target holds a store already, or when the two differ in the end.

    Nobody may write to either meanwhile. Run again after an interruption: it goes on where it was.
    """
    source_place, target_place = (place_name(parse_url(url)) for url in (source_url, target_url))
    if parse_url(source_url) == parse_url(target_url):
        raise StoreError(f"database {source_place}: it cannot be moved to itself")
    if not is_made(source_url):
        raise StoreError(f"database {source_place}: there is none, so there is nothing to move")
    with _opened(source_url) as source, _opened(target_url) as goal:
        target = goal.writer
        with translate_errors(source_place), source.reader.connect() as here:
            _refuse_other_schema(here, source_place)
            with translate_errors(target_place):
                _begin(target, target_place)
                for table in metadata.sorted_tables:
                    _copy_rest(here, target, table, progress)
                proofs = tuple(_compare(here, target, table) for table in metadata.sorted_tables)
                _finish(target)
    return proofs


@contextmanager
def _opened(url: str) -> Iterator[Engines]:
    made = make_engines(parse_url(url), patience=timedelta(seconds=10))
    try:
        yield made
    finally:
        made.dispose()


def _refuse_other_schema(connection: Connection, place: str) -> None:
    found = stored_revision(connection, place)
    if found == UNDER_WAY:
        raise StoreError(f"database {place}: it is a copy that was not finished, so it cannot be moved on")
    if found != SCHEMA:
        raise StoreError(
            f"database {place}: its schema is {found or 'empty'}, {SCHEMA} is needed: start the monitor once before"
        )


def _begin(target: Engine, place: str) -> None:
    """An empty store that names itself under way; one that an earlier run left there is gone on with."""
    with target.begin() as connection:
        found = stored_revision(connection, place)
        if found == UNDER_WAY:
            return
        if found and _holds_news(connection):
            raise StoreError(f"database {place}: it holds a store already: move into an empty database")
        prepare_schema(connection, place, migrate=True)
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(update(_VERSION).values(version_num=UNDER_WAY))


def _holds_news(connection: Connection) -> bool:
    there = set(inspect(connection).get_table_names())
    return any(
        connection.scalar(select(func.count()).select_from(table))
        for table in metadata.sorted_tables
        if table.name in ("source", "entry", "delivery") and table.name in there
    )


def _copy_rest(source: Connection, target: Engine, table: Table, progress: Progress) -> None:
    """What of a table is not there yet, in batches of one transaction each."""
    in_all = _count(source, table)
    with target.begin() as connection:
        done = _count(connection, table)
    ordered = select(table).order_by(*table.primary_key.columns)
    while done < in_all:
        rows = source.execute(ordered.offset(done).limit(_BATCH)).mappings().all()
        with target.begin() as connection:
            connection.execute(insert(table), [dict(row) for row in rows])
        done += len(rows)
        progress(table.name, done, in_all)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _compare(source: Connection, target: Engine, table: Table) -> TableProof:
    ours = _prove(source, table)
    with target.begin() as connection:
        theirs = _prove(connection, table)
    if ours != theirs:
        raise StoreError(
            f"table {table.name} did not arrive as it was ({ours.rows} rows, {theirs.rows} arrived): something wrote "
            "to one of the two meanwhile; stop every monitor, empty the target and begin again"
        )
    return ours


def _prove(connection: Connection, table: Table) -> TableProof:
    """Counts and hashes without an order, for databases sort texts differently."""
    count = total = 0
    for row in connection.execution_options(yield_per=_BATCH).execute(select(table)):
        value = json.dumps(list(row), ensure_ascii=False, sort_keys=True, default=_as_text)
        digest = hashlib.blake2b(value.encode(), digest_size=16).digest()
        total = (total + int.from_bytes(digest)) % _HASHES
        count += 1
    return TableProof(name=table.name, rows=count, hash=f"{total:032x}")


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)


def _finish(target: Engine) -> None:
    with target.begin() as connection:
        if connection.dialect.name == "postgresql":
            continue_counters(connection)
        connection.execute(update(_VERSION).values(version_num=SCHEMA))

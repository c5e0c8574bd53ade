"""What stores of tests share: the statements that the migrations make, and what statements compile to.

Each test opens stores of its own, and each store would run every migration and compile every statement anew: a third of
the suite's time for what comes out the same. A store that has tables already goes through the program's own code.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

from monitor.adapters.store import database
from monitor.adapters.store.columns import to_json
from monitor.adapters.store.migrate import prepare_schema

_COMPILED: LRUCache[Any, Any] = LRUCache(3000)
_DIALECTS: dict[type[Dialect], Dialect] = {}
_MADE_ALONG = ("search_entry_", "sqlite_")
"""Tables that SQLite makes itself: with the full-text index, and for numbers that are given once."""
_FIRST_ROWS = ('INSERT INTO "alembic_version"', 'INSERT INTO "key_value"')


@contextmanager
def quick_stores() -> Iterator[None]:
    """While this lasts, new SQLite stores get their tables at once and engines share what they compiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "prepare_schema", prepare_quickly)
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            patch.setattr(dialect, "engine_created", _share_compiled)
        yield


def prepare_quickly(connection: Connection, place: str, *, migrate: bool) -> None:
    """As ``prepare_schema``; an empty SQLite database gets in one go what the migrations made of the first one."""
    if connection.dialect.name != "sqlite" or not migrate or inspect(connection).get_table_names():
        prepare_schema(connection, place, migrate=migrate)
        return
    for statement in made_tables():
        connection.exec_driver_sql(statement)


@cache
def made_tables() -> tuple[str, ...]:
    """The statements for the tables, indices and first rows of a database that the migrations have made."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        prepare_schema(connection, "in memory", migrate=True)
        found = connection.connection.driver_connection
        assert isinstance(found, sqlite3.Connection)
        master = found.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
        rows = [line for line in found.iterdump() if line.startswith(_FIRST_ROWS)]
    engine.dispose()
    return (*(sql for name, sql in master if not name.startswith(_MADE_ALONG)), *rows)


def _share_compiled(engine: Engine) -> None:
    """What a statement compiles to depends on the dialect, so those of all stores of one kind become the same."""
    own: Any = engine.dialect
    if own._json_serializer is not to_json:
        return  # no store's
    engine.update_execution_options(compiled_cache=_COMPILED)

    def share(*_connection: object) -> None:
        engine.dialect = _DIALECTS.setdefault(type(own), own)

    if own.name == "sqlite":
        share()
    else:
        event.listen(engine, "first_connect", share)  # the server has said what it is

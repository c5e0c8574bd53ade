"""Engines set up so that a commit is on the disk, a writer is alone and a reader sees one instant."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url, text

from monitor.adapters.store.columns import to_json
from monitor.errors import StoreError
from monitor.values import dataclass

_FROZEN = timedelta(seconds=30)
"""A transaction that asks nothing for so long belongs to a process that is frozen or cut off."""
_LOG_KEPT = 16 * 2**20
"""Bytes that the write-ahead log keeps after a checkpoint."""
_LOG_PAGES = 8_000
"""A commit checkpoints only a log that grew this long: ``DatabaseStore.maintain`` does it beside the commits."""
IN_UTF8 = {"client_encoding": "UTF8"}
"""For every connection to a server: else it is what PGCLIENTENCODING, the role or the database says, and under
SQL_ASCII the driver gives bytes for texts."""
_WRITERS = 0x6E65_7773
"""The advisory lock of everyone who writes to a PostgreSQL store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """``writer`` begins with the write lock in hand; ``reader`` cannot write. In memory both share one connection."""

    writer: Engine
    reader: Engine

    def dispose(self) -> None:
        """Close every connection."""
        self.reader.dispose()
        self.writer.dispose()


def is_memory(url: URL) -> bool:
    """Whether the store lives in this process only."""
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def is_in_memory(url: str) -> bool:
    """The same of an address as it is written in the settings."""
    return is_memory(make_url(url))


def make_engines(url: URL, *, patience: timedelta) -> Engines:
    """Engines for ``url``; connections are opened when first needed. ``patience`` = how long to wait for a lock."""
    if url.get_backend_name() == "postgresql":
        return _postgresql_engines(url, patience)
    # The engine hands a connection to one thread at a time, which is all that SQLite asks for.
    connect = {"check_same_thread": False, "timeout": patience.total_seconds()}
    if is_memory(url):
        engine = create_engine(url, json_serializer=to_json, poolclass=StaticPool, connect_args=connect)
        _set_up(engine, ())
        event.listen(engine, "begin", _begin_in_memory)
        return Engines(writer=engine, reader=engine.execution_options(reads=True))
    writer = create_engine(url, json_serializer=to_json, connect_args=connect)
    # FULL: a commit that was reported is on the disk, also after a power cut.
    _set_up(
        writer,
        (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            f"PRAGMA journal_size_limit={_LOG_KEPT}",
            f"PRAGMA wal_autocheckpoint={_LOG_PAGES}",
        ),
    )
    event.listen(writer, "begin", _run_statement("BEGIN IMMEDIATE"))
    reader = create_engine(url, json_serializer=to_json, connect_args=connect)
    _set_up(reader, ("PRAGMA query_only=ON",))
    begin_reading(reader)
    return Engines(writer=writer, reader=reader)


def begin_reading(engine: Engine) -> None:
    """Each transaction of this engine is one snapshot, which SQLite takes at its first statement."""
    event.listen(engine, "begin", _run_statement("BEGIN"))


def _set_up(engine: Engine, pragmas: tuple[str, ...]) -> None:
    def connected(connection: Any, _record: object) -> None:
        # sqlite3 would begin late, and never for reading: in its autocommit mode it leaves that to us.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("PRAGMA foreign_keys=ON", *pragmas):
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine, "connect", connected)


def _begin_in_memory(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN")


def _postgresql_engines(url: URL, patience: timedelta) -> Engines:
    options = {
        "lock_timeout": round(patience.total_seconds() * 1000),
        # A process that is frozen or cut off inside a transaction would keep the one writer's lock for good.
        "idle_in_transaction_session_timeout": round(_FROZEN.total_seconds() * 1000),
    }
    settings = " ".join(f"-c {name}={value}" for name, value in options.items())
    # The address may have options of its own (a search_path), which an argument would replace.
    own = url.query.get("options", "")
    words = (own,) if isinstance(own, str) else own
    connect = {"options": " ".join((*words, settings)).strip(), **IN_UTF8}
    writer = create_engine(url, json_serializer=to_json, pool_pre_ping=True, connect_args=connect)
    # One writer at a time, also across machines: stories are decided against everything committed before.
    event.listen(writer, "begin", _run_statement(f"SELECT pg_advisory_xact_lock({_WRITERS})"))
    reader = create_engine(url, json_serializer=to_json, pool_pre_ping=True, connect_args=connect)
    event.listen(reader, "begin", _run_statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    return Engines(writer=writer, reader=reader)


def _run_statement(sql: str) -> Callable[[Connection], None]:
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(sql)

    return begun


def refuse_encoding(connection: Connection, place: str) -> None:
    """StoreError for a database of a server that cannot hold every letter: news come in all of them."""
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise StoreError(
            f"database {place}: its encoding is {encoding}, which cannot hold every letter: make one with "
            "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        )


def needs_psycopg(place: str) -> StoreError:
    """What to install for a database of a server."""
    return StoreError(f"database {place}: PostgreSQL needs psycopg: pip install 'news-monitor[postgresql]'")

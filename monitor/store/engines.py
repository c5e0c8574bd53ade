"""Engines set up so that a commit is on the disk, a writer is alone and a reader sees one instant."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event

from monitor.store.columns import to_json

_BUSY_MILLISECONDS = 10_000
_WRITERS = 0x6E65_7773
"""The advisory lock of everyone who writes to a PostgreSQL store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """``writer`` begins with the write lock in hand; ``reader`` cannot write. In memory both are one connection."""

    writer: Engine
    reader: Engine

    def dispose(self) -> None:
        """Close every connection."""
        self.reader.dispose()
        self.writer.dispose()


def is_memory(url: URL) -> bool:
    """Whether the store lives in this process only."""
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def engines(url: URL) -> Engines:
    """Connections are opened when first needed; in-memory stores live as long as their engine."""
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    if is_memory(url):
        engine = create_engine(
            url, json_serializer=to_json, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        _prepare(engine, "BEGIN IMMEDIATE", ())
        return Engines(writer=engine, reader=engine)
    writer = create_engine(url, json_serializer=to_json, connect_args={"check_same_thread": False})
    # FULL: a commit that was reported is on the disk, also after a power cut.
    _prepare(writer, "BEGIN IMMEDIATE", ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"))
    reader = create_engine(url, json_serializer=to_json, connect_args={"check_same_thread": False})
    _prepare(reader, "BEGIN", ("PRAGMA query_only=ON",))
    return Engines(writer=writer, reader=reader)


def _prepare(engine: Engine, begin: str, pragmas: tuple[str, ...]) -> None:
    """Set up each new SQLite connection, and begin transactions ourselves."""

    def connected(connection: Any, _record: object) -> None:
        # sqlite3 would begin late and never for reading: in its autocommit mode it leaves that to us.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}", "PRAGMA foreign_keys=ON", *pragmas):
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _statement(begin))


def _postgresql(url: URL) -> Engines:
    writer = create_engine(url, json_serializer=to_json, pool_pre_ping=True)
    # One writer at a time, also across machines: stories are decided against everything committed before.
    event.listen(writer, "begin", _statement(f"SELECT pg_advisory_xact_lock({_WRITERS})"))
    reader = create_engine(url, json_serializer=to_json, pool_pre_ping=True)
    event.listen(reader, "begin", _statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    return Engines(writer=writer, reader=reader)


def _statement(sql: str) -> Callable[[Connection], None]:
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(sql)

    return begun

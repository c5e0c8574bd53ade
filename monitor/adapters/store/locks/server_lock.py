"""The lock of a server's database: one monitor alone, or the members of one fleet."""

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import field
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, NullPool, create_engine, exc, text

from monitor.adapters.store.database_url import parse_url, place_name
from monitor.adapters.store.engines import IN_UTF8, needs_psycopg
from monitor.adapters.store.errors import translate_errors
from monitor.errors import LockedError, LockLostError
from monitor.log_lines import lazy_logger
from monitor.values import dataclass

log = lazy_logger(__name__)

_ONLY = 0x6E65_776F
"""The advisory lock: held by one alone, or shared by the members of a fleet."""
# In words without parameters: those would leave a portal open, whose snapshot keeps dead rows for months.
_TRY = {
    False: text(f"SELECT pg_try_advisory_xact_lock({_ONLY})"),
    True: text(f"SELECT pg_try_advisory_xact_lock_shared({_ONLY})"),
}
# The transaction lasts as long as its holder. What a server of this version calls otherwise is not there to be set.
_SET_UP = text("""
    SELECT set_config(name, CASE WHEN name LIKE '%timeout' THEN '0' ELSE '15' END, true) FROM pg_settings
    WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout', 'statement_timeout',
                   'tcp_keepalives_idle', 'tcp_keepalives_interval')
""")
_ALIVE = text("SELECT 1")
_NAME = text("SELECT set_config('application_name', :name, true)")
_HOLDERS = text("""
    SELECT a.pid, a.application_name, a.xact_start FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = :key AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ORDER BY a.xact_start
""")
_CONNECT = {"connect_timeout": 10, "keepalives_idle": 15, "keepalives_interval": 15, "keepalives_count": 3, **IN_UTF8}
_LONGEST_NAME = 63
"""Bytes of a name that PostgreSQL keeps."""
_NAMED_BY = "news-monitor "


@dataclass(slots=True, kw_only=True)
class ServerLock:
    """The ``StoreLock`` port over a connection of its own, which is good for nothing else.

    The lock is that of a transaction which asks nothing more: a pooler between us and the server would hand a session
    on, and its locks with it. Read committed: such a transaction keeps no dead rows from being removed.
    """

    address: str
    doing: str
    """What its holder runs, as others are told."""
    shared: bool
    """Of a fleet: its members do not exclude each other, only whoever works alone."""
    zone: ZoneInfo
    """For times in messages."""
    folder_mark: str = ""
    """See the port."""
    _connection: Connection | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> None:
        """Take the lock; LockedError names who has it, StoreError where nobody answers."""
        url = parse_url(self.address)
        place = place_name(url)
        try:
            engine = create_engine(url, poolclass=NullPool, connect_args=_CONNECT, isolation_level="READ COMMITTED")
        except ModuleNotFoundError as error:
            raise needs_psycopg(place) from error
        with translate_errors(place):
            connection = engine.connect()
        try:
            with translate_errors(place):
                self._lock(connection, place)
        except BaseException:
            _end(connection)
            raise
        self._connection = connection

    def _lock(self, connection: Connection, place: str) -> None:
        connection.execute(_SET_UP)
        connection.execute(_NAME, {"name": self._name()})
        if not connection.scalar(_TRY[self.shared]):
            raise LockedError(self._refusal(connection, place))

    async def hold(self) -> None:
        """See the port."""
        await asyncio.to_thread(self._hold)

    def _hold(self) -> None:
        with self._turn:
            if self._is_alive():
                return
            try:
                self.take()
            except LockedError as error:
                raise LockLostError(
                    f"the lock of the database was lost with its connection, and {error}. Until it is free nothing is "
                    "asked or sent here"
                ) from error
            log.warning("the lock of the database is held again")

    def _is_alive(self) -> bool:
        """The lock lives as long as this connection: that it answers is the proof."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(_ALIVE)
        except exc.SQLAlchemyError as error:
            why = " ".join(str(getattr(error, "orig", error)).split())
            log.warning("the connection that holds the lock of the database broke", error=why)
            self.free()
            return False
        return True

    def free(self) -> None:
        """Give the lock back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            _end(connection)

    def _name(self) -> str:
        """What others are told of its holder."""
        fleet = " in a fleet" if self.shared else ""
        start, end = f"{_NAMED_BY}{self.doing}{fleet} on ", f" (process {os.getpid()})"
        room = _LONGEST_NAME - len(start) - len(end)
        return f"{start}{socket.gethostname().encode('ascii', 'replace').decode()[:room]}{end}"

    def _refusal(self, connection: Connection, place: str) -> str:
        holders = list(connection.execute(_HOLDERS, {"key": _ONLY}))
        if not holders:  # it has ended in between
            return f"another instance was using {place} a moment ago; try again"
        pid, called, since = holders[0]
        name = (called or "").removeprefix(_NAMED_BY)
        named = f"monitor {name}" if name else "of another user of the database"
        when = f", since {since.astimezone(self.zone):%Y-%m-%d %H:%M}" if since else ""
        more = f", and {len(holders) - 1} more" if len(holders) > 1 else ""
        return (
            f"another instance is using {place}: {named}{when}{more}. Stop it first; several at one database are a "
            "fleet (fleet.enabled for all of them). Where it is gone without having ended, its connection ends by "
            f"SELECT pg_terminate_backend({pid})"
        )


def _end(connection: Connection) -> None:
    with suppress(exc.SQLAlchemyError):  # a connection that broke has given the lock back already
        connection.close()


@contextmanager
def server_held(lock: ServerLock) -> Iterator[ServerLock]:
    """Hold it as long as the block lasts; see ``ServerLock.take``."""
    lock.take()
    try:
        yield lock
    finally:
        lock.free()

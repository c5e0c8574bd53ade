"""Opens the store: checks the file, brings the tables up to date, and hands out transactions."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from monitor.adapters.placing import denied_to, give_to_owner
from monitor.adapters.store.database_url import parse_url, place_name
from monitor.adapters.store.engines import Engines, is_memory, make_engines, needs_psycopg, refuse_encoding
from monitor.adapters.store.errors import translate_errors
from monitor.adapters.store.filesystem_check import refuse_network
from monitor.adapters.store.migrate import prepare_schema
from monitor.adapters.store.revisions import known_revisions, stored_revision
from monitor.adapters.store.tables import SCHEMA
from monitor.adapters.store.transaction import SqlTransaction
from monitor.errors import StoreDamagedError, StoreError, StoreGoneError, StorePlaceError
from monitor.log_lines import lazy_logger

_PATIENCE = timedelta(seconds=10)
_SMALLEST_PAGE = 512
_LOOKED_THROUGH = 1_000_000_000
"""Bytes of a file that is looked through for damage at a start: a minute on a slow disk; a service is given five."""
_MAINTENANCE = ("PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA analysis_limit=1000", "PRAGMA optimize=0x10002")

log = lazy_logger(__name__)


def is_made(url: str) -> bool:
    """Whether there can be a store behind this URL: of a file, that it exists; of a server, always."""
    parsed = parse_url(url)
    return parsed.get_backend_name() != "sqlite" or is_memory(parsed) or Path(place_name(parsed)).is_file()


def open_store(
    url: str,
    *,
    migrate: bool = True,
    check: bool = True,
    patience: timedelta = _PATIENCE,
    before_upgrade: Callable[[str], None] | None = None,
) -> "DatabaseStore":
    """Open the store behind ``sqlite:///path``, ``sqlite://`` (in memory) or ``postgresql://…``.

    ``check`` runs SQLite's quick_check first, on a file of up to 1 GB; ``patience`` is how long to wait for a lock;
    ``before_upgrade`` is called with the revision of tables that are about to change, and what it raises leaves them as
    they are. StoreError says why the database cannot be used, and what to do about it.
    """
    parsed = parse_url(url)
    place = place_name(parsed)
    if parsed.get_backend_name() == "sqlite" and not is_memory(parsed):
        _prepare_file(Path(place))
    try:
        made = make_engines(parsed, patience=patience)
    except ModuleNotFoundError as error:
        raise needs_psycopg(place) from error
    file = Path(place) if parsed.get_backend_name() == "sqlite" and not is_memory(parsed) else None
    store = DatabaseStore(made, place, shared=is_memory(parsed), file=file)
    try:
        if migrate and before_upgrade is not None:
            store.announce_upgrade(before_upgrade)
        store.prepare(migrate=migrate, check=check and parsed.get_backend_name() == "sqlite")
    except BaseException:
        store.close()
        raise
    return store


class DatabaseStore:
    """A store in a database. ``shared``: readers and writers use one connection, one after the other."""

    def __init__(self, engines: Engines, place: str, *, shared: bool, file: Path | None = None) -> None:
        self._engines = engines
        self._place = place
        self._file = file
        self._identity = _file_identity(file)
        self._turn: AbstractContextManager[object] = threading.RLock() if shared else nullcontext()

    @contextmanager
    def write(self) -> Iterator[SqlTransaction]:
        """A transaction that holds the write lock from its start; committed at the end, or nothing on any error."""
        self._refuse_another_file()
        with self._turn, translate_errors(self._place), self._engines.writer.begin() as connection:
            transaction = SqlTransaction(connection)
            yield transaction
            transaction.write_changed()

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """A consistent snapshot."""
        self._refuse_another_file()
        with self._turn, translate_errors(self._place, reading=True), self._engines.reader.connect() as connection:
            yield SqlTransaction(connection)

    def announce_upgrade(self, call: Callable[[str], None]) -> None:
        """Call with the revision of the tables when this version is about to change them."""
        with translate_errors(self._place), self._engines.reader.connect() as connection:
            found = stored_revision(connection, self._place)
        if found and found != SCHEMA and found in known_revisions():
            call(found)

    def prepare(self, *, migrate: bool, check: bool) -> None:
        """Refuse a damaged database and bring the tables up to date."""
        with translate_errors(self._place):
            if check and self._may_look_through():
                with self._engines.reader.connect() as connection:
                    self._quick_check(connection)
            with self._engines.writer.begin() as connection:
                refuse_encoding(connection, self._place)
                prepare_schema(connection, self._place, migrate=migrate)

    def maintain(self) -> None:
        """Bring the write-ahead log into the file and, from SQLite 3.46 on, the planner's figures up to date."""
        if self._file is None:
            return
        self._refuse_another_file()
        try:
            # A connection of its own that waits for nobody: what is busy now is done the next time.
            with closing(sqlite3.connect(self._file, timeout=0, isolation_level=None)) as connection:
                for statement in _MAINTENANCE:
                    connection.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreError(f"database {self._place}: its housekeeping failed: {error}") from error

    def _refuse_another_file(self) -> None:
        """SQLite would go on in a file that has no name any more, and lose it all with the process."""
        if self._file is not None and _file_identity(self._file) != self._identity:
            raise StoreGoneError(
                f"database {self._file}: it was removed or replaced while the monitor ran; nothing more can be kept: "
                "put the state folder back and start again"
            )

    def close(self) -> None:
        """Close every connection; an in-memory store is gone then."""
        self._engines.dispose()

    def _may_look_through(self) -> bool:
        size = self._file.stat().st_size if self._file is not None else 0
        if size > _LOOKED_THROUGH:
            log.info("too large to look for damage at the start: monitor doctor does", mb=round(size / 1e6))
        return size <= _LOOKED_THROUGH

    def _quick_check(self, connection: Connection) -> None:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise StoreDamagedError(f"database {self._place}: it is damaged ({found})")


def _file_identity(file: Path | None) -> tuple[int, int] | None:
    """Device and number of the file; ``None`` when there is none."""
    if file is None:
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare_file(path: Path) -> None:
    """Refuse places where SQLite cannot work, and make a new file readable for its owner only."""
    if path.is_dir():
        raise StorePlaceError(f"database {path}: this is a folder; a file is expected")
    if not path.parent.is_dir():
        raise StorePlaceError(f"database {path}: its folder does not exist")
    refuse_network(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        give_to_owner(path)
    except FileExistsError:
        # Not opened again: closing a file drops all locks of this process on it, SQLite's too
        # (https://sqlite.org/howtocorrupt.html).
        _refuse_existing(path)
        return
    except OSError as error:
        raise StorePlaceError(f"database {path}: it cannot be created: {error.strerror}") from error
    if any(path.parent.glob("backups/news-monitor-*")):
        log.warning(
            "there is no database, but backups of one: it begins anew, and news told before may be told again",
            file=str(path),
            backups=str(path.parent / "backups"),
        )


def _refuse_existing(path: Path) -> None:
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK)):
        how = "give this user the right to, on a writable disk"
        raise StorePlaceError(f"database {path}: it cannot be written: {how}{denied_to(path)}")
    if not path.stat().st_size and not Path(f"{path}-wal").exists():
        log.warning(
            "the database was an empty file: it begins anew, and news told before may be told again", file=str(path)
        )
    # SQLite would take a file of less than a page for an empty one, and write over it.
    if 0 < path.stat().st_size < _SMALLEST_PAGE:
        raise StorePlaceError(f"database {path}: it is not a database of this program: is this the right file?")

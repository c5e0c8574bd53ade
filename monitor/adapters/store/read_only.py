"""The store for whoever only looks: nothing is made, changed or brought up to date, not even a file beside it."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlalchemy import NullPool, create_engine, make_url, text
from typing_extensions import override

from monitor.adapters.placing import denied_to
from monitor.adapters.store.columns import to_json
from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.adapters.store.engines import Engines, begin_reading, is_memory, make_engines
from monitor.adapters.store.tables import metadata
from monitor.errors import StoreError
from monitor.values import dataclass

_PATIENCE = 10.0
_IN_MEMORY = "sqlite://"
_SEARCH_INDEX = text("CREATE VIRTUAL TABLE search_entry USING fts5(title, body, content='')")
"""What a search finds nothing in; the tables do not describe it (migration 0010 made the real one)."""
_COPIES = 5
"""Tries at a copy during which nobody writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedForReading:
    """A store to look into. ``is_there`` = False: nothing has been stored yet, and an empty one stands for it."""

    store: DatabaseStore
    is_there: bool


def open_for_reading(url: str) -> OpenedForReading:
    """The store behind ``url``, beside whoever writes to it, also in a folder that this user may not write to.

    StoreError when it cannot be read, or when its tables are not those of this version.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or is_memory(parsed):
        return OpenedForReading(store=open_store(url, migrate=False, check=False), is_there=True)
    file = Path(parsed.database or "")
    if file.is_dir():
        raise StoreError(f"database {file}: this is a folder; a file is expected")
    try:
        is_there = file.is_file() and file.stat().st_size > 0
    except OSError as error:
        raise _unreadable(file, error) from error
    if not is_there:
        return OpenedForReading(store=_empty_store(), is_there=False)
    if not os.access(file, os.R_OK):
        # SQLite says no more than that it cannot be opened.
        raise _unreadable(file, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    store = _file_store(file)
    try:
        store.prepare(migrate=False, check=False)
    except BaseException:
        store.close()
        raise
    return OpenedForReading(store=store, is_there=True)


def _empty_store() -> DatabaseStore:
    engines = make_engines(make_url(_IN_MEMORY), patience=timedelta(seconds=_PATIENCE))
    with engines.writer.begin() as connection:
        metadata.create_all(connection)
        connection.execute(_SEARCH_INDEX)
    return DatabaseStore(engines, "in memory", shared=True)


def _file_store(file: Path) -> DatabaseStore:
    log = file.with_name(f"{file.name}-wal")
    if not log.exists() or not log.stat().st_size:
        # Nobody writes, and everything is in the file: as it is, SQLite needs no files of its own beside it.
        return _opened(file, partial(_connect, file, "immutable=1"))
    try:
        _connect(file, "mode=ro").close()
    except sqlite3.OperationalError:
        # What was written last is in the log, which takes a file beside it to read, and this user may make none there.
        return _copied(file, log)
    return _opened(file, partial(_connect, file, "mode=ro"))


def _connect(file: Path, how: str) -> sqlite3.Connection:
    # By its bytes: a folder may be called what is not UTF-8.
    address = f"file:{quote(os.fsencode(file.absolute()))}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(
    file: Path, connect: Callable[[], sqlite3.Connection], work: TemporaryDirectory[str] | None = None
) -> DatabaseStore:
    engine = create_engine(_IN_MEMORY, creator=connect, json_serializer=to_json, poolclass=NullPool)
    begin_reading(engine)
    return _ReadingStore(Engines(writer=engine, reader=engine), str(file), work)


def _copied(file: Path, log: Path) -> DatabaseStore:
    folder = TemporaryDirectory(prefix="monitor-reading-")
    copy = Path(folder.name) / file.name
    try:
        for _ in range(_COPIES):
            before = _changes(file, log)
            shutil.copyfile(file, copy)
            shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
            if _changes(file, log) == before:
                return _opened(file, partial(_connect, copy, "mode=rw"), folder)
    except OSError as error:
        folder.cleanup()
        raise _unreadable(file, error) from error
    folder.cleanup()
    raise StoreError(f"database {file}: it is written to all the time, and its log cannot be read by this user")


def _changes(*files: Path) -> Sequence[tuple[int, int]]:
    return [(found.st_mtime_ns, found.st_size) for found in (file.stat() for file in files)]


class _ReadingStore(DatabaseStore):
    """Also removes the copy that it reads, if it reads one."""

    def __init__(self, engines: Engines, place: str, work: TemporaryDirectory[str] | None) -> None:
        super().__init__(engines, place, shared=False)
        self._work = work

    @override
    def close(self) -> None:
        """See ``DatabaseStore``."""
        super().close()
        if self._work is not None:
            self._work.cleanup()


def _unreadable(file: Path, error: OSError) -> StoreError:
    whose = denied_to(file) if isinstance(error, PermissionError) else ""
    return StoreError(f"database {file}: it cannot be read: {error.strerror}{whose}")

"""Questions to the store and its folder that a self-diagnosis asks; nothing here changes anything."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from monitor.adapters.placing import denied_to
from monitor.adapters.store.engines import IN_UTF8
from monitor.adapters.store.filesystem_check import refuse_network, what_ends_it
from monitor.adapters.store.state_dir import file_in_the_way, tell_file_in_the_way
from monitor.adapters.store.tables import SCHEMA
from monitor.core.model.operations.administration import CheckResult, fault, fine, least_room, warning
from monitor.errors import StoreError

_STATE, _STORE = "state", "store"
_TIGHT = 1_000_000_000
"""Bytes free that are worth a word."""
_FEW_FILES = 100
"""That a disk takes: a backup, a digest and the files of SQLite need some."""
_CREATED = "`monitor once` and `monitor run` create it"
_MOVE = "move it, or `state_dir`"
_LARGE_LOG = 256_000_000
_READ_AT_ONCE = 500_000_000
"""Bytes of a database that are read within moments."""


def check_state_dir(folder: Path) -> Iterator[CheckResult]:
    """Rights, room and kind of disk of ``state_dir``."""
    if file := file_in_the_way(folder):
        yield fault(_STATE, "folder", f"{folder} cannot be created: {tell_file_in_the_way(file)}", _MOVE)
        return
    if not folder.is_dir():
        yield warning(_STATE, "folder", f"{folder} does not exist yet", _CREATED)
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield fault(_STATE, "folder", f"{folder} cannot be written by this user", f"chown $(id -u) {folder}")
        return
    open_to_others = stat.S_IMODE(folder.stat().st_mode) & 0o002
    if open_to_others:
        yield warning(_STATE, "folder", f"{folder} can be written by everybody", f"chmod o-w {folder}")
    else:
        yield fine(_STATE, "folder", str(folder))
    usage = shutil.disk_usage(folder)
    free = usage.free
    says = f"{free / 1e9:,.1f} GB free"
    if free < least_room(usage.total):
        yield fault(_STATE, "disk", says, "make room: nothing is fetched before there is")
    elif free < _TIGHT:
        yield warning(_STATE, "disk", says, "make room, or shorten `retention`")
    else:
        yield fine(_STATE, "disk", says)
    yield from _check_names(folder)
    try:
        refuse_network(folder)
    except StoreError as error:
        yield fault(_STATE, "file system", str(error), "move state_dir to a local disk")
        return
    if passing := what_ends_it(folder):
        yield warning(_STATE, "file system", f"{folder} lies {passing}", "put state_dir on a volume that stays")
    else:
        yield fine(_STATE, "file system", "local")


def _check_names(folder: Path) -> Iterator[CheckResult]:
    """A disk may have room and still take no new file: it was made for so many. Some are made for any number (0)."""
    found = os.statvfs(folder)
    if found.f_files and found.f_favail < _FEW_FILES:
        says = f"{found.f_favail:,} more files fit ({found.f_files:,} in all)"
        yield fault(_STATE, "inodes", says, f"remove small files that nobody needs: df -i {folder}")


def minutes_of_reading(url: str) -> str:
    """What to say before ``check_database`` reads a large file; empty for one that is read within moments."""
    parsed = make_url(url)
    path = Path(parsed.database or "")
    if parsed.get_backend_name() != "sqlite" or not path.is_file() or path.stat().st_size <= _READ_AT_ONCE:
        return ""
    return f"reading all of {path} ({path.stat().st_size / 1e9:,.1f} GB): this may take minutes"


def check_database(url: str, *, way_back: str) -> Iterator[CheckResult]:
    """Integrity, tables and size of the database, without opening it for writing.

    ``way_back`` says what to do about a damaged one.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        yield _check_server(url)
        return
    path = Path(parsed.database or "")
    if not path.is_file():
        yield warning(_STORE, "database", f"{path} does not exist yet", _CREATED)
        return
    if not path.stat().st_size and not Path(f"{path}-wal").exists():
        # A first start that found no room leaves it so; nothing was ever in it that a backup could bring back.
        yield warning(_STORE, "database", f"{path} is an empty file", _CREATED)
        return
    if not os.access(path, os.R_OK):
        # Nothing is wrong with it: no backup has to come back.
        says = f"{path} cannot be read by this user{denied_to(path)}"
        yield fault(_STORE, "database", says, "run this as the user that runs the monitor")
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        yield fault(_STORE, "database", f"{path}: {error}", way_back)
        return
    if found != "ok":
        yield fault(_STORE, "integrity", f"{path}: {found}", way_back)
    else:
        yield fine(_STORE, "integrity", f"{path.stat().st_size / 1e6:,.1f} MB, quick_check ok")
    yield _check_schema(revision[0] if revision else "")
    yield _check_log(Path(f"{path}-wal"))


def _check_log(log: Path) -> CheckResult:
    size = log.stat().st_size if log.exists() else 0
    if size > _LARGE_LOG:
        mend = "a reader that never ends keeps it: close database browsers, or restart the monitor"
        return warning(_STORE, "write-ahead log", f"{size / 1e6:,.0f} MB", mend)
    return fine(_STORE, "write-ahead log", f"{size / 1e6:,.1f} MB")


def _check_schema(found: str) -> CheckResult:
    if found == SCHEMA:
        return fine(_STORE, "tables", f"schema {found}")
    says = f"schema {found or 'none'}, this version has {SCHEMA}"
    if found > SCHEMA:
        return fault(_STORE, "tables", says, "a newer version made it: install that version again")
    return warning(_STORE, "tables", says, "the next `monitor once` or `monitor run` brings them up to date")


def _check_server(url: str) -> CheckResult:
    place = make_url(url).set(drivername="postgresql").render_as_string(hide_password=True)
    try:
        # One connection, closed when it was asked.
        engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": 5, **IN_UTF8},
            poolclass=NullPool,
        )
        with engine.connect() as connection:
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except ModuleNotFoundError:
        return fault(_STORE, "database", f"{place}: psycopg is missing", "pip install 'news-monitor[postgresql]'")
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return fault(_STORE, "database", f"{place}: {reason}", "is the server running, and may this user connect?")
    return _check_schema(str(revision or ""))

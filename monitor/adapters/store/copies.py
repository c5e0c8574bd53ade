"""Copies of the store: a consistent one while others write, and one put back in its place.

SQLite copies itself with ``VACUUM INTO``: one read snapshot, compacted; its online backup interface starts again
whenever another connection writes, and on a busy monitor may never end. PostgreSQL is copied row by row, under one
repeatable-read snapshot, into a SQLite file of the same tables, so that one kind of backup fits both.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, func, insert, make_url, select, text

from monitor.adapters.placing import give_to_owner, keep_as, make_alike, sync_folder
from monitor.adapters.store.columns import to_json
from monitor.adapters.store.database import open_store
from monitor.adapters.store.engines import IN_UTF8, is_in_memory, is_memory
from monitor.adapters.store.errors import translate_errors
from monitor.adapters.store.migrate import prepare_schema
from monitor.adapters.store.revisions import known_revisions
from monitor.adapters.store.tables import metadata
from monitor.core.model.database_address import file_address
from monitor.core.model.operations.administration import Manifest, StoreSnapshot
from monitor.errors import StoreError
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)
T = TypeVar("T")

_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseCopies:
    """The ``StoreCopies`` port for one ``database`` setting."""

    url: str

    def copy_to(self, target: str) -> StoreSnapshot:
        """See ``ports.StoreCopies``."""
        parsed = make_url(self.url)
        with translate_errors(parsed.database or "in memory", reading=True):
            if parsed.get_backend_name() == "sqlite":
                _vacuum_into(_file_of(self.url), target)
            else:
                with _open_postgresql(self.url) as engine, engine.connect() as connection:
                    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    copy_rows(connection, target)
            return _check_copy(target)

    def refuse_unknown(self, manifest: Manifest) -> None:
        """See ``ports.StoreCopies``."""
        if manifest.schema not in known_revisions():
            raise StoreError(
                f"the backup was made by version {manifest.version} with tables {manifest.schema}, which this version "
                "does not know: install that version or a newer one, and restore with it"
            )

    @property
    def is_file(self) -> bool:
        """Whether the store is a file of its own."""
        return make_url(self.url).get_backend_name() == "sqlite"

    @property
    def is_in_memory(self) -> bool:
        """Whether it is kept in memory alone, and ends with its process."""
        return is_in_memory(self.url)

    def change(self, copy: str, work: Callable[[Transaction], T]) -> T:
        """See ``ports.StoreCopies``."""
        store = open_store(file_address(copy), check=False)
        try:
            with store.write() as tx:
                return work(tx)
        finally:
            store.close()

    def dump_server(self, target: str) -> bool:
        """A dump by ``pg_dump`` of the same or a newer version, as ``pg_restore`` takes it; False where there is none.

        It holds tables of any revision, as the copy row by row cannot.
        """
        program = shutil.which("pg_dump")
        if program is None:
            log.warning("no pg_dump here: the tables change without a backup, in one transaction")
            return False
        address = make_url(self.url).set(drivername="postgresql")
        environment = {**os.environ, **({"PGPASSWORD": str(address.password)} if address.password else {})}
        where = address.set(password=None).render_as_string(hide_password=False)
        words = [program, "--format=custom", "--no-password", f"--file={target}", f"--dbname={where}"]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 no shell
        if done.returncode:
            Path(target).unlink(missing_ok=True)
            raise StoreError(f"the upgrade was not begun, pg_dump failed: {done.stderr.strip()[:300]}")
        Path(target).chmod(0o600)
        return True

    def replace_with(self, copy: str, *, suffix: str) -> str:
        """See ``ports.StoreCopies``."""
        _check_copy(copy)
        if make_url(self.url).get_backend_name() != "sqlite":
            with translate_errors("PostgreSQL"), _open_postgresql(self.url) as engine, engine.begin() as connection:
                fill_from(connection, copy)
            return ""
        goal = _file_of(self.url)
        aside = Path(f"{goal}{suffix}")
        try:
            # At no instant is there no store: a start meanwhile would begin an empty one, and take all for new.
            _empty_log(goal)
            moved = goal.exists()
            if moved:
                keep_as(goal, aside)
                make_alike(goal, Path(copy))
            # The write-ahead log belongs to the old file: left behind, it would be applied to the new one.
            for end in ("-wal", "-shm", "-journal"):
                _move_aside(Path(f"{goal}{end}"), Path(f"{aside}{end}"))
            Path(copy).replace(goal)
            if not moved:
                give_to_owner(goal)
            sync_folder(goal.parent)
        except OSError as error:
            raise StoreError(f"database {goal} cannot be replaced: {error.strerror}") from error
        return str(aside) if moved else ""


def _empty_log(store: Path) -> None:
    """Bring the write-ahead log into the file, so that nothing hangs on it; a damaged store keeps its log."""
    if not store.exists():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(store, timeout=5)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _move_aside(path: Path, goal: Path) -> bool:
    if not path.exists():
        return False
    path.replace(goal)
    return True


def _file_of(url: str) -> Path:
    parsed = make_url(url)
    if is_memory(parsed):
        raise StoreError("a store in memory cannot be backed up: set database to a file")
    return Path(parsed.database or "")


@contextmanager
def _open_postgresql(url: str) -> Iterator[Engine]:
    """PostgreSQL behind ``url``; every connection is closed afterwards."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(address, json_serializer=to_json, connect_args=IN_UTF8)
    try:
        yield engine
    finally:
        engine.dispose()


def _vacuum_into(source: Path, target: str) -> None:
    if not source.is_file():
        raise StoreError(f"database {source}: there is none yet, so there is nothing to back up")
    _refuse_without_room(source, Path(target).parent)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        origin = _copy_off(source, target) if os.statvfs(source).f_flag & os.ST_RDONLY else source
        with closing(sqlite3.connect(f"{origin.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
            # By its bytes: a folder may be called what is not UTF-8.
            connection.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(target),))
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"database {source} cannot be copied: {error}") from error


def _copy_off(source: Path, target: str) -> Path:
    """The file and its log off a disk that cannot be written: SQLite needs a file beside them, and nobody changes them.

    The copy lies beside ``target``, in a folder that goes when the work is done.
    """
    copy = Path(f"{target}.as-it-was")
    for end in ("", "-wal"):
        if Path(f"{source}{end}").exists():
            shutil.copyfile(f"{source}{end}", f"{copy}{end}")
    return copy


def _refuse_without_room(source: Path, folder: Path) -> None:
    """A copy that fills the disk would stop the monitor that it is made for."""
    needed, free = source.stat().st_size * 3 // 2, shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError(
            f"no room for a copy of {source}: {needed / 1e6:,.1f} MB are needed in {folder.parent}, "
            f"{free / 1e6:,.1f} MB are free"
        )


def _check_copy(copy: str) -> StoreSnapshot:
    """Facts about a copy; StoreError when it is damaged."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise StoreError(f"{copy}: the copy is damaged ({found})")
            return StoreSnapshot(schema=_revision_of(connection), rows=_row_counts(connection))
    except sqlite3.Error as error:
        raise StoreError(f"{copy}: it is not a store of this program ({error})") from error


def _revision_of(connection: sqlite3.Connection) -> str:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else ""


def _row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 names of the schema
        for name in sorted(names)
        if not name.startswith("sqlite_")
    }


def copy_rows(connection: Connection, target: str) -> None:
    """Every row that ``connection`` sees, into a new SQLite store at ``target``."""
    engine = create_engine(file_address(target), json_serializer=to_json)
    try:
        with engine.begin() as into:
            prepare_schema(into, target, migrate=True)
            into.exec_driver_sql("PRAGMA foreign_keys=OFF")
            move_rows(connection, into)
    finally:
        engine.dispose()


def fill_from(connection: Connection, copy: str) -> None:
    """Replace all rows behind ``connection`` by those of the SQLite store ``copy``, in its one transaction."""
    prepare_schema(connection, "PostgreSQL", migrate=True)
    engine = create_engine(file_address(copy), json_serializer=to_json)
    try:
        with engine.begin() as source:
            prepare_schema(source, copy, migrate=True)
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            move_rows(source, connection)
    finally:
        engine.dispose()
    if connection.dialect.name == "postgresql":
        continue_counters(connection)


def move_rows(source: Connection, target: Connection) -> Mapping[str, int]:
    """Copy every table, parents first; returns the rows of each."""
    moved = {}
    for table in metadata.sorted_tables:
        target.execute(table.delete())
        count = 0
        for rows in _row_batches(source, table):
            target.execute(insert(table), rows)
            count += len(rows)
        moved[table.name] = count
    return moved


def _row_batches(source: Connection, table: Any) -> Iterator[list[dict[str, Any]]]:
    found = source.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table)).mappings()
    for part in found.partitions(_ROWS_AT_ONCE):
        yield [dict(row) for row in part]


def continue_counters(connection: Connection) -> None:
    """PostgreSQL: numbers go on after the highest one that was copied."""
    for table in metadata.sorted_tables:
        for column in table.primary_key:
            name = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            )
            if name:
                highest = connection.scalar(select(func.max(column)))
                connection.execute(
                    text("SELECT setval(CAST(:name AS regclass), :value, :used)"),
                    {"name": name, "value": highest or 1, "used": highest is not None},
                )

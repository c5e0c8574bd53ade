"""What benches of the fleet ask PostgreSQL about itself: the size of the queue's tables, dead rows, processor time."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from monitor.adapters.fleet.leadership import connection_text
from monitor.adapters.fleet.queue_tables import SCHEMA

_TICKS = os.sysconf("SC_CLK_TCK")
_TABLES = """
    SELECT relname, n_dead_tup, pg_table_size(relid), pg_indexes_size(relid), autovacuum_count,
        (SELECT count(*) FROM {schema}.procrastinate_jobs)
    FROM pg_stat_user_tables WHERE schemaname = %s AND relname = 'procrastinate_jobs'
"""


def tables(url: str) -> str:
    """Rows, dead rows and bytes of the queue's table."""
    with psycopg.connect(connection_text(url), autocommit=True) as connection:
        row = connection.execute(_TABLES.format(schema=SCHEMA), [SCHEMA]).fetchone()
    assert row is not None
    _, dead, size, indexes, vacuumed, live = row
    return (
        f"{live:,} jobs, {dead:,} dead rows, {size / 2**20:.1f} MiB and {indexes / 2**20:.1f} MiB of indexes,"
        f" vacuumed {vacuumed} times"
    )


class Server:
    """A PostgreSQL server on this machine; its processes are read from /proc."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> Self:
        self._connection = psycopg.connect(connection_text(self._url), autocommit=True)
        backend = self._connection.info.backend_pid
        self._postmaster = int(_fields(backend)[1])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def processor(self) -> float:
        """Seconds that all its processes took so far, with those that ended."""
        ticks = 0
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                fields = _fields(int(folder.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(folder.name) == self._postmaster:
                ticks += sum(int(value) for value in fields[11:15])
            elif int(fields[1]) == self._postmaster:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / _TICKS

    def wal(self) -> int:
        """Bytes written ahead so far."""
        row = self._connection.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint").fetchone()
        assert row is not None
        return int(row[0])


def _fields(pid: int) -> list[str]:
    """Of /proc/PID/stat, from the state on."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()

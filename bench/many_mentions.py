"""A store with very many mentions: ``python -m bench.many_mentions [MENTIONS] [FOLDER]``, ten million as a rule (S-22).

Fills the store of ``bench.pages`` (20,000 entries, 20,000 stories, 53,000 mentions and reports) and copies it by SQL,
each copy some days older, until there are so many mentions, spread over ten years: entries and stories grow with them,
as they do in a monitor that keeps everything. What is searched by words stays that of the first 20,000 entries. Prints
what every page and a poll takes then. The store, some fifteen gigabytes, stays in FOLDER for the next run.
"""

import asyncio
import logging
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import structlog

from bench.pages import main, prepare

ENTRIES = 20_000
YEARS = 10
_DAY = 24 * 3600 * 1_000_000
_OLDER = {
    "story": ("first_seen_at", "last_seen_at", "created_at"),
    "entry": ("first_seen_at", "published_at", "edited_at"),
    "report": ("seen_at", "published_at", "created_at"),
    "mention": ("seen_at", "created_at"),
}
"""The tables that grow, those that are named first, each with its times."""
_NAMES = {"story_id": "story", "entry_id": "entry", "follows": "story", "merged_into": "story"}
"""Columns that name rows of a table."""
_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
_APART = {"key", "url", "canonical"}
"""Columns that say which entry it is."""


def copy_statement(db: sqlite3.Connection, table: str) -> str:
    """Inserts the first rows again: as other rows, of other entries and stories, older."""
    values = []
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    for column in columns:
        quoted = f'"{column}"'
        if column == "id" or column in _NAMES:
            values.append(f"{quoted} + :copy * :{_NAMES.get(column, table)}")
        elif column in _OLDER[table]:
            values.append(f"{quoted} - :older")
        elif table == "entry" and column in _APART:
            values.append(f"{quoted} || '#' || :copy")
        else:
            values.append(quoted)
    named = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({named}) SELECT {', '.join(values)} FROM {table} WHERE id <= :{table}"  # noqa: S608 # our own tables


def multiply(file: Path, mentions: int) -> None:
    """Copy everything that a mention is of, until there are so many of them."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-500000", "analysis_limit=10000"):
            db.execute(f"PRAGMA {pragma}")
        first = {table: db.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in _OLDER}  # noqa: S608 # our own tables
        copies = max(0, round(mentions / first["mention"]) - 1)
        if not copies:
            return
        begun = time.monotonic()
        # Sorted once they take minutes; kept up row by row, in no order, hours.
        indexes = [row for table in _OLDER for row in db.execute(_INDEXES, (table,)).fetchall()]
        for name, _ in indexes:
            db.execute(f'DROP INDEX "{name}"')
        statements = [copy_statement(db, table) for table in _OLDER]
        for copy in range(1, copies + 1):
            older = round(YEARS * 365 * copy / copies) * _DAY
            db.execute("BEGIN")
            for statement in statements:
                db.execute(statement, {"copy": copy, "older": older, **first})
            db.execute("COMMIT")
        for _, made_by in indexes:
            db.execute(made_by)
        db.execute("ANALYZE")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _OLDER}  # noqa: S608 # our own tables
    print(f"{counts}, filled in {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    where = Path(sys.argv[2] if len(sys.argv) > 2 else "news-monitor-mentions")
    prepare(ENTRIES, where)
    multiply(where / "monitor.db", how_many)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(main(ENTRIES, where, ""))

"""A store with very many mentions: ``python -m bench.many_mentions [MENTIONS] [FOLDER]``, ten million as a rule (S-22).

Fills the store of ``bench.pages`` (20,000 entries, 50,000 mentions) and multiplies its mentions by SQL, each copy some
days older, until there are so many, spread over ten years. Prints what every page and a poll takes then. The store
stays in FOLDER for the next run.
"""

import asyncio
import logging
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import structlog

from bench.pages import MENTIONS, main, prepare

ENTRIES = 20_000
YEARS = 10
_DAY = 24 * 3600 * 1_000_000
_COPY = """
INSERT INTO mention (entry_id, source_id, section_key, topic, story_id, section, status, surface, snippet, highlights,
    score, signals, reason, spans, evidence, seen_at, created_at)
SELECT entry_id, source_id, section_key || ':' || :copy, topic, story_id, section, status, surface, snippet, highlights,
    score, signals, reason, spans, evidence, seen_at - :older, created_at - :older
FROM mention WHERE id <= :first
"""
_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'mention' AND sql IS NOT NULL"


def multiply(file: Path, mentions: int) -> None:
    """Copy the mentions until there are so many."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA cache_size=-500000")
        ((there, first),) = db.execute("SELECT count(*), max(id) FROM mention").fetchall()
        copies = max(0, round(mentions / MENTIONS) - 1)
        if there > first or there >= mentions or not copies:
            return
        begun = time.monotonic()
        indexes = db.execute(_INDEXES).fetchall()
        # Sorted once they take minutes; kept up row by row, in no order, hours.
        for name, _ in indexes:
            db.execute(f'DROP INDEX "{name}"')
        for copy in range(1, copies + 1):
            older = round(YEARS * 365 * copy / copies) * _DAY
            db.execute("BEGIN")
            db.execute(_COPY, {"copy": copy, "older": older, "first": first})
            db.execute("COMMIT")
        for _, made_by in indexes:
            db.execute(made_by)
        db.execute("ANALYZE")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((there,),) = db.execute("SELECT count(*) FROM mention").fetchall()
    print(f"{there:,} mentions, filled in {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    where = Path(sys.argv[2] if len(sys.argv) > 2 else "news-monitor-mentions")
    prepare(ENTRIES, where)
    multiply(where / "monitor.db", how_many)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(main(ENTRIES, where, ""))

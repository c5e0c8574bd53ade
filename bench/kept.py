"""What the store keeps by name, and of state, after a week of the demo: ``python -m bench.kept [--days 7]``."""

import argparse
import asyncio
import logging
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import structlog

import demo.__main__ as newsroom

_TABLES = (
    "key_value", "channel_state", "channel_cooldown", "channel_storm", "topic_mute", "topic_rules", "source_reading",
    "polling_budget", "delivery_part", "digest_window", "summary_cooldown",
)  # fmt: skip


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    newsroom.HOURS = 24 * parser.parse_args().days
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(newsroom.play(Path(folder)))
        (database,) = Path(folder).rglob("*.db")
        with closing(sqlite3.connect(database)) as db:
            for table in _TABLES:
                print(f"{table}: {db.execute(f'SELECT count(*) FROM {table}').fetchone()[0]} rows")  # noqa: S608 our names
            for name, value in db.execute("SELECT name, value FROM key_value ORDER BY name"):
                print(f"  {name}: {len(value)} characters")


if __name__ == "__main__":
    main()

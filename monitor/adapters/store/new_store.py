"""An empty SQLite database gets in one go what the migrations would make of it, step by step.

The statements lie in ``migrations/newest.sql``, written by ``python -m monitor.adapters.store.new_store`` from what the
migrations make; a test holds both equal. So a first start neither loads Alembic (9 MiB) nor makes tables that it drops.
"""

import sqlite3
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, create_engine

from monitor.adapters.store.revisions import run_migrations, stored_revision

_FILE = Path(__file__).with_name("migrations") / "newest.sql"
_MADE_ALONG = ("search_entry_", "sqlite_")
"""Tables that SQLite makes itself: with the full-text index, and for numbers that are given once."""
_STATEMENTS = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"


def create_newest_tables(connection: Connection) -> None:
    """Make tables, indices and the note of their revision, inside the connection's transaction."""
    for statement in newest_statements():
        connection.exec_driver_sql(statement)


@cache
def newest_statements() -> tuple[str, ...]:
    """The statements of the file, in their order."""
    return split_statements(_FILE.read_text("utf-8"))


def split_statements(script: str) -> tuple[str, ...]:
    """SQL statements, each with its semicolon, which ends a line."""
    found: list[str] = []
    begun = ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            found.append(begun.strip())
            begun = ""
    return tuple(found)


def migrated_statements() -> tuple[str, ...]:
    """What makes the database that all migrations, one after the other, make of an empty one."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        run_migrations(connection)
        master = connection.exec_driver_sql(_STATEMENTS).all()
        revision = stored_revision(connection, "in memory")
    engine.dispose()
    made = (f"{sql};" for name, sql in master if not name.startswith(_MADE_ALONG))
    return (*made, f"INSERT INTO alembic_version VALUES('{revision}');")


if __name__ == "__main__":
    _FILE.write_text("\n".join((*migrated_statements(), "")), "utf-8")

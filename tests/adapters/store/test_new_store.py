"""A new SQLite store is what all migrations, one after the other, make of an empty database."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from monitor.adapters.store import migrate, new_store
from monitor.adapters.store.database import open_store
from monitor.adapters.store.new_store import migrated_statements, newest_statements, split_statements
from monitor.adapters.store.revisions import run_migrations

MASTER = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
MODULES = """
import sys
from monitor.adapters.store.database import open_store
open_store(sys.argv[1]).close()
sys.exit("alembic" in sys.modules)
"""


def content_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Tables, indices and all rows of a database file, made anew."""
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute(MASTER).fetchall()
        tables = [name for kind, name, _, _ in made if kind == "table"]
        rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608 our own tables
    return {"sqlite_master": made, **rows}


def test_the_statements_are_those_of_the_migrations() -> None:
    """If not: ``python -m monitor.adapters.store.new_store`` writes them anew."""
    assert newest_statements() == migrated_statements()


def test_new_tables_are_those_of_the_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = content_of(tmp_path / "made.db")
    monkeypatch.setattr(migrate, "create_newest_tables", run_migrations)
    assert content_of(tmp_path / "migrated.db") == made
    assert len(made["sqlite_master"]) > 80


def test_a_first_start_does_without_alembic(tmp_path: Path) -> None:
    words = [sys.executable, "-c", MODULES, f"sqlite:///{tmp_path / 'new.db'}"]
    done = subprocess.run(words, check=False)  # noqa: S603 our own lines
    assert done.returncode == 0


def test_nothing_is_left_of_a_new_store_when_a_statement_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (*newest_statements()[:10], newest_statements()[9])
    with monkeypatch.context() as patch:
        patch.setattr(new_store, "newest_statements", lambda: broken)
        with pytest.raises(OperationalError, match="already exists"):
            open_store(f"sqlite:///{tmp_path / 'half.db'}")
    assert content_of(tmp_path / "half.db") == content_of(tmp_path / "whole.db")


def test_statements_end_with_their_semicolon_and_not_within_quotes_or_triggers() -> None:
    script = "CREATE TABLE a (\n\tb TEXT DEFAULT ';\n');\nINSERT INTO a VALUES('x;');\n"
    assert split_statements(script) == ("CREATE TABLE a (\n\tb TEXT DEFAULT ';\n');", "INSERT INTO a VALUES('x;');")
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\nDELETE FROM a;\nDELETE FROM a;\nEND;\n"
    assert split_statements(trigger) == (trigger.strip(),)

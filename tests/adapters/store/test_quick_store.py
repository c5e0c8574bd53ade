"""What the tests' stores share is what each would have made by itself."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from monitor.adapters.store import database
from monitor.adapters.store.database import open_store
from monitor.adapters.store.migrate import prepare_schema

CONTENT = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name",
    "SELECT * FROM alembic_version",
    "SELECT * FROM key_value",
    "SELECT id, hex(block) FROM search_entry_data ORDER BY id",
)


def content_of(path: Path) -> list[list[tuple[object, ...]]]:
    """Tables, indices and first rows of a database file, made anew."""
    open_store(f"sqlite:///{path}").close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = [[tuple(row) for row in connection.execute(text(query))] for query in CONTENT]
    engine.dispose()
    return found


def test_quick_tables_are_those_of_the_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = content_of(tmp_path / "quick.db")
    monkeypatch.setattr(database, "prepare_schema", prepare_schema)
    assert content_of(tmp_path / "migrated.db") == quick
    assert len(quick[0]) > 80

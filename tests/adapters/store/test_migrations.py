"""Revisions make the tables that the code knows, wholly or not at all, and never those of a newer version."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.schema import CreateTable

from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.adapters.store.revisions import alembic_config
from monitor.adapters.store.tables import SCHEMA, metadata
from monitor.errors import StoreError


def test_newest_revision_is_the_schema() -> None:
    """The schema that the code asks for is the last revision that ships."""
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [SCHEMA]


def test_revisions_make_the_tables(store: DatabaseStore) -> None:
    """After all revisions nothing is missing and nothing is left over."""

    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        # The search index is of each database's own kind.
        return not (kind == "table" and (name or "").startswith("search_entry"))

    with store.write() as tx:
        context = MigrationContext.configure(tx._connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, metadata) == []


def test_revisions_write_the_same_statements(file_url: str) -> None:
    """What comparing cannot see (rows without numbers, numbers never used again) is as the tables say too."""
    store = open_store(file_url)
    plain = create_engine("sqlite://")
    metadata.create_all(plain)
    with store.read() as tx, plain.connect() as connection:
        written, wanted = (
            {
                name: (" ".join(sql.split()), "WITHOUT ROWID" in sql, "AUTOINCREMENT" in sql)[1:]
                for name, sql in one.execute(
                    text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_entry%'")
                )
            }
            for one in (tx._connection, connection)
        )
    assert written.pop("alembic_version")
    assert written == wanted
    plain.dispose()
    store.close()


def test_newer_schema_is_refused(file_url: str) -> None:
    """A database that a newer version made is refused with both versions named, and stays as it is."""
    store = open_store(file_url)
    with store.write() as tx:
        tx._connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        tx._connection.execute(text("UPDATE key_value SET value = '7.8.9' WHERE name = 'made-by'"))
    store.close()
    for migrate in (True, False):
        with pytest.raises(
            StoreError, match=rf"version 7\.8\.9 .* its tables \(schema 9999; this is .* with {SCHEMA}\)"
        ):
            open_store(file_url, migrate=migrate)


def test_newer_schema_without_its_version_is_refused_too(file_url: str) -> None:
    """Where the newer version keeps its notes elsewhere, the schema is named all the same."""
    store = open_store(file_url)
    with store.write() as tx:
        tx._connection.execute(text("DROP TABLE key_value"))
        tx._connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StoreError, match="a newer version of this program made its tables"):
        open_store(file_url)


def test_old_schema_is_left_alone_unless_asked(file_url: str) -> None:
    """Without ``migrate`` an empty database is not touched, and the message names the command."""
    with pytest.raises(StoreError, match="the next `monitor once` or `monitor run` brings them up to date"):
        open_store(file_url, migrate=False)
    engine = create_engine(file_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_migration_that_fails_leaves_nothing(tmp_path: Path, file_url: str) -> None:
    """A revision that breaks half-way is undone whole; the next start makes everything."""
    engine = create_engine(file_url)
    with engine.begin() as connection:
        # In the way of a late table: the earlier ones are made first, in the same transaction.
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(CreateTable(metadata.tables["delivery_story"]))
    with pytest.raises(Exception, match="already exists"):
        open_store(file_url)
    assert sorted(inspect(engine).get_table_names()) == ["alembic_version", "delivery_story"]
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE delivery_story"))
    engine.dispose()
    open_store(file_url).close()


def test_revisions_ship_with_the_package() -> None:
    """The files that Alembic runs lie inside the package, where the wheel takes them from."""
    import monitor.adapters.store

    folder = Path(monitor.adapters.store.__file__).parent / "migrations"
    assert (folder / "env.py").exists()
    assert (folder / "versions" / "0001_first_tables.py").exists()

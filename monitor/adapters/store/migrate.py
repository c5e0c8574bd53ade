"""The tables of this version: made, brought up to date, or refused when a newer version made them."""

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, inspect, select
from sqlalchemy import column as column_named
from sqlalchemy import table as table_named

from monitor.adapters.store.new_store import create_newest_tables
from monitor.adapters.store.revisions import known_revisions, run_migrations, stored_revision
from monitor.adapters.store.tables import SCHEMA, key_value
from monitor.core.model.operations.key_values import MADE_BY
from monitor.errors import StoreError
from monitor.version import VERSION

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""There is no clock here, and nobody asks when."""
UNDER_WAY = "copying"
"""In place of the schema while ``transfer`` fills a store."""
_NOTES = table_named("key_value", column_named("name"), column_named("value"))


def prepare_schema(connection: Connection, place: str, *, migrate: bool) -> None:
    """Bring the tables to ``SCHEMA`` inside the connection's transaction: all of it or, on any error, nothing."""
    found = stored_revision(connection, place)
    if found == SCHEMA:
        return
    if found == UNDER_WAY:
        raise StoreError(f"database {place}: a move into it has not ended: run the same `monitor migrate` again")
    if found and found not in known_revisions():
        maker = _program_of(connection)
        raise StoreError(
            f"database {place}: {f'version {maker}' if maker else 'a newer version'} of this program made its tables "
            f"(schema {found}; this is version {VERSION} with {SCHEMA}): install that version again, or restore the "
            "backup made before the upgrade"
        )
    if not migrate:
        now = f"of schema {found}" if found else "not made yet"
        raise StoreError(
            f"database {place}: its tables are {now}, and {SCHEMA} is needed: "
            "the next `monitor once` or `monitor run` brings them up to date"
        )
    if connection.dialect.name == "sqlite" and not inspect(connection).get_table_names():
        create_newest_tables(connection)
    else:
        run_migrations(connection)
    _note_program(connection)


def _program_of(connection: Connection) -> str:
    """The version that made the tables of a newer schema, as far as these can still be read."""
    seen = inspect(connection)
    columns = seen.get_columns("key_value") if "key_value" in seen.get_table_names() else ()
    if not {"name", "value"} <= {column["name"] for column in columns}:
        return ""
    return str(connection.scalar(select(_NOTES.c.value).where(_NOTES.c.name == MADE_BY.name)) or "")


def _note_program(connection: Connection) -> None:
    connection.execute(delete(key_value).where(key_value.c.name == MADE_BY.name))
    connection.execute(insert(key_value), {"name": MADE_BY.name, "value": VERSION, "changed_at": _NO_TIME})

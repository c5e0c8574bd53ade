"""The tables of this version: made, brought up to date, or refused when a newer version made them."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select
from sqlalchemy import column as column_named
from sqlalchemy import table as table_named

from monitor.adapters.store.tables import SCHEMA
from monitor.errors import StoreError

# Alembic is imported where tables change, not where they are right already: every listing command starts faster by it.
if TYPE_CHECKING:
    from alembic.config import Config

_VERSION = table_named("alembic_version", column_named("version_num"))


def prepare_schema(connection: Connection, place: str, *, migrate: bool) -> None:
    """Bring the tables to ``SCHEMA`` inside the connection's transaction: all of it or, on any error, nothing."""
    found = stored_revision(connection, place)
    if found == SCHEMA:
        return
    if found and found not in known_revisions():
        raise StoreError(
            f"database {place}: a newer version of this program made it (schema {found}, this one knows {SCHEMA}); "
            "install that version again, or restore the backup made before the upgrade"
        )
    if not migrate:
        raise StoreError(f"database {place}: its schema is {found or 'empty'}, {SCHEMA} is needed: run monitor migrate")
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def stored_revision(connection: Connection, place: str) -> str:
    """The revision that is stored; empty for a database without tables."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return connection.scalar(select(_VERSION.c.version_num)) or ""
    if tables:
        raise StoreError(f"database {place}: it holds the tables of another program ({', '.join(sorted(tables)[:3])})")
    return ""


def alembic_config() -> "Config":
    """Alembic, without a file of its own: the revisions ship inside the package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "monitor.adapters.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def known_revisions() -> frozenset[str]:
    """Every revision of the tables that this version can bring up to date."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions())

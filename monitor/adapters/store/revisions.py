"""The revisions of the tables, and Alembic, which runs them."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select
from sqlalchemy import column as column_named
from sqlalchemy import table as table_named

from monitor.errors import StoreError
from monitor.lazy import without_modules

# Alembic is imported where tables change, not where they are right already: every listing command starts faster by it.
if TYPE_CHECKING:
    from alembic.config import Config

_VERSION = table_named("alembic_version", column_named("version_num"))


def stored_revision(connection: Connection, place: str) -> str:
    """The revision that is stored; empty for a database without tables."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return connection.scalar(select(_VERSION.c.version_num)) or ""
    if tables:
        raise StoreError(f"database {place}: it holds the tables of another program ({', '.join(sorted(tables)[:3])})")
    return ""


def run_migrations(connection: Connection) -> None:
    """Run every revision that the tables lack, inside the connection's transaction."""
    with without_modules("mako.ext.pygmentplugin"):
        from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


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

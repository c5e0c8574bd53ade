"""Where everything is kept: SQLAlchemy Core over SQLite or PostgreSQL, one module a noun."""

from monitor.adapters.store.database import open_store

__all__ = ["open_store"]

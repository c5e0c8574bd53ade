"""Where everything is kept: SQLAlchemy Core over SQLite or PostgreSQL, one module a noun."""

from monitor.store.database import open_store

__all__ = ["open_store"]

"""Who is logged in at the pages."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from monitor.adapters.store.tables import web_session
from monitor.core.model.operations.web_sessions import WebSession


class WebSessions:
    """The ``WebSessionRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, session: WebSession) -> None:
        """Store one."""
        self._db.execute(insert(web_session), asdict(session))

    def find(self, token_hash: str) -> WebSession | None:
        """The session of a token, ended or not."""
        row = self._db.execute(select(web_session).where(web_session.c.token_hash == token_hash)).first()
        return WebSession(**row._mapping) if row is not None else None  # noqa: SLF001 SQLAlchemy's name for a row's columns

    def count(self, *, now: datetime) -> int:
        """How many hold."""
        found = select(func.count()).select_from(web_session).where(web_session.c.expires_at > now)
        return self._db.scalar(found) or 0

    def remove(self, token_hash: str) -> None:
        """End one."""
        self._db.execute(delete(web_session).where(web_session.c.token_hash == token_hash))

    def remove_all(self) -> None:
        """End all."""
        self._db.execute(delete(web_session))

    def prune(self, *, now: datetime) -> None:
        """Forget those that have ended."""
        self._db.execute(delete(web_session).where(web_session.c.expires_at <= now))

"""Tokens of programs."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from monitor.adapters.store.columns import AnyRow
from monitor.adapters.store.tables import access_token
from monitor.core.model.operations.tokens import AccessToken


class Tokens:
    """The ``TokenRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, token: AccessToken) -> None:
        """Store one."""
        self._db.execute(insert(access_token), {name: value for name, value in asdict(token).items() if name != "id"})

    def find(self, token_hash: str) -> AccessToken | None:
        """The token with this hash."""
        row = self._db.execute(select(access_token).where(access_token.c.token_hash == token_hash)).first()
        return _as_token(row) if row is not None else None

    def all(self) -> Sequence[AccessToken]:
        """By name."""
        return [_as_token(row) for row in self._db.execute(select(access_token).order_by(access_token.c.name))]

    def remove(self, token_id: int) -> None:
        """Forget one."""
        self._db.execute(delete(access_token).where(access_token.c.id == token_id))


def _as_token(row: AnyRow) -> AccessToken:
    return AccessToken(
        id=row.id,
        name=row.name,
        scope=row.scope,
        token_hash=row.token_hash,
        created_at=row.created_at,
        created_by=row.created_by,
    )

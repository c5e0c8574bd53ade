"""What the store keeps of who is logged in at the pages."""

from datetime import datetime
from typing import Protocol

from monitor.core.model.operations.web_sessions import WebSession


class WebSessionRepository(Protocol):
    """Sessions by the hash of their token."""

    def add(self, session: WebSession) -> None: ...

    def find(self, token_hash: str) -> WebSession | None: ...

    def count(self, *, now: datetime) -> int:
        """How many hold."""
        ...

    def remove(self, token_hash: str) -> None: ...

    def remove_all(self) -> None: ...

    def prune(self, *, now: datetime) -> None:
        """Forget those that have ended."""
        ...

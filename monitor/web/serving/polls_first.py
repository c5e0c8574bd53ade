"""Pages begin between polls where they can: a reader waits a moment, the news does not."""

from collections.abc import Awaitable
from typing import Protocol

from starlette.types import ASGIApp, Receive, Scope, Send

_PATIENCE = 0.1
"""Seconds that an answer waits at most for what is being written."""


class Settle(Protocol):
    """Waits until nothing is being written."""

    def __call__(self, *, within: float) -> Awaitable[None]: ...


class PollsFirst:
    """Starts an answer when the store is still, or after a tenth of a second."""

    def __init__(self, app: ASGIApp, *, settle: Settle) -> None:
        self._app = app
        self._settle = settle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http":
            await self._settle(within=_PATIENCE)
        await self._app(scope, receive, send)

"""What every client of the network can do, whoever makes the exchange."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from monitor.core.model.http import NetAnswer, NetFailure, NetRequest


class Client(Protocol):
    """Sends requests and returns values; see ``NetRequest``, ``NetAnswer`` and ``NetFailure``."""

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, within: timedelta | None = None
    ) -> NetAnswer | NetFailure:
        """One GET; redirects come back as they are."""
        return await self.send(NetRequest(url=url, headers=headers or {}, within=within))

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        within: timedelta | None = None,
        proxy: str | None = None,
    ) -> NetAnswer | NetFailure:
        """One POST on a fresh connection; ``NetFailure.sent`` tells "never sent" from "in doubt"."""
        return await self.send(
            NetRequest(url=url, method="POST", body=body, headers=headers or {}, within=within, proxy=proxy)
        )

    async def send(self, request: NetRequest) -> NetAnswer | NetFailure:
        """One exchange. Never raises for what a server, a proxy or the network does."""
        ...

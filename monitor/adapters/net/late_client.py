"""A client that is opened with the first request: its libraries and certificates take longer than a quiet round."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from monitor.adapters.net.ssrf_guard import guard_for
from monitor.core.model.http import NetAnswer, NetFailure, NetRequest
from monitor.core.model.settings import FetchSettings

if TYPE_CHECKING:
    from monitor.adapters.net.client import GuardedClient


class Client(Protocol):
    """See ``GuardedClient``."""

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, within: timedelta | None = None
    ) -> NetAnswer | NetFailure:
        """One GET."""
        ...

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        within: timedelta | None = None,
        proxy: str | None = None,
    ) -> NetAnswer | NetFailure:
        """One POST."""
        ...

    async def send(self, request: NetRequest) -> NetAnswer | NetFailure:
        """One exchange."""
        ...


class LateClient:
    """The same, opened when it is first asked. UserError at once when the guard's settings cannot be read."""

    def __init__(self, settings: FetchSettings, *, user_agent: str) -> None:
        guard_for(settings)
        self._settings = settings
        self._user_agent = user_agent
        self._opening = asyncio.Lock()
        self._client: GuardedClient | None = None
        self._open = AsyncExitStack()

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, within: timedelta | None = None
    ) -> NetAnswer | NetFailure:
        """See ``GuardedClient``."""
        return await (await self._opened()).get(url, headers=headers, within=within)

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        within: timedelta | None = None,
        proxy: str | None = None,
    ) -> NetAnswer | NetFailure:
        """See ``GuardedClient``."""
        return await (await self._opened()).post(url, body, headers=headers, within=within, proxy=proxy)

    async def send(self, request: NetRequest) -> NetAnswer | NetFailure:
        """See ``GuardedClient``."""
        return await (await self._opened()).send(request)

    async def close(self) -> None:
        """Close what was opened."""
        await self._open.aclose()

    async def _opened(self) -> "GuardedClient":
        if self._client is None:
            async with self._opening:
                if self._client is None:
                    from monitor.adapters.net.client import open_client

                    opened = open_client(self._settings, user_agent=self._user_agent)
                    self._client = await self._open.enter_async_context(opened)
        return self._client

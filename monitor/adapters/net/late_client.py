"""A client that is opened with the first request: its libraries and certificates take longer than a quiet round."""

import asyncio
import sys
from contextlib import AsyncExitStack
from importlib import import_module
from typing import TYPE_CHECKING

from typing_extensions import override

from monitor.adapters.net.authorities import reading_no_authorities
from monitor.adapters.net.base_client import Client
from monitor.adapters.net.ssrf_guard import guard_for
from monitor.core.model.http import NetAnswer, NetFailure, NetRequest
from monitor.core.model.settings import FetchSettings

if TYPE_CHECKING:
    from monitor.adapters.net.client import GuardedClient

_CLIENT = "monitor.adapters.net.client"


class LateClient(Client):
    """``GuardedClient``, opened when it is first asked. UserError at once when the guard's settings cannot be read."""

    def __init__(self, settings: FetchSettings, *, user_agent: str) -> None:
        guard_for(settings)
        self._settings = settings
        self._user_agent = user_agent
        self._opening = asyncio.Lock()
        self._client: GuardedClient | None = None
        self._open = AsyncExitStack()

    @override
    async def send(self, request: NetRequest) -> NetAnswer | NetFailure:
        """See ``Client``."""
        return await (await self._opened()).send(request)

    async def close(self) -> None:
        """Close what was opened."""
        await self._open.aclose()

    async def _opened(self) -> "GuardedClient":
        if self._client is None:
            async with self._opening:
                if self._client is None:
                    if _CLIENT not in sys.modules:
                        await asyncio.to_thread(_load_client)
                    from monitor.adapters.net.client import open_client

                    opened = open_client(self._settings, user_agent=self._user_agent)
                    self._client = await self._open.enter_async_context(opened)
        return self._client


def _load_client() -> None:
    # aiohttp reads all authorities twice when it is imported, for who names none; each of our connections does.
    with reading_no_authorities():
        import_module(_CLIENT)

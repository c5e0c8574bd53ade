"""Turns names into addresses in threads of its own, and hands on none that the guard refuses."""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override

from monitor.adapters.net.exchange_state import RefusedAddressError, current_attempt
from monitor.adapters.net.ssrf_guard import Guard

# A lookup that hangs keeps its thread until the system gives up, long after our own deadline; with threads of its own
# it can starve other lookups only, never the store.
_THREADS = 32


class Resolver(Protocol):
    """Name → addresses."""

    async def resolve(self, host: str) -> Sequence[str]:
        """All addresses of ``host`` as text; OSError (``socket.gaierror``) when there are none."""
        ...


class SystemResolver:
    """Asks the operating system."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="resolve")

    async def resolve(self, host: str) -> Sequence[str]:
        """See ``Resolver``."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, host)
        return tuple(dict.fromkeys(found))

    def close(self) -> None:
        """Start no further lookup; those under way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str) -> list[str]:
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, f"not a host name: {error}") from error
    return [str(sockaddr[0]) for *_, sockaddr in answers]


class GuardedResolver(AbstractResolver):
    """aiohttp's view of a ``Resolver``: every address is judged, one bad one refuses the name."""

    def __init__(self, resolver: Resolver, guard: Guard) -> None:
        self._resolver = resolver
        self._guard = guard

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        attempt = current_attempt()
        attempt.phase = "resolving"
        addresses = await self._resolver.resolve(host)
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no addresses")
        if not attempt.through_proxy and (reason := self._guard.judge_all(host, port, addresses)):
            attempt.refusal = reason
            raise RefusedAddressError(reason)
        attempt.phase = "connecting"
        return [_resolve_result(host, address, port) for address in addresses]

    @override
    async def close(self) -> None:
        """The resolver behind this one belongs to the client."""


class NamesAsTheyAre(AbstractResolver):
    """For proxies that resolve names themselves: the name is its own address. The client judges it before."""

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [_resolve_result(host, host, port)]

    @override
    async def close(self) -> None:
        """Nothing to close."""


def _resolve_result(host: str, address: str, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=socket.AF_INET6 if ":" in address else socket.AF_INET,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST,
    )

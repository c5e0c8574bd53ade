"""What is reached without the proxy for the outside: this machine, and what ``fetch.no_proxy`` names."""

import asyncio
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from monitor.adapters.net.ip_ranges import Address, is_loopback
from monitor.adapters.net.resolver import Resolver
from monitor.adapters.net.targets import Target
from monitor.core.model.settings import FetchSettings

_LOOK_UP_SECONDS = 3.0


class DirectPlaces:
    """Names count as they are written. Only those that ``fetch.allow`` lists are looked up: what the proxy alone can
    resolve is no matter of ours, and what is asked there is nobody else's.
    """

    def __init__(self, settings: FetchSettings, *, own_names: frozenset[tuple[str, int]], resolver: Resolver) -> None:
        self._own_names = own_names
        self._resolver = resolver
        self._networks: list[IPv4Network | IPv6Network] = []
        self._names: set[str] = set()
        self._domains: list[str] = []
        for text in settings.no_proxy:
            if text.startswith("*."):
                self._domains.append(text[1:])
                continue
            try:
                self._networks.append(ip_network(text))
            except ValueError:
                self._names.add(text)

    async def hold(self, target: Target) -> bool:
        """Whether ``target`` is one of them."""
        if target.address is not None:
            return self._holds_address(target.address)
        name = target.host.rstrip(".")
        if name == "localhost" or name.endswith((".localhost", *self._domains)) or name in self._names:
            return True
        if (target.host, target.port) not in self._own_names:
            return False
        try:
            async with asyncio.timeout(_LOOK_UP_SECONDS):
                seen = await self._resolver.resolve(target.host)
        except OSError:  # TimeoutError is one
            return False
        return bool(seen) and all(self._holds_address(ip_address(address)) for address in seen)

    def _holds_address(self, address: Address) -> bool:
        mapped = getattr(address, "ipv4_mapped", None) or address
        return is_loopback(address) or any(mapped in network for network in self._networks)

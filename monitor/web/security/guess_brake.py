"""A brake on guessing the password: so many wrong ones from an address, so many in all, then none is looked at."""

import asyncio
import ipaddress
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import field

from fastapi import HTTPException
from starlette.requests import Request

from monitor.core.i18n.phrases import Reason
from monitor.values import dataclass

PER_ADDRESS = 10
IN_ALL = 100
WINDOW = 300.0
"""Seconds."""
_MOST_KNOWN = 10_000
_OWN_PROXIES = tuple(
    map(ipaddress.ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"))
)
"""Where a proxy in front of the pages is asked from; what others name as their asker is their word only."""


@dataclass(slots=True)
class GuessBrake:
    """Counts wrong passwords. Who gave the right one before is not shut out by the guesses of others."""

    now: Callable[[], float]
    _wrong: "OrderedDict[str, deque[float]]" = field(default_factory=OrderedDict)
    _all: deque[float] = field(default_factory=lambda: deque(maxlen=IN_ALL))
    _trusted: "OrderedDict[str, None]" = field(default_factory=OrderedDict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def judge(self, address: str, is_right: Callable[[], bool]) -> bool:
        """Look at a password, in a thread; HTTPException 429 without a look at it, after too many wrong ones.

        One at a time: those that come while another is looked at would all be looked at before any is counted.
        """
        async with self._turn:
            if wait := self.wait(address):
                raise HTTPException(429, Reason("refused.too-many-tries", n=wait), {"Retry-After": str(wait)})
            if await asyncio.to_thread(is_right):
                self.right(address)
                return True
            self.wrong(address)
            return False

    def wait(self, address: str) -> int:
        """Seconds before a password from here is looked at again; 0 = now."""
        now = self.now()
        mine = self._wrong.get(address)
        waits = [WINDOW - (now - mine[0])] if mine is not None and len(mine) >= PER_ADDRESS else []
        if len(self._all) >= IN_ALL and address not in self._trusted:
            waits.append(WINDOW - (now - self._all[0]))
        longest = max(waits, default=0.0)
        return int(longest) + 1 if longest > 0 else 0

    def wrong(self, address: str) -> None:
        """A password was not the right one."""
        mine = self._wrong.setdefault(address, deque(maxlen=PER_ADDRESS))
        mine.append(self.now())
        self._all.append(self.now())
        self._wrong.move_to_end(address)
        while len(self._wrong) > _MOST_KNOWN:
            self._wrong.popitem(last=False)

    def right(self, address: str) -> None:
        """It was."""
        self._wrong.pop(address, None)
        self._trusted[address] = None
        self._trusted.move_to_end(address)
        while len(self._trusted) > _MOST_KNOWN:
            self._trusted.popitem(last=False)


def asker_of(request: Request) -> str:
    """Who asks: the address; behind a proxy on this network the last one that it names; an IPv6 network as one."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    # How an IPv4 address arrives where one socket takes both.
    address = getattr(address, "ipv4_mapped", None) or address
    if any(address in network for network in _OWN_PROXIES):
        named = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip().strip("[]")
        try:
            address = ipaddress.ip_address(named)
        except ValueError:
            return str(address)
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)

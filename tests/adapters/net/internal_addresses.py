"""Spellings of places that no stranger's link may lead to, and a fetcher that is led there in every way there is."""

import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from typing_extensions import override

from monitor.adapters.clock import SystemClock
from monitor.adapters.fetch.http_fetcher import HttpFetcher
from monitor.adapters.net.client import GuardedClient, open_client
from monitor.core.model.fetch import FetchRequest, Unavailable
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import ScriptedResolver

ANY = "0.0.0.0"  # noqa: S104  # nothing is bound to it here
NO_TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
PUBLIC = "93.184.216.34"
REDIRECTS = ("301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent")

LITERALS = [
    # F-20, F-22: this machine
    "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", ANY, "0.1.2.3", "[::1]", "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    # F-21: metadata
    "169.254.169.254", "169.254.170.2", "[fd00:ec2::254]", "[fd20:ce::254]", "100.100.100.200", "192.0.0.192",
    "168.63.129.16",
    # private networks, link-local, multicast, reserved
    "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1.1", "100.64.0.1",
    "198.18.0.1", "192.88.99.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fdff::1]", "[ff02::1]", "[100::1]", "[2001:db8::1]",
    "[3fff::1]", "[5f00::1]",
    # F-23: IPv4 inside IPv6
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[::ffff:169.254.169.254]",
    "[::ffff:10.0.0.1]", "[::ffff:0:127.0.0.1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[2001:0:7f00:1::]",
    "[fe80::5efe:127.0.0.1]", "[2606:4700::5efe:10.0.0.1]", "[::ffff:100.64.0.1]", "[::ffff:0.0.0.0]",
    # F-24: decimal, octal, hexadecimal, short
    "2130706433", "0x7f000001", "0X7F000001", "0177.0.0.1", "0x7f.0.0.1", "0x7f.1", "127.1", "127.0.1", "0", "0x0",
    "017700000001", "0177.1", "127.0.0.01", "127.0.0.1.", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
    "169.16689662",
    "167772161", "0xa000001", "012.0.0.1", "3232235521",
    # F-25: other digits and dots
    "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "①②⑦.⓪.⓪.①", "１２７.０.０.１", "127.0.0.①", "①⑥⑨.②⑤④.①⑥⑨.②⑤④",
    # F-31: who is the host?
    "example.org@127.0.0.1", "127.0.0.1#@example.org", "127.0.0.1?@example.org", "127.0.0.1\\@example.org",
    "example.org\\@127.0.0.1", "127.0.0.1%2523@example.org", "127.0.0.1%00.example.org", "127.0.0.1\t.example.org",
    "exam\nple.org@127.0.0.1", "[::1]@example.org", "127.0.0.1%20", " 127.0.0.1", "[fe80::1%25lo]",
]  # fmt: skip

NAMES: dict[str, Sequence[Sequence[str]]] = {
    # F-26: a name whose address is private
    "loop.test": [["127.0.0.1"]], "six.test": [["::1"]], "meta.test": [["169.254.169.254"]], "ten.test": [["10.0.0.1"]],
    "mapped.test": [["::ffff:127.0.0.1"]], "zero.test": [[ANY]], "nat64.test": [["64:ff9b::7f00:1"]],
    "sixtofour.test": [["2002:7f00:1::"]], "cgnat.test": [["100.64.0.1"]],
    "169.254.169.254.nip.test": [["169.254.169.254"]],
    "localhost": [["127.0.0.1", "::1"]], "dot.localhost": [["127.0.0.1"]], "trailing.test.": [["127.0.0.1"]],
    # F-27: public and private answers together, in both orders
    "mixed.test": [[PUBLIC, "127.0.0.1"]], "mixed-first.test": [["127.0.0.1", PUBLIC]],
    "mixed-six.test": [[PUBLIC, "::1"]], "mixed-many.test": [[PUBLIC] * 9 + ["169.254.169.254"]],
}  # fmt: skip


class NumericResolver(ScriptedResolver):
    """Reads odd spellings as the system does, without asking anybody."""

    @override
    async def resolve(self, host: str) -> Sequence[str]:
        """See ``Resolver``."""
        try:
            return await super().resolve(host)
        except socket.gaierror:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            return [str(sockaddr[0]) for *_, sockaddr in found]


def hosts() -> list[str]:
    """Every spelling and every name."""
    return [*LITERALS, *NAMES]


@asynccontextmanager
async def led_astray(
    settings: FetchSettings, names: ScriptedResolver
) -> AsyncIterator[tuple[GuardedClient, HttpFetcher]]:
    """A client and a fetcher with a short deadline."""
    async with open_client(settings, user_agent="news-monitor/test", resolver=names, tls=NO_TRUST) as client:
        fetcher = HttpFetcher(client, clock=SystemClock(), per_host_delay=timedelta(0), timeout=timedelta(seconds=1))
        yield client, fetcher


async def refused(fetcher: HttpFetcher, url: str) -> bool:
    """Whether our own guard refused, before anything was sent."""
    outcome = await fetcher.fetch(FetchRequest(url=url))
    return isinstance(outcome, Unavailable) and outcome.refused_by_us

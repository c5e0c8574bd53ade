"""Judges IP addresses: which ones a program that follows strangers' links may connect to.

Python's own flags are no guard: ``is_private`` is false for 100.64.0.1, 168.63.129.16, 192.0.0.192, 224.0.0.1,
``::127.0.0.1`` and ``2002:7f00:1::``, and ``is_global`` is true for most of them. So the list is written out here,
after the IANA special-purpose registries (RFC 6890 and its updates), and ``is_global`` only has the last word.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from monitor.core.i18n.phrases import Reason

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# The first match speaks, so the single addresses that leak credentials stand before their networks.
_V4_REFUSED = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("169.254.169.254/32", "metadata"),
        ("169.254.170.2/32", "metadata"),
        ("100.100.100.200/32", "metadata"),
        ("192.0.0.192/32", "metadata"),
        ("168.63.129.16/32", "metadata"),
        ("0.0.0.0/8", "machine"),
        ("127.0.0.0/8", "machine"),
        ("10.0.0.0/8", "private"),
        ("172.16.0.0/12", "private"),
        ("192.168.0.0/16", "private"),
        ("100.64.0.0/10", "private-cgn"),
        ("169.254.0.0/16", "link-local"),
        ("192.0.0.0/24", "reserved-protocols"),
        ("192.0.2.0/24", "documentation"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("192.88.99.0/24", "reserved-6to4"),
        ("198.18.0.0/15", "reserved-benchmarks"),
        ("224.0.0.0/4", "multicast"),
        ("255.255.255.255/32", "broadcast"),
        ("240.0.0.0/4", "reserved"),
    )
)

_V6_REFUSED = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("fd00:ec2::254/128", "metadata"),
        ("fd20:ce::254/128", "metadata"),
        ("::/128", "machine"),
        ("::1/128", "machine"),
        ("64:ff9b:1::/48", "private-nat64"),
        ("100::/64", "reserved-discard"),
        ("100:0:0:1::/64", "reserved-dummy"),
        ("2001::/32", "tunnel-teredo"),
        ("2001::/23", "reserved-protocols"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "tunnel-6to4"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "reserved-segments"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private-site"),
        ("ff00::/8", "multicast"),
    )
)

_GLOBAL_UNICAST = IPv6Network("2000::/3")

# IPv4 in the last 32 bits: mapped, SIIT (RFC 2765), NAT64 (RFC 6052), and the old "compatible" form (RFC 4291).
_V4_IN_TAIL = tuple(IPv6Network(n) for n in ("::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "::/96"))
_ISATAP = (0x00005EFE, 0x02005EFE)


def embedded_ipv4(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address carries inside; empty when it carries none."""
    number = int(address)
    if number in (0, 1):
        return ()
    if any(address in network for network in _V4_IN_TAIL):
        return (IPv4Address(number & 0xFFFFFFFF),)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if (number >> 32) & 0xFFFFFFFF in _ISATAP:
        return (IPv4Address(number & 0xFFFFFFFF),)
    return ()


def why_not_public(address: Address | str) -> str | None:
    """Why nobody on the open internet lives there ("a private address"), or ``None`` for a public address."""
    ip = ip_address(address) if isinstance(address, str) else address
    if isinstance(ip, IPv4Address):
        return _verdict_v4(ip)
    inside = embedded_ipv4(ip)
    for carried in inside:
        if reason := _verdict_v4(carried):
            return Reason("guard.inside", what=reason, address=str(carried))
    for network, what in _V6_REFUSED:
        if ip in network:
            return Reason(f"address.{what}")
    if inside and any(ip in network for network in _V4_IN_TAIL):
        return None
    if ip not in _GLOBAL_UNICAST or not ip.is_global:
        return Reason("address.reserved")
    return None


def _verdict_v4(ip: IPv4Address) -> str | None:
    for network, what in _V4_REFUSED:
        if ip in network:
            return Reason(f"address.{what}")
    return None if ip.is_global else Reason("address.reserved")


def is_within(address: Address, networks: tuple[Network, ...]) -> bool:
    """Whether ``address``, or the IPv4 address mapped into it, lies in one of ``networks``."""
    candidates: list[Address] = [address]
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        candidates.append(address.ipv4_mapped)
    return any(ip.version == net.version and ip in net for ip in candidates for net in networks)


_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")


def ends_in_number(host: str) -> bool:
    """Whether resolvers may read ``host`` as an IPv4 address (WHATWG URL, "ends in a number checker")."""
    last = host.removesuffix(".").rpartition(".")[2]
    return _NUMBER.fullmatch(last) is not None


def odd_spelling(host: str) -> IPv4Address | None:
    """The address that ``inet_aton`` reads in a decimal, octal, hexadecimal or short spelling, else ``None``."""
    parts = host.removesuffix(".").split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [_part_value(part) for part in parts]
    except ValueError:
        return None
    *heads, tail = numbers
    if any(head > 255 for head in heads) or tail >= 256 ** (5 - len(parts)):
        return None
    value = tail
    for place, head in enumerate(heads):
        value += head << (8 * (3 - place))
    return IPv4Address(value)


def _part_value(part: str) -> int:
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    if len(part) > 1 and part.startswith("0"):
        return int(part, 8)
    return int(part)


def is_loopback(ip: Address) -> bool:
    """Whether it is this very machine, also in the spellings that IPv6 has for IPv4."""
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped.is_loopback
    return ip.is_loopback or ip.is_unspecified

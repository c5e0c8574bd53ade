"""Reads an address once, strictly, and says in a sentence why one is refused."""

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from monitor.adapters.net.http_library import httpx
from monitor.adapters.net.ip_ranges import Address, ends_in_number, odd_spelling
from monitor.core.i18n.phrases import Reason
from monitor.values import dataclass

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_URL = 8192
_MAX_HOST = 253
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An http(s) address that every part of the program reads alike: ``host`` is lower-case ASCII, no brackets."""

    url: str
    scheme: str
    host: str
    port: int
    address: Address | None = None
    """Set when the host is a literal IP address."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials and headers must not leave (RFC 6454)."""
        return (self.scheme, self.host, self.port)

    @property
    def authority(self) -> str:
        """Host, and the port where it is not the usual one: one place that is asked politely."""
        return self.host if self.port in (80, 443) else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadTarget:
    """An address that is not even tried; ``reason`` is a sentence for a person."""

    reason: str


@lru_cache(maxsize=_REMEMBERED)
def parse_address(url: str) -> "httpx.URL":
    """As httpx reads it, which takes longer than the rest of a request for what has not changed."""
    return httpx.URL(url)


@lru_cache(maxsize=_REMEMBERED)
def read_target(url: str) -> Target | BadTarget:
    """The address as a target, its fragment dropped, or why it is refused.

    Only what cannot be read in two ways is accepted: parsers that disagree about where the host ends are how
    ``http://169.254.169.254\\@example.org/`` got through elsewhere.
    """
    if reason := _bad_text(url):
        return BadTarget(reason=reason)
    try:
        parsed = parse_address(url)
        host = parsed.raw_host.decode("ascii").lower()
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as error:
        return BadTarget(reason=Reason("net.no-address", why=str(error)))
    if parsed.scheme not in _DEFAULT_PORTS:
        return BadTarget(reason=Reason("guard.scheme", scheme=repr(parsed.scheme or "this")))
    if parsed.userinfo or "@" in re.split("[/?#]", url.partition("://")[2], maxsplit=1)[0]:
        return BadTarget(reason=Reason("guard.user"))
    port = _DEFAULT_PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if not 0 < port < 65536:
        return BadTarget(reason=Reason("guard.bad-port", port=str(port)))
    clean = str(parsed.copy_with(fragment=None))
    return _with_host(clean, parsed.scheme, host.strip("[]"), port)


def _bad_text(url: str) -> str:
    if len(url) > _MAX_URL:
        return Reason("guard.long", n=str(_MAX_URL))
    if any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in url):
        return Reason("guard.control")
    if any(char.isspace() for char in url):
        return Reason("guard.space")
    if "\\" in url:
        return Reason("guard.backslash")
    scheme, found, rest = url.partition("://")
    if not found or not scheme.isascii() or not scheme.isalpha():
        named = url.partition(":")[0][:20]
        return Reason("guard.start", start=repr(named))
    if rest.startswith(("/", "?", "#", ":")) or not rest:
        return Reason("guard.no-host")
    return ""


def _with_host(url: str, scheme: str, host: str, port: int) -> Target | BadTarget:
    if not host or len(host) > _MAX_HOST:
        return BadTarget(reason=Reason("guard.long-host"))
    try:
        literal = ip_address(host)
    except ValueError:
        literal = None
    if isinstance(literal, IPv6Address) and literal.scope_id:
        return BadTarget(reason=Reason("guard.zone", host=host, zone=literal.scope_id))
    if literal is None and ends_in_number(host):
        read_as = odd_spelling(host)
        if read_as:
            return BadTarget(reason=Reason("guard.spelling", host=host, address=str(read_as)))
        return BadTarget(reason=Reason("guard.no-name", host=host))
    if literal is None and (":" in host or "%" in host or ".." in host or host.startswith(".")):
        return BadTarget(reason=Reason("guard.not-a-host", host=host))
    return Target(url=url, scheme=scheme, host=host, port=port, address=literal)


def join_target(base: str, location: str) -> Target | BadTarget:
    """The target of a ``Location`` header seen at ``base``."""
    # Browsers read "\\host" as "//host"; nobody honest sends it, so it is refused before joining.
    if any(ord(char) < 0x20 or char in "\\\x7f" for char in location):
        return BadTarget(reason=Reason("guard.redirect-text"))
    try:
        # A blank in the name of a file is written as browsers write it; in the name of a host it is refused below.
        joined = str(httpx.URL(base).join(location.replace(" ", "%20")))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        return BadTarget(reason=Reason("guard.redirect-address", why=str(error)))
    return read_target(joined)

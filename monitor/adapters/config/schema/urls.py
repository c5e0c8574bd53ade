"""Addresses in settings and watchlists: what may be written where, and never a password in one."""

import ipaddress
import re
from urllib.parse import SplitResult, parse_qs, urlsplit

from monitor.adapters.config.schema.formats import Malformed, nearest_word
from monitor.core.i18n.phrases import Reason

WEB = ("http", "https")
PROXIES = ("http", "https", "socks5", "socks5h")
MAIL = ("smtp", "smtps", "smtp+starttls")
# The scheme if there is one: without it, the part before the first ":" is a user.
_SCHEME = r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//|(?![A-Za-z][A-Za-z0-9+.-]*://))"


def mask_password(url: str) -> str:
    """The address with its password hidden, for error messages."""
    # Up to the last @: a password may itself hold / or @, and then the address is wrong but still secret.
    return re.sub(rf"^{_SCHEME}([^/@:?#]*):.*@", r"\1\2:***@", url, flags=re.DOTALL)


def without_user(url: str) -> str:
    """The address with all that stands before the ``@`` hidden: a token may be written there too."""
    return re.sub(rf"^{_SCHEME}[^/?#]*@", r"\1***@", mask_password(url))


def split_url(text: str, schemes: tuple[str, ...], *, host_elsewhere: bool = False) -> SplitResult:
    """The parts of an absolute address of one of these schemes; raises Malformed.

    ``host_elsewhere``: a ``?host=`` may name it, as libpq reads addresses of servers on a socket.
    """
    if any(char.isspace() or ord(char) < 32 for char in text):
        raise Malformed(Reason("refused.address-spaces"))
    if "://" not in text:
        looks_like_host = "@" not in text and re.match(r"[\w-]+(\.[\w-]+)+([:/?]|$)|localhost", text)
        if not looks_like_host:
            raise Malformed
        scheme = schemes[-1] if schemes is WEB and not on_this_machine(f"//{text}") else schemes[0]
        raise Malformed(Reason("refused.address-meant", address=f"{scheme}://{text}"))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as exc:
        raise Malformed(Reason("refused.address-broken")) from exc
    if parts.scheme not in schemes:
        if near := nearest_word(parts.scheme, schemes):
            raise Malformed(Reason("refused.address-meant", address=f"{near}{text[len(parts.scheme) :]}"))
        raise Malformed(Reason("refused.address-scheme", scheme=parts.scheme))
    if not parts.hostname and not (host_elsewhere and any(parse_qs(parts.query).get("host", ()))):
        raise Malformed(Reason("refused.address-no-host"))
    if port == 0:
        raise Malformed(Reason("refused.address-port"))
    return parts


def has_password(text: str) -> bool:
    """Whether ``user:password@`` stands in the address."""
    return re.match(rf"{_SCHEME}[^/@:?#]*:[^/?#]*@", text) is not None


def has_user(text: str) -> bool:
    """Whether anything stands before an ``@`` in the host part."""
    return re.search(r"//[^/?#]*@", text) is not None


def on_this_machine(text: str) -> bool:
    """Whether the address is a loopback one, written as a number or as ``localhost``."""
    host = urlsplit(text).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

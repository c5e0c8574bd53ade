"""Who may see a page and who may change something: the password, or nobody but this machine."""

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from fastapi import HTTPException, Request

from monitor.core.i18n.phrases import Reason
from monitor.web.context import Context
from monitor.web.security.guess_brake import GuessBrake, asker_of
from monitor.web.security.log_ins import LogIns

_SAFE_METHODS = frozenset({"GET", "HEAD"})
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="news-monitor", charset="UTF-8"'}


def require_password(context: Context, brake: GuessBrake) -> Callable[[Request], Awaitable[None]]:
    """A dependency that refuses who may not."""
    web, log_ins = context.app.settings.web, LogIns(context.app)

    async def check(request: Request) -> None:
        headers = request.headers
        if web.password:
            try:
                _ask_password(request, web.password, brake)
            except HTTPException as refused:
                if refused.status_code == 429:
                    await log_ins.note(request, "log-in refused: too many wrong passwords")
                raise
            await log_ins.note(request, "log-in to the pages")
        elif why := is_not_local(headers):
            raise HTTPException(403, why)
        if request.method not in _SAFE_METHODS and (why := is_cross_site(headers, web.base_url)):
            raise HTTPException(403, why)

    return check


def _ask_password(request: Request, password: str, brake: GuessBrake) -> None:
    """401 without the right password; 429, and no look at it, after too many wrong ones."""
    given, address = request.headers.get("authorization", ""), asker_of(request)
    if given and (wait := brake.wait(address)):
        raise HTTPException(429, Reason("refused.too-many-tries", n=wait), {"Retry-After": str(wait)})
    if password_matches(password, given):
        brake.right(address)
        return
    if given:
        brake.wrong(address)
    raise HTTPException(401, Reason("refused.password"), _CHALLENGE)


def password_matches(password: str, authorization: str) -> bool:
    """Whether ``Basic`` or ``Bearer`` carries the password, compared in constant time; the user's name is free."""
    scheme, _, given = authorization.partition(" ")
    # What servers hand over as text were the header's bytes in Latin-1.
    token = given.strip().encode("latin-1", "replace")
    match scheme.lower():
        case "basic":
            try:
                _, _, offered = base64.b64decode(token, validate=True).partition(b":")
            except (binascii.Error, ValueError):
                return False
        case "bearer":
            offered = token
        case _:
            return False
    # Browsers send UTF-8 when told to (RFC 7617), old clients Latin-1: both are tried, whichever fits first.
    in_utf8 = hmac.compare_digest(offered, password.encode())
    in_latin = hmac.compare_digest(offered, password.encode("latin-1", "backslashreplace"))
    return in_utf8 or in_latin


def is_not_local(headers: Mapping[str, str]) -> str:
    """Without a password: why this request does not come from this very machine, or nothing.

    A page anywhere can make a browser ask 127.0.0.1 under a name of its own (DNS rebinding): the name gives it away.
    """
    if any(name in headers for name in _PASSED_ON):
        return Reason("refused.through-proxy")
    if not _is_loopback(_host_name(headers.get("host", ""))):
        return Reason("refused.local-only")
    return ""


def is_cross_site(headers: Mapping[str, str], base_url: str) -> str:
    """Why a change was asked for by another site's page, or nothing; what is no browser sends neither header."""
    refused = Reason("refused.cross-site")
    if site := headers.get("sec-fetch-site"):
        return "" if site in {"same-origin", "none"} else refused
    if (origin := headers.get("origin")) is None:
        return ""
    own = {headers.get("host", "").lower(), urlsplit(base_url).netloc.lower()} - {""}
    try:
        theirs = urlsplit(origin).netloc.lower()
    except ValueError:
        return refused
    return "" if theirs in own else refused


def _host_name(header: str) -> str:
    """The name in a Host header, without port."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower().rstrip(".")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")

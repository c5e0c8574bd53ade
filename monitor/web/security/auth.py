"""Who may see a page and who may change something: the password, or nobody but this machine."""

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from urllib.parse import urlsplit

from fastapi import HTTPException, Request

from monitor.core.i18n.phrases import Reason
from monitor.web.access import Access
from monitor.web.context import Context
from monitor.web.security.guess_brake import GuessBrake, asker_of
from monitor.web.security.log_ins import LogIns
from monitor.web.security.passwords import is_right_password
from monitor.web.security.proxy_user import proxy_user
from monitor.web.security.sessions import Sessions

LOGIN = "login"
"""In place of an address: the error page knows where that is."""

_SAFE_METHODS = frozenset({"GET", "HEAD"})
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="news-monitor", charset="UTF-8"'}


def require_password(context: Context, access: Access) -> Callable[[Request], Awaitable[None]]:
    """A dependency that refuses who may not, and tells pages what their forms must carry."""
    web, log_ins = context.app.settings.web, LogIns(context.app)
    # What was right once is right again without another 50 ms for its hash.
    known = ""

    async def check(request: Request) -> None:
        nonlocal known
        headers, given = request.headers, request.headers.get("authorization", "")
        if user := proxy_user(request, web):
            request.state.proxy_user = user
            await log_ins.note(request, "log-in by the proxy")
        elif web.password:
            request.state.signed_in = not given and await access.sessions.holds(request)
            if not request.state.signed_in:
                if not (given and hmac.compare_digest(known.encode(), given.encode())):
                    await _ask_and_note(request, web.password, access.brake, log_ins)
                    known = given
                await log_ins.note(request, "log-in to the pages")
        elif why := is_not_local(headers):
            raise HTTPException(403, why)
        if request.method not in _SAFE_METHODS and (why := is_cross_site(headers, web.base_url)):
            raise HTTPException(403, why)
        if _is_browser(request, access.sessions):
            request.state.sessions = access.sessions
            if "text/html" in headers.get("accept", ""):
                request.state.csrf = await access.sessions.form_token(request)

    return check


def _is_browser(request: Request, sessions: Sessions) -> bool:
    """Browsers name the page that asks, or bring a session; what does neither cannot be misled by a page."""
    named = any(name in request.headers for name in ("origin", "sec-fetch-site", "sec-fetch-mode"))
    return named or sessions.is_named(request)


async def _ask_and_note(request: Request, password: str, brake: GuessBrake, log_ins: LogIns) -> None:
    try:
        await _ask_password(request, password, brake)
    except HTTPException as refused:
        if refused.status_code == 429:
            await log_ins.note(request, "log-in refused: too many wrong passwords")
        raise


async def _ask_password(request: Request, password: str, brake: GuessBrake) -> None:
    """401 without the right password; 429, and no look at it, after too many wrong ones."""
    given = request.headers.get("authorization", "")
    if given and await brake.judge(asker_of(request), partial(password_matches, password, given)):
        return
    if not given and _wants_page(request):
        if request.method in _SAFE_METHODS:
            raise HTTPException(303, Reason("refused.password"), {"Location": LOGIN})
        # Without the browser's own question, which would hide the page that shows what was typed.
        raise HTTPException(401, Reason("refused.logged-out"))
    raise HTTPException(401, Reason("refused.password"), _CHALLENGE)


def _wants_page(request: Request) -> bool:
    is_page = not request.url.path.startswith("/api/")
    return is_page and "text/html" in request.headers.get("accept", "")


def password_matches(password: str, authorization: str) -> bool:
    """Whether ``Basic`` or ``Bearer`` carries the password; the user's name is free."""
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
    return is_right_password(password, offered)


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

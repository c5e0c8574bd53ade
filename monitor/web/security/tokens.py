"""Programs log in with a token: its scope says what it may do. Whoever brings none is asked for the password."""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import HTTPException, Request

from monitor.app.context import AppContext
from monitor.app.tokens import token_of
from monitor.core.i18n.phrases import Reason
from monitor.core.model.operations.tokens import TOKEN_PREFIX, AccessToken, Scope, may_use
from monitor.web.security.auth import is_cross_site

FEEDS = "/feeds/"
"""Below it a token may stand in the address, for readers of feeds that cannot log in."""
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="news-monitor", error="invalid_token"'}
_TOO_LITTLE = {"WWW-Authenticate": 'Bearer realm="news-monitor", error="insufficient_scope"'}
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_OF_PROGRAMS = ("/api/",)
_OF_ADMINISTRATORS = ("/api/v1/tokens",)
_READ_BY_POST = ("/mcp", "/api/v1/explain")
"""Questions that are too long or too structured for an address; they change nothing."""

Check = Callable[[Request], Awaitable[None]]


def token_or_password(app: AppContext, password: Check) -> Check:
    """A dependency: whoever brings a token is held to its scope, anybody else to ``password``."""

    async def check(request: Request) -> None:
        offered = _offered_tokens(request)
        if not offered:
            await password(request)
            return
        found = await app.in_store.look(lambda tx: next(filter(None, (token_of(tx, token) for token in offered)), None))
        if found is None:
            raise HTTPException(401, Reason("refused.token"), _CHALLENGE)
        _hold_to_scope(request, found)
        if request.method not in _SAFE_METHODS and (why := is_cross_site(request.headers, app.settings.web.base_url)):
            raise HTTPException(403, why)
        request.state.token = found

    return check


def scope_needed(method: str, path: str) -> Scope:
    """Reading needs little; what the pages' forms change (configuration) needs most."""
    if path.startswith(_OF_ADMINISTRATORS):
        return "admin"
    if path in _READ_BY_POST and method == "POST":
        return "read"
    if method in _SAFE_METHODS:
        return "feeds" if path.startswith(FEEDS) else "read"
    return "write" if path.startswith(_OF_PROGRAMS) else "admin"


def _hold_to_scope(request: Request, token: AccessToken) -> None:
    needed = scope_needed(request.method, request.url.path)
    if not may_use(token.scope, needed):
        raise HTTPException(403, Reason("refused.scope", scope=needed), _TOO_LITTLE)


def _offered_tokens(request: Request) -> Sequence[str]:
    """From the header; for feeds from the address, too. What does not look like one is a password."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    offered = [given.strip()] if scheme.lower() == "bearer" else []
    if request.method in _SAFE_METHODS and request.url.path.startswith(FEEDS):
        offered.append(request.query_params.get("token", ""))
    return [token for token in offered if token.startswith(TOKEN_PREFIX)]

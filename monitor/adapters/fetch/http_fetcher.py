"""Fetches a source: politely paced, conditional, redirects one by one, robots.txt for pages."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from monitor.adapters.fetch.block_pages import is_html
from monitor.adapters.fetch.host_pacing import Pace
from monitor.adapters.fetch.interpret import interpret_answer
from monitor.adapters.fetch.request_headers import basic_auth, is_usable, request_headers
from monitor.adapters.fetch.robots import Robots
from monitor.adapters.net.base_client import Client
from monitor.adapters.net.redirects import PERMANENT, REDIRECTS, is_downgrade, redirect_of
from monitor.adapters.net.targets import BadTarget, Target, read_target
from monitor.core.i18n.phrases import Reason
from monitor.core.model.fetch import Fetched, FetchOutcome, FetchRequest, Throttled, Unavailable
from monitor.core.model.http import NetAnswer, NetFailure, NetRequest
from monitor.core.model.sources import Validators
from monitor.ports import Clock
from monitor.values import dataclass

MAX_REDIRECTS = 5
_LOGIN_PATHS = ("login", "signin", "sign-in", "sso", "passport", "captcha", "verify")
_REDIRECTS = REDIRECTS | {300}
"""A choice that names the server's own is followed (RFC 9110 §15.4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How far a fetch has come: where it stands, and what the redirects so far were like."""

    target: Target
    conditional: bool
    """Whether the request's validators are sent."""
    hops: int = 0
    permanent: bool = True
    own_origin: bool = True
    last_place: str = ""
    """The place asked just before, else empty."""
    seen: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    spent: timedelta = timedelta(0)


class HttpFetcher:
    """The port ``Fetcher`` over the guarded client. Pacing per host is inside: callers need none of their own."""

    def __init__(self, client: Client, *, clock: Clock, per_host_delay: timedelta, timeout: timedelta) -> None:
        """``timeout`` is the time one fetch may spend on the network, all its redirects together."""
        self._client = client
        self._clock = clock
        self._timeout = timeout
        self._pace = Pace(clock, delay=per_host_delay)
        self._robots = Robots(self._ask_robots)

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """See ``Fetcher``. At most five redirects; own headers and auth stay with the first origin."""
        # What a document links to may hold blanks; they are written as browsers write them.
        start = read_target(request.url.replace(" ", "%20"))
        if isinstance(start, BadTarget):
            return Unavailable(reason=start.reason, blocked=True, refused_by_us=True)
        conditional = is_usable(request.validators, now=self._clock.now())
        step: _Way | FetchOutcome = _Way(target=start, conditional=conditional)
        while isinstance(step, _Way):
            step = await self._hop(request, step)
        return step

    async def _hop(self, request: FetchRequest, way: _Way) -> _Way | FetchOutcome:
        """One exchange: where the way goes on, or how it ended."""
        delay = timedelta(0)
        if request.obey_robots:
            permission = await self._robots.permission(way.target, proxy=request.proxy, now=self._clock.now())
            if permission.reason:
                return Unavailable(reason=permission.reason, refused_by_us=True)
            delay = permission.delay
        outgoing = NetRequest(
            url=way.target.url,
            headers=self._headers(request, way),
            proxy=request.proxy,
            within=min(request.within or self._timeout, self._timeout) - way.spent,
        )
        place = way.target.authority
        async with self._pace.turn(place, spaced=place != way.last_place, at_least=delay):
            began = asyncio.get_running_loop().time()
            answer = await self._client.send(outgoing)
            took = timedelta(seconds=asyncio.get_running_loop().time() - began)
        if isinstance(answer, NetFailure):
            return _failed_outcome(answer, way)
        if (onward := redirect_of(answer, way.target, _REDIRECTS)) is not None:
            return _follow_redirect(answer, onward, replace(way, spent=way.spent + took))
        return self._ended(request, answer, way)

    def _headers(self, request: FetchRequest, way: _Way) -> dict[str, str]:
        headers = request_headers(request.validators if way.conditional else Validators(), request.accept)
        if way.own_origin:
            headers |= {name.lower(): value for name, value in request.headers.items()}
            if request.auth:
                headers["authorization"] = basic_auth(request.auth)
        return headers

    def _ended(self, request: FetchRequest, answer: NetAnswer, way: _Way) -> FetchOutcome:
        outcome = interpret_answer(
            answer, conditional=way.conditional, validators=request.validators, now=self._clock.now()
        )
        if isinstance(outcome, Fetched):
            return _with_way(outcome, way)
        if isinstance(outcome, Throttled) and way.hops:
            return replace(outcome, at=way.target.url)
        left_behind = not way.own_origin and (request.auth or request.headers)
        if left_behind and isinstance(outcome, Unavailable) and answer.status in (401, 403):
            return replace(outcome, reason=Reason("fetch.not-sent-there", why=outcome.reason, url=way.target.url))
        return outcome

    async def _ask_robots(self, target: Target, proxy: str | None, max_body: int) -> NetAnswer | NetFailure:
        async with self._pace.turn(target.authority):
            request = NetRequest(url=target.url, proxy=proxy, max_body=max_body, within=self._timeout)
            return await self._client.send(request)


def _failed_outcome(failure: NetFailure, way: _Way) -> Unavailable:
    reason = failure.reason
    if way.hops:
        reason = Reason("fetch.redirected", url=way.target.url[:200], why=failure.reason)
    return Unavailable(
        reason=reason,
        blocked=failure.kind == "refused",
        refused_by_us=failure.refused_by_us,
        unreached=None if failure.status or failure.refused_by_us else failure.blame,
        at=way.target.url if way.hops else "",
    )


def _follow_redirect(answer: NetAnswer, target: Target | BadTarget, way: _Way) -> _Way | Unavailable:
    if isinstance(target, BadTarget):
        location = answer.headers["location"].strip()
        reason = Reason("fetch.redirected", url=_printable_text(location), why=target.reason)
        return Unavailable(reason=reason, blocked=True, refused_by_us=True)
    if target.url == way.target.url or target.url in way.seen:
        wants_cookies = "set-cookie" in answer.headers
        return Unavailable(reason=Reason("fetch.circle-cookies" if wants_cookies else "fetch.circle"))
    if way.hops >= MAX_REDIRECTS:
        return Unavailable(reason=Reason("fetch.too-many-redirects", n=MAX_REDIRECTS))
    downgraded = is_downgrade(way.target, target)
    warnings = way.warnings
    if downgraded:
        warnings = (*warnings, Reason("fetch.downgraded", url=target.url[:200]))
    return _Way(
        target=target,
        conditional=way.conditional,
        hops=way.hops + 1,
        permanent=way.permanent and answer.status in PERMANENT and not downgraded,
        own_origin=way.own_origin and target.origin == way.target.origin,
        last_place=way.target.authority,
        seen=way.seen | {way.target.url},
        warnings=warnings,
        spent=way.spent,
    )


def _with_way(fetched: Fetched, way: _Way) -> Fetched | Unavailable:
    if way.hops and _is_login(way.target.url) and is_html(fetched.body):
        return Unavailable(reason=Reason("fetch.login-redirect"), blocked=True)
    return replace(
        fetched,
        moved_to=way.target.url if way.hops and way.permanent else "",
        warnings=(*way.warnings, *fetched.warnings),
    )


def _is_login(url: str) -> bool:
    path = url.partition("://")[2].partition("/")[2].partition("?")[0].lower()
    return any(part.split(".")[0] in _LOGIN_PATHS for part in path.split("/"))


def _printable_text(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)[:200]

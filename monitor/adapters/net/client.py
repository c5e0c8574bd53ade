"""The one HTTP client: everything that goes out passes its guard, its deadline and its caps."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
from typing_extensions import override

from monitor.adapters.net.authorities import Trust
from monitor.adapters.net.base_client import Client
from monitor.adapters.net.decompress import (
    Body,
    CodingError,
    TooLargeError,
    UnaskedCodingError,
    is_packed,
    readable_size,
    unpack_body,
)
from monitor.adapters.net.exchange_state import Attempt, under_way
from monitor.adapters.net.failures import NETWORK_ERRORS, explain_failure, is_bad_http, too_late
from monitor.adapters.net.http_library import httpx
from monitor.adapters.net.plain_get import is_plain
from monitor.adapters.net.proxying.no_proxy import DirectPlaces
from monitor.adapters.net.proxying.proxies import MAX_HEADERS, Transports, encoded_url
from monitor.adapters.net.resolver import Resolver, SystemResolver
from monitor.adapters.net.ssrf_guard import Guard, guard_for
from monitor.adapters.net.targets import BadTarget, Target, parse_address, read_target
from monitor.core.i18n.phrases import Reason
from monitor.core.model.http import NetAnswer, NetFailure, NetRequest
from monitor.core.model.settings import FetchSettings

_CONNECT_SECONDS = 10.0
_PROXY_LOOK_UP_SECONDS = 3.0
_REPLY_BYTES = 1024 * 1024
_SIDE_BODY_BYTES = 64 * 1024
_SIDE_BODY_SECONDS = 2.0
_CLOSE_SECONDS = 0.3
# Set by us or by the framing of the message; a caller's value would break the exchange or widen what may come back.
_OWN_HEADERS = frozenset(
    ("accept-encoding", "connection", "content-length", "host", "te", "trailer", "transfer-encoding", "upgrade")
)


class GuardedClient(Client):
    """The client that makes the exchanges, each behind its guard."""

    def __init__(
        self, settings: FetchSettings, *, user_agent: str, guard: Guard, resolver: Resolver, transports: Transports
    ) -> None:
        self._settings = settings
        self._user_agent = user_agent
        self._guard = guard
        self._resolver = resolver
        self._transports = transports
        self._direct = DirectPlaces(settings, own_names=guard.places, resolver=resolver)

    @override
    async def send(self, request: NetRequest) -> NetAnswer | NetFailure:
        """See ``Client``."""
        target = read_target(request.url)
        if isinstance(target, BadTarget):
            return NetFailure(reason=target.reason, kind="refused")
        is_direct = request.proxy is None and bool(self._settings.proxy) and await self._direct.hold(target)
        proxy = self._transports.proxy_for("direct" if is_direct else request.proxy)
        if isinstance(proxy, BadTarget):
            return NetFailure(reason=proxy.reason, kind="proxy")
        attempt = Attempt(
            host=target.host, url=target.url, through_proxy=proxy is not None and proxy.scheme != "socks5"
        )
        within = self._settings.timeout if request.within is None else request.within
        seconds = max(within.total_seconds(), 0.001)
        with under_way(attempt):
            return await self._within(seconds, request, target, proxy, attempt)

    async def _within(
        self, seconds: float, request: NetRequest, target: Target, proxy: httpx.URL | None, attempt: Attempt
    ) -> NetAnswer | NetFailure:
        deadline = asyncio.timeout(seconds)
        try:
            async with deadline:
                if attempt.through_proxy and (reason := await self._judge_for_proxy(target)):
                    return NetFailure(reason=reason, kind="refused")
                try:
                    return await self._exchange(request, target, proxy, attempt, seconds)
                except UnaskedCodingError:
                    if request.method != "GET":
                        raise
                    # A cache that keeps one packed copy for everybody often has another for who takes none.
                    return await self._exchange(request, target, proxy, attempt, seconds, accept="identity")
                except NETWORK_ERRORS as error:
                    if request.method != "GET" or proxy is not None or not is_bad_http(error):
                        raise
                    # Browsers and curl read past what the parser refuses. It keeps the connections of everybody else.
                    return await self._exchange(request, target, proxy, attempt, seconds, mend=True)
        except NETWORK_ERRORS as error:
            if deadline.expired():
                attempt.hang_up()
                return too_late(attempt, seconds)
            return explain_failure(error, attempt)
        except asyncio.CancelledError:
            attempt.hang_up()
            raise

    async def _judge_for_proxy(self, target: Target) -> str | None:
        """The proxy resolves the name; what we can see of it from here is judged all the same."""
        if reason := self._guard.judge_unresolved(target):
            return reason
        if target.address is not None:
            return None
        try:
            async with asyncio.timeout(_PROXY_LOOK_UP_SECONDS):
                seen = await self._resolver.resolve(target.host)
        except OSError:  # TimeoutError is one; a name that only the proxy can resolve is what proxies are for
            return None
        return self._guard.judge_all(target.host, target.port, seen)

    async def _exchange(
        self, request: NetRequest, target: Target, proxy: httpx.URL | None, attempt: Attempt, seconds: float,
        *, accept: str = "gzip", mend: bool = False,
    ) -> NetAnswer | NetFailure:  # fmt: skip
        headers = self._headers(request) | {"accept-encoding": accept}
        if target.scheme == "https" or (proxy is not None and proxy.scheme == "https"):
            await self._transports.trust.complete()
        if proxy is None and request.method == "GET" and not request.body and is_plain(headers):
            return await self._ask_plainly(request, target, headers, attempt, seconds, mend=mend)
        transport = self._transports.transport(proxy, reuse=request.method == "GET")
        limits = {"connect": min(_CONNECT_SECONDS, seconds), "read": seconds, "pool": seconds}
        outgoing = httpx.Request(
            request.method,
            parse_address(target.url),
            headers=headers,
            content=request.body or None,
            extensions={"timeout": limits},
        )
        response = await transport.handle_async_request(outgoing)
        try:
            attempt.phase, attempt.status = "reading", response.status_code
            return await self._answer(response, request, target)
        finally:
            # Closing waits for a body still being written; a peer that reads nothing must not hold us.
            with contextlib.suppress(TimeoutError, *NETWORK_ERRORS):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await response.aclose()

    async def _ask_plainly(
        self, request: NetRequest, target: Target, headers: Mapping[str, str], attempt: Attempt, seconds: float,
        *, mend: bool = False,
    ) -> NetAnswer:  # fmt: skip
        """The same without what a plain GET does not need."""
        host = parse_address(target.url).netloc
        timeout = aiohttp.ClientTimeout(sock_connect=min(_CONNECT_SECONDS, seconds), connect=seconds)
        fields = [*headers.items(), *([("connection", "close")] if mend else [])]
        answer = await self._transports.plain.ask(encoded_url(target.url), host, fields, attempt, timeout, mend=mend)
        try:
            attempt.phase, attempt.status = "reading", answer.message.code
            if answer.has_body:
                return await self._answer(answer.as_response(), request, target)
            _refuse_large_head(answer.message.raw_headers, target)
            said = _join_headers(_decode_headers(answer.message.raw_headers))
            return NetAnswer(status=answer.message.code, headers=said, body=b"", url=target.url)
        finally:
            answer.close()

    def _headers(self, request: NetRequest) -> dict[str, str]:
        headers = {"user-agent": self._user_agent, "accept": "*/*"}
        headers |= {name.lower(): value for name, value in request.headers.items() if name.lower() not in _OWN_HEADERS}
        return headers

    async def _answer(self, response: httpx.Response, request: NetRequest, target: Target) -> NetAnswer:
        _refuse_large_head(response.headers.raw, target)
        headers = _join_headers(response.headers.multi_items())
        if response.status_code >= 300:
            body = await _side_body(response, headers)
        else:
            usual = self._settings.max_body if request.method == "GET" else _REPLY_BYTES
            body = await _whole_body(response, headers, request.max_body or usual)
        delimited = "content-length" in headers or "chunked" in headers.get("transfer-encoding", "").lower()
        return NetAnswer(
            status=response.status_code,
            headers=headers,
            body=body,
            url=target.url,
            delimited=delimited or not body,
        )


def _refuse_large_head(raw: Sequence[tuple[bytes, bytes]], target: Target) -> None:
    if sum([len(name) + len(value) + 4 for name, value in raw]) > MAX_HEADERS:
        raise TooLargeError(Reason("net.headers-too-large", host=target.host, size=readable_size(MAX_HEADERS)))


def _decode_headers(raw: Sequence[tuple[bytes, bytes]]) -> Sequence[tuple[str, str]]:
    """As httpx decodes them."""
    try:
        return [(name.decode("ascii"), value.decode("ascii")) for name, value in raw]
    except UnicodeDecodeError:
        return httpx.Headers(list(raw)).multi_items()


def _join_headers(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined


async def _whole_body(response: httpx.Response, headers: Mapping[str, str], cap: int) -> bytes:
    body = Body(headers.get("content-encoding", ""), max_bytes=cap)
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > cap:
        raise TooLargeError(Reason("net.announced-too-large", most=readable_size(cap), size=readable_size(int(length))))
    async for chunk in response.aiter_raw():
        body.feed(chunk)
    whole = body.finish()
    # A file that is packed itself (sitemap.xml.gz), whatever its name or type says.
    return await asyncio.to_thread(unpack_body, whole, max_bytes=cap) if is_packed(whole) else whole


async def _side_body(response: httpx.Response, headers: Mapping[str, str]) -> bytes:
    """What comes of a redirect's or an error's body: the status counts, not the text, so nothing of it is an error."""
    try:
        body = Body(headers.get("content-encoding", ""), max_bytes=_SIDE_BODY_BYTES)
    except CodingError:
        return b""
    with contextlib.suppress(TimeoutError, *NETWORK_ERRORS):
        async with asyncio.timeout(_SIDE_BODY_SECONDS):
            async for chunk in response.aiter_raw():
                body.feed(chunk)
    return body.so_far()[:_SIDE_BODY_BYTES]


@asynccontextmanager
async def open_client(
    settings: FetchSettings,
    *,
    user_agent: str,
    resolver: Resolver | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[GuardedClient]:
    """A client that lives as long as the block. UserError when the guard's settings cannot be read.

    ``resolver`` and ``tls`` are for tests and for machines with their own certificates; by default the system resolves,
    and certificates of the system and of certifi are trusted.
    """
    guard = guard_for(settings)
    async with AsyncExitStack() as stack:
        names = resolver
        if names is None:
            names = system = SystemResolver()
            stack.callback(system.close)
        transports = Transports(settings, guard=guard, resolver=names, trust=Trust(tls))
        stack.push_async_callback(transports.close)
        yield GuardedClient(settings, user_agent=user_agent, guard=guard, resolver=names, transports=transports)

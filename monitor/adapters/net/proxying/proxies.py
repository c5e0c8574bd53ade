"""Keeps one transport for each way out: direct or a proxy, connections kept for asking and fresh ones for telling."""

import base64
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import unquote

import aiohttp
from httpx_aiohttp import AiohttpTransport
from typing_extensions import override
from yarl import URL

from monitor.adapters.net.authorities import Trust
from monitor.adapters.net.exchange_state import current_attempt
from monitor.adapters.net.http_library import httpx
from monitor.adapters.net.plain_get import PlainGet, SizeLimits
from monitor.adapters.net.resolver import GuardedResolver, NamesAsTheyAre, Resolver
from monitor.adapters.net.socket_guard import SocketGuard
from monitor.adapters.net.ssrf_guard import Guard
from monitor.adapters.net.targets import BadTarget
from monitor.core.i18n.phrases import Reason
from monitor.core.model.settings import FetchSettings

MAX_HEADERS = 64 * 1024
_MAX_FIELD = 32 * 1024
_MAX_FIELDS = 256
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


class Transports:
    """Made as they are first needed; ``close`` ends them all."""

    def __init__(self, settings: FetchSettings, *, guard: Guard, resolver: Resolver, trust: Trust) -> None:
        self._settings = settings
        self._sockets = SocketGuard(guard)
        self._names = GuardedResolver(resolver, guard)
        self.trust = trust
        self._sessions: dict[tuple[str, bool], aiohttp.ClientSession] = {}
        self._transports: dict[tuple[str, bool], AiohttpTransport] = {}

    def proxy_for(self, wished: str | None) -> httpx.URL | BadTarget | None:
        """The proxy of a request: its own, else the settings', or none."""
        text = self._settings.proxy if wished is None else wished
        if not text or text == "direct":
            return None
        try:
            proxy = httpx.URL(text)
        except (httpx.InvalidURL, TypeError):
            return BadTarget(reason=Reason("guard.proxy-address"))
        if proxy.scheme not in _PROXY_SCHEMES or not proxy.host:
            return BadTarget(
                reason=Reason("guard.proxy-scheme", schemes=", ".join(_PROXY_SCHEMES), scheme=repr(proxy.scheme))
            )
        return proxy

    def transport(self, proxy: httpx.URL | None, *, reuse: bool) -> AiohttpTransport:
        """The way out through ``proxy``; ``reuse``: connections may be kept for the next request."""
        key = ("" if proxy is None else str(proxy), reuse)
        if key not in self._transports:
            socks = proxy if proxy is not None and proxy.scheme.startswith("socks") else None
            plain = _http_proxy(proxy) if proxy is not None and socks is None else None
            self._transports[key] = AiohttpTransport(
                verify=self.trust.context, trust_env=False, client=self._session(socks, reuse=reuse), proxy=plain
            )
        return self._transports[key]

    @cached_property
    def plain(self) -> PlainGet:
        """Asks without a proxy, over connections that are kept."""
        limits = SizeLimits(line=_MAX_FIELD, field=_MAX_FIELD, fields=_MAX_FIELDS)
        return PlainGet(self._session(None, reuse=True), limits)

    def _session(self, socks: httpx.URL | None, *, reuse: bool) -> aiohttp.ClientSession:
        key = ("" if socks is None else str(socks), reuse)
        if key not in self._sessions:
            self._sessions[key] = aiohttp.ClientSession(
                connector=self._connector(socks, reuse=reuse),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                max_line_size=_MAX_FIELD,
                max_field_size=_MAX_FIELD,
                max_headers=_MAX_FIELDS,
                request_class=_NotedRequest,
                middlewares=(_exact_url,),
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            )
        return self._sessions[key]

    def _connector(self, socks: httpx.URL | None, *, reuse: bool) -> aiohttp.TCPConnector:
        # The pace lets one request go to a polled host, and up to four where they hang;
        # deliveries are serial per channel, and two channels may share a host.
        options: dict[str, Any] = {
            "resolver": NamesAsTheyAre() if socks is not None and socks.scheme == "socks5h" else self._names,
            "use_dns_cache": False,  # a remembered answer would be an unjudged one
            "limit": 0,
            "limit_per_host": 4 if reuse else 0,
            "force_close": not reuse,
            "ssl": self.trust.context,
        }
        if socks is not None:
            from monitor.adapters.net.proxying.socks_connector import SocksConnector

            return SocksConnector(socks, self._sockets, **options)
        return aiohttp.TCPConnector(socket_factory=self._sockets, **options)

    async def close(self) -> None:
        """Close every connection."""
        for session in self._sessions.values():
            await session.close()


def _http_proxy(proxy: httpx.URL) -> httpx.Proxy:
    # aiohttp takes this header out again and sends it as Proxy-Authorization, to the proxy only.
    credentials = f"{unquote(proxy.username)}:{unquote(proxy.password)}".encode()
    headers = {"Authorization": "Basic " + base64.b64encode(credentials).decode()} if proxy.userinfo else {}
    return httpx.Proxy(proxy.copy_with(username=None, password=None), headers=headers)


@lru_cache(maxsize=1024)
def encoded_url(url: str) -> URL:
    """Letter by letter as it is written."""
    # The same sources are asked over and over, and an address remembers what was read from it.
    return URL(url, encoded=True)


async def _exact_url(request: aiohttp.ClientRequest, go_on: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Ask for the address letter by letter: aiohttp would unquote what needs no quoting (``?u=http%3A%2F``)."""
    request.url = encoded_url(current_attempt().url)
    response = await go_on(request)
    # Nobody needs the reason phrase, and the transport above fails on one that is not ASCII.
    response.reason = None
    return response


class _NotedRequest(aiohttp.ClientRequest):
    """Notes on the attempt when the first byte of the request may have left; a trace would cost a tenth of a poll."""

    @override
    async def send(self, conn: Any) -> aiohttp.ClientResponse:
        attempt = current_attempt()
        attempt.sent, attempt.phase = True, "waiting"
        return await super().send(conn)

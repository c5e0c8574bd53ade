"""The connector through a SOCKS5 proxy; loaded when a source is asked through one."""

import asyncio
import socket
from typing import Any
from urllib.parse import unquote

import aiohttp
from aiohttp.client_proto import ResponseHandler
from python_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError, ProxyType
from python_socks.async_.asyncio import Proxy
from typing_extensions import override

from monitor.adapters.net.exchange_state import RefusedAddressError, current_attempt
from monitor.adapters.net.http_library import httpx
from monitor.adapters.net.socket_guard import AddressInfo, SocketGuard
from monitor.core.i18n.phrases import Reason


class SocksConnector(aiohttp.TCPConnector):
    """Connects through a SOCKS5 proxy; with ``socks5h`` the proxy resolves the name, else we do and judge it.

    Only the step that opens the socket differs from aiohttp's own connector, so TLS, names and errors stay its.
    """

    def __init__(self, proxy: httpx.URL, guard: SocketGuard, **options: Any) -> None:
        # Were aiohttp to rename the step overridden below, it would ask this factory and stop, never go out directly.
        super().__init__(socket_factory=_no_direct_socket, **options)
        self._proxy = proxy
        self._guard = guard
        self._remote_names = proxy.scheme == "socks5h"

    @override
    async def _wrap_create_connection(
        self,
        *args: Any,
        addr_infos: list[Any],
        req: aiohttp.ClientRequest,
        timeout: aiohttp.ClientTimeout,
        client_error: type[Exception] = aiohttp.ClientConnectorError,
        **options: Any,
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        self._guard.check(addr_infos[0])
        host, port = addr_infos[0][4][:2]
        proxy = Proxy(
            ProxyType.SOCKS5,
            self._proxy.host,
            self._proxy.port or 1080,
            username=unquote(self._proxy.username) or None,
            password=unquote(self._proxy.password) or None,
            rdns=self._remote_names,
        )
        try:
            sock = await proxy.connect(host, port, timeout=timeout.sock_connect)
        except (ProxyError, ProxyConnectionError, ProxyTimeoutError, OSError) as error:
            raise aiohttp.ClientProxyConnectionError(req.connection_key, OSError(str(error))) from error
        current_attempt().sockets.append(sock)
        return await self._wrap_existing_connection(
            *args, req=req, timeout=timeout, client_error=client_error, sock=sock, **options
        )


def _no_direct_socket(_: AddressInfo) -> socket.socket:
    raise RefusedAddressError(Reason("guard.through-proxy"))

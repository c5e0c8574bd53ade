"""The guarded sockets: each is made for an address that was judged a moment before."""

import socket
from typing import Any

from monitor.adapters.net.exchange_state import RefusedAddressError, current_attempt
from monitor.adapters.net.ssrf_guard import Guard

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]


class SocketGuard:
    """aiohttp's ``socket_factory``: it is handed the very address that is connected to next."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def check(self, info: AddressInfo) -> None:
        """RefusedAddressError when the guard says no."""
        attempt = current_attempt()
        address, port = str(info[4][0]), int(info[4][1])
        attempt.phase = "connecting"
        if attempt.through_proxy:
            return
        if reason := self._guard.judge(attempt.host, port, address):
            attempt.refusal = reason
            raise RefusedAddressError(reason)

    def __call__(self, info: AddressInfo) -> socket.socket:
        self.check(info)
        family, kind, protocol, _, _ = info
        opened = socket.socket(family=family, type=kind, proto=protocol)
        current_attempt().sockets.append(opened)
        return opened

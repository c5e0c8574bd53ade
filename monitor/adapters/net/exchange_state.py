"""What is known about the exchange under way: filled in by the connector while the client waits for the answer."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import field
from typing import Literal

from monitor.values import dataclass

Phase = Literal["resolving", "connecting", "waiting", "reading"]


class RefusedAddressError(OSError):
    """The guard refused the address that was about to be connected to."""


@dataclass(slots=True)
class Attempt:
    """One exchange. ``through_proxy``: sockets go to the operator's proxy, the target itself was judged before."""

    host: str
    url: str
    through_proxy: bool = False
    phase: Phase = "connecting"
    refusal: str = ""
    sent: bool = False
    """Whether any byte of the request may have left."""
    status: int = 0
    sockets: list[socket.socket] = field(default_factory=list)

    def hang_up(self) -> None:
        """Cut the connections opened for this exchange: closing alone would wait for a peer that never reads."""
        for opened in self.sockets:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)


_ATTEMPT: ContextVar[Attempt] = ContextVar("attempt")


def current_attempt() -> Attempt:
    """The exchange this connection is made for; LookupError outside of one, so that nothing connects unjudged."""
    return _ATTEMPT.get()


@contextmanager
def under_way(attempt: Attempt) -> Iterator[None]:
    """Make ``attempt`` the current one of this task, and of the tasks it starts, for the length of the block."""
    token = _ATTEMPT.set(attempt)
    try:
        yield
    finally:
        _ATTEMPT.reset(token)

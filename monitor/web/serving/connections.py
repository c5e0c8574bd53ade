"""The HTTP front: how many connections there are at once, and how long each may take for what."""

import asyncio
import time
from dataclasses import field
from typing import Any, Literal

import h11
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from monitor.values import dataclass
from monitor.web.serving.sockets import MOST_CONNECTIONS
from monitor.web.serving.usual_form import readable_line

_SWEEP = 1.0
KEPT = 75
"""Seconds that a connection is kept between two requests: longer than proxies keep theirs (60 as a rule), or one would
send a request into a connection that is just being closed, and tell its reader of a bad gateway."""
_LIMITS = {"head": 10.0, "body": 35.0, "answer": 60.0, "between": KEPT + 1.0}
"""Seconds: for a request's headers, its body, until the answer is taken, and until the next request is there."""

Phase = Literal["head", "body", "answer", "between"]


@dataclass(slots=True, eq=False)
class _Open:
    """One connection and since when it does what it does."""

    protocol: "LimitedProtocol"
    phase: Phase
    since: float


@dataclass(slots=True)
class Front:
    """All open connections. A flood of half requests shuts nobody out: the oldest of them makes room."""

    most: int = MOST_CONNECTIONS
    _open: dict[int, _Open] = field(default_factory=dict)
    _sweeping: asyncio.TimerHandle | None = None

    def admit(self, protocol: "LimitedProtocol") -> None:
        """Take a new connection; over the cap the oldest one without a whole request goes, else the new one."""
        self._open[id(protocol)] = _Open(protocol, "head", time.monotonic())
        if len(self._open) > self.most:
            waiting = [
                connection
                for connection in self._open.values()
                if connection.phase in {"head", "between"} and connection.protocol is not protocol
            ]
            victim = min(waiting, key=lambda connection: connection.since).protocol if waiting else protocol
            victim.hang_up()
            self._open.pop(id(victim), None)
        if self._sweeping is None:
            self._sweeping = asyncio.get_running_loop().call_later(_SWEEP, self._sweep)

    def forget(self, protocol: "LimitedProtocol") -> None:
        """It is closed."""
        self._open.pop(id(protocol), None)

    def _sweep(self) -> None:
        """Hang up on whoever takes too long for what it does."""
        now = time.monotonic()
        for connection in list(self._open.values()):
            phase = connection.protocol.phase()
            if phase != connection.phase:
                connection.phase, connection.since = phase, now
            elif now - connection.since > _LIMITS[phase]:
                connection.protocol.hang_up()
                self.forget(connection.protocol)
        again = bool(self._open)
        self._sweeping = asyncio.get_running_loop().call_later(_SWEEP, self._sweep) if again else None


class LimitedProtocol(H11Protocol):
    """uvicorn's connection under the limits of a ``Front``."""

    front = Front()

    def phase(self) -> Phase:
        """What it waits for."""
        if self.cycle is None:
            return "head"
        if self.cycle.response_complete:
            return "between"
        return "body" if self.cycle.more_body else "answer"

    def hang_up(self) -> None:
        """Close it at once, whatever is still to be written."""
        self.transport.abort()

    @override
    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.front.admit(self)

    @override
    def data_received(self, data: bytes) -> None:
        if self.conn.their_state is h11.IDLE and b"\n" not in (before := self.conn.trailing_data[0]):
            data = readable_line(data, begun=bool(before))
        super().data_received(data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.front.forget(self)
        super().connection_lost(exc)


def limited_protocol(front: Front) -> type[LimitedProtocol]:
    """A protocol class whose connections count in ``front``."""
    return type("_Limited", (LimitedProtocol,), {"front": front})

"""One request out and what came of it, as plain values: nothing of an HTTP library goes past them."""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from typing import Literal

from monitor.values import dataclass

Blame = Literal["host", "network", "us"]
"""Who an exchange failed by: the host that was asked, the way to it (names, routes), or this monitor's own way out."""
FailureKind = Literal["refused", "proxy", "dns", "connect", "tls", "timeout", "broken", "too-large", "encoding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetRequest:
    """What to send where. Redirects are never followed; cookies are neither kept nor sent."""

    url: str
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    proxy: str | None = None
    """``None`` = the settings' proxy, ``"direct"`` = none, else a proxy URL."""
    within: timedelta | None = None
    """The whole exchange, name resolution included; ``None`` = the settings' time."""
    max_body: int | None = None
    """Decoded bytes of the answer; ``None`` = the settings' size for GET, 1 MiB for anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetAnswer:
    """A whole answer; the body is decoded from gzip or deflate.

    A body that came with a status of 300 or more is read as far as it comes within 64 KiB and two seconds.
    """

    status: int
    headers: Mapping[str, str]
    """Lower-case names; several of one name are joined by ", "."""
    body: bytes = field(repr=False)
    url: str
    delimited: bool = True
    """False when only the end of the connection ended the body: then nothing tells a cut-off one from a whole one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetFailure:
    """No whole answer came; ``reason`` is a sentence for a person."""

    reason: str
    kind: FailureKind
    sent: bool = False
    """False: not a byte of the request left, so it certainly had no effect. True: it may have arrived (in doubt)."""
    status: int = 0
    """Set when the status line came but the rest broke."""
    blame: Blame = "host"

    @property
    def refused_by_us(self) -> bool:
        """The guard, a cap or an unwanted coding stopped it: trying again sooner is of no use."""
        return self.kind in ("refused", "too-large", "encoding")

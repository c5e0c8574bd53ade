"""What a fetch asks for and what can come of it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta

from monitor.core.model.http import Blame
from monitor.core.model.sources import Validators
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One GET. ``headers`` and ``auth`` never cross to another origin."""

    url: str
    validators: Validators = Validators()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: str = field(default="", repr=False)
    proxy: str | None = None
    obey_robots: bool = False
    accept: str = ""
    """The media types that are wanted, as the Accept header has them; empty = those of feeds."""
    within: timedelta | None = None
    """How long it may be on the network, all redirects together, not counting waits for the host's turn; the fetcher's
    own time-out when that is shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A whole document. ``url`` is where it came from after redirects."""

    body: bytes = field(repr=False)
    url: str
    content_type: str = ""
    """The whole Content-Type header, with its charset parameter."""
    validators: Validators = Validators()
    moved_to: str = ""
    """Set when every hop to ``url`` was permanent (301/308)."""
    fresh_for: timedelta = timedelta(0)
    """``max-age`` or ``Expires`` of the answer (RFC 9111 §4.2)."""
    warnings: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says nothing changed since the validators were taken."""

    validators: Validators = Validators()
    fresh_for: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """410: the publisher ended this source."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttled:
    """429 or 503: come back later. ``retry_after`` is clamped to 1 min–24 h; ``None`` = not said."""

    reason: str
    retry_after: timedelta | None = None
    at: str = ""
    """The address that answered so, where a redirect led to another; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unavailable:
    """Nothing usable came back; ``reason`` is a sentence for a person."""

    reason: str
    blocked: bool = False
    """True for login pages, captchas, 401/403/451 and refusals by our own guard."""
    refused_by_us: bool = False
    """True when the guard, a cap or robots.txt stopped it: retrying sooner is of no use."""
    unreached: Blame | None = None
    """Set when no answer came at all: by whose fault, as far as one failure can tell."""
    at: str = ""
    """The address that did not answer, where a redirect led to another; else empty."""


FetchOutcome = Fetched | NotModified | Gone | Throttled | Unavailable

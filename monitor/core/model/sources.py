"""Sources: what the user wishes (``SourceSpec``) and what we know about it (``Source``)."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import Literal

from monitor.values import dataclass

Tier = Literal["official", "first-hand", "press", "aggregator"]
SourceState = Literal["active", "paused", "gone", "removed"]
Health = Literal["ok", "silent", "failing", "blocked", "truncated", "gone", "paused"]

TIERS: tuple[Tier, ...] = ("official", "first-hand", "press", "aggregator")
"""From the most original to the least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a setting stands: file, line and column (both from 1)."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """Where entries are in a document, in the language of the source's kind (CSS, JMESPath)."""

    item: str
    link: str = ""
    title: str = ""
    date: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """A source as the watchlists wish it; secrets in ``headers`` and ``auth`` are already resolved."""

    url: str
    kind: str = "feed"
    """A name of ``core.parse.kinds.SOURCE_KINDS``."""
    title: str = ""
    lang: str = ""
    timezone: str = ""
    tier: Tier = "press"
    every: timedelta | None = None
    at: tuple[str, ...] = ()
    active: str = ""
    priority: float = 1.0
    fulltext: Literal["auto", "always", "never"] = "auto"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: str = field(default="", repr=False)
    proxy: str | None = None
    """``None`` = the global proxy, ``"direct"`` = none, else a proxy URL."""
    topics: frozenset[str] | None = None
    """Match only these topics; ``None`` = all."""
    selectors: Selectors | None = None
    search_topic: str = ""
    """The topic a search source was built for, else empty."""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """Kept for the next conditional request (RFC 9110 §8.8)."""

    etag: str = ""
    last_modified: str = ""
    taken_at: datetime | None = None
    """When they were stored; after 24 h one unconditional request is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSeen:
    """A permanent redirect that has been seen but is not yet followed for good."""

    target: str
    count: int
    first_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRateRow:
    """The little of an active source that the hourly solution needs."""

    id: int
    configured_url: str
    next_due_at: datetime | None
    posting_rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSource:
    """The little of a due source that tells whose turn it is."""

    id: int
    url: str
    """Where it is asked."""
    configured_url: str
    requested: bool = False
    """Somebody asked for this very source (resume, refresh); else its time has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSource:
    """A source that is due and that nobody polls yet."""

    source: DueSource
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source as the store knows it."""

    id: int
    url: str
    """Where it is asked; a permanent move changes it."""
    configured_url: str = ""
    """The address as the watchlists write it."""
    kind: str
    title: str
    lang: str = ""
    timezone: str = ""
    tier: Tier = "press"
    state: SourceState = "active"
    health: Health = "ok"
    error: str = ""
    """What is wrong, in words a person reads; empty when nothing is."""
    failing_since: datetime | None = None
    failures: int = 0
    """Failures in a row."""
    validators: Validators = Validators()
    body_hash: str = ""
    moved: MoveSeen | None = None
    next_due_at: datetime | None = None
    due_reason: str = ""
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    first_success_at: datetime | None = None
    """``None`` until the first good fetch: that one is the source's first sight."""
    created_at: datetime | None = None
    posting_rate: str = ""
    """The learnt posting rate, serialised by ``core.polling.posting_rate``; empty = nothing learnt."""
    hub: str = ""
    """WebSub hub the feed advertises."""
    hub_topic: str = ""
    """What that hub calls it; empty = its own address."""
    feed_shape: str = ""
    """What ``policy.updates`` learnt about the feed's ids and titles, serialised; empty = nothing."""
    claim: int = 0
    """Which claim of it this is: whoever holds an older one stores nothing."""

    def called(self, title: str, *, lang: str, chosen: str = "") -> "Source":
        """With what its document says: a title where it had none, and its language unless one was ``chosen`` for it."""
        return replace(self, title=self.title or title, lang=chosen or lang or self.lang)

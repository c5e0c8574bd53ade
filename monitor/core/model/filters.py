"""Questions to the store and its short answers."""

from datetime import datetime

from monitor.core.model.deliveries import DeliveryKind, DeliveryState
from monitor.core.model.matches import MentionStatus
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """An identity key seen before at a source. ``entry_id`` is ``None`` once retention removed the entry."""

    key: int
    kind: str
    entry_id: int | None
    content_hash: str
    title: str = ""
    url: str = ""
    published_at: datetime | None = None
    seen_at: datetime | None = None
    """When the key was first seen."""
    text: str = ""
    """The begin of its text, where that was asked for (``EntryRepository.texts``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which entries; ``since`` and ``until`` are of the first sight, ``before_id`` goes on after a page."""

    since: datetime | None = None
    until: datetime | None = None
    source_id: int | None = None
    url: str = ""
    limit: int | None = 100
    before_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFilter:
    """What ``monitor mentions`` asks."""

    topic: str = ""
    since: datetime | None = None
    state: MentionStatus | None = None
    limit: int = 100
    before_id: int | None = None
    """Older than this one, by number."""
    after_id: int | None = None
    """In the order of numbers, which never change, from the one after this: for reading all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFilter:
    """What ``monitor stories`` asks; ``state``: stories of which a mention (of ``topic``, if given) has this status."""

    topic: str = ""
    since: datetime | None = None
    state: MentionStatus | None = None
    limit: int = 100
    signal: str = ""
    before: "StoryPlace | None" = None
    """Goes on after the last story of the page before."""
    after_id: int | None = None
    """In the order of numbers, which never change, from the one after this: for reading all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPlace:
    """Where a story stands in a list that is ordered by last sight."""

    last_seen_at: datetime
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFilter:
    """What ``monitor deliveries`` and the sender ask; ``since`` is the creation time.

    ``due_by`` asks for what waits and may be sent by then, oldest first. ``topic``: those that tell a story of it (a
    digest tells of all, so of none). ``limit`` = ``None`` for all.
    """

    state: DeliveryState | None = None
    since: datetime | None = None
    channel: str = ""
    story_id: int | None = None
    limit: int | None = 100
    kinds: tuple[DeliveryKind, ...] = ()
    topic: str = ""
    digest_id: int | None = None
    is_manual: bool | None = None
    code: str = ""
    delivery_id: int | None = None
    key: str = ""
    grouped_into: int | None = None
    recipient: str | None = None
    grouping: str = ""
    due_by: datetime | None = None
    before_id: int | None = None
    """Older than this one."""
    changed_since: datetime | None = None
    changed_before: datetime | None = None
    """When it came into its state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAlert:
    """When an alert of a group went out."""

    recipient: str
    grouping: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCounts:
    """Entries of a source: all that are kept, and those first seen since a time; the newest of all."""

    entries: int
    recent: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowCounts:
    """What happened in a digest's window."""

    entries: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCount:
    """How many mentions have a status."""

    status: MentionStatus
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """A fact, when it was first told, and in which story."""

    kind: str
    surface: str
    told_at: datetime
    story_id: int
    story_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFilter:
    """What the list of sources asks. ``text``: a part of a title or address; ``state``: of work or of health."""

    text: str = ""
    state: str = ""
    fruitless_since: datetime | None = None
    """Only those of which nothing was mentioned since then."""
    offset: int = 0
    limit: int = 50

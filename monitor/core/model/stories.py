"""Stories: reports of one event, and how a report joins one."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from monitor.core.model.entries import Precision
from monitor.core.model.sources import Tier
from monitor.values import dataclass

FactKind = Literal["version", "amount", "price", "date", "status", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a story has told: kind and normalised value ("version", "kling 2.1")."""

    kind: FactKind
    value: str
    surface: str = ""
    in_headline: bool = True
    """What is new stands in the headline; facts of the text alone are noted as told and never alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the story step sees: one section of one entry that names at least one topic."""

    title: str
    """The entry's title, or the heading of a round-up's item."""
    text: str = ""
    source: str = ""
    url: str = ""
    tier: Tier = "press"
    lang: str = ""
    topics: frozenset[str] = frozenset()
    surfaces: tuple[str, ...] = ()
    """The names found, as written."""
    named: frozenset[tuple[str, str]] = frozenset()
    """Each topic with the names by which it was found: what bridges two languages."""
    published_at: datetime | None = None
    precision: Precision = "second"
    seen_at: datetime
    is_roundup: bool = False
    """A round-up, or an item of one: it may join a story, never found a lasting lead or represent one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What ``core.cluster`` computed from a report, all that later comparisons need.

    ``keys`` are 63-bit hashes for the candidate search (an index look-up, not a scan); ``payload`` is plain JSON data.
    """

    keys: tuple[int, ...]
    payload: Mapping[str, object] = field(default_factory=dict)
    as_read: list[Any] = field(default_factory=list, init=False, repr=False, compare=False)
    """What comparing made of them, empty before the first time: kept as long as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The section of an entry that a report is of, and what it is shown by: its best sentence, the signals of all."""

    entry_id: int
    section: int = 0
    section_key: str = ""
    """Names the section beyond an edit; without one its number does."""
    signals: Sequence[str] = ()
    snippet: str = ""
    highlights: Sequence[tuple[int, int]] = ()
    score: float = 0.0

    @property
    def place(self) -> str:
        """What a report's place in its entry is stored as."""
        return self.section_key or str(self.section)


CANDIDATES = 60
"""How many stored reports a new one is compared with."""
REPORTS_A_KEY = 200
"""Looked at per key, newest first: what more reports than these share says little about any two of them."""


class Candidate(NamedTuple):
    """A stored report that shares keys with a new one: a plain tuple, as each new report has sixty of them."""

    story_id: int
    report_id: int
    features: Features
    shared: int
    """How many keys both have."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStory:
    """A story of its own; ``follows`` is the running affair it continues, if any."""

    follows: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joins:
    """Another report of a known story; ``new_facts`` is what it adds to the facts already told."""

    story_id: int
    duplicate: bool = False
    """The text is a reprint, not a report of its own."""
    why: str = ""


Assignment = NewStory | Joins


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One report in a story as people see it."""

    source: str
    title: str
    url: str
    published_at: datetime | None
    seen_at: datetime
    tier: Tier = "press"
    entry_id: int = 0
    section: int = 0
    is_roundup: bool = False
    lang: str = ""
    """As the entry or its source states it; what the title itself tells counts more."""
    report_id: int = 0
    """What ``StoryRepository.split`` splits off."""
    is_reprint: bool = False
    """The text is another's, not one of its own."""
    why: str = ""
    """Why it belongs to this story."""

    @property
    def told_at(self) -> datetime:
        """When it came out as far as can be known: a publisher's time in our future says nothing."""
        return min(self.published_at or self.seen_at, self.seen_at)


_OLD = timedelta(days=1)


def news_time(*, seen_at: datetime, told_at: datetime) -> datetime:
    """When it was news: when it was seen; of what was a day old by then, or older, when it came out."""
    return told_at if seen_at - told_at >= _OLD else seen_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A cluster of reports of one event. ``outlets`` are oldest first; the representative is the most original."""

    id: int
    title: str
    url: str
    topics: tuple[str, ...]
    signals: tuple[str, ...]
    first_seen_at: datetime
    last_seen_at: datetime
    outlets: Sequence[Outlet] = ()
    facts: Sequence[Fact] = ()
    follows: int | None = None
    snippet: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    lang: str = ""
    score: float = 0.0

    @property
    def news_at(self) -> datetime:
        """See ``news_time``: of its last sight and its newest report."""
        newest = max((outlet.told_at for outlet in self.outlets), default=self.last_seen_at)
        return news_time(seen_at=self.last_seen_at, told_at=newest)

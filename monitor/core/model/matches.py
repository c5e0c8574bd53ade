"""Topics, their aliases, and what matching finds."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Literal

from monitor.core.model.sources import Place, Tier
from monitor.values import dataclass

Field = Literal["title", "body", "url", "author"]
MentionStatus = Literal["new", "baseline", "late", "duplicate", "muted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name of a topic with its own policy.

    ``within`` counts characters for Han text and words for Latin text; ``None`` = title and section are looked at.
    """

    text: str
    sure: bool | None = None
    """True = needs no evidence, False = never alone; ``None`` = decided by its other keys."""
    needs: tuple[str, ...] = ()
    within: int | None = None
    not_near: tuple[str, ...] = ()
    title_only: bool = False
    case_sensitive: bool = False
    versions: bool = False
    """The name may carry a version (Kling 2.1, Wan2.2) and then counts as sure."""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Sentences that must and must not match: the unit tests of a topic."""

    match: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A named thing to watch: aliases with policies, or a Boolean query, or both."""

    id: str
    name: Mapping[str, str]
    """By language: ``{"zh": "可灵", "en": "Kling"}``."""
    owner: str = ""
    aliases: tuple[Alias, ...] = ()
    query: str = ""
    exclude: tuple[str, ...] = ()
    examples: Examples = Examples()
    watchlist: str = ""
    near: tuple[str, ...] = ()
    """Words of the topic's neighbourhood that count as evidence for its weak aliases."""
    place: Place | None = None

    def label(self, language: str) -> str:
        """The name in ``language``, else in any, else the id."""
        return self.name.get(language) or next(iter(self.name.values()), self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What matching sees of an entry. ``body`` is plain text as ``ParsedEntry.text`` describes it."""

    title: str = ""
    body: str = ""
    url: str = ""
    author: str = ""
    source: str = ""
    """Title and host of the source, for ``source:`` in queries and as evidence."""
    lang: str = ""
    topics: frozenset[str] | None = None
    """Match only these; ``None`` = all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Code points [start, end) of a field of the original text."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for or against, with what it adds to the score."""

    kind: str
    text: str
    weight: float
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A mention as matching finds it: one section of a document names one topic.

    ``section`` 0 is an ordinary entry (or a round-up's title); ``section_key`` identifies an item of a round-up by
    its folded heading, not by its position. ``highlights`` are [start, end) in ``snippet``.
    """

    topic: str
    section: int = 0
    section_key: str = ""
    heading: str = ""
    spans: tuple[Span, ...]
    surface: str
    score: float
    signals: tuple[str, ...] = ()
    snippet: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    url_only: bool = False
    """The name stands in a URL only: a mention, but never alone the cause of an alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A hit that is no mention, and why."""

    topic: str
    section: int = 0
    span: Span
    surface: str
    step: Literal["boundary", "exclude", "policy", "evidence"]
    reason: str
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One item of a round-up, or the whole of an ordinary entry (number 0): where it stands in the body."""

    number: int
    key: str
    heading: str
    start: int
    end: int
    field: Field = "body"
    """``title`` for the parts of a title that joins several headlines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchResult:
    """All that matching says about one document."""

    found: Sequence[Match] = ()
    refused: Sequence[Refusal] = ()
    sections: Sequence[Section] = ()

    @property
    def is_round_up(self) -> bool:
        """True when the document holds several stories."""
        return len(self.sections) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Entry × section × topic (unique), with the story it belongs to.

    ``status``: ``new`` was alerted by the routes; ``baseline`` came with a first sight; ``late`` is older than
    ``alerts.max_age``; ``duplicate`` reports what its story already told; ``muted`` was silenced by the user.
    """

    id: int
    topic: str
    entry_id: int
    entry_title: str
    entry_url: str
    source_id: int
    source_title: str
    tier: Tier
    published_at: datetime | None
    section: int
    section_key: str
    surface: str
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    score: float
    signals: tuple[str, ...]
    reason: str
    story_id: int
    status: MentionStatus
    created_at: datetime
    lang: str = ""

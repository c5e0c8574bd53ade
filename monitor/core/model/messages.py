"""What is said to people: values that templates see, before any channel's form."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, tzinfo
from typing import Literal

from monitor.core.model.feedback import LinkMaking
from monitor.core.model.languages import Language
from monitor.core.model.matches import Mention
from monitor.core.model.stories import Fact, Story
from monitor.core.model.summaries import AiSummary, SummaryCounts
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryNews:
    """A story as one message tells it."""

    story: Story
    mentions: Sequence[Mention] = ()
    new_facts: Sequence[Fact] = ()
    """What this message adds to what was told before."""
    new_outlets: int = 0
    """Reports since the last message about the story."""
    continued: bool = False
    """Told before; nothing new but more reports."""
    late: bool = False
    """Every report of it was older than ``alerts.max_age`` when first seen."""
    earlier: bool = False
    """Its sources had it before they were first read, and nothing says that it happened in the digest's window."""
    home: str = ""
    """The topic under which a digest tells it; empty = the first of the digest's topics that has it."""
    passing: bool = False
    """No headline names that topic: it stands in the text only."""
    linked: Story | None = None
    """The story that it goes on with, where a message about one story tells that."""
    ai_summary: AiSummary | None = None
    """One sentence by a language model, checked against the reports it cites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTrouble:
    """A source that was not seen, in words."""

    title: str
    url: str
    health: str
    """A source's health, or ``overdue`` and ``unread`` where nothing failed but nothing was seen."""
    error: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a digest rests on."""

    sources: int
    seen: int
    failing: Sequence[SourceTrouble] = ()
    entries: int = 0
    mentions: int = 0
    stories: int = 0
    refused: int = 0
    """Hits that were refused, with a reason each."""
    dead_letters: Sequence[str] = ()
    """Deliveries given up since the last digest: "alert to team: 19024 keyword"."""
    ai_summaries: SummaryCounts | None = None
    """What became of the questions to a language model; ``None`` = none is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDigest:
    """One topic's part of a digest, most important story first. ``trend`` = mentions a day, oldest first."""

    id: str
    name: str
    stories: Sequence[StoryNews] = ()
    trend: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMessage:
    """One story told at once, or (``summary``) several in one message."""

    kind: Literal["first", "follow-up", "grouped"]
    stories: Sequence[StoryNews]
    at: datetime
    reason: str = ""
    """Why a summary: "first sight of 60 sources", "storm: 31 stories in 10 minutes"."""
    possible_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMessage:
    """A digest of the window [from_at, to_at)."""

    name: str
    from_at: datetime
    to_at: datetime
    coverage: Coverage
    topics: Sequence[TopicDigest] = ()
    quiet_topics: Sequence[str] = ()
    """Names of topics without a story: silence is said, not left out."""
    lead: int | None = None
    """The story that weighs most among the new ones."""
    lead_reasons: Sequence[str] = ()
    """Why, in words."""
    id: int = 0
    """Of the digest in the store; 0 = it is not kept."""
    late_by: str = ""
    """Set when a missed window is caught up: why, in words."""
    possible_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMessage:
    """Something about the monitor itself: a source went blocked, a delivery was given up."""

    title: str
    lines: Sequence[str]
    at: datetime
    possible_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TestMessage:
    """A message whose only purpose is to see that a channel works."""

    channel: str
    at: datetime
    possible_repeat: bool = False


Message = AlertMessage | DigestMessage | NoticeMessage | TestMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderContext:
    """In which language and zone a message is rendered, and what topics and signals are called."""

    language: Language = "zh"
    zone: tzinfo
    topics: Mapping[str, str] = field(default_factory=dict)
    """Topic id → name in ``language``."""
    base_url: str = ""
    """Address of the pages for links; empty = no such links."""
    links: LinkMaking | None = None
    """What the feedback links of this delivery are made from; ``None`` = it carries none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineImage:
    """A picture inside an e-mail, referred to as ``cid:NAME``."""

    name: str
    png: bytes = field(repr=False)
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One part of a message in a channel's form; most messages have one part.

    E-mail fills ``subject``, ``html``, ``text`` and ``images``; chat and web hooks fill ``payload`` (JSON data);
    file and terminal use ``text`` (and ``html`` for files).
    """

    subject: str = ""
    text: str = ""
    html: str = ""
    payload: Mapping[str, object] = field(default_factory=dict)
    images: Sequence[InlineImage] = ()
    items_sent: int = 0
    """Items of the message told up to the end of this part."""

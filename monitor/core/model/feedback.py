"""What readers say about stories, and the rule changes that follow only after a yes."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Literal

from monitor.values import dataclass

Judgement = Literal["not-relevant", "relevant", "mute"]
ProposalKind = Literal["exclude", "needs", "not_near"]
ProposalState = Literal["open", "accepted", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a signed link says: who got it (the delivery), what it is about, what it may record, until which day."""

    judgement: Judgement
    delivery_id: int
    story_id: int
    topic: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMaking:
    """What links in one delivery's message are made from. ``key`` is secret."""

    base_url: str
    key: bytes = field(repr=False)
    delivery_id: int
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One judgement about one topic of one story. Title and sentence are copies: they outlive the story."""

    id: int = 0
    story_id: int
    topic: str
    judgement: Judgement
    word: str = ""
    """What the reader gave as the reason: a word."""
    title: str = ""
    sentence: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    mentions: tuple[int, ...] = ()
    delivery_id: int | None = None
    ticket: str = ""
    """The link that recorded it: it works once. Empty for one from the command line or the pages."""
    who: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a rule change would have done to the mentions of its topic in the last ``days``."""

    days: int
    removed: int
    removed_relevant: int
    """Of the removed: those judged relevant. A change that removes one is never proposed."""
    kept: int
    removed_titles: tuple[str, ...] = ()
    """Some of them, to look at before saying yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change to a topic's rules: words for ``exclude`` of the topic, or for ``needs``/``not_near`` of one alias."""

    topic: str
    kind: ProposalKind
    alias: str = ""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change with its measured effect, waiting for a yes or no."""

    id: int = 0
    verdict_id: int
    change: Change
    effect: Effect
    state: ProposalState = "open"
    created_at: datetime
    decided_at: datetime | None = None
    decided_by: str = ""


Judged = Mapping[tuple[int, str], Judgement]
"""(story, topic) → the newest judgement, ``mute`` left out."""

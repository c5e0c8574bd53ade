"""Mentions as the store keeps them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.core.model.sources import Tier

MentionStatus = Literal["new", "baseline", "late", "duplicate", "muted"]


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

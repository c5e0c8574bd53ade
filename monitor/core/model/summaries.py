"""AI summaries: one sentence about a story, made by a language model from the story's own reports."""

from dataclasses import field
from datetime import datetime, timedelta
from typing import Literal

from monitor.core.model.sources import Tier
from monitor.values import dataclass

SummaryOutcome = Literal["asked", "made", "refused", "failed"]
"""``asked``: no answer is noted (yet); ``refused``: an answer came and did not stand up to its check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One report as the model sees it, and by which the answer is checked."""

    report_id: int
    entry_id: int
    content_hash: str
    source: str
    title: str
    text: str
    tier: Tier = "press"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is asked of a model."""

    system: str
    user: str

    @property
    def characters(self) -> int:
        """What is sent, as the day's budget counts it."""
        return len(self.system) + len(self.user)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the model wrote, unchecked."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """No answer that could be checked. ``stop``: asking again is of no use until the settings change."""

    reason: str
    retry_after: timedelta | None = None
    stop: bool = False


ModelAnswer = Answered | Unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class AiSummary:
    """A sentence that passed its check; ``cites`` are the ids of the reports it rests on."""

    text: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryAttempt:
    """One question to the model and what came of it."""

    id: int
    story_id: int
    language: str
    state: str
    """What the story had told when it was asked (``ai_summary.prompt.state_of``)."""
    outcome: SummaryOutcome
    text: str = ""
    basis: tuple[tuple[int, int, str], ...] = ()
    """The cited reports: report id, entry id, and the hash of what the entry said."""
    why: str = ""
    characters: int = 0
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryCounts:
    """What became of a window's questions; ``trouble`` = why none are asked just now, empty when they are."""

    made: int = 0
    refused: int = 0
    failed: int = 0
    trouble: str = ""
    spent: bool = False
    """The day's budget is used up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryCooldown:
    """The endpoint is left alone until then."""

    failures: int
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummariseSettings:
    """Where sentences are made, and how much of it a day."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    budget_per_day: int = 200
    characters_per_day: int = 1_000_000
    timeout: timedelta = timedelta(seconds=20)

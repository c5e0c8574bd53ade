"""When a source is polled next, and why then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.app.parts import App
from monitor.policy.polling_rhythm import decode, encode, observe
from monitor.types.sources import Source, SourceSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the publisher asks for."""

    ttl: timedelta = timedelta(0)
    fresh_for: timedelta = timedelta(0)
    retry_after: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def learnt(source: Source, published: Sequence[datetime | None], *, shown: int | None, now: datetime) -> Source:
    """The source with what a good poll taught about its rhythm."""
    rhythm = decode(source.rhythm)
    if rhythm is None and not shown:
        return source
    return replace(source, rhythm=encode(observe(rhythm, published, now=now, shown=shown)))


def next_due(app: App, source: Source, spec: SourceSpec, wishes: Wishes, *, now: datetime) -> Source:
    """The source with its next due time and the reason in words."""
    wait = spec.every or timedelta(hours=1)
    wait = min(wait * 2.0 ** min(source.failures, 6), timedelta(hours=24))
    if wishes.retry_after:
        wait = max(wait, wishes.retry_after)
    return replace(source, next_due_at=now + wait, why_then=f"every {wait}")

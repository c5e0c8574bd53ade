"""How a source's state follows from what a poll brought, in words a person reads."""

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from monitor.core.i18n.phrases import Reason
from monitor.core.model.sources import Health, Source, Validators

_SILENT_INTERVALS = 6
SILENT_AT_LEAST = timedelta(days=3)


def after_success(
    source: Source, *, now: datetime, validators: Validators, body_hash: str, warning: str = "", whole: bool = True
) -> Source:
    """A good poll: failures are forgotten; a document cut short keeps neither validators nor body hash."""
    return replace(
        source,
        health="ok" if whole else "truncated",
        error=warning,
        failing_since=None,
        failures=0,
        validators=validators if whole else Validators(),
        body_hash=body_hash if whole else "",
        last_polled_at=now,
        last_success_at=now,
        first_success_at=source.first_success_at or now,
    )


def after_failure(source: Source, *, now: datetime, reason: str, health: Health = "failing") -> Source:
    """A poll that brought nothing: validators go, so that the next good answer is read whole."""
    return replace(
        source,
        health=health,
        error=reason,
        failing_since=source.failing_since or now,
        failures=source.failures + 1,
        validators=Validators(),
        body_hash="",
        last_polled_at=now,
    )


def after_gone(source: Source, *, now: datetime, reason: str) -> Source:
    """410: no more polls until the user resumes it."""
    return replace(after_failure(source, now=now, reason=reason, health="gone"), state="gone", next_due_at=None)


def is_unseen(source: Source, *, since: datetime, until: datetime) -> bool:
    """A source whose last poll failed, that was never read, or whose poll within the window is overdue."""
    if source.failing_since is not None or source.failures > 0 or source.last_success_at is None:
        return True
    due = source.next_due_at
    return source.last_success_at < since and due is not None and due < until


def describe_silence(*, newest_at: datetime | None, posts_per_day: float, now: datetime, is_guess: bool = False) -> str:
    """A sentence when a source is quiet against its posting rate, else empty; nothing is usual of a guessed rate."""
    if newest_at is None or posts_per_day <= 0:
        return ""
    usual = timedelta(days=1 / posts_per_day)
    quiet = now - newest_at
    if quiet < max(usual * _SILENT_INTERVALS, SILENT_AT_LEAST):
        return ""
    return Reason("poll.no-post", quiet=quiet) if is_guess else Reason("poll.silent", quiet=quiet, usual=usual)


def since_when(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """Since when something is so: "03:10" of today, else with the day, in local time."""
    local = at.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == now.astimezone(zone).date() else f"{local:%Y-%m-%d %H:%M}"

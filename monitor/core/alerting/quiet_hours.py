"""Quiet hours: until when an alert waits."""

from datetime import datetime, time, timedelta, tzinfo

BYPASS = "critical"
"""The severity that passes quiet hours."""


def release_at(quiet_hours: str, now: datetime, zone: tzinfo) -> datetime:
    """``now`` outside of the quiet hours, else their end; ``quiet_hours`` is "22:00-07:30" in ``zone`` or empty."""
    if not quiet_hours:
        return now
    start, end = (time.fromisoformat(part.strip()) for part in quiet_hours.split("-"))
    local = now.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    overnight = start > end
    inside = (clock >= start or clock < end) if overnight else (start <= clock < end)
    if not inside:
        return now
    day = local.date() + timedelta(days=1) if overnight and clock >= start else local.date()
    # Where the clock is set back within them, their end comes twice, and the first one may be over.
    return datetime.combine(day, end.replace(fold=local.fold), tzinfo=zone).astimezone(now.tzinfo)

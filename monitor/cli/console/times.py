"""Times as people read them in a terminal: near ones by their distance, others by day, always in the settings' zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_NEAR = timedelta(hours=1)


def relative_time(at: datetime | None, zone: ZoneInfo, *, now: datetime) -> str:
    """ "in 10 min", "today 04:26", "yesterday 23:10", "11-20 08:30", "2025-11-20"; empty for none."""
    if at is None:
        return ""
    away = at - now
    if abs(away) < _NEAR:
        minutes = round(abs(away) / timedelta(minutes=1))
        if not minutes:
            return "now"
        return f"in {minutes} min" if away > timedelta(0) else f"{minutes} min ago"
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    named = {0: "today", -1: "yesterday", 1: "tomorrow"}.get(days)
    if named:
        return f"{named} {local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d}"


def minute_of(at: datetime | str | None, zone: ZoneInfo) -> str:
    """A time to the minute, "11-20 08:30", in the settings' zone; empty for none."""
    if at is None:
        return ""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{moment.astimezone(zone):%m-%d %H:%M}"

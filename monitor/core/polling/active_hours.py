"""When a source may be asked: the user's active hours, and the hours and days that its publisher wants for himself."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from monitor.core.calendar.weekdays import read_weekdays

_SEARCH_DAYS = 9


def opens_at(active: str, at: datetime, zone: tzinfo) -> datetime:
    """``at`` within the active hours, else the start of the next ones; UTC.

    ``active`` is "08:00-22:00", "Mon-Fri 08:00-22:00" or "Sat,Sun 22:00-02:00" in ``zone``; empty = always. Hours that
    pass midnight belong to the day on which they begin.
    """
    if not active:
        return at
    days, start, end = _read_active(active)
    first_day = at.astimezone(zone).date() - timedelta(days=1)
    for offset in range(_SEARCH_DAYS):
        day = first_day + timedelta(days=offset)
        if day.weekday() not in days:
            continue
        closing_day = day + timedelta(days=1) if end <= start else day
        opening = datetime.combine(day, start, tzinfo=zone).astimezone(UTC)
        closing = datetime.combine(closing_day, end, tzinfo=zone).astimezone(UTC)
        if at < closing:
            return max(at, opening)
    return at


def _read_active(active: str) -> tuple[frozenset[int], time, time]:
    days, _, hours = active.strip().rpartition(" ")
    start, _, end = hours.partition("-")
    return read_weekdays(days or "Mon-Sun"), time.fromisoformat(start), time.fromisoformat(end)


def not_skipped(at: datetime, hours: frozenset[int], days: frozenset[int]) -> datetime:
    """``at``, or the start of the first hour after it that the feed does not ask to skip.

    RSS ``skipHours`` (0–23) and ``skipDays`` (Monday = 0) are meant in GMT. A feed that skips everything is not obeyed.
    """
    if not hours and not days:
        return at
    free = at.astimezone(UTC)
    for _ in range(24 * 8):
        if free.hour not in hours and free.weekday() not in days:
            return free
        free = free.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at

"""The next local time of a digest: wall-clock schedules over any time zone, without twice and without never."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.core.calendar.weekdays import SHORT_WEEKDAYS, WEEKDAYS, read_weekdays
from monitor.values import dataclass

_SEARCH_DAYS = 366 * 8 + 2
"""29 February comes at least once in eight years."""
_NO_NAMES: Mapping[str, int] = {}
_CRON_WEEKDAYS = {name: (day + 1) % 7 for days in (WEEKDAYS, SHORT_WEEKDAYS) for day, name in enumerate(days)}
"""Whole names and their first letters, nothing else: "mon#1" is the first Monday of a month elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Wall-clock times: any of ``times`` on days that fit. Empty sets fit every day."""

    times: tuple[time, ...]
    months: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    """Monday = 0."""

    def fits(self, day: date) -> bool:
        """Day of month and weekday are alternatives when both are given, as in cron."""
        if self.months and day.month not in self.months:
            return False
        if self.days and self.weekdays:
            return day.day in self.days or day.weekday() in self.weekdays
        return (not self.days or day.day in self.days) and (not self.weekdays or day.weekday() in self.weekdays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fire:
    """One fire of a schedule: the instant, and the local period that names it ("2026-11-23T08:30")."""

    at: datetime
    period: str


def read_schedule(written: str) -> Schedule:
    """Read "08:30", "Mon 09:00", "Mon-Fri 09:00" or a five-field cron line; ValueError says what is wrong."""
    words = written.split()
    if len(words) == 5:
        return _read_cron(words)
    if len(words) == 1:
        return Schedule(times=(_read_time(words[0]),))
    if len(words) == 2:
        return Schedule(times=(_read_time(words[1]),), weekdays=read_weekdays(words[0]))
    raise ValueError(f'"{written}" is not a valid time: write "08:30", "Mon 09:00" or a five-field cron line')


def fires_after(schedule: Schedule, after: datetime, zone: ZoneInfo) -> Iterator[Fire]:
    """Every fire later than ``after``, in order.

    A wall time that the spring change skips fires when the clock has jumped; one that comes twice in autumn fires
    the first time only, because the local period names it.
    """
    first_day = after.astimezone(zone).date() - timedelta(days=1)
    for offset in range(_SEARCH_DAYS):
        day = first_day + timedelta(days=offset)
        if not schedule.fits(day):
            continue
        for fire in sorted((_fire_at(day, at, zone) for at in schedule.times), key=lambda fire: fire.at):
            if fire.at > after:
                yield fire


def next_fire(schedule: Schedule, after: datetime, zone: ZoneInfo) -> Fire | None:
    """The first fire later than ``after``; ``None`` when the schedule never fires (31 February)."""
    return next(fires_after(schedule, after, zone), None)


def last_fire(schedule: Schedule, *, after: datetime, until: datetime, zone: ZoneInfo) -> Fire | None:
    """The latest fire in (after, until]: several missed ones are one."""
    latest = None
    for fire in fires_after(schedule, after, zone):
        if fire.at > until:
            break
        latest = fire
    return latest


def _fire_at(day: date, at: time, zone: ZoneInfo) -> Fire:
    instant = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    return Fire(at=instant, period=f"{day.isoformat()}T{at:%H:%M}")


def _read_time(written: str) -> time:
    try:
        hour, minute = written.split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise ValueError(f'"{written}" is not a valid time of day: write it as "08:30"') from None


def _read_cron(words: list[str]) -> Schedule:
    minutes, hours = _read_field(words[0], 0, 59), _read_field(words[1], 0, 23)
    everything = range(60) if not minutes else sorted(minutes)
    all_hours = range(24) if not hours else sorted(hours)
    weekdays = _read_field(words[4], 0, 7, names=_CRON_WEEKDAYS)
    return Schedule(
        times=tuple(time(hour, minute) for hour in all_hours for minute in everything),
        days=_read_field(words[2], 1, 31),
        months=_read_field(words[3], 1, 12),
        # Cron counts from Sunday, and Sunday is both 0 and 7.
        weekdays=frozenset((number - 1) % 7 for number in weekdays),
    )


def _read_field(written: str, low: int, high: int, *, names: Mapping[str, int] = _NO_NAMES) -> frozenset[int]:
    """The numbers of one cron field; empty for "*"."""
    if written == "*":
        return frozenset()
    numbers: set[int] = set()
    for part in written.split(","):
        span, _, step = part.partition("/")
        start, _, end = span.partition("-")
        first = low if start == "*" else _read_number(start, names)
        last = (high if start == "*" or step else first) if not end else _read_number(end, names)
        if not (low <= first <= high and low <= last <= high) or (step and int(step) < 1):
            raise ValueError(f'"{written}" is out of range {low}–{high}')
        wrapped = range(first, last + 1) if first <= last else (*range(first, high + 1), *range(low, last + 1))
        numbers.update(list(wrapped)[:: int(step or 1)])
    return frozenset(numbers)


def _read_number(written: str, names: Mapping[str, int]) -> int:
    if written.lower() in names:
        return names[written.lower()]
    try:
        return int(written)
    except ValueError:
        raise ValueError(
            f'"{written}" is not a number' + (f" and none of {', '.join(SHORT_WEEKDAYS)}" if names else "")
        ) from None

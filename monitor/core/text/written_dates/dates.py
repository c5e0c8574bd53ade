"""Dates as people, feeds and pages write them, read with what is known and what is guessed about each."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from monitor.core.model.entries import Precision, Trust
from monitor.core.text.written_dates.ages import NEAR_DAYS, age_of
from monitor.core.text.written_dates.eras import with_figures
from monitor.core.text.written_dates.month_names import month_number
from monitor.core.text.written_dates.patterns import (
    ASCTIME,
    CLOCK_ALONE,
    DASHED,
    DAY_FIRST,
    DAY_MONTH_EAST,
    DAY_MONTH_VIETNAMESE,
    EPOCH,
    ISO,
    ISO_BASIC,
    ISO_MONTH,
    ISO_ORDINAL,
    ISO_WEEK,
    JUST_NOW,
    LABELLED,
    LEAD,
    MONTH_FIRST,
    NEAR_DAY,
    NO_YEAR,
    NO_YEAR_DAY,
    NO_YEAR_HAN,
    NO_YEAR_NAME,
    SCRIPT_EPOCH,
    SLASHED,
    TIME_FIRST,
    WEEKDAY_LEAD,
    YEAR_DAY_NAME,
    YEAR_FIRST,
    YEAR_NAME,
)
from monitor.core.text.written_dates.plain_dates import read_plain_date
from monitor.core.text.written_dates.slips import without_slips
from monitor.core.text.written_dates.zones import zone_named, zone_of
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDate:
    """A date that was read. ``at`` is aware UTC; a day without a time is its midnight in the source's zone.

    ``trust`` is ``stated`` for a whole date and ``inferred`` where the year or the day was worked out from ``now``.
    ``zoned`` tells that the text itself named the zone.
    """

    at: datetime
    trust: Trust
    precision: Precision
    zoned: bool


_LONGEST: Final = 120
_DAY_PARTS_PM: Final = frozenset({"下午", "傍晚", "晚上", "晚间", "晚", "夜间", "오후", "午後"})
_Match = re.Match[str]


def read_date(text: str, *, now: datetime, timezone: str = "UTC", day_first: bool = False) -> ReadDate | None:
    """Read one date; ``None`` where there is none or it cannot be (month 13, year 0).

    A time without zone is read in ``timezone``. A date without year is taken for the latest such day that is not more
    than two days ahead of ``now``. ``day_first``: its document writes 5/11/2026 for the fifth of November. Nothing here
    judges whether the date is plausible.
    """
    if not text:
        return None
    if (plain := read_plain_date(text)) is not None:
        return ReadDate(at=plain, trust="stated", precision="second", zoned=True)
    if not (text := LEAD.sub("", " ".join(text[: _LONGEST + 1].split()))) or len(text) > _LONGEST:
        return None
    text, zone = with_figures(unicodedata.normalize("NFC", text)), zone_named(timezone)
    read = _read_line(text, now, zone, day_first=day_first)
    mended = without_slips(text) if read is None else text
    return read if mended == text else _read_line(mended, now, zone, day_first=day_first)


def _read_line(text: str, now: datetime, zone: tzinfo, *, day_first: bool) -> ReadDate | None:
    turned = TIME_FIRST.match(text)
    behind = f"{turned['rest']} {turned['clock']}{turned['zone'] or ''}" if turned else ""
    for candidate in (text, WEEKDAY_LEAD.sub("", text), behind, WEEKDAY_LEAD.sub("", behind)):
        if candidate and (read := _read_form(candidate, now, zone, day_first=day_first)) is not None:
            return read
    return _labelled_date(text, now, zone, day_first=day_first)


def _labelled_date(text: str, now: datetime, zone: tzinfo, *, day_first: bool) -> ReadDate | None:
    """A whole date behind a few words in any language ("Дата: 28.11.2026", "publié le 28 novembre 2026")."""
    label = LABELLED.match(text)
    read = _read_form(text[label.end() :], now, zone, day_first=day_first) if label else None
    return read if read is not None and read.trust == "stated" and read.precision in {"day", "second"} else None


def _read_form(text: str, now: datetime, zone: tzinfo, *, day_first: bool) -> ReadDate | None:
    for form, reader in _READERS:
        if found := form.match(text):
            try:
                slashed = form is SLASHED and day_first
                read = _slashed_date(found, now, zone, day_first=True) if slashed else reader(found, now, zone)
            except (ValueError, OverflowError):
                read = None
            if read is not None:
                return read
    return _ago(age, now) if (age := age_of(text)) is not None else None


def _group_text(found: _Match, group: str) -> str:
    """The text of a group, or nothing where this form has no such group."""
    return (found[group] or "") if group in found.re.groupindex else ""


def _stated_zone(found: _Match) -> tzinfo | None:
    """The zone beside the clock; one in brackets counts where there is no other: "10:00 (CET)"."""
    if lost := _group_text(found, "lost"):
        return zone_of("+" + lost)
    beside = zone_of(_group_text(found, "zone") or _group_text(found, "zonealone"))
    return beside or zone_of(_group_text(found, "bracket"))


def _read_clock(found: _Match) -> tuple[int, int, int, int] | None:
    """(hour, minute, second, days to add); ``None`` when only a day was given. 24:00 is the next day's 00:00."""
    hour_text = _group_text(found, "hour") or _group_text(found, "hour2")
    if not hour_text:
        return None
    hour = int(hour_text)
    minute = int(_group_text(found, "minute") or _group_text(found, "minute2") or 0)
    second = min(int(_group_text(found, "second") or _group_text(found, "second2") or 0), 59)  # 60 is a leap second
    half = _group_text(found, "half").lower()
    part = _group_text(found, "part")
    late = half.startswith("p") or part in _DAY_PARTS_PM or (part == "中午" and hour < 4)
    if late and hour < 12:
        hour += 12
    elif hour == 12 and (half.startswith("a") or part in {"凌晨", "오전", "午前"}):
        hour = 0
    if hour == 24 and minute == second == 0:
        return 0, 0, 0, 1
    return hour, minute, second, 0


def _read_year(written: str) -> int:
    year = int(written)
    if len(written) <= 2:
        year += 1900 if year >= 70 else 2000
    return year


def _read_month(found: _Match) -> int:
    name = _group_text(found, "name")
    if not name:
        return int(_group_text(found, "month"))
    month = month_number(name, after_dot=_group_text(found, "nth") == ".", with_year=bool(_group_text(found, "year")))
    if month is None:
        raise ValueError(name)
    return month


def _make_date(day: date, found: _Match, zone: tzinfo, trust: Trust = "stated") -> ReadDate:
    """Put a day and the time of a match together."""
    clock = _read_clock(found)
    stated = _stated_zone(found)
    if clock is None:
        at = datetime.combine(day, time(), stated or zone)
        return ReadDate(at=at.astimezone(UTC), trust=trust, precision="day", zoned=stated is not None)
    hour, minute, second, days = clock
    at = datetime.combine(day, time(hour, minute, second), stated or zone) + timedelta(days=days)
    return ReadDate(at=at.astimezone(UTC), trust=trust, precision="second", zoned=stated is not None)


def _whole_date(found: _Match, _now: datetime, zone: tzinfo) -> ReadDate:
    return _make_date(
        date(_read_year(_group_text(found, "year")), _read_month(found), int(_group_text(found, "day"))), found, zone
    )


def _slashed_date(found: _Match, now: datetime, zone: tzinfo, *, day_first: bool = False) -> ReadDate:
    """12/31/2026 and 31.12.2026: month first with slashes, day first with dots, unless only the other way is a date.

    Nor is it one of next month where the other way has come: read on 23 November, 12/5/2026 is of May.
    """
    first, other = int(_group_text(found, "first")), int(_group_text(found, "next"))
    year = _read_year(_group_text(found, "year"))
    dotted = "." in found.group()[:3] or first > 12
    month, day = (other, first) if (dotted or day_first) and other <= 12 else (first, other)
    if max(first, other) <= 12 and not dotted:
        limit = now.astimezone(zone).date() + timedelta(days=2)
        if date(year, month, day) > limit >= date(year, day, month):
            month, day = day, month
    return _make_date(date(year, month, day), found, zone)


def _dashed_date(found: _Match, now: datetime, zone: tzinfo) -> ReadDate | None:
    """20-11-2026 and 11-20-2026; either part may be the month in 5-3-2026, which stays unread."""
    first, other = int(_group_text(found, "first")), int(_group_text(found, "next"))
    return _slashed_date(found, now, zone) if first == other or max(first, other) > 12 else None


def _week_date(found: _Match, _now: datetime, zone: tzinfo) -> ReadDate:
    day = date.fromisocalendar(
        _read_year(_group_text(found, "year")), int(_group_text(found, "week")), int(_group_text(found, "weekday") or 1)
    )
    return _make_date(day, found, zone)


def _ordinal_date(found: _Match, _now: datetime, zone: tzinfo) -> ReadDate | None:
    year = _read_year(_group_text(found, "year"))
    day = date(year, 1, 1) + timedelta(days=int(_group_text(found, "ordinal")) - 1)
    return _make_date(day, found, zone) if day.year == year else None


def _month_only(found: _Match, _now: datetime, zone: tzinfo) -> ReadDate | None:
    year = _read_year(_group_text(found, "year"))
    if not 1900 <= year <= 2100:
        return None
    month = _group_text(found, "month")
    return replace(_make_date(date(year, int(month or 1), 1), found, zone), precision="month" if month else "year")


def _no_year(found: _Match, now: datetime, zone: tzinfo) -> ReadDate:
    """The latest such day that is not ahead: "12-31" read on 2 January is last year's."""
    month, day = _read_month(found), int(_group_text(found, "day"))
    limit = now.astimezone(zone).date() + timedelta(days=2)
    for year in range(limit.year, limit.year - 9, -1):  # 29 February may be eight years back
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate <= limit:
            return _make_date(candidate, found, zone, "inferred")
    raise ValueError(found.group())


def _near_day(found: _Match, now: datetime, zone: tzinfo) -> ReadDate:
    day = now.astimezone(zone).date() + timedelta(days=NEAR_DAYS[_group_text(found, "near").lower()])
    return _make_date(day, found, zone, "inferred")


def _clock_alone(found: _Match, now: datetime, zone: tzinfo) -> ReadDate:
    """ "18:20" is today's, or yesterday's when that has not come yet."""
    read = _make_date(now.astimezone(zone).date(), found, zone, "inferred")
    if read.at > now + timedelta(minutes=5):
        return _make_date(now.astimezone(zone).date() - timedelta(days=1), found, zone, "inferred")
    return read


def _ago(age: timedelta, now: datetime) -> ReadDate:
    at = (now - age).replace(microsecond=0)
    precision: Precision = "day" if age >= timedelta(days=1) else "second"
    return ReadDate(at=at.astimezone(UTC), trust="inferred", precision=precision, zoned=True)


def _epoch_date(found: _Match, _now: datetime, _zone: tzinfo) -> ReadDate:
    at = datetime.fromtimestamp(int(_group_text(found, "seconds")), UTC)
    return ReadDate(at=at, trust="stated", precision="second", zoned=True)


def _script_epoch(found: _Match, _now: datetime, _zone: tzinfo) -> ReadDate:
    """``/Date(1764300000000+0800)/``: milliseconds since 1970 in UTC; the offset is for show."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(_group_text(found, "milliseconds")) // 1000)
    return ReadDate(at=at, trust="stated", precision="second", zoned=True)


_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[_Match, datetime, tzinfo], ReadDate | None]], ...]] = (
    (DAY_FIRST, _whole_date),
    (ISO, _whole_date),
    (EPOCH, _epoch_date),
    (SCRIPT_EPOCH, _script_epoch),
    (ISO_BASIC, _whole_date),
    (YEAR_FIRST, _whole_date),
    (MONTH_FIRST, _whole_date),
    (ASCTIME, _whole_date),
    (YEAR_NAME, _whole_date),
    (YEAR_DAY_NAME, _whole_date),
    (SLASHED, _slashed_date),
    (DASHED, _dashed_date),
    (DAY_MONTH_EAST, _whole_date),
    (DAY_MONTH_VIETNAMESE, _whole_date),
    (ISO_WEEK, _week_date),
    (ISO_ORDINAL, _ordinal_date),
    (ISO_MONTH, _month_only),
    (JUST_NOW, lambda _found, now, _zone: _ago(timedelta(0), now)),
    (NEAR_DAY, _near_day),
    (NO_YEAR_HAN, _no_year),
    (NO_YEAR, _no_year),
    (NO_YEAR_NAME, _no_year),
    (NO_YEAR_DAY, _no_year),
    (CLOCK_ALONE, _clock_alone),
)

"""Dates as people, feeds and pages write them, read with what is known and what is guessed about each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.types.entries import Precision, Trust


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

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        [
            "jan january janv janvier januar enero gennaio janeiro ιαν ιανουαρίου január januári",
            "feb february févr fév février februar febrero febbraio fevereiro φεβ februári",
            "mar march mars märz mrz marzo março μάρ μαρ március máricius",
            "apr april avr avril abril aprile απρ április ápriilis",
            "may mai mayo maggio maio μάι μαϊ μαι május máujus",
            "jun june juin juni junio giugno junho ιούν ιον ιουν június",
            "jul july juil juillet juli julio luglio julho ιούλ ιολ ιουλ július",
            "aug august août aout agosto αύγ αυγ augusztus augusztus",
            "sep sept september septembre septiembre settembre setembro σεπ szeptember",
            "oct october octobre oktober okt octubre ottobre outubro οκτ október",
            "nov november novembre noviembre novembro νοέ νοε november",
            "dec december déc décembre dezember dez diciembre dicembre dezembro δεκ december",
        ],
        start=1,
    )
    for name in names.split()
}

# Hours from UTC. CST is read as RFC 822 has it (Chicago): Chinese outlets that write it are found by ``clock_offset``.
_ZONES: Final = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "wet": 0.0, "edt": -4.0, "est": -5.0, "cdt": -5.0, "cst": -6.0,
    "mdt": -6.0, "mst": -7.0, "pdt": -7.0, "pst": -8.0, "akdt": -8.0, "akst": -9.0, "hst": -10.0, "ast": -4.0,
    "adt": -3.0, "bst": 1.0, "cet": 1.0, "cest": 2.0, "met": 1.0, "mest": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0,
    "ist": 5.5, "hkt": 8.0, "sgt": 8.0, "awst": 8.0, "jst": 9.0, "kst": 9.0, "aest": 10.0, "aedt": 11.0, "nzst": 12.0,
    "nzdt": 13.0, "west": 1.0, "a": -1.0, "n": 1.0, "m": -12.0, "y": 12.0, "北京时间": 8.0,
}  # fmt: skip

_CLOCK: Final = (
    r"(?P<hour>\d{1,2})\s*[:：h]\s*(?P<minute>\d{1,2})(?:\s*[:：]\s*(?P<second>\d{1,2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?"
)
_ZONE: Final = (
    r"\s*(?P<zone>(?:(?:gmt|utc|ut)\s*)?[+\-−]\s*\d{1,2}:?(?:\d{2})?(?=$|[\s()])|[a-z]{1,5}(?=$|[\s()])"
    r"|[a-z]+/[a-z_]+|北京时间)?(?:(?<=\d)\s+[a-z]{2,5})?\s*(?:\([^()]*\))?"
)
_END: Final = r"\s*$"
_FLAGS: Final = re.IGNORECASE | re.UNICODE
_AT: Final = r"(?:\s*[,;，]?\s*(?:at|t|um|à|kl\.?|[|·@-])?\s*)"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, _FLAGS)


_ISO: Final = _form(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:(?:\s*[t_,]\s*|\s+)" + _CLOCK + _ZONE + r")?" + _END
)
_ISO_BASIC: Final = _form(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:t?\s*(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    + _ZONE
    + r")?"
    + _END
)
_ISO_WEEK: Final = _form(r"(?P<year>\d{4})-?w(?P<week>\d{2})(?:-?(?P<weekday>[1-7]))?" + _END)
_ISO_ORDINAL: Final = _form(r"(?P<year>\d{4})-(?P<ordinal>\d{3})" + _END)
_ISO_MONTH: Final = _form(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?" + _END)
_YEAR_FIRST: Final = _form(
    r"(?P<year>\d{4})\s*[/.年년]\s*(?P<month>\d{1,2})\s*[/.月월]\s*(?P<day>\d{1,2})\s*[日号號일.]?"
    r"(?:\s*[(（]?(?:星期|周|週|礼拜)?[一二三四五六日天月火水木金土]?(?:曜日)?[)）]?)"
    r"(?:\s*[t|·,，]?\s*(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|오전|오후|午前|午後)?\s*"
    r"(?:"
    + _CLOCK
    + r"|(?P<hour2>\d{1,2})\s*[时時点點시]\s*(?:(?P<minute2>\d{1,2})\s*[分분])?\s*(?:(?P<second2>\d{1,2})\s*[秒초])?)"
    + _ZONE
    + r")?"
    + _END
)
_DAY_FIRST: Final = _form(
    r"(?:\w+\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s\-/](?:de\s+|of\s+)?(?P<name>[^\W\d_]{3,12})\.?,?[\s\-/](?:de\s+)?"
    r"(?P<year>\d{4}|\d{2})(?:,?" + _AT + _CLOCK + _ZONE + r"|\s+(?P<zonealone>[a-z]{1,4}|[+-]\d{4}))?" + _END
)
_MONTH_FIRST: Final = _form(
    r"(?:\w+\.?,?\s+)?(?P<name>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<year>\d{4})"
    r"(?:,?" + _AT + _CLOCK + _ZONE + r")?" + _END
)
_ASCTIME: Final = _form(
    r"(?:\w{3,9},?\s+)?(?P<name>[^\W\d_]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+"
    + _CLOCK
    + r"(?:\s+(?P<zone>[a-z]{1,5}|[+-]\d{4}))?\s+"
    r"(?P<year>\d{4})" + _END
)
_YEAR_NAME: Final = _form(
    r"(?P<year>\d{4})[\s\-](?P<name>[^\W\d_]{3,12})\.?[\s\-](?P<day>\d{1,2})(?:,?" + _AT + _CLOCK + _ZONE + r")?" + _END
)
_SLASHED: Final = _form(
    r"(?P<first>\d{1,2})[/.](?P<next>\d{1,2})[/.](?P<year>\d{4}|\d{2})(?:,?" + _AT + _CLOCK + _ZONE + r")?" + _END
)
_NO_YEAR_HAN: Final = _form(
    r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]?(?:\s*(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s*"
    + _CLOCK
    + r")?"
    + _END
)
_NO_YEAR: Final = _form(r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?:\s+" + _CLOCK + r")?" + _END)
_NO_YEAR_NAME: Final = _form(
    r"(?P<name>[^\W\d_]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?" + _AT + _CLOCK + r")?" + _END
)
_NO_YEAR_DAY: Final = _form(r"(?P<day>\d{1,2})\.?\s+(?P<name>[^\W\d_]{3,9})\.?(?:,?" + _AT + _CLOCK + r")?" + _END)
_NEAR_DAY: Final = _form(
    r"(?P<near>今天|今日|昨天|昨日|前天|明天|today|yesterday|heute|gestern|오늘|어제)"
    r"(?:\s*[,，]?\s*(?:at\s+)?(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s*" + _CLOCK + r")?" + _END
)
_CLOCK_ALONE: Final = _form(_CLOCK + _END)
_AGO: Final = _form(
    r"(?P<amount>\d{1,5}|半|an?|one|half an|几|数)\s*(?P<half2>个半)?\s*(?:个|個)?\s*"
    r"(?P<unit>秒钟?|秒鐘|分钟|分鐘|分|小时|小時|钟头|天|日|周|週|星期|礼拜|月|年"
    r"|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|months?|mos?|years?|yrs?|y|시간|분|일)\s*(?:之?前|以前|ago|전)"
    + _END
)
_JUST_NOW: Final = _form(r"(?:刚刚|刚才|剛剛|just now|now|방금)" + _END)
_EPOCH: Final = _form(r"(?P<seconds>\d{10})(?:\d{3})?(?:\.\d+)?" + _END)
_LEAD: Final = _form(
    r"^(?:(?:发布|發布|发表|發表|更新|创建|编辑)?(?:时间|時間|日期|于|於)\s*[:：]?|发布于|更新于"
    r"|posted(?: on)?|published(?: on)?|updated(?: on)?"
    r"|last updated|on|date|am)\s*[:：]?\s*(?=\S)"
)
_WEEKDAY_LEAD: Final = _form(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lun|mar|mer|jeu|ven|sam|dim|星期[一二三四五六日天]|周[一二三四五六日])"
    r"\.?\s*[,，]?\s*(?=\d)"
)

_DAY_PARTS_PM: Final = frozenset({"下午", "傍晚", "晚上", "晚间", "晚", "夜间", "오후", "午後"})
_NEAR: Final = {
    "今天": 0, "今日": 0, "today": 0, "heute": 0, "오늘": 0,
    "昨天": -1, "昨日": -1, "yesterday": -1, "gestern": -1, "어제": -1,
    "前天": -2, "明天": 1,
}  # fmt: skip
_UNIT_SECONDS: Final = {
    "秒": 1, "s": 1, "分": 60, "m": 60, "小": 3600, "钟": 3600, "h": 3600, "시": 3600, "분": 60, "일": 86400,
    "天": 86400,
    "日": 86400, "d": 86400, "周": 604800, "週": 604800, "星": 604800, "礼": 604800, "w": 604800, "月": 2592000,
    "mo": 2592000, "年": 31536000, "y": 31536000,
}  # fmt: skip

_Match = re.Match[str]


def zone_named(name: str) -> tzinfo:
    """The time zone of that name; UTC when the name is empty or unknown (settings are checked elsewhere)."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def read_date(text: str, *, now: datetime, timezone: str = "UTC") -> ReadDate | None:
    """Read one date; ``None`` where there is none or it cannot be (month 13, year 0).

    A time without zone is read in ``timezone``. A date without year is taken for the latest such day that is not more
    than two days ahead of ``now``. Nothing here judges whether the date is plausible.
    """
    text = _LEAD.sub("", " ".join(text[: _LONGEST + 1].split()))
    if not text or len(text) > _LONGEST:
        return None
    zone = zone_named(timezone)
    for candidate in (text, _WEEKDAY_LEAD.sub("", text)):
        for form, reader in _READERS:
            if found := form.match(candidate):
                try:
                    read = reader(found, now, zone)
                except (ValueError, OverflowError):
                    read = None
                if read is not None:
                    return read
    return None


def _named(found: _Match, group: str) -> str:
    """The text of a group, or nothing where this form has no such group."""
    return found.groupdict().get(group) or ""


def _zone_of(written: str) -> tzinfo | None:
    """The zone that the text names: an offset, an abbreviation or an area; ``None`` = unknown."""
    written = written.strip().lower().replace("−", "-")
    if not written:
        return None
    if written in _ZONES:
        return timezone(timedelta(hours=_ZONES[written]))
    if offset := re.fullmatch(r"(?:gmt|utc|ut)?\s*([+-])\s*(\d{1,2}):?(\d{2})?", written):
        sign, hours, minutes = offset.groups()
        shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(-shift if sign == "-" else shift) if shift < timedelta(hours=24) else None
    if "/" in written:
        area = "/".join("_".join(part.capitalize() for part in piece.split("_")) for piece in written.split("/"))
        zone = zone_named(area)
        return None if zone is UTC else zone
    return None


def _clock(found: _Match) -> tuple[int, int, int, int] | None:
    """(hour, minute, second, days to add); ``None`` when only a day was given. 24:00 is the next day's 00:00."""
    hour_text = _named(found, "hour") or _named(found, "hour2")
    if not hour_text:
        return None
    hour = int(hour_text)
    minute = int(_named(found, "minute") or _named(found, "minute2") or 0)
    second = min(int(_named(found, "second") or _named(found, "second2") or 0), 59)  # 60 is a leap second
    half = _named(found, "half").lower()
    part = _named(found, "part")
    late = half.startswith("p") or part in _DAY_PARTS_PM or (part == "中午" and hour < 4)
    if late and hour < 12:
        hour += 12
    elif hour == 12 and (half.startswith("a") or part in {"凌晨", "오전", "午前"}):
        hour = 0
    if hour == 24 and minute == second == 0:
        return 0, 0, 0, 1
    return hour, minute, second, 0


def _year(written: str) -> int:
    year = int(written)
    if len(written) <= 2:
        year += 1900 if year >= 70 else 2000
    return year


def _month(found: _Match) -> int:
    name = _named(found, "name")
    if not name:
        return int(_named(found, "month"))
    month = _MONTHS.get(name.lower()) or _MONTHS.get(name.lower()[:3])
    if month is None:
        raise ValueError(name)
    return month


def _made(day: date, found: _Match, zone: tzinfo, trust: Trust = "stated") -> ReadDate:
    """Put a day and the time of a match together."""
    clock = _clock(found)
    stated = _zone_of(_named(found, "zone") or _named(found, "zonealone"))
    if clock is None:
        at = datetime.combine(day, time(), stated or zone)
        return ReadDate(at=at.astimezone(UTC), trust=trust, precision="day", zoned=stated is not None)
    hour, minute, second, days = clock
    at = datetime.combine(day, time(hour, minute, second), stated or zone) + timedelta(days=days)
    return ReadDate(at=at.astimezone(UTC), trust=trust, precision="second", zoned=stated is not None)


def _whole(found: _Match, _now: datetime, zone: tzinfo) -> ReadDate:
    return _made(date(_year(_named(found, "year")), _month(found), int(_named(found, "day"))), found, zone)


def _slashed(found: _Match, _now: datetime, zone: tzinfo) -> ReadDate:
    """12/31/2026 and 31.12.2026: month first with slashes, day first with dots, unless only the other way is a date."""
    first, other = int(_named(found, "first")), int(_named(found, "next"))
    day_first = "." in found.group()[:3] or first > 12
    month, day = (other, first) if day_first and other <= 12 else (first, other)
    return _made(date(_year(_named(found, "year")), month, day), found, zone)


def _week(found: _Match, _now: datetime, zone: tzinfo) -> ReadDate:
    day = date.fromisocalendar(
        _year(_named(found, "year")), int(_named(found, "week")), int(_named(found, "weekday") or 1)
    )
    return _made(day, found, zone)


def _ordinal(found: _Match, _now: datetime, zone: tzinfo) -> ReadDate | None:
    year = _year(_named(found, "year"))
    day = date(year, 1, 1) + timedelta(days=int(_named(found, "ordinal")) - 1)
    return _made(day, found, zone) if day.year == year else None


def _month_only(found: _Match, _now: datetime, zone: tzinfo) -> ReadDate | None:
    year = _year(_named(found, "year"))
    return _made(date(year, int(_named(found, "month") or 1), 1), found, zone) if 1900 <= year <= 2100 else None


def _no_year(found: _Match, now: datetime, zone: tzinfo) -> ReadDate:
    """The latest such day that is not ahead: "12-31" read on 2 January is last year's."""
    month, day = _month(found), int(_named(found, "day"))
    limit = now.astimezone(zone).date() + timedelta(days=2)
    for year in range(limit.year, limit.year - 9, -1):  # 29 February may be eight years back
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate <= limit:
            return _made(candidate, found, zone, "inferred")
    raise ValueError(found.group())


def _near_day(found: _Match, now: datetime, zone: tzinfo) -> ReadDate:
    day = now.astimezone(zone).date() + timedelta(days=_NEAR[_named(found, "near").lower()])
    return _made(day, found, zone, "inferred")


def _clock_alone(found: _Match, now: datetime, zone: tzinfo) -> ReadDate:
    """ "18:20" is today's, or yesterday's when that has not come yet."""
    read = _made(now.astimezone(zone).date(), found, zone, "inferred")
    if read.at > now + timedelta(minutes=5):
        return _made(now.astimezone(zone).date() - timedelta(days=1), found, zone, "inferred")
    return read


def _ago(found: _Match, now: datetime, _zone: tzinfo) -> ReadDate:
    unit = _named(found, "unit").lower()
    seconds = _UNIT_SECONDS["mo" if unit.startswith("mo") else unit[0]]
    written = _named(found, "amount").lower()
    if written.isdigit():
        amount = float(written)
    else:
        amount = {"半": 0.5, "half an": 0.5, "几": 3.0, "数": 3.0}.get(written, 1.0)
    if _named(found, "half2"):
        amount += 0.5
    at = (now - timedelta(seconds=seconds * amount)).replace(microsecond=0)
    precision: Precision = "day" if seconds >= 86400 else "second"
    return ReadDate(at=at.astimezone(UTC), trust="inferred", precision=precision, zoned=True)


def _just_now(_found: _Match, now: datetime, _zone: tzinfo) -> ReadDate:
    return ReadDate(at=now.astimezone(UTC).replace(microsecond=0), trust="inferred", precision="second", zoned=True)


def _epoch(found: _Match, _now: datetime, _zone: tzinfo) -> ReadDate:
    at = datetime.fromtimestamp(int(_named(found, "seconds")), UTC)
    return ReadDate(at=at, trust="stated", precision="second", zoned=True)


_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[_Match, datetime, tzinfo], ReadDate | None]], ...]] = (
    (_DAY_FIRST, _whole),
    (_ISO, _whole),
    (_EPOCH, _epoch),
    (_ISO_BASIC, _whole),
    (_YEAR_FIRST, _whole),
    (_MONTH_FIRST, _whole),
    (_ASCTIME, _whole),
    (_YEAR_NAME, _whole),
    (_SLASHED, _slashed),
    (_ISO_WEEK, _week),
    (_ISO_ORDINAL, _ordinal),
    (_ISO_MONTH, _month_only),
    (_JUST_NOW, _just_now),
    (_AGO, _ago),
    (_NEAR_DAY, _near_day),
    (_NO_YEAR_HAN, _no_year),
    (_NO_YEAR, _no_year),
    (_NO_YEAR_NAME, _no_year),
    (_NO_YEAR_DAY, _no_year),
    (_CLOCK_ALONE, _clock_alone),
)

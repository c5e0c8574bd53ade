"""Numbers, dates, spans of time and lists as people of each language write them: Babel's data, our patterns.

Babel is imported where it is needed: commands that print no message start without it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Literal

from monitor.core.i18n.catalog import language_setting
from monitor.core.model.languages import Language

if TYPE_CHECKING:
    from babel import Locale

    from monitor.core.model.messages import RenderContext

_GROUPED_FROM = 1_000
_MINUTES_UP_TO = timedelta(minutes=90)
_HOURS_UP_TO = timedelta(hours=36)
_NO_OTHER_UNIT = 1e12
_PLAIN: Language = "en"
"""The language of logs and of why a source is due: spans and plural forms in it need none of Babel's data, which takes
longer to load than a hundred polls that bring nothing take."""


_READING = Lock()
"""Held while Babel asks its data about the world."""


@cache
def locale_of(language: Language) -> "Locale":
    """Babel's data about a language."""
    from babel import Locale

    with _READING:
        locale = Locale.parse(language_setting(language, "tag"), sep="-")
        locale.plural_form(0)  # Reads all about the language, for which the world is asked as well.
        _forget_the_world()
    return locale


def _forget_the_world() -> None:
    """2 MiB about all countries, currencies and zones, that only the first question about a language asks for.

    They are read again when they are asked for, in some 10 ms.
    """
    from babel import core

    core._global_data = None  # noqa: SLF001 — Babel has no way to say it; get_global reads what is not there


@lru_cache(maxsize=64)
def regional_tag(tag: str) -> str:
    """A language with the country where most of its readers are: "ja" → "ja-JP"; one with a country as it is."""
    if "-" in tag:
        return tag
    from babel.core import get_global

    with _READING:
        likely = str(get_global("likely_subtags").get(tag, tag))  # "ja_Jpan_JP"
        _forget_the_world()
    return f"{tag}-{likely.rpartition('_')[2]}"


def language_label(code: str, language: Language) -> str:
    """A language's name in another: "ja" → "Japanese"; empty for a code that Babel does not know."""
    return str(locale_of(language).languages.get(code, ""))


def plural_form(count: float, language: Language) -> str:
    """Which plural form a count takes: "one", "few", "many", "other" (CLDR)."""
    if language == _PLAIN and isinstance(count, int):
        return "one" if abs(count) == 1 else "other"
    return str(locale_of(language).plural_form(count))


@lru_cache(maxsize=1024)
def format_number(value: float, language: Language = "en") -> str:
    """1,934"""
    if isinstance(value, int) and abs(value) < _GROUPED_FROM:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale_of(language))


def name_list(names: Sequence[str], language: Language) -> str:
    """a, b, and c / a、b和c"""
    if len(names) < 2:
        return "".join(names)
    from babel.lists import format_list

    return format_list(names, locale=locale_of(language))


def format_span(wait: timedelta, language: Language) -> str:
    """20 minutes / 3 hours / 4 days: one unit, the largest in which the span is not rounded away."""
    return _format_seconds(max(round(wait.total_seconds()), 0), language)


@lru_cache(maxsize=512)
def _format_seconds(seconds: int, language: Language) -> str:
    wait = timedelta(seconds=seconds)
    unit: Literal["day", "hour", "minute", "second"]
    if seconds < 60:
        unit = "second"
    elif wait < _MINUTES_UP_TO:
        unit = "minute"
    else:
        unit = "hour" if wait < _HOURS_UP_TO else "day"
    if language == _PLAIN:
        count = round(wait / timedelta(**{f"{unit}s": 1}))
        return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    from babel.dates import format_timedelta

    # No other unit than the one chosen here reaches this threshold.
    return format_timedelta(wait, granularity=unit, threshold=_NO_OTHER_UNIT, locale=locale_of(language))


def format_day(at: datetime, wording: "RenderContext") -> str:
    """11月23日 周一 / Mon 23 Nov"""
    return _format_date(at.astimezone(wording.zone).date(), "day", wording.language)


def clock_time(at: datetime, wording: "RenderContext") -> str:
    """08:30"""
    return at.astimezone(wording.zone).strftime("%H:%M")


def day_and_time(at: datetime, wording: "RenderContext") -> str:
    """11月23日 周一 08:30 / Mon 23 Nov 08:30"""
    return f"{format_day(at, wording)} {clock_time(at, wording)}"


def format_moment(at: datetime, near: datetime, wording: "RenderContext") -> str:
    """The time of day when ``at`` is on the local day of ``near``, else with its date (and year when it differs)."""
    date, time = moment_without_time(at, near, wording), clock_time(at, wording)
    if not date:
        return time
    same_year = at.astimezone(wording.zone).year == near.astimezone(wording.zone).year
    return f"{date} {time}" if same_year or _days_before(at, near, wording) == 1 else date


def moment_without_time(at: datetime, near: datetime, wording: "RenderContext") -> str:
    """As ``format_moment``, for a date whose time of day nobody stated; empty on the local day of ``near``."""
    days = _days_before(at, near, wording)
    if days == 0:
        return ""
    if days == 1:
        return language_setting(wording.language, "yesterday")
    local, reference = at.astimezone(wording.zone), near.astimezone(wording.zone)
    return _format_date(local.date(), "date" if local.year == reference.year else "date_with_year", wording.language)


def _days_before(at: datetime, near: datetime, wording: "RenderContext") -> int:
    return (near.astimezone(wording.zone).date() - at.astimezone(wording.zone).date()).days


def weekday_and_time(at: datetime, language: Language) -> str:
    """Mon 08:00, in the zone that ``at`` carries."""
    return f"{_format_date(at.date(), 'day', language)} {at:%H:%M}"


@lru_cache(maxsize=1024)
def _format_date(at: date, pattern: str, language: Language) -> str:
    from babel.dates import format_date

    return format_date(at, format=language_setting(language, pattern), locale=locale_of(language))

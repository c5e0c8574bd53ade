"""Two instalments of one thing: the issues of a column, the days of a list, each under the same words."""

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.tokens import stem_word
from monitor.core.cluster.features.words import concepts_of, weight_of
from monitor.core.text.written_dates.named_days import named_day_pattern, named_days

HALF_A_DAY = 12 * 3600.0
"""Seconds between two issues of what comes daily. Within hours one event may have two weekdays: those of two places."""
_WEEKDAYS = (
    "monday montag lundi lunes lunedì segunda poniedziałek понедельник pazartesi maandag måndag",
    "tuesday dienstag mardi martes martedì terça wtorek вторник sali dinsdag tisdag",
    "wednesday mittwoch mercredi miércoles mercoledì quarta środa среда среду çarşamba woensdag onsdag",
    "thursday donnerstag jeudi jueves giovedì quinta czwartek четверг perşembe donderdag torsdag",
    "friday freitag vendredi viernes venerdì sexta piątek пятница пятницу cuma vrijdag fredag",
    "saturday samstag samedi sábado sabato sobota суббота субботу cumartesi zaterdag lördag",
    "sunday sonntag dimanche domingo domenica niedziela воскресенье pazar zondag söndag",
)
_HAN_WEEKDAYS = (
    "周一 星期一 月曜", "周二 星期二 火曜", "周三 星期三 水曜", "周四 星期四 木曜", "周五 星期五 金曜",
    "周六 星期六 土曜", "周日 周天 星期日 日曜",
)  # fmt: skip
_NUMBER_OF = {
    name: number for forms in (_WEEKDAYS, _HAN_WEEKDAYS) for number, names in enumerate(forms) for name in names.split()
}
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(' '.join(_WEEKDAYS).split())})\b|{'|'.join(' '.join(_HAN_WEEKDAYS).split())}")
_DAY_IN_DIGITS = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?:/20\d\d)?(?![\d/]|\s*%)")
_ISSUE = re.compile(
    r"第\s*(\d+)\s*[期集回话轮届天日场号]|제\s*(\d+)\s*[회차화호]"
    r"|(?:#|№|\b(?:no|nr|núm|vol|day|week|part|episode|ep|issue|round|tag|jour|día|giorno|dia|dzień|день|folge|épisode|teil"
    r"|chapter|season|matchday|stage)\b\.?)\s*#?(\d[\d,]*)"
)
_LAST_NUMBER = re.compile(r"\b([^\W\d_]{1,40}) (\d{1,4})$")
_SAME_WORDS, _SAME_COLUMN = 0.75, 0.5
"""Share of the other words that both have: beside a number, and beside a date, which says more by itself."""


class _Issue(NamedTuple):
    """Which issue a headline is of, and the rest of its words."""

    days: frozenset[str]
    weekdays: frozenset[int]
    numbers: frozenset[str]
    words: frozenset[int]


def two_instalments(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines have the same words around another day, weekday or number of an issue."""
    if a.language != b.language:
        return False
    ours, theirs = _read_issue(a.title, a.language, a.called), _read_issue(b.title, b.language, b.called)
    alike = _share(ours.words, theirs.words)
    if _are_others(ours.days, theirs.days):
        return alike >= _SAME_COLUMN
    if alike < _SAME_WORDS:
        return False
    is_later = abs(a.at - b.at) >= HALF_A_DAY
    return _are_others(ours.numbers, theirs.numbers) or (is_later and _are_others(ours.weekdays, theirs.weekdays))


def _are_others(ours: frozenset[Any], theirs: frozenset[Any]) -> bool:
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _share(ours: frozenset[int], theirs: frozenset[int]) -> float:
    most = max(weight_of(ours), weight_of(theirs))
    return weight_of(ours & theirs) / most if most else 0.0


@lru_cache(maxsize=256)
def _read_issue(folded: str, language: str, called: frozenset[str]) -> _Issue:
    days = named_days(folded) | {f"{match[1]}/{match[2]}" for match in _DAY_IN_DIGITS.finditer(folded)}
    weekdays = frozenset([_NUMBER_OF[name] for name in _WEEKDAY.findall(folded)])
    numbers = {next(filter(None, match.groups())) for match in _ISSUE.finditer(folded)}
    last = _LAST_NUMBER.search(folded)
    if last and stem_word(last[1]) in called:  # "Kettle Weekly 12", not "falls to 12".
        numbers.add(last[2])
    rest = folded
    for pattern in (_named_day(), _DAY_IN_DIGITS, _WEEKDAY, _ISSUE):
        rest = pattern.sub(" ", rest)
    return _Issue(frozenset(days), weekdays, frozenset(numbers), concepts_of(rest, language))


@cache
def _named_day() -> re.Pattern[str]:
    return re.compile(named_day_pattern())

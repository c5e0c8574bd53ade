"""Points in time as people and language models write them: "7d", "今天", "last week", "2026-11-01"."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAYS = {
    0: "today 今天 今日",
    1: "yesterday 昨天 昨日",
    2: "前天 一昨日",
}
"""Days before today."""
_WEEKS = {0: "this week|本周|这周|本週|今週", 1: "last week|上周|上週|先週"}
_MONTHS = {0: "this month|本月|这个月|今月", 1: "last month|上月|上个月|先月"}
_UNITS = {
    "seconds": "s sec second seconds 秒",
    "minutes": "m min minute minutes 分 分钟 分間",
    "hours": "h hour hours 小时 时 時間",
    "days": "d day days 天 日 日間",
    "weeks": "w week weeks 周 週 週間 个星期",
}
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_AGO = re.compile(
    r"(?:(?:the )?(?:last|past)|最近|过去|過去|近)? ?(\d{1,5}) ?([a-z]{1,9}|[^\W\d_a-z]{1,4}?) ?(?:ago|前|以来|内)?"
)
_LONGEST_SECONDS = 100 * 366 * 86_400


def read_moment(written: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """When that is, in UTC; ``None`` for what is not understood.

    A span of time is counted back from now; a word is the beginning of that day, week (Monday) or month in ``zone``; a
    date begins at its midnight there, and a time without a zone is of ``zone``, too.
    """
    said = " ".join(written.lower().split())
    return _spelled(said, now.astimezone(zone), zone) or _span_ago(said, now) or _iso_time(written.strip(), zone)


def _spelled(said: str, local: datetime, zone: tzinfo) -> datetime | None:
    day = local.date()
    for back, words in _DAYS.items():
        if said in words.split():
            return _midnight(day - timedelta(days=back), zone)
    for back, names in _WEEKS.items():
        if said in names.split("|"):
            return _midnight(day - timedelta(days=day.weekday() + 7 * back), zone)
    for back, names in _MONTHS.items():
        if said in names.split("|"):
            first = day.replace(day=1)
            return _midnight((first - timedelta(days=1)).replace(day=1) if back else first, zone)
    return None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _span_ago(said: str, now: datetime) -> datetime | None:
    found = _AGO.fullmatch(said)
    unit = _UNIT_OF.get(found[2]) if found else None
    if found is None or unit is None:
        return None
    seconds = int(found[1]) * _SECONDS[unit]
    return now.astimezone(UTC) - timedelta(seconds=seconds) if seconds <= _LONGEST_SECONDS else None


def _iso_time(written: str, zone: tzinfo) -> datetime | None:
    try:
        at = datetime.fromisoformat(written)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

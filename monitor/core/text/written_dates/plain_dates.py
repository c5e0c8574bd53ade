"""The two forms in which nearly all feeds write their dates, read without looking for any other."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_MONTH_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS: Final = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_OFFSET: Final = r"(?P<sign>[+-])(?P<hours>[01][0-9]|2[0-3]):?(?P<minutes>[0-5][0-9])"
_CLOCK: Final = r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
_MAIL: Final = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-3]?[0-9]) "
    rf"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([12][0-9]{{3}}) {_CLOCK} (?:GMT|UTC|{_OFFSET})"
)
_ISO: Final = re.compile(rf"([12][0-9]{{3}})-([01][0-9])-([0-3][0-9])T{_CLOCK}(?:\.[0-9]{{1,9}})?(?:Z|{_OFFSET})")


def read_plain_date(text: str) -> datetime | None:
    """The instant of "Sat, 28 Nov 2026 12:00:00 +0800" or "2026-11-28T12:00:00Z"; ``None`` for all other forms."""
    if found := _MAIL.fullmatch(text):
        day, month, year = found[1], _MONTHS[found[2]], found[3]
    elif found := _ISO.fullmatch(text):
        year, month, day = found[1], int(found[2]), found[3]
    else:
        return None
    try:
        at = datetime(int(year), month, int(day), int(found[4]), int(found[5]), int(found[6]), tzinfo=UTC)
    except ValueError:
        return None
    if found["sign"] is None:
        return at
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return at - offset if found["sign"] == "+" else at + offset

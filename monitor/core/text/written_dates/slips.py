"""Dates that a program wrote with a slip, as they were meant: a zone said twice, signs lost or doubled, no colons."""

import re
from html import unescape
from typing import Final

from monitor.lazy import late_pattern

_OFFSET: Final = r"[+-]\d{2}:?\d{2}"
# Of two zones beside each other the offset counts, it cannot be mistaken.
_TWO_ZONES: Final = late_pattern(
    rf"(?<=\d)\s?(?:(?P<first>{_OFFSET})Z|Z(?P<second>{_OFFSET})|[A-Z]{{3,4}}(?<!GMT)(?<!UTC)(?P<behind>{_OFFSET}))$"
)
_ZONE_TWICE: Final = late_pattern(r"\b(GMT|UTC|[A-Z]{2,4}T)\s\1$")
# Zones by what POSIX calls them: the clock of the place, whatever the season.
_POSIX: Final = late_pattern(r"\b(?:(EST)5EDT|(CST)6CDT|(MST)7MDT|(PST)8PDT)$")
_PLACES: Final = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
_SIGN_TWICE: Final = late_pattern(r"(?<=\s)([+-])\1(?=\d{2}:?\d{2}$)|(?<=[+-]0000)0$")
_NO_COLONS: Final = late_pattern(r"^(\d{4}-\d{2}-\d{2})[tT](\d{2})(\d{2})(\d{2})?(?=$|[zZ+-])")
_AT: Final = late_pattern(r"^(\d{4}-\d{1,2}-\d{1,2})\s(?:at|@|um|à|в)\s(?=\d)", re.IGNORECASE)
# Mail dates whose month is a number, in their order: "Sun, 22 11 2026 10:00:00 GMT".
_MONTH_IN_FIGURES: Final = late_pattern(r"^(?:[^\W\d_]{2,9}\.?,\s)?(\d{1,2})\s(\d{1,2})\s(\d{4})(?=$|\s\d{1,2}:\d{2})")
_NO_SPACES: Final = late_pattern(r"^(\d{1,2})([^\W\d_]{3,9})(\d{4})(?=$|\s)")
_DASHED_NAME: Final = late_pattern(r"^([^\W\d_]{3,9})-(\d{1,2})-(\d{4})(?=$|\s)")
_SHORT_YEAR: Final = late_pattern(r"(?<=[^\W\d_]\s)['’](?=\d{2}(?:$|\s))")
_FINE_EPOCH: Final = late_pattern(r"^(\d{10})\d{3}(?:\d{3}){1,2}$")
"""Micro- and nanoseconds since 1970."""
_VIETNAMESE: Final = late_pattern(r"(?<=\d)\s(?:th|thg)\.?\s?(\d{1,2}),?(?=\s\d{4})", re.IGNORECASE)
# The months of the Levant and Iraq, two words some of them.
_LEVANT: Final = {
    "كانون الثاني": "يناير", "كانون الأول": "ديسمبر", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر",
    "شباط": "فبراير", "آذار": "مارس", "نيسان": "أبريل", "أيار": "مايو", "حزيران": "يونيو", "تموز": "يوليو",
    "آب": "أغسطس", "أيلول": "سبتمبر",
}  # fmt: skip
_OF_LEVANT: Final = late_pattern(rf"(?<=\d\s)(?:{'|'.join(_LEVANT)})(?=\s\d|$)")


def without_slips(text: str) -> str:
    """A date line on one line with its slips mended; one without any as it is."""
    if "&" in text:
        text = unescape(text)  # "10:00:00&#43;01:00"
    text = _TWO_ZONES.sub(lambda found: next(filter(None, found.groups())), text)
    text = _ZONE_TWICE.sub(r"\1", text)
    text = _POSIX.sub(lambda found: _PLACES[(found.lastindex or 1) - 1], text)
    text = _SIGN_TWICE.sub(lambda found: found[1] or "", text)
    text = _NO_COLONS.sub(lambda found: f"{found[1]}T{found[2]}:{found[3]}:{found[4] or '00'}", text)
    text = _AT.sub(r"\1 ", text)
    text = _MONTH_IN_FIGURES.sub(r"\3-\2-\1", text)
    text = _NO_SPACES.sub(r"\1 \2 \3", text)
    text = _DASHED_NAME.sub(r"\1 \2 \3", text)
    text = _SHORT_YEAR.sub("", text)
    text = _FINE_EPOCH.sub(r"\1", text)
    text = _VIETNAMESE.sub(r" tháng \1", text)
    return _OF_LEVANT.sub(lambda found: _LEVANT[found[0]], text)

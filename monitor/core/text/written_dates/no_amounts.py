"""What is written in digits and is no amount: days, months, years, times, quarters, ordinals, scores."""

import re
from functools import cache

from monitor.core.text.written_dates.named_days import first_letters_of_days, named_day_pattern, names_a_month

SCORE = re.compile(
    r"(?<![\d.,:-])(\d{1,3})\s?(?:[-:]|比|대)\s?(\d{1,3})(?![\d.,:%-]|\s?(?:%|(?:percent|per|year|day|month|week|hour|minute|million|billion|prozent|jahr|tag|stunde|ans|jour|mois|años|días)))"
)
_BEGINS = re.compile(r"[\dq第제]\d*")
_GOES_ON = re.compile(r"[\s年년月월日号일-]")
"""What stands behind the digits of all that may begin between two of them."""
_NO_AMOUNTS = (
    r"\d{4}\s*[年년]|\d{1,2}\s*[月월]\s*\d{1,2}\s*[日号일]|\d{1,2}\s*(?:[月日号](?!活)|[월일](?!\w))|\d{4}-\d\d-\d\d"
    r"|\b\d{1,2}:\d\d\b|\bq[1-4]\b|\b\d{1,2}시|\b(?:19|20)\d\d(?:[-/]\d\d)?\b(?!\s?(?:[%$€£元円원]|euro|dollar|million))"
    r"|\b\d+(?:st|nd|rd|th|º|ª|er|ème|e)\b|第\s?\d+|제\s?\d+|\d+\s?(?:周年|주년|届)|\b\d{1,2}-(?:year|летн)\w*"
)


def without_dates(folded: str) -> str:
    """The text with a space in place of all that is no amount."""
    if names_a_month(folded):
        return _no_amounts().sub(" ", folded)
    parts, done = [], 0
    may_begin, match_at = _BEGINS.search, _no_amounts_without_months().match
    # Tried where it may begin only: a pattern that begins with a choice is tried at each place.
    begin = may_begin(folded)
    while begin is not None:
        found = match_at(folded, begin.start())
        if found is not None:
            parts += [folded[done : found.start()], " "]
            done = found.end()
            begin = may_begin(folded, done)
        elif folded[begin.start()].isdecimal() and _GOES_ON.match(folded, begin.end()) is None:
            begin = may_begin(folded, begin.end())
        else:
            begin = may_begin(folded, begin.start() + 1)
    return "".join([*parts, folded[done:]]) if parts else folded


@cache
def _no_amounts() -> re.Pattern[str]:
    """What is written in digits and is no amount: days, months, years, times, quarters, ordinals, scores."""
    return re.compile(rf"(?=[\dq第제{first_letters_of_days()}])(?:{_NO_AMOUNTS}|{named_day_pattern()}|{SCORE.pattern})")


@cache
def _no_amounts_without_months() -> re.Pattern[str]:
    """The same of a text that names no month: each of them begins with what ``_BEGINS`` finds."""
    return re.compile(rf"(?:{_NO_AMOUNTS}|{SCORE.pattern})")

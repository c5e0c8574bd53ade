"""Calendar days that a text names, in the languages that newsrooms write in."""

import re
from collections.abc import Iterator
from functools import cache

from monitor.core.text.written_dates.patterns import MONTHS

# Forms that stand beside a day's number inside a sentence, where ``MONTHS`` has those that stand in a date line.
_INFLECTED = (
    "stycznia ene января січня ocak",
    "lutego лютого февраля şubat",
    "marca mars mrt maart março марта березня mart",
    "kwietnia квітня апреля nisan",
    "maja mei мая травня mayıs maj",
    "czerwca июня червня haziran",
    "lipca июля липня temmuz",
    "sierpnia ago augustus agustus августа серпня ağustos augusti",
    "września сентября вересня eylül",
    "października октября жовтня ekim oktober",
    "listopada ноября листопада kasım",
    "grudnia dic desember декабря грудня aralık",
)
_HAN_DAY = re.compile(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号일]|(?<!\d)20\d\d-(\d\d)-(\d\d)(?!\d)")
_HAN_DAY_BEGINS = re.compile(r"\d(?:\d?\s*[月월]\s*\d|0\d\d-\d\d-\d)")
"""What every such day begins with. It begins with one thing only, so that a text is looked through for digits."""
_DIGIT = re.compile(r"\d")
_MOST_DAYS, _MONTHS = 31, 12


def named_days(folded: str) -> frozenset[str]:
    """Calendar days named in a folded text, as "04-27"."""
    if _DIGIT.search(folded) is None:
        return frozenset()
    found = [(match[1] or match[3], match[2] or match[4]) for match in _find_han_days(folded)]
    months = _months_by_name()
    if names_a_month(folded):
        found += [(str(months[match[1] or match[4]]), match[2] or match[3]) for match in _named_day().finditer(folded)]
    return frozenset(
        f"{int(month):02}-{int(day):02}"
        for month, day in found
        if 1 <= int(month) <= _MONTHS and 1 <= int(day) <= _MOST_DAYS
    )


def _find_han_days(folded: str) -> Iterator[re.Match[str]]:
    """All matches of ``_HAN_DAY``, which is tried where one may begin: at each place it takes ten times as long."""
    at = 0
    while begin := _HAN_DAY_BEGINS.search(folded, at):
        match = _HAN_DAY.match(folded, begin.start())
        if match is not None:
            yield match
        at = match.end() if match else begin.start() + 1


def names_a_month(folded: str) -> bool:
    """Whether a month's name, which is a word of its own, stands in a folded text.

    To look for all of them at each place takes several times as long.
    """
    return not _months_by_name().keys().isdisjoint(_word_in_letters_of_months().findall(folded))


@cache
def named_day_pattern() -> str:
    """A regular expression for a day with its month by name: "May 5", "5. Mai", "5 de mayo", "5 мая"."""
    names = "|".join(sorted(_months_by_name(), key=len, reverse=True))
    # A figure with a unit behind a month's name is no day: "may 12 percent", "mars 5 %".
    first = rf"\b({names})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,]*\d|\s*(?:%|percent|million|billion|prozent|pour))"
    return rf"{first}|(?<![\d.,:])(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|of\s+)?({names})\b"


def first_letters_of_days() -> str:
    """The letters with which a month's name begins: where such a day may begin, if not with a digit."""
    return "".join(sorted({name[0] for name in _months_by_name()}))


@cache
def _word_in_letters_of_months() -> re.Pattern[str]:
    """A run of letters that names of months are written in, as long as the shortest of them."""
    names = _months_by_name()
    letters = "".join(sorted(frozenset("".join(names))))
    return re.compile(f"[{letters}]{{{min(map(len, names))},}}")


@cache
def _named_day() -> re.Pattern[str]:
    return re.compile(named_day_pattern())


@cache
def _months_by_name() -> dict[str, int]:
    """Number of a month by its name."""
    inflected = {name: number for number, names in enumerate(_INFLECTED, start=1) for name in names.split()}
    return MONTHS | inflected

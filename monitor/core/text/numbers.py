"""The figures of a text, read as its language writes them: value, share or not, currency.

``39.990 Euro`` is forty thousand, ``19,99 Euro`` is twenty, ``1,20,000`` rupees are 120 thousand, ``1亿2000万`` is 120
million. What is a date, a year, a time of day or a score is no amount.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from monitor.core.text.languages import language_of
from monitor.core.text.number_words import (
    COMMA_IS_DECIMAL,
    COUNT_WORDS,
    CURRENCIES,
    LOCAL_SCALES,
    ONES,
    ONLY_IN,
    SCALES,
    SHARE_WORDS,
    SPACE_GROUPS,
    TENS,
)
from monitor.core.text.written_dates.named_days import first_letters_of_days, named_day_pattern
from monitor.values import dataclass

ALMOST = 0.011
"""Two newsrooms round one figure differently: 40.8 and 40.85."""
_FEW = 2
_GROUP = 3

_BEFORE = (
    r"(?:(?<![^\W\d_])(?P<before>us\$|hk\$|nt\$|r\$|[$€£¥₩₹₽₺]"
    r"|(?:r[sp]\.?|rm|usd|eur|gbp|jpy|cny|rmb|inr|chf|krw)(?=\s?\d))\s*)?"
)
_DIGITS = r"(?<![\d.])(?P<digits>\d+(?:[.,'’]\d+)*(?: \d{3}(?![\d.]|\s?(?:gb|go|tb|mb|hz)\b))*(?:,\d+)?)"
_ARABIC_POINT = "٫"
_ARABIC_GROUPS = "٬"
_ARABIC_SEPARATORS = {ord(_ARABIC_POINT): ".", ord(_ARABIC_GROUPS): ","}
_TURKISH_SHARE = re.compile(r"(?:%\s?|yüzde )(\d[\d.,]*(?<![.,]))")
_ROUND = r"(?:万亿|[十百千]?[万亿兆]|[십백천]?[만억조]|[千百](?![瓦克米])|[천백](?=\s?(?:[원명개대여]|$|만)))"
_SCALE_WORDS = "|".join(sorted((w for w in SCALES if (len(w) > 1 and w.isalpha()) or " " in w), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![a-z]){_BEFORE}{_DIGITS}"
    rf"(?:\s*(?P<round>{_ROUND}(?:\s?\d[\d,]*{_ROUND})*)|\s?-?(?P<scale>(?:{_SCALE_WORDS}|mi|bi)(?![^\W\d_])|[bmk](?![^\W\d_])))?"
    rf"(?:\s*(?P<share>%|(?:{SHARE_WORDS})(?![^\W\d_])))?"
)
_DIGIT, _SIGN_LONGEST = re.compile(r"\d"), 4  # Characters of a currency before a figure.
_SIGN_ENDS = frozenset("$€£¥₩₹₽₺.abcdefghijklmnopqrstuvwxyz")
_CURRENCY_NAMES = "|".join(map(re.escape, sorted(CURRENCIES, key=len, reverse=True)))
_AFTER = re.compile(
    rf"\.?\s{{0,8}}-?(?:of |de |d'|di )?({_CURRENCY_NAMES})(?![^\W\d_㐀-鿿ぁ-ヺ가-힣])"
    r"|\.?\s{0,8}(美元|美金|欧元|英镑|人民币|港元|港币|日元|韩元|卢比|卢布|元|円|ドル|ユーロ|ウォン|원|달러|유로|엔|위안)"
)
_AFTER_BEGINS = frozenset(".-od美欧英人港日韩卢元円ドユウ원달유엔위") | {name[0] for name in CURRENCIES}
"""Characters with which ``_AFTER`` may begin, besides blanks: to look for all of it takes ten times as long."""
_PART = re.compile(rf"(?<![\d,])(\d[\d,]*+(?:\.\d++)?+)\s?({_ROUND})")
_HAN_SHARE = re.compile(r"百分之(?:(\d+(?:\.\d+)?)|([零一二两三四五六七八九十百]+))")
_HAN_COUNT = re.compile(r"[零一二两三四五六七八九十百千]+(?=[年月日天个款家名位次元倍秒分小岁亿万人台项轮条部美成])")
_HAN_AMOUNT = re.compile(r"[一二两三四五六七八九]?[十百千][一二三四五六七八九十百]*(?=余?(?:亿|万|元|美元|人))")
_COUNT_WORD = re.compile(rf"\b({'|'.join(COUNT_WORDS)})\b")
_SCORE = re.compile(
    r"(?<![\d.,:-])(\d{1,3})\s?(?:[-:]|比|대)\s?(\d{1,3})(?![\d.,:%-]|\s?(?:%|(?:percent|per|year|day|month|week|hour|minute|million|billion|prozent|jahr|tag|stunde|ans|jour|mois|años|días)))"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``currency`` is empty where none is named."""

    value: float
    share: bool = False
    currency: str = ""

    def stands_in(self, others: Iterable["Figure"]) -> bool:
        """Whether one of the others says as much: the same value, and the currency if this names one."""
        return any(
            abs(self.value - other.value) <= 1e-9 * max(abs(self.value), 1.0)
            and self.share == other.share
            and self.currency in {"", other.currency}
            for other in others
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure with its place in the folded text; ``scaled`` when a word such as million belongs to it."""

    figure: Figure
    start: int
    end: int
    scaled: bool
    whole: bool
    """Written without a decimal part."""


def figures_in(folded: str, language: str = "") -> frozenset[Figure]:
    """Every figure of a folded text, written in digits or in words; dates and years count as figures here."""
    text = _HAN_SHARE.sub(lambda match: f" {match[1] or han_value(match[2])}%", folded)
    text = _COUNT_WORD.sub(lambda match: str(COUNT_WORDS[match[0]]), text)
    text = _HAN_COUNT.sub(lambda match: f" {han_value(match[0])}", text)
    return frozenset(reading.figure for reading in read_figures(text, language))


def read_figures(folded: str, language: str = "") -> Iterator[Reading]:
    """The figures in digits of a folded text, in order; ``language`` is read from the text where it is not given."""
    language = language or language_of(folded)
    if _ARABIC_POINT in folded or _ARABIC_GROUPS in folded:
        folded = folded.translate(_ARABIC_SEPARATORS)
    if language == "tr":  # The sign stands before the number; places stay as they are.
        folded = _TURKISH_SHARE.sub(lambda match: f"{match[1]}%".rjust(len(match[0])), folded)
    for match in _find_numbers(folded):
        digits, end = _number_within(match, language)
        value = _value_of(digits, language, money=_is_money(match, folded))
        if value is None:
            continue
        cut = end < match.end("digits")
        scale = 1.0 if cut else _scale_of(match, language)
        share = not cut and match["share"] is not None
        end = end if cut else match.end()
        after = None if share else _currency_after(folded, end)
        named = after[1] or after[2] if after else ""
        currency = CURRENCIES.get((match["before"] or "").rstrip("."), "") or CURRENCIES.get(named, "")
        if currency == "cny" and language == "ja":
            currency = "jpy"
        if match["round"] and not cut:
            value, scale = _sum_rounds(match, value), 1.0
        figure = Figure(value * scale, share=share, currency=currency)
        yield Reading(
            figure=figure,
            start=match.start(),
            end=after.end() if after else end,
            scaled=not cut and bool(match["round"] or match["scale"]),
            whole="." not in digits and "," not in digits,
        )


def _find_numbers(folded: str) -> Iterator[re.Match[str]]:
    """All matches of ``_NUMBER``, which is looked for around digits only: it is slow to tell that nothing is there."""
    at = 0
    while digit := _DIGIT.search(folded, at):
        between = folded[at : digit.start()].rstrip()  # A currency may stand there, with spaces behind it.
        start = at + max(len(between) - _SIGN_LONGEST, 0)
        plain = None if between[-1:] in _SIGN_ENDS else _NUMBER.match(folded, digit.start())
        if (match := plain or _NUMBER.search(folded, start)) is None:
            return
        yield match
        at = match.end()


@lru_cache(maxsize=64)
def amounts_in(folded: str, language: str = "") -> frozenset[str]:
    """Figures of a text as "n:2e+10" or "%:12.5"; dates, times of day, scores and the number one are left out."""
    plain = no_amounts().sub(" ", folded)
    if "十" in plain or "百" in plain or "千" in plain:
        plain = _HAN_AMOUNT.sub(lambda match: str(han_value(match[0])), plain)
        plain = _HAN_SHARE.sub(lambda match: f" {match[1] or han_value(match[2])}%", plain)
    found = set()
    for reading in read_figures(plain, language):
        if reading.figure.share:
            found.add(f"%:{reading.figure.value:g}")
        elif reading.figure.value >= _FEW or not reading.whole:
            found.add(f"n:{reading.figure.value:.4g}")
    return frozenset(found)


def scores_in(folded: str) -> frozenset[str]:
    """Results of games and votes, the larger number first: each side's outlet names its own first."""
    pairs = (sorted(map(int, match.groups()), reverse=True) for match in _SCORE.finditer(folded))
    return frozenset(f"{high}:{low}" for high, low in pairs)


@cache
def no_amounts() -> re.Pattern[str]:
    """What is written in digits and is no amount: days, months, years, times, quarters, ordinals, scores."""
    return re.compile(
        rf"(?=[\dq第제{first_letters_of_days()}])(?:"
        r"\d{4}\s*[年년]|\d{1,2}\s*[月월]\s*\d{1,2}\s*[日号일]|\d{1,2}\s*(?:[月日号](?!活)|[월일](?!\w))|\d{4}-\d\d-\d\d"
        r"|\b\d{1,2}:\d\d\b|\bq[1-4]\b|\b\d{1,2}시|\b(?:19|20)\d\d(?:[-/]\d\d)?\b(?!\s?(?:[%$€£元円원]|euro|dollar|million))"
        r"|\b\d+(?:st|nd|rd|th|º|ª|er|ème|e)\b|第\s?\d+|제\s?\d+|\d+\s?(?:周年|주년|届)|\b\d{1,2}-(?:year|летн)\w*"
        rf"|{named_day_pattern()}|{_SCORE.pattern})"
    )


def han_value(numeral: str) -> int:
    """ "二十五" as 25, "两百" as 200; digits read one by one ("二零二六") as 2026."""
    if not set(numeral) & set(TENS):
        return int("".join(str(ONES.index(char) if char != "两" else 2) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in TENS:
            total, digit = total + (digit or 1) * TENS[char], 0
        else:
            digit = ONES.index(char) if char != "两" else 2
    return total + digit


def nearly_equal(a: float, b: float) -> bool:
    """Equal, give or take rounding."""
    return a == b or abs(a - b) <= ALMOST * max(a, b)


def _number_within(match: re.Match[str], language: str) -> tuple[str, int]:
    """The digits that make one number in this language, and where they end: spaces part numbers in most."""
    digits = match["digits"]
    if " " not in digits or not language or language in SPACE_GROUPS:
        return digits, match.end("digits")
    first = digits.partition(" ")[0]
    return first, match.start("digits") + len(first)


def _is_money(match: re.Match[str], folded: str) -> bool:
    return match["scale"] is None and (
        match["before"] is not None or _currency_after(folded, match.end("digits")) is not None
    )


def _currency_after(folded: str, end: int) -> re.Match[str] | None:
    """The currency that is named behind a number."""
    char = folded[end : end + 1]
    return _AFTER.match(folded, end) if char in _AFTER_BEGINS or char.isspace() else None


def _value_of(digits: str, language: str, *, money: bool) -> float | None:
    """The value of digits with their marks; ``None`` for what is not a number ("3.1.2")."""
    if digits.isdecimal():
        return float(digits)
    digits = digits.replace(" ", "").replace("'", "").replace("’", "")
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return float(digits)
    last = marks[-1]
    head, _, tail = digits.rpartition(last)
    if len(set(marks)) > 1 and marks.count(last) == 1:
        return float(f"{_without_marks(head)}.{tail}")
    if len(marks) > 1:
        return float(_without_marks(digits)) if len(set(marks)) == 1 and len(tail) == _GROUP else None
    if len(tail) == _GROUP and head != "0" and len(head) <= _GROUP and _groups_thousands(last, language, money=money):
        return float(head + tail)
    return float(f"{head}.{tail}")


def _groups_thousands(mark: str, language: str, *, money: bool) -> bool:
    """Whether one mark before three digits parts thousands: 27.000 in German, 27,000 in English."""
    if mark == ",":
        return language not in COMMA_IS_DECIMAL - {"es"}
    # Nobody writes a price with three decimals.
    return language in COMMA_IS_DECIMAL or (not language and money)


def _without_marks(digits: str) -> str:
    return digits.replace(",", "").replace(".", "")


def _scale_of(match: re.Match[str], language: str) -> float:
    if (word := match["scale"]) is None:
        return 1.0
    if (language, word) in LOCAL_SCALES:
        return LOCAL_SCALES[language, word]
    if word in ONLY_IN and language not in ONLY_IN[word].split():
        return 1.0
    return SCALES.get(word, 1.0)


def _sum_rounds(match: re.Match[str], first: float) -> float:
    """ "1亿2000万": the parts added up."""
    parts = _PART.findall(f"1{match['round']}")
    values = [first, *(float(digits.replace(",", "")) for digits, _ in parts[1:])]
    return sum(value * _round_value(word) for value, (_, word) in zip(values, parts, strict=True))


def _round_value(word: str) -> float:
    """The value of 万, 千万 or 천만."""
    return SCALES[word] if word in SCALES else TENS[word[0]] * SCALES[word[1:]]

"""The figures of a text, read as its language writes them: value, share or not, currency.

``39.990 Euro`` is forty thousand, ``19,99 Euro`` is twenty, ``1,20,000`` rupees are 120 thousand, ``1亿2000万`` is 120
million. What is a date, a year, a time of day or a score is no amount.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from monitor.core.text.figures.number_words import (
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
from monitor.core.text.languages import language_of
from monitor.core.text.written_dates.no_amounts import SCORE, without_dates
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
_MAY_BE_AMOUNT = re.compile(r"[\d十百千]")
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
_ENDS_AS_HAN_AMOUNT = re.compile(r"[十百千][一二三四五六七八九十百]{0,40}余?(?:亿|万|元|美元|人)")
"""Where there is none of these there is no such amount: to look for a whole one takes ten times as long."""
_COUNT_WORD = re.compile(rf"\b({'|'.join(COUNT_WORDS)})\b")


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


def figures_in(folded: str) -> frozenset[Figure]:
    """Every figure of a folded text, written in digits or in words; dates and years count as figures here."""
    text = _HAN_SHARE.sub(lambda match: f" {match[1] or han_value(match[2])}%", folded)
    text = _COUNT_WORD.sub(lambda match: str(COUNT_WORDS[match[0]]), text)
    text = _HAN_COUNT.sub(lambda match: f" {han_value(match[0])}", text)
    return frozenset(reading.figure for reading in read_figures(text))


def read_figures(folded: str, language: str = "", *, plain: bool = True) -> Iterator[Reading]:
    """The figures in digits of a folded text, in order; ``language`` is read from the text where it is not given.

    ``plain``: those that are neither a share nor money, too.
    """
    language = language or language_of(folded)
    folded = _with_plain_signs(folded, language)
    for match, digits, end, value, share in _read_values(folded, language):
        after = None if share else _currency_after(folded, end)
        named = after[1] or after[2] if after else ""
        currency = CURRENCIES.get((match["before"] or "").rstrip("."), "") or CURRENCIES.get(named, "")
        if currency == "cny" and language == "ja":
            currency = "jpy"
        if not (plain or share or currency):
            continue
        yield Reading(
            figure=Figure(value, share=share, currency=currency),
            start=match.start(),
            end=after.end() if after else end,
            scaled=end == match.end() and bool(match["round"] or match["scale"]),
            whole=_is_whole(digits),
        )


def _with_plain_signs(folded: str, language: str) -> str:
    """Arabic separators as those of ASCII, and Turkish signs of shares behind numbers; places stay."""
    if _ARABIC_POINT in folded or _ARABIC_GROUPS in folded:
        folded = folded.translate(_ARABIC_SEPARATORS)
    if language == "tr":
        folded = _TURKISH_SHARE.sub(lambda match: f"{match[1]}%".rjust(len(match[0])), folded)
    return folded


def _is_whole(digits: str) -> bool:
    return "." not in digits and "," not in digits


def _read_values(folded: str, language: str) -> Iterator[tuple[re.Match[str], str, int, float, bool]]:
    """Each number with its digits, where it ends, its value, and whether it is a share."""
    for match in _find_numbers(folded):
        digits, end = _number_within(match, language)
        # What money is tells thousands from decimals only where no language does.
        value = _value_of(digits, language, money=not language and _is_money(match, folded))
        if value is None:
            continue
        if end < match.end("digits"):
            yield match, digits, end, value, False
        elif match["round"]:
            yield match, digits, match.end(), _sum_rounds(match, value), match["share"] is not None
        else:
            yield match, digits, match.end(), value * _scale_of(match, language), match["share"] is not None


def _find_numbers(folded: str) -> Iterator[re.Match[str]]:
    """All matches of ``_NUMBER``, which is looked for around digits only: it is slow to tell that nothing is there."""
    at = 0
    while digit := _DIGIT.search(folded, at):
        first = end = digit.start()
        while end > at and folded[end - 1].isspace():  # A currency may stand there, with spaces behind it.
            end -= 1
        start = max(end - _SIGN_LONGEST, at)
        plain = None if end > at and folded[end - 1] in _SIGN_ENDS else _NUMBER.match(folded, first)
        if (match := plain or _NUMBER.search(folded, start)) is None:
            return
        yield match
        at = match.end()


@lru_cache(maxsize=64)
def amounts_in(folded: str, language: str = "") -> frozenset[str]:
    """Figures of a text as "n:2e+10" or "%:12.5"; dates, times of day, scores and the number one are left out."""
    if _MAY_BE_AMOUNT.search(folded) is None:
        return frozenset()
    plain = without_dates(folded)
    if _ENDS_AS_HAN_AMOUNT.search(plain):
        plain = _HAN_AMOUNT.sub(lambda match: str(han_value(match[0])), plain)
    if "百分之" in plain:
        plain = _HAN_SHARE.sub(lambda match: f" {match[1] or han_value(match[2])}%", plain)
    found = set()
    language = language or language_of(plain)
    for _, digits, _, value, share in _read_values(_with_plain_signs(plain, language), language):
        if share:
            found.add(f"%:{value:g}")
        elif value >= _FEW or not _is_whole(digits):
            found.add(f"n:{value:.4g}")
    return frozenset(found)


def scores_in(folded: str) -> frozenset[str]:
    """Results of games and votes, the larger number first: each side's outlet names its own first."""
    pairs = (sorted(map(int, match.groups()), reverse=True) for match in SCORE.finditer(folded))
    return frozenset(f"{high}:{low}" for high, low in pairs)


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

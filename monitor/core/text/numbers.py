"""The figures of a text, read as its language writes them: value, share or not, currency.

``39.990 Euro`` is forty thousand, ``19,99 Euro`` is twenty, ``1,20,000`` rupees are 120 thousand, ``1亿2000万`` is 120
million. What is a date, a year, a time of day or a score is no amount.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.core.text.languages import language_of
from monitor.core.text.named_days import named_day_pattern

ALMOST = 0.011
"""Two newsrooms round one figure differently: 40.8 and 40.85."""
_FEW = 2
_COMMA_IS_DECIMAL = frozenset(
    [
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "pl",
        "ru",
        "uk",
        "bg",
        "sr",
        "be",
        "mk",
        "cs",
        "sk",
        "sv",
        "nb",
        "no",
        "da",
        "fi",
        "hu",
        "ro",
        "hr",
        "sl",
        "el",
        "tr",
        "id",
        "vi",
    ]
)
_SPACE_GROUPS = frozenset(["fr", "es", "pl", "ru", "uk", "bg", "be", "cs", "sk", "sv", "nb", "no", "fi", "hu"])
"""Languages that part thousands by a space: elsewhere two numbers side by side are two numbers."""
_GROUP = 3

_SCALES = {
    "万亿": 1e12, "兆": 1e12, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, "조": 1e12, "억": 1e8, "만": 1e4, "천": 1e3,
    "백": 1e2, "hundred": 1e2, "thousand": 1e3, "thousands": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12, "mio": 1e6, "mrd": 1e9, "mld": 1e9, "mln": 1e6,
    "lakh": 1e5, "lakhs": 1e5, "lakh crore": 1e12, "crore": 1e7, "crores": 1e7, "tausend": 1e3, "millionen": 1e6,
    "milliarde": 1e9,
    "milliarden": 1e9, "billionen": 1e12, "mille": 1e3, "millions": 1e6, "milliard": 1e9, "milliards": 1e9, "md": 1e9,
    "mds": 1e9, "billions": 1e9, "mil": 1e3, "millón": 1e6, "millon": 1e6, "millones": 1e6, "mil millones": 1e9,
    "billón": 1e12, "billones": 1e12, "mila": 1e3, "milione": 1e6, "milioni": 1e6, "miliardo": 1e9, "miliardi": 1e9,
    "milhão": 1e6, "milhões": 1e6, "mil milhões": 1e9, "bilhão": 1e9, "bilhões": 1e9, "duizend": 1e3, "miljoen": 1e6,
    "miljard": 1e9, "tys": 1e3, "tysięcy": 1e3, "tysiące": 1e3, "milion": 1e6, "miliony": 1e6, "milionów": 1e6,
    "miliard": 1e9, "miliardy": 1e9, "miliardów": 1e9, "тыс": 1e3, "тысяча": 1e3, "тысячи": 1e3, "тысяч": 1e3,
    "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млрд": 1e9, "миллиард": 1e9, "миллиарда": 1e9,
    "миллиардов": 1e9, "трлн": 1e12, "bin": 1e3, "milyon": 1e6, "milyar": 1e9, "trilyon": 1e12, "tusen": 1e3,
    "miljoner": 1e6, "miljarder": 1e9, "ribu": 1e3, "juta": 1e6, "miliar": 1e9, "triliun": 1e12, "ألف": 1e3,
    "آلاف": 1e3, "مليون": 1e6, "ملايين": 1e6, "مليار": 1e9, "مليارات": 1e9, "تريليون": 1e12,
}  # fmt: skip
_LOCAL_SCALES = {
    # The long scale: a billion is a million millions.
    ("de", "billion"): 1e12, ("fr", "billion"): 1e12, ("fr", "billions"): 1e12, ("fr", "trillion"): 1e18,
    ("pt", "mi"): 1e6, ("pt", "bi"): 1e9, ("sv", "miljard"): 1e9,
}  # fmt: skip
_ONLY_IN = {"bin": "tr", "mil": "es pt", "mila": "it", "mille": "fr", "md": "fr", "ألف": "ar"}
"""Words that mean a scale in these languages only."""
_CURRENCIES = {
    "$": "usd", "us$": "usd", "美元": "usd", "美金": "usd", "dollar": "usd", "dollars": "usd", "usd": "usd",
    "dólar": "usd", "dólares": "usd", "dolar": "usd", "dolarów": "usd", "долларов": "usd", "доллара": "usd",
    "ドル": "usd", "달러": "usd", "دولار": "usd", "€": "eur", "欧元": "eur", "euro": "eur", "euros": "eur",
    "eur": "eur",
    "евро": "eur", "ユーロ": "eur", "유로": "eur", "يورو": "eur", "£": "gbp", "英镑": "gbp", "pound": "gbp",
    "pounds": "gbp", "gbp": "gbp", "¥": "cny", "元": "cny", "人民币": "cny", "yuan": "cny", "rmb": "cny", "cny": "cny",
    "юаней": "cny", "위안": "cny", "hk$": "hkd", "港元": "hkd", "港币": "hkd", "nt$": "twd", "新台币": "twd",
    "日元": "jpy", "円": "jpy", "yen": "jpy", "jpy": "jpy", "엔": "jpy", "韩元": "krw", "원": "krw", "₩": "krw",
    "won": "krw", "krw": "krw", "ウォン": "krw", "₹": "inr", "rs": "inr", "rupees": "inr", "rupee": "inr", "inr": "inr",
    "卢比": "inr", "₽": "rub", "рублей": "rub", "рубля": "rub", "руб": "rub", "卢布": "rub", "rub": "rub", "₺": "try",
    "tl": "try", "lira": "try", "zł": "pln", "złotych": "pln", "pln": "pln", "chf": "chf", "franken": "chf",
    "r$": "brl", "reais": "brl", "kr": "sek", "kronor": "sek",
}  # fmt: skip
_BEFORE = (
    r"(?:(?<![^\W\d_])(?P<before>us\$|hk\$|nt\$|r\$|[$€£¥₩₹₽₺]"
    r"|(?:rs\.?|usd|eur|gbp|jpy|cny|rmb|inr|chf|krw)(?=\s?\d))\s*)?"
)
_DIGITS = r"(?<![\d.])(?P<digits>\d+(?:[.,'’]\d+)*(?: \d{3}(?![\d.]|\s?(?:gb|go|tb|mb|hz)\b))*(?:,\d+)?)"
_SHARE_WORDS = (
    "percent|per cent|pct|percentage points?|prozent(?:punkte)?|pour cent|por ?ciento|por cento|per cento"
    "|procent(?:ach)?|процент(?:а|ов|ами|ах)?|퍼센트|パーセント|个百分点|百分点"
)
_TURKISH_SHARE = re.compile(r"(?:%\s?|yüzde )(\d[\d.,]*(?<![.,]))")
_ROUND = r"(?:万亿|[十百千]?[万亿兆]|[십백천]?[만억조]|[千百](?![瓦克米])|[천백](?=\s?(?:[원명개대여]|$|만)))"
_SCALE_WORDS = "|".join(sorted((w for w in _SCALES if (len(w) > 1 and w.isalpha()) or " " in w), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![a-z]){_BEFORE}{_DIGITS}"
    rf"(?:\s*(?P<round>{_ROUND}(?:\s?\d[\d,]*{_ROUND})*)|\s?-?(?P<scale>(?:{_SCALE_WORDS}|mi|bi)(?![^\W\d_])|[bmk](?![^\W\d_])))?"
    rf"(?:\s*(?P<share>%|(?:{_SHARE_WORDS})(?![^\W\d_])))?"
)
_CURRENCY_NAMES = "|".join(map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)))
_AFTER = re.compile(
    rf"\.?\s{{0,8}}-?(?:of |de |d'|di )?({_CURRENCY_NAMES})(?![^\W\d_㐀-鿿ぁ-ヺ가-힣])"
    r"|\.?\s{0,8}(美元|美金|欧元|英镑|人民币|港元|港币|日元|韩元|卢比|卢布|元|円|ドル|ユーロ|ウォン|원|달러|유로|엔|위안)"
)
_PART = re.compile(rf"(?<![\d,])(\d[\d,]*+(?:\.\d++)?+)\s?({_ROUND})")
_HAN_SHARE = re.compile(r"百分之(?:(\d+(?:\.\d+)?)|([零一二两三四五六七八九十百]+))")
_HAN_COUNT = re.compile(r"[零一二两三四五六七八九十百千]+(?=[年月日天个款家名位次元倍秒分小岁亿万人台项轮条部美成])")
_HAN_AMOUNT = re.compile(r"[一二两三四五六七八九]?[十百千][一二三四五六七八九十百]*(?=余?(?:亿|万|元|美元|人))")
_ONES = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
_COUNT_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_COUNT_WORD = re.compile(rf"\b({'|'.join(_COUNT_WORDS)})\b")
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


Amount = tuple[str, float]
"""Kind ("n" for a number, "%" for a share) and value: what two reports compare."""


def figures_in(folded: str, language: str = "") -> frozenset[Figure]:
    """Every figure of a folded text, written in digits or in words; dates and years count as figures here."""
    text = _HAN_SHARE.sub(lambda match: f" {match[1] or han_value(match[2])}%", folded)
    text = _COUNT_WORD.sub(lambda match: str(_COUNT_WORDS[match[0]]), text)
    text = _HAN_COUNT.sub(lambda match: f" {han_value(match[0])}", text)
    return frozenset(reading.figure for reading in read_figures(text, language))


def read_figures(folded: str, language: str = "") -> Iterator[Reading]:
    """The figures in digits of a folded text, in order; ``language`` is read from the text where it is not given."""
    language = language or language_of(folded)
    if language == "tr":  # The sign stands before the number; places stay as they are.
        folded = _TURKISH_SHARE.sub(lambda match: f"{match[1]}%".rjust(len(match[0])), folded)
    for match in _NUMBER.finditer(folded):
        digits, end = _number_within(match, language)
        value = _value_of(digits, language, money=_is_money(match, folded))
        if value is None:
            continue
        cut = end < match.end("digits")
        scale = 1.0 if cut else _scale_of(match, language)
        share = not cut and match["share"] is not None
        end = end if cut else match.end()
        after = None if share else _AFTER.match(folded, end)
        named = after[1] or after[2] if after else ""
        currency = _CURRENCIES.get((match["before"] or "").rstrip("."), "") or _CURRENCIES.get(named, "")
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


def amounts_in(folded: str, language: str = "") -> frozenset[str]:
    """Figures of a text as "n:2e+10" or "%:12.5"; dates, times of day, scores and the number one are left out."""
    plain = _HAN_AMOUNT.sub(lambda match: str(han_value(match[0])), no_amounts().sub(" ", folded))
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
    pairs = [sorted(map(int, match.groups()), reverse=True) for match in _SCORE.finditer(folded)]
    return frozenset(f"{high}:{low}" for high, low in pairs)


@cache
def no_amounts() -> re.Pattern[str]:
    """What is written in digits and is no amount: days, months, years, times, quarters, ordinals, scores."""
    return re.compile(
        r"\d{4}\s*[年년]|\d{1,2}\s*[月월]\s*\d{1,2}\s*[日号일]|\d{1,2}\s*(?:[月日号](?!活)|[월일](?!\w))|\d{4}-\d\d-\d\d"
        r"|\b\d{1,2}:\d\d\b|\bq[1-4]\b|\b\d{1,2}시|\b(?:19|20)\d\d(?:[-/]\d\d)?\b(?!\s?(?:[%$€£元円원]|euro|dollar|million))"
        r"|\b\d+(?:st|nd|rd|th|º|ª|er|ème|e)\b|第\s?\d+|제\s?\d+|\d+\s?(?:周年|주년|届)|\b\d{1,2}-(?:year|летн)\w*"
        rf"|{named_day_pattern()}|{_SCORE.pattern}"
    )


def han_value(numeral: str) -> int:
    """ "二十五" as 25, "两百" as 200; digits read one by one ("二零二六") as 2026."""
    if not set(numeral) & set(_TENS):
        return int("".join(str(_ONES.index(char) if char != "两" else 2) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _TENS:
            total, digit = total + (digit or 1) * _TENS[char], 0
        else:
            digit = _ONES.index(char) if char != "两" else 2
    return total + digit


def stored_amounts(stored: Iterable[str]) -> tuple[Amount, ...]:
    """Amounts as (kind, value), to be compared."""
    return tuple((kind, float(value)) for kind, _, value in (amount.partition(":") for amount in stored))


def count_agreeing(ours: Sequence[Amount], theirs: Sequence[Amount]) -> int:
    """How many of our figures the other side has too, give or take rounding."""
    if not ours or not theirs:
        return 0
    hits = 0
    for kind, value in ours:
        # Plain comparisons: this runs for every figure of every candidate.
        low, high = value * (1 - ALMOST), value / (1 - ALMOST)
        for other, x in theirs:
            if low <= x <= high and kind == other:
                hits += 1
                break
    return hits


def nearly_equal(a: float, b: float) -> bool:
    """Equal, give or take rounding."""
    return a == b or abs(a - b) <= ALMOST * max(a, b)


def _number_within(match: re.Match[str], language: str) -> tuple[str, int]:
    """The digits that make one number in this language, and where they end: spaces part numbers in most."""
    digits = match["digits"]
    if " " not in digits or not language or language in _SPACE_GROUPS:
        return digits, match.end("digits")
    first = digits.partition(" ")[0]
    return first, match.start("digits") + len(first)


def _is_money(match: re.Match[str], folded: str) -> bool:
    return match["scale"] is None and (
        match["before"] is not None or _AFTER.match(folded, match.end("digits")) is not None
    )


def _value_of(digits: str, language: str, *, money: bool) -> float | None:
    """The value of digits with their marks; ``None`` for what is not a number ("3.1.2")."""
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
        return language not in _COMMA_IS_DECIMAL - {"es"}
    # Nobody writes a price with three decimals.
    return language in _COMMA_IS_DECIMAL or (not language and money)


def _without_marks(digits: str) -> str:
    return digits.replace(",", "").replace(".", "")


def _scale_of(match: re.Match[str], language: str) -> float:
    word = match["scale"]
    if word is None:
        return 1.0
    if (language, word) in _LOCAL_SCALES:
        return _LOCAL_SCALES[language, word]
    if word in _ONLY_IN and language not in _ONLY_IN[word].split():
        return 1.0
    return _SCALES.get(word, 1.0)


def _sum_rounds(match: re.Match[str], first: float) -> float:
    """ "1亿2000万": the parts added up."""
    parts = _PART.findall(f"1{match['round']}")
    values = [first, *(float(digits.replace(",", "")) for digits, _ in parts[1:])]
    return sum(value * _round_value(word) for value, (_, word) in zip(values, parts, strict=True))


def _round_value(word: str) -> float:
    """The value of 万, 千万 or 천만."""
    if word in _SCALES:
        return _SCALES[word]
    return _TENS[word[0]] * _SCALES[word[1:]]

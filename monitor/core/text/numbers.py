"""Amounts, shares, days and versions in a folded text, in one form for both languages."""

import re
from collections.abc import Collection, Iterable, Sequence

Figure = tuple[str, float]
_SCALES = {
    "万亿": 1e12, "trillion": 1e12, "tn": 1e12, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "million": 1e6, "mn": 1e6, "m": 1e6, "k": 1e3, "thousand": 1e3,
}  # fmt: skip
_ALMOST = 0.011
"""Two newsrooms round one figure differently: 40.8 and 40.85."""
_FEW = 2
_AMOUNT = re.compile(
    r"(?<![a-z0-9.])(\d[\d,]*(?:\.\d+)?)\s*"
    r"(%|万亿|亿|万|千(?![瓦克米])|百|(?:trillion|billion|million|thousand|tn|bn|mn|[bmk])(?![a-z]))?(?![.\d])"
)
_NO_AMOUNT = re.compile(
    r"\d{4}\s*年|\d{1,2}\s*月\s*\d{1,2}\s*[日号]|\d{1,2}\s*[月日号](?!活)|\d{4}-\d\d-\d\d|\d{1,2}:\d\d|\bq[1-4]\b"
    r"|\b(?:19|20)\d\d\b"
)
_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]|(?<!\d)20\d\d-(\d\d)-(\d\d)")
_DAY_EN = re.compile(
    r"\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})\b(?!\s*(?:%|million|billion))"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# "api 2.5 折" is a discount, not a version.
_NO_UNIT = r"(?![.\d]|\s*(?:[%万亿元倍折]|美元))"
_NAME = re.compile(rf"[a-z][a-z0-9]*(?:[-.+][a-z0-9]+)*(?:\s?\d+(?:\.\d+)+{_NO_UNIT})?")
_NUMBERED_NAME = re.compile(
    rf"(?<![a-z0-9])[a-z][a-z0-9]*(?:[-.+][a-z0-9]+)*\s?\d+(?:\.\d+)+{_NO_UNIT}|(?<![a-z0-9])[a-z]+\d+(?:\.\d+)*"
)
_VERSION = re.compile(r"^(.*?[a-z㐀-鿿])[-\s]?v?(\d+(?:\.\d+)*)((?:[-.][a-z0-9.]+)*)$")
_HAN_NUMBER = re.compile(r"[一二两三四五六七八九]?[十百千][一二三四五六七八九十百]*(?=余?(?:亿|万|元|美元|人))")
_ONES = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_VERSION = re.compile(
    r"([㐀-鿿]{2})\s?v?(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d.])(?!\s*(?:[%万亿千百元美倍秒分小天年月个日公米厘克吨度寸折点]|[a-z]{1,3}(?![a-z])))"
)
# Latin words in Chinese headlines that name nothing.
_PLAIN = frozenset(
    """
    ai app api ipo ceo cfo cto arr pro max mini plus agent token gpu cpu pc suv ev it vs gwh kwh ui os ios llm moe
    the of to in on for and or is are with by at from as its new now out how why what will may can has have after over
    a an it's says said release releases released launch launches model models video company million billion
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)


def amounts(folded: str) -> frozenset[str]:
    """Figures of a text as "n:2e+10" or "%:12.5"; dates, times of day, versions and the number one are left out."""
    found = set()
    plain = _HAN_NUMBER.sub(_digits, _NO_AMOUNT.sub(" ", _NUMBERED_NAME.sub(" ", folded)))
    for match in _AMOUNT.finditer(plain):
        value = scaled(match[1], match[2] if match[2] != "%" else "")
        if match[2] == "%":
            found.add(f"%:{value:g}")
        elif value >= _FEW or "." in match[1]:
            found.add(f"n:{value:.4g}")
    return frozenset(found)


def _digits(numeral: re.Match[str]) -> str:
    """ "两百" as 200."""
    total, digit = 0, 0
    for char in numeral[0]:
        if char in _TENS:
            total, digit = total + (digit or 1) * _TENS[char], 0
        else:
            digit = _ONES.index(char) if char != "两" else 2
    return str(total + digit)


def scaled(digits: str, unit: str | None) -> float:
    """The value of "1,200" and "万"."""
    return float(digits.replace(",", "")) * _SCALES.get(unit or "", 1.0)


def figures(stored: Iterable[str]) -> tuple[Figure, ...]:
    """Amounts as (kind, value), to be compared."""
    return tuple((kind, float(value)) for kind, _, value in (figure.partition(":") for figure in stored))


def agreeing(ours: Sequence[Figure], theirs: Sequence[Figure]) -> int:
    """How many of our figures the other side has too, give or take rounding."""
    if not ours or not theirs:
        return 0
    hits = 0
    for kind, value in ours:
        # Plain comparisons: this runs for every figure of every candidate.
        low, high = value * (1 - _ALMOST), value / (1 - _ALMOST)
        for other, x in theirs:
            if low <= x <= high and kind == other:
                hits += 1
                break
    return hits


def alike(a: float, b: float) -> bool:
    """Equal, give or take rounding."""
    return a == b or abs(a - b) <= _ALMOST * max(a, b)


def days(folded: str) -> frozenset[str]:
    """Calendar days named in a text, as "04-27"."""
    found = {f"{int(m[1] or m[3]):02}-{int(m[2] or m[4]):02}" for m in _DAY.finditer(folded)}
    english = {f"{_MONTHS.index(m[1][:3]) + 1:02}-{int(m[2]):02}" for m in _DAY_EN.finditer(folded)}
    return frozenset(found | english)


def latin_names(folded: str) -> frozenset[str]:
    """Names in Latin letters with their versions, without spaces: "wan2.7-image", "openai"."""
    return frozenset(name.replace(" ", "") for name in _NAME.findall(folded) if len(name) > 1 and name not in _PLAIN)


def base_names(names: Collection[str]) -> frozenset[str]:
    """The names without versions: "happyhorse" for "happyhorse-1.0"."""
    return frozenset(match[1].rstrip("-.") if (match := _VERSION.match(name)) else name for name in names)


def han_versions(folded: str) -> frozenset[str]:
    """Versions behind names in Han characters, as "可灵2.1"; the last two characters stand for the name."""
    return frozenset(match[1] + match[2] for match in _HAN_VERSION.finditer(folded))


def versions(names: Collection[str]) -> dict[str, set[str]]:
    """Version and variant by base name: {"wan": {"2.7-image"}}."""
    found: dict[str, set[str]] = {}
    for name in names:
        if match := _VERSION.match(name):
            found.setdefault(match[1].rstrip("-."), set()).add(match[2] + match[3])
    return found


def versions_differ(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Whether both sides name a version of one thing and never the same."""
    mine, yours = versions(ours), versions(theirs)
    return any(
        not any(a.startswith(b) or b.startswith(a) for a in mine[base] for b in yours[base])
        for base in mine.keys() & yours.keys()
    )

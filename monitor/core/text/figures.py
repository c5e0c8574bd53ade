"""The figures of a text with their scale, share and currency, in one form for both languages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SCALES = {
    "万亿": 1e12, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, "trillion": 1e12, "billion": 1e9, "bn": 1e9,
    "million": 1e6, "mn": 1e6, "thousand": 1e3, "hundred": 1e2, "b": 1e9, "m": 1e6, "k": 1e3, "tn": 1e12,
}  # fmt: skip
_CURRENCIES = {
    "$": "usd", "us$": "usd", "美元": "usd", "美金": "usd", "dollar": "usd", "usd": "usd", "€": "eur", "欧元": "eur",
    "euro": "eur", "eur": "eur", "£": "gbp", "英镑": "gbp", "pound": "gbp", "¥": "cny", "元": "cny", "人民币": "cny",
    "yuan": "cny", "rmb": "cny", "cny": "cny", "港元": "hkd", "港币": "hkd", "hk$": "hkd", "日元": "jpy", "yen": "jpy",
}  # fmt: skip
_BEFORE = r"(us\$|hk\$|[$€£¥])?\s*"
_AFTER = r"(美元|美金|欧元|英镑|人民币|港元|港币|日元|元|dollars?|usd|euros?|eur|pounds?|yuan|rmb|cny|yen)?"
_SCALE = r"(万亿|亿|万|千|百|(?:trillion|billion|million|thousand|hundred|tn|bn|mn|[bmk])(?![a-z]))?"
_FIGURE = re.compile(rf"{_BEFORE}(?<![a-z0-9.])(\d[\d,]*(?:\.\d+)?)\s*(%)?\s*{_SCALE}\s*{_AFTER}")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:percent|per cent|个百分点)")
_HAN_SHARE = re.compile(r"百分之(?:(\d+(?:\.\d+)?)|([零一二两三四五六七八九十百]+))")
_HAN = re.compile(r"[零一二两三四五六七八九十百千]+(?=[年月日天个款家名位次元倍秒分小岁亿万人台项轮条部美成])")
_ONES = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000}
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b")


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


def figures(folded: str) -> frozenset[Figure]:
    """Every figure of a folded text, written in digits or in words."""
    text = _HAN_SHARE.sub(lambda match: f" {match[1] or _number(match[2])}%", folded)
    text = _WORD.sub(lambda match: str(_WORDS[match[0]]), text)
    text = _HAN.sub(lambda match: f" {_number(match[0])}", text)
    text = _SHARE.sub(lambda match: f"{match[1]}%", text)
    return frozenset(_figure(match) for match in _FIGURE.finditer(text))


def _figure(match: re.Match[str]) -> Figure:
    before, digits, percent, scale, after = match.groups()
    named = _CURRENCIES.get(before or "") or _CURRENCIES.get((after or "").removesuffix("s"), "")
    value = float(digits.replace(",", "")) * _SCALES.get(scale or "", 1.0)
    return Figure(value, share=percent is not None, currency=named)


def _number(numeral: str) -> int:
    """ "二十五" as 25; digits read one by one ("二零二六") as 2026."""
    if not set(numeral) & set(_TENS):
        return int("".join(str(_ONES.index(char) if char != "两" else 2) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _TENS:
            total, digit = total + (digit or 1) * _TENS[char], 0
        else:
            digit = _ONES.index(char) if char != "两" else 2
    return total + digit

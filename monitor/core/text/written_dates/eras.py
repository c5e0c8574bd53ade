"""Years of Japanese, Taiwanese and Thai eras, numbers in Chinese characters and months that no word pattern finds,
rewritten as the other forms have them."""

import re
from typing import Final

_FIRST_YEARS: Final = {
    "令和": 2019,
    "reiwa": 2019,
    "平成": 1989,
    "heisei": 1989,
    "昭和": 1926,
    "民國": 1912,
    "民国": 1912,
}
_ERA: Final = re.compile(r"(令和|平成|昭和|民國|民国|\breiwa\b|\bheisei\b)\s?(元|\d{1,3})(?!\d)", re.IGNORECASE)
_SHORT_ERA: Final = re.compile(r"(?<![\w.])R\s?(\d{1,2})(?=\s?[.年/]\s?\d{1,2}\s?[.月/]\s?\d)")
_HAN_NUMBER: Final = re.compile(r"[〇零○一二三四五六七八九十廿]{1,5}(?=\s?[年月日号號时時点點分秒])")
_FIGURES: Final = {character: place for place, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
# Their vowel signs are no letters to a pattern, so they are looked for by name.
_THAI: Final = (
    "มกราคม|ม.ค. กุมภาพันธ์|ก.พ. มีนาคม|มี.ค. เมษายน|เม.ย. พฤษภาคม|พ.ค. มิถุนายน|มิ.ย. กรกฎาคม|ก.ค. สิงหาคม|ส.ค."
    " กันยายน|ก.ย. ตุลาคม|ต.ค. พฤศจิกายน|พ.ย. ธันวาคม|ธ.ค."
)
_HINDI: Final = "जनवरी|जन. फ़रवरी|फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर नवंबर|नवम्बर दिसंबर|दिसम्बर"
_NAMED_MONTHS: Final = {
    name: number
    for months in (_THAI, _HINDI)
    for number, names in enumerate(months.split(), start=1)
    for name in names.split("|")
}
_NAMED_DAY: Final = re.compile(
    rf"(\d{{1,2}})\s?({'|'.join(map(re.escape, _NAMED_MONTHS))}),?\s?(?:พ\.ศ\.\s?|ค\.ศ\.\s?)?(\d{{4}})(?!\d)"
)
_BUDDHIST: Final = 543
"""Years by which the Thai era is ahead."""
_LAST_WESTERN: Final = 2400


def with_figures(text: str) -> str:
    """二〇二六年十一月二十八日, 令和8年11月28日, R8.11.28 and 28 พฤศจิกายน 2569 with year, month and day in figures."""
    text = _NAMED_DAY.sub(_to_iso, text)
    western = _SHORT_ERA.sub(lambda found: str(_FIRST_YEARS["令和"] + int(found[1]) - 1), text)
    return _ERA.sub(_to_western, _HAN_NUMBER.sub(_read_figures, western))


def _to_iso(found: re.Match[str]) -> str:
    day, month, written = found.groups()
    year = int(written)
    return f"{year - _BUDDHIST if year > _LAST_WESTERN else year}-{_NAMED_MONTHS[month]:02}-{int(day):02}"


def _to_western(found: re.Match[str]) -> str:
    era, written = found.groups()
    return str(_FIRST_YEARS[era.lower()] + (1 if written == "元" else int(written)) - 1)


def _read_figures(found: re.Match[str]) -> str:
    """二〇二六 is read figure by figure, 二十八 as a number; anything else is left as it is."""
    written = found.group().replace("廿", "二十")
    if "十" not in written:
        return "".join(str(_FIGURES[character]) for character in written)
    tens, _, ones = written.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return found.group()
    return str(10 * _FIGURES.get(tens, 1) + _FIGURES.get(ones, 0))

"""How long ago something was, as pages write it in thirty languages: "3 hours ago", "vor 3 Stunden", "3時間前"."""

import re
from datetime import timedelta
from typing import Final

from monitor.core.text.written_dates.patterns import AGO, FLAGS
from monitor.lazy import late_pattern

NEAR_DAYS: Final = {
    "今天": 0, "今日": 0, "today": 0, "heute": 0, "오늘": 0,
    "昨天": -1, "昨日": -1, "yesterday": -1, "gestern": -1, "어제": -1,
    "aujourd'hui": 0, "aujourd’hui": 0, "hoy": 0, "oggi": 0, "hoje": 0, "vandaag": 0, "сегодня": 0, "сьогодні": 0,
    "dzisiaj": 0, "dziś": 0, "bugün": 0, "idag": 0, "i dag": 0,
    "hier": -1, "ayer": -1, "ieri": -1, "ontem": -1, "gisteren": -1, "вчера": -1, "вчора": -1, "wczoraj": -1,
    "dün": -1, "igår": -1, "i går": -1,
    "前天": -2, "明天": 1,
}  # fmt: skip
"""Days from today that a word names."""
_MINUTE: Final = 60
_HOUR: Final = 3_600
_DAY: Final = 86_400
_WEEK: Final = 7 * _DAY
_MONTH: Final = 30 * _DAY
_YEAR: Final = 365 * _DAY
_UNIT_SECONDS: Final = {
    "秒": 1, "s": 1, "分": _MINUTE, "m": _MINUTE, "小": _HOUR, "钟": _HOUR, "h": _HOUR, "시": _HOUR, "분": _MINUTE,
    "일": _DAY, "天": _DAY, "日": _DAY, "d": _DAY, "周": _WEEK, "週": _WEEK, "星": _WEEK, "礼": _WEEK, "w": _WEEK,
    "月": _MONTH, "mo": _MONTH, "年": _YEAR, "y": _YEAR,
}  # fmt: skip
# The beginnings of a unit's forms, the longer ones first where one begins another.
_UNITS: Final = (
    (_MINUTE, "minut", "minuu", "мин", "хвилин", "dakika", "dk", "분", "phút", "menit", "perc", "λεπτ", "דק", "دقيق",
     "دقائق", "นาที", "मिनट"),
    (1, "sek", "sec", "seg", "сек", "saniye", "초", "giây", "detik", "másodperc", "δευτερ", "שני", "ثاني",
     "ثوان", "วินาที", "सेकंड"),
    (_MONTH, "monat", "mois", "mes", "mê", "maand", "månad", "måned", "мес", "міс", "miesi", "ay",
     "か月", "ヶ月", "개월", "tháng", "bulan", "kuukau", "měs", "lun", "μήν", "hónap", "חודש", "شهر", "شهور", "أشهر",
     "เดือน", "मही"),
    (_HOUR, "stund", "std", "heure", "hora", "ora", "ore", "uur", "uren", "timm", "time", "час", "годин", "godz",
     "saat", "時間", "시간", "giờ", "tiếng", "jam", "tunti", "hodin", "ώρ", "ór", "שע", "ساع", "ชั่วโมง", "घंट"),
    (_WEEK, "woch", "semain", "seman", "settiman", "week", "weken", "veck", "uke", "uge", "недел", "тиж", "tyg", "tydz",
     "hafta", "週間", "tuần", "minggu", "viikko", "týd", "týž", "săptăm", "εβδομ", "hét", "het", "седмиц", "שבוע",
     "أسبوع", "أسابيع", "สัปดาห์", "सप्ताह", "हफ्त"),
    (_YEAR, "jahr", "an", "año", "ano", "jaar", "år", "год", "лет", "рок", "рік", "lat", "rok", "yıl", "年", "năm",
     "tahun", "vuo", "let", "χρόν", "έτ", "év", "שנ", "سن", "عام", "أعوام", "ปี", "साल"),
    (_DAY, "tag", "jour", "día", "dia", "giorn", "dag", "døgn", "день", "дн", "dni", "dzie", "gün", "日", "ngày",
     "hari", "päiv", "dn", "deň", "zi", "ημέρ", "μέρ", "nap", "ימים", "יום", "يوم", "أيام", "ден", "วัน", "दिन"),
)  # fmt: skip
_AMOUNT: Final = r"(?P<amount>\d{1,5}|eine[rmn]?|einem|une?|una?|un'|um|uma|een|ett?|en|один|одну|godzinę|jedną|bir)\s?"
_UNIT: Final = r"(?P<unit>[^\W\d_]{1,10})\.?"
_ELSEWHERE: Final = (
    late_pattern(
        r"(?:vor|il\sy\sa|hace|há|fa|för|for|před|pred|acum|πριν(?:\sαπό)?|преди|منذ|قبل|לפני)\s"
        rf"(?:etwa\s|environ\s|unos\s|cerca de\s)?{_AMOUNT}{_UNIT}(?:\s(?:sedan|siden))?$",
        FLAGS,
    ),
    late_pattern(
        rf"{_AMOUNT}{_UNIT}\s(?:fa|geleden|sedan|siden|назад|тому|temu|önce|atrás"
        r"|trước|(?:yang\s)?lalu|sitten|ezelőtt)$",
        FLAGS,
    ),
    late_pattern(r"(?P<amount>\d{1,5})\s?(?P<unit>秒|分|時間|日|週間|[かヶケカ]月|年)前$", FLAGS),
    late_pattern(r"(?P<amount>\d{1,5})\s(?P<unit>másodperce|perce|órája|napja|hete|hónapja|éve)$", FLAGS),
    # Their vowel signs are no letters to a pattern.
    late_pattern(r"(?P<amount>\d{1,5})\s?(?P<unit>วินาที|นาที|ชั่วโมง|วัน|สัปดาห์|เดือน|ปี)\s?(?:ที่แล้ว|ที่ผ่านมา|ก่อน)$", FLAGS),
    late_pattern(r"(?P<amount>\d{1,5})\s(?P<unit>सेकंड|मिनट|घंटे|घंटा|दिन|सप्ताह|हफ्ते|महीने|महीना|साल)\sपहले$", FLAGS),
    late_pattern(r"(?P<amount>\d{1,5})\s?(?P<unit>초|분|시간|일|주|개월|년)\s?전$", FLAGS),
)


def age_of(text: str) -> timedelta | None:
    """The span of time that lies between what a text speaks of and now; ``None`` where it is no such text."""
    if found := AGO.match(text):
        return _common_age(found)
    for form in _ELSEWHERE:
        if found := form.match(text):
            seconds = _seconds_of(found["unit"].lower())
            if seconds:
                amount = found["amount"]
                return timedelta(seconds=seconds * (int(amount) if amount.isdigit() else 1))
    return None


def _common_age(found: re.Match[str]) -> timedelta:
    unit = found["unit"].lower()
    seconds = _UNIT_SECONDS["mo" if unit.startswith("mo") else unit[0]]
    written = found["amount"].lower()
    if written.isdigit():
        amount = float(written)
    else:
        amount = {"半": 0.5, "half an": 0.5, "几": 3.0, "数": 3.0}.get(written, 1.0)
    return timedelta(seconds=seconds * (amount + 0.5 if found["half2"] else amount))


def _seconds_of(unit: str) -> int:
    """Of one unit in any form; 0 for a word that is none."""
    return next((seconds for seconds, *begun in _UNITS if unit.startswith(tuple(begun))), 0)

"""The forms that dates are written in: names of months and zones, and one pattern for each order of the parts."""

import re
from typing import Final

from monitor.lazy import late_pattern

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        [
            "jan january janv janvier januar enero gennaio janeiro ιαν ιανουαρίου január januári",
            "feb february févr fév février februar febrero febbraio fevereiro φεβ februári",
            "mar march mars märz mrz marzo março μάρ μαρ március máricius",
            "apr april avr avril abril aprile απρ április ápriilis",
            "may mai mayo maggio maio μάι μαϊ μαι május máujus",
            "jun june juin juni junio giugno junho ιούν ιον ιουν június",
            "jul july juil juillet juli julio luglio julho ιούλ ιολ ιουλ július",
            "aug august août aout agosto αύγ αυγ augusztus augusztus",
            "sep sept september septembre septiembre settembre setembro σεπ szeptember",
            "oct october octobre oktober okt octubre ottobre outubro οκτ október",
            "nov november novembre noviembre novembro νοέ νοε november",
            "dec december déc décembre dezember dez diciembre dicembre dezembro δεκ december",
        ],
        start=1,
    )
    for name in names.split()
}

# Hours from UTC. CST is read as RFC 822 has it (Chicago): Chinese outlets that write it are found by ``clock_offset``.
ZONES: Final = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "wet": 0.0, "edt": -4.0, "est": -5.0, "cdt": -5.0, "cst": -6.0,
    "mdt": -6.0, "mst": -7.0, "pdt": -7.0, "pst": -8.0, "akdt": -8.0, "akst": -9.0, "hst": -10.0, "ast": -4.0,
    "adt": -3.0, "bst": 1.0, "cet": 1.0, "cest": 2.0, "met": 1.0, "mest": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0,
    "ist": 5.5, "hkt": 8.0, "sgt": 8.0, "awst": 8.0, "jst": 9.0, "kst": 9.0, "aest": 10.0, "aedt": 11.0, "nzst": 12.0,
    "nzdt": 13.0, "west": 1.0, "mez": 1.0, "mesz": 2.0, "мск": 3.0, "msd": 4.0,
    "a": -1.0, "n": 1.0, "m": -12.0, "y": 12.0, "北京时间": 8.0,
    # Of one place only, as far as anybody writes them: abbreviations that several share (GST, AMT, BDT) are left out.
    "wib": 7.0, "wita": 8.0, "wit": 9.0, "pht": 8.0, "phst": 8.0, "myt": 8.0, "ict": 7.0, "mmt": 6.5, "npt": 5.75,
    "pkt": 5.0, "uzt": 5.0, "irst": 3.5, "idt": 3.0, "trt": 3.0, "eat": 3.0, "cat": 2.0, "sast": 2.0, "wat": 1.0,
    "samt": 4.0, "yekt": 5.0, "omst": 6.0, "krat": 7.0, "irkt": 8.0, "vlat": 10.0, "acst": 9.5, "acdt": 10.5,
    "nst": -3.5, "ndt": -2.5, "hne": -5.0, "hae": -4.0, "hnp": -8.0, "hap": -7.0, "brt": -3.0, "brst": -2.0,
    "art": -3.0, "uyt": -3.0, "clst": -3.0, "clt": -4.0, "bot": -4.0, "vet": -4.0, "cot": -5.0, "pet": -5.0,
}  # fmt: skip

CLOCK: Final = (
    r"(?P<hour>\d{1,2})\s*[:：h]\s*(?P<minute>\d{1,2})(?:\s*[:：]\s*(?P<second>\d{1,2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?(?!erica/))?"
)
# Where a whole date stands before it, a clock may have a dot ("15.05") or no minutes ("15 Uhr", "15h").
LOOSE_CLOCK: Final = (
    r"(?P<hour>\d{1,2})(?:\s*(?:[:：h]\s*|\.)(?P<minute>\d{1,2})(?:\s*[:：.]\s*(?P<second>\d{1,2})(?:[.,]\d+)?)?"
    r"|(?=\s*(?:h|uhr|uur|hod|ч|[ap]\.?\s?m)\b))\s*(?:(?P<half>[ap]\.?\s?m\.?(?!erica/))|(?:uhr|uur|hod|horas|hrs|hs|h|год|ч)\b\.?)?"
)
# Behind an offset may stand the zone's name, an offset once more and, from programs in Go, the time since their start;
# behind a clock the one of the end.
ZONE: Final = (
    r"(?:\s[-–—]\s\d{1,2}[:h]\d{2})?\s*(?P<zone>(?:(?:gmt|utc|ut)\s*[+\-−]\s*|[+\-−])\d{1,2}:?(?:\d{2})?(?=$|[\s()（\[])|[a-z]{1,5}(?=$|[\s()（\[])"
    r"|[a-z]{1,20}/[a-z_]{1,40}|北京时间|мск)?(?:(?<=\d)\s+(?:[a-z]{2,5}|[+-]\d{2,4}(?=$|\sm=)))?(?:\sm=[+-][\d.]{1,20})?\s*(?:[(（\[](?P<bracket>[^()（）\[\]]*)[)）\]])?"
)
# A plus that became a space on its way through an address; without seconds it would be a span of time.
LOST_PLUS: Final = r"(?(second)\s(?P<lost>(?:0\d|1[0-4]):?(?:00|15|30|45))(?=\s*$)|(?!))"
PART: Final = r"(?:(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|오전|오후|午前|午後)\s*)?"
END: Final = r"\s*$"
FLAGS: Final = re.IGNORECASE | re.UNICODE
AT: Final = (
    r"(?:\s*[,;，]?\s*(?:at|t|um|à|às|as|a\s+las?|alle(?:\s+ore)?|ore|ora|la|om|ob|kl\.?"
    r"|klo|kello|godz\.?|o\s+godz\.?|o|v|в|о|об|saat"
    r"|[|·•@–—-])?\s*)"
)
NTH: Final = r"(?P<nth>st|nd|rd|th|ère|er|re|ste|de|e|:[ae]|\.?[ºª°]|-?(?:го|е|ое)|\.)?"
OF: Final = r"(?:de\s+|del\s+|di\s+|of\s+|d['’])?"
YEAR_WORD: Final = r"(?:\s*(?:г|года?|р|року|r|roku|god)\b\.?|\.\s?a\.|\.(?=\s|$))?"
DAY_NAMED: Final = (
    r"(?:\s*[,.]?\s+(?:pazartesi|salı|çarşamba|perşembe|"
    r"cuma|cumartesi|pazar|hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap)\b\.?)?"
)


# 15:05, or with a character behind each figure.
SIGNED_CLOCK: Final = (
    r"(?:"
    + CLOCK
    + r"|(?P<hour2>\d{1,2})\s*[时時点點시]\s*(?:(?P<minute2>\d{1,2})\s*[分분])?\s*(?:(?P<second2>\d{1,2})\s*[秒초])?)"
)


def _compile_form(pattern: str) -> re.Pattern[str]:
    return late_pattern(pattern, FLAGS)


ISO: Final = _compile_form(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:\s?[(（][^()（）\d]{1,12}[)）])?(?:(?:\s*[t_,]\s*|\s+)"
    + PART
    + CLOCK
    + r"(?:"
    + LOST_PLUS
    + r"|"
    + ZONE
    + r"))?"
    + END
)
ISO_BASIC: Final = _compile_form(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:t?\s*(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    + ZONE
    + r")?"
    + END
)
ISO_WEEK: Final = _compile_form(r"(?P<year>\d{4})-?w(?P<week>\d{2})(?:-?(?P<weekday>[1-7]))?" + END)
ISO_ORDINAL: Final = _compile_form(r"(?P<year>\d{4})-(?P<ordinal>\d{3})" + END)
ISO_MONTH: Final = _compile_form(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?" + END)
YEAR_FIRST: Final = _compile_form(
    r"(?P<year>\d{4})\s*[/.年년]\s*(?P<month>\d{1,2})\s*[/.月월]\s*(?P<day>\d{1,2})\s*[日号號일.]?"
    r"(?:\s*[(（]?(?:星期|周|週|礼拜)?[一二三四五六日天月火水木金土월화수목금토일]?(?:曜日|曜|요일)?[)）]?)"
    + DAY_NAMED
    + r""
    r"(?:\s*[t|·,，]?\s*" + PART + SIGNED_CLOCK + ZONE + r")?" + END
)
DAY_FIRST: Final = _compile_form(
    r"(?:[\w-]{1,20}\.?,?\s+)?(?:(?:den|der|le|el|il|o)\s+)?(?P<day>\d{1,2})"
    + NTH
    + r"[\s\-/]"
    + OF
    + r"(?P<name>[^\W\d_]{3,12})\.?,?[\s\-/]"
    r"(?:del?\s+)?(?P<year>\d{4}|\d{2})"
    + YEAR_WORD
    + DAY_NAMED
    + r"(?:,?"
    + AT
    + LOOSE_CLOCK
    + r"(?:"
    + LOST_PLUS
    + r"|"
    + ZONE
    + r")"
    r"|\s+(?P<zonealone>[a-z]{1,4}|[+-]\d{4}))?" + END
)
MONTH_FIRST: Final = _compile_form(
    r"(?:\w{1,20}\.?,?\s+)?(?P<name>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<year>\d{4})"
    r"(?:,?" + AT + CLOCK + ZONE + r")?" + END
)
ASCTIME: Final = _compile_form(
    r"(?:\w{3,9},?\s+)?(?P<name>[^\W\d_]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+"
    + CLOCK
    + r"(?:\s+(?P<zone>[a-z]{1,5}|[+-]\d{4}))?\s+"
    r"(?P<year>\d{4})" + END
)
YEAR_NAME: Final = _compile_form(
    r"(?P<year>\d{4})(?:\s?m\.)?[.,]?[\s\-](?P<name>[^\W\d_]{3,12})\.?[\s\-](?P<day>\d{1,2})"
    r"(?:\.|-?[áé]n|-?[ie]|\s?d\.)?" + DAY_NAMED + r"(?:,?" + AT + LOOSE_CLOCK + ZONE + r")?" + END
)
SLASHED: Final = _compile_form(
    r"(?P<first>\d{1,2})(?:/|\.\s?)(?P<next>\d{1,2})(?:/|\.\s?)(?P<year>\d{4}|\d{2})"
    + YEAR_WORD
    + r"(?:,?"
    + AT
    + LOOSE_CLOCK
    + ZONE
    + r")?"
    + END
)
# "2026. gada 20. novembris"
YEAR_DAY_NAME: Final = _compile_form(
    r"(?P<year>\d{4})\.\s?gada\s(?P<day>\d{1,2})\.\s?(?P<name>[^\W\d_]{3,12})(?:,?"
    + AT
    + LOOSE_CLOCK
    + ZONE
    + r")?"
    + END
)
# "木, 05 11月 2026", as programs write mail dates in the words of East Asia; "5 tháng 11, 2026".
DAY_MONTH_EAST: Final = _compile_form(
    r"(?:[^\W\d_]{1,5},?\s+)?(?P<day>\d{1,2})[\s\-](?:(?P<month>\d{1,2})\s?[月월]|(?P<name>十?[一二三四五六七八九]月|十月))"
    r"[\s\-](?P<year>\d{4})(?:,?" + AT + LOOSE_CLOCK + ZONE + r")?" + END
)
DAY_MONTH_VIETNAMESE: Final = _compile_form(
    r"(?:[^\W\d_]{1,5}(?:\s[^\W\d_]{1,5})?,\s+)?(?:ngày\s)?(?P<day>\d{1,2})\s+(?:tháng|thg)\s+(?P<month>\d{1,2}),?\s+(?:năm\s+)?(?P<year>\d{4})"
    r"(?:,?" + AT + LOOSE_CLOCK + ZONE + r")?" + END
)
DASHED: Final = _compile_form(
    r"(?P<first>\d{1,2})-(?P<next>\d{1,2})-(?P<year>\d{4})(?:,?" + AT + LOOSE_CLOCK + ZONE + r")?" + END
)
NO_YEAR_HAN: Final = _compile_form(
    r"(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日号號일]?(?:\s*[(（][月火水木金土日一二三四五六월화수목금토일][)）])?"
    r"(?:\s*" + PART + SIGNED_CLOCK + r")?" + END
)
NO_YEAR: Final = _compile_form(r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?:\s+" + CLOCK + r")?" + END)
NO_YEAR_NAME: Final = _compile_form(
    r"(?P<name>[^\W\d_]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?" + AT + CLOCK + r")?" + END
)
NO_YEAR_DAY: Final = _compile_form(
    r"(?P<day>\d{1,2})" + NTH + r"\s+" + OF + r"(?P<name>[^\W\d_]{3,12})\.?(?:,?" + AT + CLOCK + r")?" + END
)
NEAR_DAY: Final = _compile_form(
    r"(?P<near>今天|今日|昨天|昨日|前天|明天|today|yesterday|heute|gestern|오늘|어제"
    r"|aujourd['’]hui|hier|hoy|ayer|oggi|ieri|hoje|ontem|vandaag|gisteren|сегодня|вчера|сьогодні|вчора"
    r"|dzisiaj|dziś|wczoraj|bugün|dün|i\s?dag|i\s?går)"
    r"(?:" + AT + PART + LOOSE_CLOCK + r")?" + END
)
CLOCK_ALONE: Final = _compile_form(CLOCK + END)
AGO: Final = _compile_form(
    r"(?P<amount>\d{1,5}|半|an?|one|half an|几|数)\s*(?P<half2>个半)?\s*(?:个|個)?\s*"
    r"(?P<unit>秒钟?|秒鐘|分钟|分鐘|分|小时|小時|钟头|天|日|周|週|星期|礼拜|月|年"
    r"|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|months?|mos?|years?|yrs?|y|시간|분|일)\s*(?:之?前|以前|ago|전)"
    + END
)
JUST_NOW: Final = _compile_form(r"(?:刚刚|刚才|剛剛|just now|now|방금)" + END)
SCRIPT_EPOCH: Final = _compile_form(r"(?:\\?/|new )?date\((?P<milliseconds>-?\d{1,14})(?:[+-]\d{4})?\)(?:\\?/)?" + END)
EPOCH: Final = _compile_form(r"(?P<seconds>\d{10})(?:\d{3})?(?:\.\d+)?" + END)
LEAD: Final = _compile_form(
    r"^(?:(?:发布|發布|发表|發表|更新|创建|编辑)?(?:时间|時間|日期|于|於)\s*[:：]?|发布于|更新于"
    r"|(?:(?:first|last|originally)\s)?(?:posted|published|updated|modified|edited|created|added|released)(?:\s(?:on|at))?"
    r"|on|date|am)\s*[:：]?\s*(?=\S)"
)
WEEKDAY_LEAD: Final = _compile_form(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lun|mar|mer|jeu|ven|sam|dim|星期[一二三四五六日天]|周[一二三四五六日]"
    # in any other language: one or two words, a comma and a figure
    r"|[^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20})?(?=\s?[,，]\s?\d))"
    r"\.?\s*[,，]?\s*(?=\S)"
)
# What a page calls its date: a label with a colon, or a few words before the first figure.
LABELLED: Final = _compile_form(r"^(?:[^\d:：]{1,40}[:：]\s?(?=\S)|(?:[^\d\s]{1,20}\s){1,3}(?=\d))")
# "10:15, 5 November 2026": the clock goes behind the day.
TIME_FIRST: Final = _compile_form(
    r"^(?P<clock>\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?\s?m\b\.?)?)(?:\s?(?:uhr|h)\b)?(?P<zone>\s[a-z]{2,4}(?=[\s,;]))?"
    r"\s*[,;，|·–—-]?\s*(?:on\s|am\s|le\s|il\s)?(?P<rest>\S.*)$"
)

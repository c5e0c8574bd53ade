"""What runs on by itself in a page that nobody changed: ages, counters, clocks, countdowns, tokens, adverts."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from monitor.core.change_detection.titles import without_ages, without_moving_parts
from monitor.core.text.written_dates.dates import read_date
from monitor.core.text.written_dates.month_names import MONTH_NAMES
from monitor.lazy import late_pattern

_CLOCK: Final = (
    r"\d{1,2}[:：h]\d{2}(?:[:：]\d{2})?(?:[.,]\d{1,6})?(?:\s?[ap]\.?m\.?)?"
    r"(?:\s?(?:utc|gmt|z|[a-z]{3,4}|[+-]\d{2}:?\d{2}))?"
)
# "Last updated: 3 May 2026, 14:05", "Served in 0.12 s": when the page was made, not what it says. A day alone stays.
_MADE_AT: Final = late_pattern(
    r"(?:(?:last|page|data|status)\s)?(?:updated?|refreshed|checked|generated|rendered|retrieved|loaded|as of"
    r"|current time|local time|server time|time now|it is now|stand|aktualisiert|mis à jour|actualizado|обновлено"
    r"|更新时间|更新于|更新時間|当前时间|服务器时间|现在时间|截至|最終更新|갱신)"
    r"(?![a-z])[^\d\n]{0,24}(?:\d{1,4}[^\n\d:]{1,14}){0,3}"
    + _CLOCK
    + r"|(?:in|took|within)\s\d{1,4}(?:[.,]\d{1,6})?\s?(?:ms|s|sec|seconds?|milliseconds?)\b",
    re.IGNORECASE,
)
# "Ray ID: 8f2c…", "12 members online", "up 3 days 2 hours", "ends in 02:13:05", "© 2026": of the page, not of its news.
_NUMBERED: Final = late_pattern(
    r"\b(?:ray|request|trace|session|correlation|csrf|nonce)[ -]?(?:id|number|no\.?|token|code)?"
    r"\s?[:：#=]\s?[\w.:-]{4,200}"
    r"|\bvisitors?\s(?:number|no\.?|#|count)\s?[:：]?\s?\d[\d.,]{0,14}"
    r"|\b\d[\d.,]{0,14}\s(?:members?|users?|people|players|guests?)\s(?:are\s|currently\s){0,2}"
    r"(?:online|browsing|viewing|watching)\b"
    r"|\b\d{1,6}\s(?:sql\s|database\s)?queries\b"
    r"|(?:©|\(c\)|\bcopyright)\s{0,2}(?:©\s{0,2})?\d{4}(?:\s{0,2}[-–—]\s{0,2}\d{4})?",
    re.IGNORECASE,
)
# Views, visits and comments as other languages count them, and over a day ("Visitors today: 77"). A word that also
# means a tour ("Visites : 14 h") counts only between separators.
_COUNTED: Final = (
    r"(?:visitors?|visits|page\s?views|views|hits|guests|users\sonline|downloads|installs|followers|subscribers"
    r"|aufrufe|zugriffe|besucher|kommentare|vues|visites|visiteurs|commentaires|visitas|visitantes|visualizaciones"
    r"|visualizações|acessos|vistas|comentarios|comentários|visualizzazioni|visite|visitatori|commenti|weergaven"
    r"|bezoekers|reacties|visningar|visninger|besökare|odsłony|odsłon|wyświetleń|wyświetlenia|komentarzy"
    r"|просмотр(?:ов|ы|а)?|посещени[йея]|посетител(?:ей|и|я)|комментари(?:ев|и|й|я)|переглядів|görüntülenme|görüntüleme"
    r"|ziyaretçi|okunma)"
)
_COUNTED_EAST: Final = (
    r"(?:조회\s?수|방문자\s?수|댓글\s?수|アクセス数|閲覧回?数|再生回?数|訪問者数"
    r"|(?:访问|訪問|浏览|瀏覽|点击|點擊|阅读|閱讀|播放|下载|下載)(?:总|總)?(?:量|数|數|人数|人數|人次|次数|次數)|访客数?|訪客數?|人氣)"
)
# What others did with a thing for sale or a post: "4.5 (1,203 ratings)", "14 sold in the last 24 hours", "❤️ 120".
_GIVEN: Final = (
    r"(?:(?:global\s|customer\s|verified\s)?(?:ratings?|reviews?)|bewertung(?:en)?|rezension(?:en)?|avis|évaluations?"
    r"|reseñas?|opiniones|valoraciones|recensioni|avaliações|recensies|beoordelingen|opinii|отзыв(?:ов|а)?"
    r"|оцен(?:ок|ки)|değerlendirme)"
)
_GIVEN_EAST: Final = r"(?:条|條|件の?|개의?)?\s?(?:评价|評價|レビュー|리뷰)"
_SIGNS_OF_FAVOUR: Final = r"[❤♥👍👎💬🗨👁🔁👏⭐★]\ufe0f?"
_OVER: Final = (
    r"(?:\s(?:today|yesterday|online|now|so far|in total|(?:this|last) (?:week|month|year)|heute|gesamt"
    r"|aujourd'hui|hoy|oggi|hoje|сегодня|bugün))"
)
_AMOUNT: Final = r"\d{1,12}(?:[ .,\u00a0\u202f]\d{3}){0,4}(?:[.,]\d)?\s?(?:[kKmM万萬亿億만](?!\w))?"
_APART: Final = r"(?=\s{0,4}(?:[|·•,;/)\]】）。、\n]|$))"
_COUNTERS: Final = late_pattern(
    rf"(?<!\w){_COUNTED}(?:{_OVER}{{1,2}}\s?[:：=]?|\s?[:：=])\s?{_AMOUNT}{_APART}"
    rf"|(?<![\w.,]){_AMOUNT}\s?{_COUNTED}{_OVER}{{0,2}}{_APART}"
    rf"|(?:^|(?<=•\s))(?:stars?|forks?|watch(?:ers|ing)?|followers|subscribers)\s{_AMOUNT}$"
    rf"|{_COUNTED_EAST}\s?[:：=]?\s?{_AMOUNT}(?:次|回|人|명|회)?(?![\w%:：])"
    rf"|第\s?{_AMOUNT}\s?(?:位|个|個|名)(?:访客|訪客|访问者|訪問者|来访者|來訪者)"
    rf"|{_AMOUNT}\s?(?:人次|次)(?:访问|訪問|浏览|瀏覽|点击|點擊)",
    re.IGNORECASE,
)
_COUNTED_BY_OTHERS: Final = late_pattern(
    rf"(?<![\w.,]){_AMOUNT}\s?(?:{_GIVEN}{_APART}|{_GIVEN_EAST}(?!\w))"
    rf"|(?<![\w.,]){_AMOUNT}\+?\s(?:sold|bought|ordered|added to carts?|booked)\sin (?:the )?(?:last|past)\s"
    r"(?:\d{1,3}\s)?(?:minutes?|hours?|days?|weeks?|months?)\b"
    r"|(?<![\w.,])(?:\d[.,]\d{1,2}\s?(?:/|out of|von|sur|de|su|из)\s?(?:5|10)(?![\w.,])"
    r"|\d\s?(?:/|out of|of|von|sur|de|su|из)\s?5(?=\s(?:stars?|sterne|étoiles|estrellas|estrelas|stelle|звёзд|звезд)))"
    rf"|{_SIGNS_OF_FAVOUR}\s{{0,2}}{_AMOUNT}(?![\w%])",
    re.IGNORECASE,
)
_AGES: Final = late_pattern(
    r"\b(?:less than|about|almost|over)\s(?:an?|\d{1,3})\s(?:second|minute|hour|day|week|month|year)s?\sago\b"
    r"|(?:\b\d{1,4}\s(?:second|minute|hour|day|week|month|year)s?,?\s(?:and\s)?){1,3}"
    r"(?=\d{1,4}\s(?:second|minute|hour|day|week|month|year)s?\sago\b)",
    re.IGNORECASE,
)
_NEAR: Final = (
    r"(?:today|yesterday|heute|gestern|aujourd['’]hui|hier|hoy|ayer|oggi|ieri|hoje|ontem|vandaag|gisteren|i\s?dag|i\s?går"
    r"|сегодня|вчера|сьогодні|вчора|dzisiaj|dziś|wczoraj|bugün|dün|hôm nay|hôm qua|오늘|어제|今日|昨日|今天|昨天)"
)
_ENDS: Final = r"(?=\s?(?:[|·•,;)\]–—-]|$))"
# "Today, 10:31", a day that is called so by itself, and the shortest ages behind a dot: "· 3h".
_NEAR_DAYS: Final = late_pattern(
    rf"(?<!\w){_NEAR}\s?,?\s?(?:at|um|à|a las|alle|às|om|kl\.?|в|о|o|saat|lúc)?\s?{_CLOCK}"
    rf"|(?:^|[|·•,;(\[–—-]\s?){_NEAR}{_ENDS}"
    rf"|[·•]\s?\d{{1,3}}\s?(?:s|m|min|h|d|w|mo|y){_ENDS}",
    re.IGNORECASE | re.MULTILINE,
)
_SPAN: Final = (
    r"(?:\d{1,3}:\d{2}(?::\d{2}){0,2}"
    r"|(?:\d{1,5}\s?(?:days?|d|hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|s|tagen?|stunden?|minuten|sekunden"
    r"|天|日|小时|小時|时|時間|分钟|分鐘|分|秒)(?![a-z])[\s,]{0,3}(?:and\s|und\s)?){1,5})"
)
_RUNNING: Final = late_pattern(
    r"(?:\b(?:uptime|up for|running for|online for"
    r"|(?:ends?|starts?|closes?|opens?|expires?|begins?|next update|refresh(?:es)?) in"
    r"|time left|time remaining|remaining|countdown|noch|läuft seit)|倒计时|倒數|剩余|剩餘|还剩|运行时间|已运行|残り)"
    rf"[\s:：]{{0,4}}{_SPAN}"
    # "3 days left", "plus que 3 jours"
    rf"|(?<![\w.,:]){_SPAN}\s?(?:left|to go|remaining)\b"
    r"|\b(?:plus que|il (?:ne )?reste|quedan?|faltan?|restam?|mancano|nog|zostało|осталось|kalan)\s?[:：]?\s\d{1,5}\s"
    r"(?:jours?|heures?|minutes?|d[ií]as?|horas?|minutos?|giorni|ore|minuti|dagen|uur|minuten|dni|godzin|minut"
    r"|дн(?:ей|я)|час(?:ов|а)?|минут[аы]?|gün|saat|dakika)\b",
    re.IGNORECASE,
)
_DAY: Final = (
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|\d{1,2}\.?\s\w{3,12}\s\d{4}|\w{3,12}\s\d{1,2},?\s\d{4})"
)
_WEEKDAY: Final = r"(?:[^\W\d_]{2,12}[,.]?\s|星期[一二三四五六日天]\s?|[月火水木金土日]曜日\s?)?"
# A day with a time to the second, or one that says of itself that it is now: a clock. A day and a minute are an event.
_NOW: Final = late_pattern(
    rf"(?:(?:现在是?|目前时间|当前时间|今天是|今日は|오늘은|today is|it is|heute ist|nous sommes le|hoy es)\s?[:：]?\s?"
    rf"{_WEEKDAY}{_DAY}(?:[\s,T]{{0,3}}{_CLOCK})?|{_WEEKDAY}{_DAY}[\s,T]{{1,3}}\d{{1,2}}:\d{{2}}:\d{{2}}(?:\s?[ap]\.?m\.?)?)"
    r"(?:\s?星期[一二三四五六日天])?",
    re.IGNORECASE,
)
_DAY_AND_CLOCK: Final = late_pattern(
    rf"\W{{0,4}}{_WEEKDAY}{_DAY}[\s,T]{{0,3}}(?P<clock>{_CLOCK})\W{{0,4}}", re.IGNORECASE
)
_CLOCK_ALONE: Final = late_pattern(rf"[\W_]{{0,8}}(?:{_CLOCK})[\W_]{{0,8}}", re.IGNORECASE)
_TOKEN: Final = late_pattern(
    r"(?<![A-Za-z0-9_-])(?=[A-Za-z_-]{0,40}\d)(?=[\d_-]{0,40}[A-Za-z])[A-Za-z0-9_-]{20,200}(?![A-Za-z0-9_-])"
)
# An advert that says so.
_LABELLED: Final = late_pattern(
    r"\W{0,4}(?:advertisement|sponsored|anzeige|werbung|publicité|publicidad|реклама|reklama|广告|廣告|広告|광고)"
    r"\s{0,2}[:：|]",
    re.IGNORECASE,
)
# The same signs by another keyboard or program.
_SIGNS: Final = str.maketrans(
    {**dict.fromkeys("‘’‚‛´`′", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑‒–—−", "-"), "…": "..."}
)
_MONTHS: Final = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_DATED: Final = late_pattern(
    rf"(?:\b(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)[a-z]{{0,6}}[,.]{{0,2}}\s)?"
    rf"(?:{_DAY}|\d{{1,2}}\.?\s(?:de\s)?(?:{_MONTHS})\.?(?:\s(?:de\s)?\d{{4}})?"
    rf"|(?<!\w)(?:{_MONTHS})\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    r"|\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]|\d{1,2}[-./]\d{1,2}\.?)"
    rf"(?:\s?,?\s(?:at\s|um\s|à\s|в\s)?{_CLOCK})?",
    re.IGNORECASE,
)
_SIGNS_BETWEEN: Final = re.compile(r"[\W_]+")
_ZONES: Final = timedelta(hours=15)
_HOUR: Final = timedelta(hours=1)
_STALE: Final = timedelta(minutes=4)
"""A page may have been made so long before it was read."""


def fold_paragraph(paragraph: str) -> str:
    """A paragraph without what runs on by itself: ages, counters, the time of day that it was made, tokens."""
    if _LABELLED.match(paragraph):
        return ""
    steady = _NOW.sub(" ", paragraph)
    for running in (_AGES, _NEAR_DAYS, _RUNNING, _NUMBERED, _COUNTERS, _COUNTED_BY_OTHERS, _TOKEN, _MADE_AT):
        steady = running.sub(" ", steady)
    steady = without_moving_parts(steady)
    if _CLOCK_ALONE.fullmatch(steady.strip()):
        return ""
    return "".join(unicodedata.normalize("NFKC", steady.translate(_SIGNS)).casefold().split())


def holds_age(paragraph: str) -> bool:
    """Whether something in it is as old as it says: "6 days ago", "yesterday, 10:31"."""
    return bool(_AGES.search(paragraph) or _NEAR_DAYS.search(paragraph)) or without_ages(paragraph) != paragraph


def words_besides_age(paragraph: str) -> str:
    """The letters and figures of a paragraph without what runs on."""
    return _SIGNS_BETWEEN.sub("", fold_paragraph(paragraph))


def words_besides_day(paragraph: str) -> str:
    """As ``words_besides_age``, without the first day that it names."""
    return words_besides_age(_DATED.sub(" ", paragraph, count=1))


def is_clock(paragraph: str, now: datetime) -> bool:
    """Whether a paragraph is nothing but a day and a time, and that is now, in the time of some zone."""
    if not _DAY_AND_CLOCK.fullmatch(paragraph[:80]):
        return False
    said = read_date(paragraph, now=now, timezone="UTC")
    behind = now - said.at if said is not None else _ZONES
    return abs(behind) < _ZONES and (behind + timedelta(minutes=1)) % _HOUR <= _STALE

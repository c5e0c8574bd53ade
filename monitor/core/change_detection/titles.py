"""Titles without what moves in them, and whether two titles can be of one entry."""

import re
import unicodedata
from itertools import pairwise
from typing import Any

import re2

_AGE_ZH = (
    r"(?<![\d一二两三四五六七八九十])(?:\d{1,6}|[一二两三四五六七八九十半]{1,6})\s{0,2}个?(?:秒钟?|分钟?|小时|钟头|天|日|周|星期|月|年)之?前"
    r"|刚刚|[昨今][天日]\s{0,2}\d{1,2}:\d{2}"
)
_AGE_EN = (
    r"\b(?:\d{1,6}|an?|one|half an|a few|about an?)\s{0,2}"
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mos?|months?|y|years?)"
    r"\s{1,2}ago\b|\bjust now\b|\ba moment ago\b"
)
_AGE_ELSEWHERE = (
    r"\bvor\s(?:\d{1,6}|einer?|einem|wenigen)\s(?:sek(?:unden?)?|min(?:uten?)?|stunden?|std|tag(?:en)?|wochen?|monat(?:en)?"
    r"|jahr(?:en)?)\b"
    r"|\bil y a\s(?:\d{1,6}|une?|quelques)\s(?:secondes?|minutes?|min|heures?|h|jours?|semaines?|mois|ans?)\b"
    r"|\b(?:hace|há)\s(?:\d{1,6}|una?|uma?|unos|unas)\s(?:segundos?|minutos?|min|horas?|h|d[ií]as?|semanas?|meses|mes|mês"
    r"|años?|anos?)\b"
    r"|\b(?:\d{1,6}|una?|un')\s?(?:second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\sfa\b"
    r"|\b(?:\d{1,6}|een)\s(?:seconden?|minuu?t(?:en)?|uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar)\sgeleden\b"
    r"|\bf[öo]r\s\d{1,6}\s(?:sekund|minut|timm|time|dag|døgn|veck|uke|uge|månad|måned|år)[a-zåäöø]{0,6}\s(?:sedan|siden)\b"
    r"|(?<!\w)(?:\d{1,6}\s)?(?:секунд|минут|час|дн|день|недел|месяц|год|лет)[а-я]{0,3}\sназад\b"
    r"|\b(?:\d{1,6}\s)?(?:sekund|minut|godzin|dni|dzień|tydzień|tygodni|miesi|lat|rok)[a-ząęó]{0,5}\stemu\b"
    r"|\b\d{1,6}\s(?:saniye|dakika|saat|gün|hafta|ay|yıl)\sönce\b"
    r"|\d{1,6}\s?(?:초|분|시간|일|주|개월|달|년)\s?전(?!\w)"
    r"|\d{1,6}\s?(?:秒|分|時間|日|週間|[かヶケカ]月|年)前(?!\d)"
)
_AGE_FURTHER = (
    r"(?<!\w)(?:\d{1,6}\s)?(?:секунд|хвилин|годин|день|дн|тиж|місяц|рок|рік)[а-яії]{0,4}\sтому\b"
    r"|\bпреди\s\d{1,6}\s(?:секунд|минут|час|ден|дни|седмиц|месец|годин)[аи]?\b"
    r"|\b\d{1,6}\s(?:giây|phút|giờ|tiếng|ngày|tuần|tháng|năm)\strước\b"
    r"|\b\d{1,6}\s(?:detik|menit|minit|jam|hari|minggu|bulan|tahun)\s(?:yang\s)?lalu\b"
    r"|\b\d{1,6}\s(?:sekunt|min|tun|päiv|viikko|kuukau|kk|vuo)[a-zäö]{0,6}\ssitten\b"
    r"|\bp[rř]ed\s\d{1,6}\s(?:sekund|minut|minút|hodin|dn|týdn|týžd|měsíc|mesiac|let|rok)[a-zíýéáů]{0,4}\b"
    r"|\bacum\s(?:\d{1,6}|o|un)\s(?:de\s)?(?:secund|minut|or|zi|săptămân|lun|an)[a-zăe]{0,3}\b"
    r"|\bπριν\s(?:από\s)?\d{1,6}\s(?:δευτερ|λεπτ|ώρ|ημέρ|μέρ|εβδομάδ|μήν|χρόν|έτ)[α-ωά-ώ]{0,6}"
    r"|\b\d{1,6}\s(?:(?:másodperc|perc|óráj|napj|het|hónapj|év)[ae]\b"
    r"|(?:másodperccel|perccel|órával|nappal|héttel|hónappal|évvel)\sezelőtt\b)"
    r"|(?<!\w)(?:منذ|قبل)\s\d{1,6}\s(?:ثاني|ثوان|دقيق|دقائق|ساع|يوم|أيام|أسبوع|أسابيع|شهر|شهور|أشهر|سن|عام|أعوام)\w{0,4}"
    r"|(?<!\w)לפני\s\d{1,6}\s(?:שני|דק|שע|ימים|יום|שבוע|חודש|שנ)\w{0,4}"
    r"|\d{1,6}\s?(?:วินาที|นาที|ชั่วโมง|วัน|สัปดาห์|เดือน|ปี)\s?(?:ที่แล้ว|ที่ผ่านมา|ก่อน)"
    r"|\d{1,6}\s(?:सेकंड|मिनट|घंटे|घंटा|दिन|सप्ताह|हफ्ते|महीने|महीना|साल)\sपहले"
)
# One of these words, or a unit with an ending, stands in each of them: RE2 has room for these, not for all the forms.
_MARK_FURTHER = (
    r"\sтому|преди\s|\strước|\slalu|\ssitten|p[rř]ed\s|acum\s|πριν\s|\sezelőtt|منذ\s|قبل\s|לפני\s|ที่แล้ว|ที่ผ่านมา|ก่อน|\sपहले"
    r"|\d\s(?:másodperce|perce|órája|napja|hete|hónapja|éve)"
)
# What stands before and behind is bounded: a headline of ten thousand dashes must not be tried from each of them.
_BEFORE = r"[\s\-–—|·•(\[（【]{0,4}"
_BEHIND = r"[\s)\]）】]{0,4}"
_AGE = re.compile(rf"{_BEFORE}(?:{_AGE_ZH}|{_AGE_EN}|{_AGE_ELSEWHERE}|{_AGE_FURTHER}){_BEHIND}", re.IGNORECASE)
_UNIT = (
    r"(?:comments?|points?|views?|replies|likes?|upvotes?|votes?|shares?|reads?|readers|visitors?|visits|watching|online|followers|"
    r"subscribers|downloads|installs|plays|listens|stars|forks|watchers|guests|claps|reactions|hits|条?评论|阅读|浏览|点赞|回复|热度|围观|次浏览|次阅读|人在看|人气|播放|转发|收藏|在线)"
)
_NUMBER = r"(?<![\d.,])\d[\d.,  ]{0,14}\s{0,2}[万亿kKwWmM]?\+?"
_COUNTER = re.compile(
    rf"{_BEFORE}(?:{_NUMBER}\s{{0,2}}{_UNIT}(?![a-z])|(?<![a-z]){_UNIT}(?:量|数)?\s{{0,2}}[:：]?\s{{0,2}}{_NUMBER}){_BEHIND}"
    r"|\s{0,2}[\(\[（【]\s{0,2}\d{1,9}\s{0,2}[\)\]）】]\s{0,2}$",
    re.IGNORECASE,
)
_LOOKING_AROUND = re.compile(r"\(\?<?!(?:\[[^\]]*\]|\\.|[^()])*\)|\\b")


def _loose_form(pattern: str) -> Any:
    """RE2's form of a pattern, which finds something wherever the pattern does: most texts hold nothing to take out,
    and RE2 sees that in a hundredth of the time. It has no look-arounds, and its classes are ASCII's."""
    # Python's "$" also stands before a line end.
    loose = _LOOKING_AROUND.sub("", pattern.removesuffix("$")).replace(r"\d", r"\p{Nd}").replace(r"\w", r"[\pL\pN_]")
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    return re2.compile(_in_classes(loose), options)


def _in_classes(pattern: str) -> str:
    """With every kind of blank that Python knows, inside of classes and outside."""
    blanks = r"\s\x{1c}-\x{1f}\x{85}\p{Z}"
    return re.sub(r"\[(?:\\.|[^\]\\])*\]|\\s", lambda found: _with_blanks(found[0], blanks), pattern)


def _with_blanks(part: str, blanks: str) -> str:
    return part.replace(r"\s", blanks) if part.startswith("[") else f"[{blanks}]"


_MAYBE_AGE = _loose_form(f"{_AGE_ZH}|{_AGE_EN}|{_AGE_ELSEWHERE}|{_MARK_FURTHER}")
_MAYBE_COUNTER = _loose_form(_COUNTER.pattern)
_MAYBE_EITHER = _loose_form(f"{_AGE_ZH}|{_AGE_EN}|{_AGE_ELSEWHERE}|{_MARK_FURTHER}|{_COUNTER.pattern}")
_TAG = re.compile(
    r"^\s?(?:#\d{1,3}\s?[:：.、]\s?|[\[【［][^\]】］]{1,12}[\]】］]\s?|[^\s|丨｜:：\[【［#]{1,6}\s?[|丨｜]\s?){1,6}"
)
_LONGEST = 2_000
_REACH = 48
"""Characters of the longest age or counter there can be, and some to look around."""
_AT_ONCE = 4 * _REACH
"""Characters up to which a text is looked through at once."""
_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"[a-z0-9]+|[぀-ヿ㐀-鿿가-힯]")
RELATED = 0.2
"""Share of the shorter title's tokens. Re-translated titles of one article share 0.3 and more, others next to none."""
ALIKE = 0.6
"""Share that a reworded headline keeps; two headlines of one person's page share less."""


def _may_hold(loose: Any, text: str) -> bool:
    """False where the pattern finds nothing for sure."""
    # To Python's patterns a Turkish i is an i in another case. RE2 reads UTF-8, which has no half characters.
    if "ı" in text or "İ" in text:
        return True
    try:
        return loose.search(text.encode()) is not None
    except UnicodeEncodeError:
        return True


def without_ages(text: str) -> str:
    """Text without relative times ("7小时前", "3 hours ago"), which change though nothing was edited."""
    return _blank_out(_AGE, _MAYBE_AGE, text) if _may_hold(_MAYBE_AGE, text) else text


def without_counters(text: str) -> str:
    """Text without the numbers of views, comments and the like, which run on though nothing was edited."""
    return _blank_out(_COUNTER, _MAYBE_COUNTER, text) if _may_hold(_MAYBE_COUNTER, text) else text


def without_moving_parts(text: str) -> str:
    """``without_counters(without_ages(text))``, in one look where it holds neither."""
    return without_counters(without_ages(text)) if _may_hold(_MAYBE_EITHER, text) else text


def _blank_out(pattern: re.Pattern[str], loose: Any, text: str) -> str:
    """``pattern.sub(" ", text)``, which tries the pattern only around what its loose form finds in a long text.

    Whatever the pattern finds holds something that the loose form finds, or is met by it: none lies elsewhere.
    """
    if len(text) <= _AT_ONCE or "ı" in text or "İ" in text:
        return pattern.sub(" ", text)
    try:
        spans = [found.span() for found in loose.finditer(text)]
    except UnicodeEncodeError:
        return pattern.sub(" ", text)
    pieces: list[str] = []
    done = first = last = 0
    for start, end in spans:
        if start - _REACH > last:
            pieces += (text[done:first], pattern.sub(" ", text[first:last]))
            done, first = last, start - _REACH
        last = end + _REACH
    return "".join([*pieces, text[done:first], pattern.sub(" ", text[first:last]), text[last:]])


def steady_title(title: str) -> str:
    """A title folded for comparing, without relative times, counters and tags in front (unless it is nothing else)."""
    folded = " ".join(unicodedata.normalize("NFKC", title[:_LONGEST]).casefold().split())
    steady = " ".join(without_moving_parts(folded).split())
    untagged = _TAG.sub("", steady)
    return untagged or steady or folded


def without_digits(title: str) -> str:
    """What stays of a steady title when a counter in it runs on."""
    return _DIGITS.sub("0", title)


def titles_related(a: str, b: str, share: float = RELATED) -> bool:
    """Whether two titles may be versions of one; an empty title is related to all."""
    first, second = _title_pairs(steady_title(a)), _title_pairs(steady_title(b))
    if not first or not second:
        return True
    return len(first & second) >= share * min(len(first), len(second))


def _title_pairs(title: str) -> set[str]:
    """Latin words of some length, numbers and pairs of Han characters."""
    tokens = _TOKEN.findall(title)
    words = {token for token in tokens if token.isascii() and (len(token) > 3 or not token.isalpha())}
    pairs = {a + b for a, b in pairwise(tokens) if len(a) == len(b) == 1}
    return words | pairs or set(tokens)

"""Round-ups: which items an entry consists of, each with a key that survives re-ordering.

One article is one article. A word in its title (weekly, daily, 日报, briefing) makes no round-up of it: there must be
several items with headings or numbers of their own, and they must not be about one thing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from monitor.core.model.matches import Section
from monitor.core.text.fingerprints import fingerprint_text
from monitor.core.text.normalize import fold
from monitor.values import dataclass

_ROUND_UP = re.compile(
    r"早报|晚报|日报|周报|午报|早知道|简报|快报|快讯|速递|要闻|汇总|盘点|一周|8点1氪|氪星晚报|早餐|晨报|资讯"
    r"|\b(?:daily|weekly|digest|round-?up|newsletter|brief(?:ing)?|this week|news of the)\b"
    r"|ダイジェスト|다이제스트|브리핑|뉴스레터|дайджест|presseschau|nachrichtenüberblick|wochenrückblick"
    r"|revue de presse|rassegna stampa|resumen de noticias"
    r"|^\W*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\W*$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(#{1,6}) +(\S.*)$", re.MULTILINE)
_NUMBERED = re.compile(
    r"^(?:\d{1,3}\s*[.、．)）:：]|[①-⑳]|[(（]\d{1,3}[)）]|【[^】\n]{2,}】|NO\.?\s*\d)", re.IGNORECASE
)
_TAG = re.compile(r"#\d{1,3}`?\s*$")
_LINE = re.compile(r"^[^\n]*\S[^\n]*$", re.MULTILINE)
_BULLET = re.compile(r"\s{0,20}[•·▪◆■▶○●◦‣*–—-]\s{0,5}\S.{10}")
_DAYS = frozenset({
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
})  # fmt: skip
_TITLE_WORDS = frozenset({
    "daily", "weekly", "digest", "roundup", "newsletter", "brief", "briefing", "this", "week", "news", "from", "with",
    "what", "today", "tech", "morning", "evening", "your", "the", "latest", "update", "updates",
})  # fmt: skip
_OVERVIEW = frozenset(
    {"概览", "目录", "本期概览", "本期要闻", "overview", "contents", "in this issue", "今日要点", "导读"}
)
_DECORATION = re.compile(r"[↗→`*\[\]]|#\d{1,3}\s*$|^\s*(?:•|[-*])\s+")
_LEADING = re.compile(r"^\W*(?:\d{1,3}\s*[.、．)）:：]|[①-⑳]|[(（]\d{1,3}[)）])\s*")
_TITLE_PART = re.compile(r"[^；;]+")
_SHORTEST_PART = 6
_SHORTEST_LATIN_PART = 20
_FEWEST_PARTS = 3
_GOES_ON = re.compile(r"\A\s*(?:[a-zß-ÿ]|[但并将称或且而也又还均仍])")
"""How the second half of a sentence begins: Fed holds rates; says it may cut, 也将…."""
_WORD = re.compile(r"[^\W\d_]{4,}|[\u3400-\u9fff]{2,}")
_NAME = re.compile(r"[^\W\d_]{3,}|[\u3400-\u9fff]{2}")
_OF_ONE_THING = 0.6
"""Share of the items from which on a word of the title makes them parts of one article."""
_FEWEST_HEADINGS = 4
_FEWEST_NAMED = 3
_FEWEST_LINES = 4
_LONGEST_HEADING = 60
_HEADING_SHOWN = 120
_MOST_ITEMS = 300
_MOST_HEADINGS = 1_000
_LONGEST_OVERVIEW = 20_000
"""What has more parts is no round-up but a list, and is one section."""


@dataclass(frozen=True, slots=True)
class _Item:
    heading: str
    start: int
    end: int


def split_sections(title: str, body: str) -> tuple[Section, ...]:
    """The sections of a document: number 0 alone for an ordinary entry, else 0 for what is common and one an item.

    Headlines joined in a title are sections of the title. Lines of an overview that repeat an item's heading carry
    that item's number, so one number may occur twice.
    """
    parts = _title_parts(title)
    items = _find_items(title, body)
    first = items[0].start if items else len(body)
    found = [Section(number=0, key="", heading=title, start=0, end=first)]
    numbers: dict[str, int] = {}
    for item in items:
        key = section_key(item.heading)
        number = numbers.setdefault(key, len(numbers) + 1)
        found.append(_make_section(number, key, item.heading, item.start, item.end))
    if items:
        found.extend(_overview_sections(body, first, numbers))
    for start, end in parts:
        heading = title[start:end].strip()
        key = section_key(heading)
        number = numbers.setdefault(key, len(numbers) + 1)
        found.append(
            Section(number=number, key=key, heading=heading[:_HEADING_SHOWN], start=start, end=end, field="title")
        )
    return tuple(found)


def section_key(heading: str) -> str:
    """The hash of the heading as it reads, without numbering and marks."""
    plain = heading
    for pattern in (_DECORATION, _LEADING, _DECORATION):
        plain = pattern.sub(" ", plain.strip())
    return fingerprint_text(" ".join(fold(plain).split()))


def is_round_up_title(title: str) -> bool:
    """Does the title say that this is a collection of news?"""
    return bool(_ROUND_UP.search(title))


def _make_section(number: int, key: str, heading: str, start: int, end: int) -> Section:
    shown = " ".join(_DECORATION.sub(" ", heading).split())[:_HEADING_SHOWN]
    return Section(number=number, key=key, heading=shown, start=start, end=end)


def _title_parts(title: str) -> list[tuple[int, int]]:
    """The headlines that a title joins. A semicolon alone is no border: both sides must be headlines of their own."""
    if "；" not in title and ";" not in title:
        return []
    parts = [(match.start(), match.end()) for match in _TITLE_PART.finditer(title) if match.group().strip()]
    if len(parts) > _MOST_ITEMS or len(parts) < (2 if is_round_up_title(title) else _FEWEST_PARTS):
        return []
    return parts if all(_is_headline(title[start:end]) for start, end in parts) else []


def _is_headline(part: str) -> bool:
    least = _SHORTEST_LATIN_PART if part.isascii() else _SHORTEST_PART
    return len(part.strip()) >= least and not _GOES_ON.match(part)


def _find_items(title: str, body: str) -> list[_Item]:
    if "\n" not in body:
        return []
    items = _under_headings(title, body)
    if not items and is_round_up_title(title):
        items = _numbered_lines(body) or _bulleted_lines(title, body) or _headed_paragraphs(body)
    return items if items and len(items) <= _MOST_ITEMS and not _of_one_thing(title, body, items) else []


def _of_one_thing(title: str, body: str, items: Sequence[_Item]) -> bool:
    """Does a word of the title come back in most items? Then they are parts of one article, however they are set."""
    texts = [fold(body[item.start : item.end]) for item in items]
    if not _is_named(title, body):
        # Five things to know about the new i3: what the title names, and two of the parts, is what all are about.
        names = set(_NAME.findall(fold(title)))
        return any(sum(bool(re.search(rf"\b{word}\b", text)) for text in texts) >= 2 for word in names)
    enough = _OF_ONE_THING * len(items)
    return any(sum(word in text for text in texts) >= max(enough, 2) for word in _words_of(title))


def _is_named(title: str, body: str) -> bool:
    """Does the title, or a heading of the first level, say that this is a collection of news?"""
    first = (m.group(2) for m in _find_headings(body) if len(m.group(1)) == 1)
    return is_round_up_title(title) or any(map(is_round_up_title, first))


def _words_of(title: str) -> set[str]:
    """What a title tells beside its date and the word for the round-up: Latin words, and Han characters in pairs."""
    words: set[str] = set()
    for run in _WORD.findall(fold(title)):
        if _ROUND_UP.search(run):
            continue  # 科技早报, daily: the column's name.
        words |= {run} if run < "\u3400" else {run[at : at + 2] for at in range(len(run) - 1)}
    return words - _TITLE_WORDS


def _under_headings(title: str, body: str) -> list[_Item]:
    headings = [(len(m.group(1)), m.group(2).strip(), m.start()) for m in _find_headings(body)]
    if len(headings) < _FEWEST_NAMED:
        return []
    named = _is_named(title, body)
    if not (_FEWEST_NAMED if named else _FEWEST_HEADINGS) <= len(headings) <= _MOST_HEADINGS:
        return []
    level = _item_level(headings)
    items = []
    for index, (own, text, start) in enumerate(headings):
        if own != level or fold(text).strip() in _OVERVIEW:
            continue
        end = next((later for other, _, later in headings[index + 1 :] if other <= level), len(body))
        items.append(_Item(text, start, end))
    marked = sum(bool(_TAG.search(item.heading) or _NUMBERED.match(item.heading)) for item in items)
    enough = len(items) >= (_FEWEST_NAMED if named else _FEWEST_HEADINGS)
    return items if enough and (named or 2 * marked > len(items)) else []


def _find_headings(body: str) -> Iterator[re.Match[str]]:
    """The lines that are headings. By their sign: an expression alone stops at every line."""
    place = 0 if body.startswith("#") else body.find("\n#") + 1 or None
    while place is not None:
        if heading := _HEADING.match(body, place):
            yield heading
        place = body.find("\n#", place) + 1 or None


def _item_level(headings: Sequence[tuple[int, str, int]]) -> int:
    """The level that most numbered headings have, else the most common one."""
    marked = Counter(level for level, text, _ in headings if _TAG.search(text) or _NUMBERED.match(text))
    levels = marked if marked.total() >= _FEWEST_NAMED else Counter(level for level, _, _ in headings)
    return max(levels, key=lambda level: (levels[level], -level))


def _numbered_lines(body: str) -> list[_Item]:
    """Lines that begin with a number each open an item, when the title calls it a collection."""
    lines = list(_LINE.finditer(body))
    opening = [match for match in lines if _NUMBERED.match(match.group().lstrip("•#*- ").lstrip())]
    if len(opening) < _FEWEST_NAMED:
        return []
    ends = [match.start() for match in opening[1:]] + [len(body)]
    return [_Item(_first_sentence(match.group()), match.start(), end) for match, end in zip(opening, ends, strict=True)]


def _bulleted_lines(title: str, body: str) -> list[_Item]:
    """Bullets each are an item where nearly all of the text is bullets, and the title is a column's name and a date.

    The bullets of an article are its points: its title says what it is about.
    """
    lines = list(_LINE.finditer(body))
    bullets = [match for match in lines if _BULLET.match(match.group())]
    if len(bullets) < _FEWEST_LINES or len(lines) - len(bullets) > 1 or len(_words_of(title) - _DAYS) > 1:
        return []
    return [_Item(_first_sentence(match.group()), match.start(), match.end()) for match in bullets]


def _headed_paragraphs(body: str) -> list[_Item]:
    """Without numbers a short line without a full stop heads the paragraph that follows, when most of them do so."""
    lines = list(_LINE.finditer(body))
    if len(lines) < _FEWEST_LINES:
        return []
    items: list[_Item] = []
    headed = index = 0
    while index < len(lines):
        heads = index + 1 < len(lines) and _is_heading(lines[index].group(), lines[index + 1].group())
        last = lines[index + 1] if heads else lines[index]
        items.append(_Item(_first_sentence(lines[index].group()), lines[index].start(), last.end()))
        headed += heads
        index += 2 if heads else 1
    return items if headed >= 2 and 2 * headed >= len(items) else []


def _is_heading(line: str, following: str) -> bool:
    """A short line without a full stop above one that is a sentence."""
    text = line.strip()
    ends = "。！？.!?；;…”\"'）)"
    return len(text) <= _LONGEST_HEADING and text[-1] not in ends and following.strip()[-1] in ends


def _first_sentence(text: str) -> str:
    return re.split(r"[。！？!?]|\. ", text.strip(), maxsplit=1)[0]


def _overview_sections(body: str, end: int, numbers: dict[str, int]) -> list[Section]:
    """Lines before the first item that repeat its heading, or stand in the list for themselves."""
    found = []
    for match in _LINE.finditer(body, 0, min(end, _LONGEST_OVERVIEW)):
        key = section_key(match.group())
        if key in numbers:
            found.append(_make_section(numbers[key], key, match.group(), match.start(), match.end()))
    return found

"""What an entry without a title is called: its own first words."""

import re
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urlsplit

from monitor.core.model.entries import ParsedEntry

_LONGEST: Final = 80
_SHORTEST: Final = 12
_BULLET: Final = re.compile(r"^(?:#{1,6} |• )")
_SENTENCE: Final = re.compile(r"[。！？!?](?=.)|[.…](?= )")
_TAIL: Final = re.compile(r"\.(?:s?html?|php|aspx?|jsp|md)$", re.IGNORECASE)
_MARKS: Final = re.compile(r"[\s.…!?*_#•·–—-]+")
_FOR_NOTHING: Final = frozenset(
    {"untitled", "no title", "notitle", "無題", "无标题", "無標題", "제목 없음", "sans titre", "ohne titel"}
)
_OF_A_FOLDER: Final = frozenset({"index", "default", "home"})
"""Names of the page that stands for its whole folder."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def with_title(entry: ParsedEntry) -> ParsedEntry:
    """The entry, named by the first words of its text (else of its address) where its title says nothing."""
    return entry if _says_something(entry) else replace(entry, title=first_words(entry.text) or title_from(entry.url))


def _says_something(entry: ParsedEntry) -> bool:
    """Neither nothing, nor dots, nor what programs write for nothing ("Untitled"), nor the entry's own address."""
    title = entry.title.strip()
    if not title or not entry.text.strip():
        return bool(title)
    return not (title == entry.url or title.strip("()[]").lower() in _FOR_NOTHING or _MARKS.fullmatch(title))


def first_words(text: str) -> str:
    """The first sentence of a text, or as much of it as makes a headline; never ends inside a word."""
    line = next((line for line in (_BULLET.sub("", line.strip()) for line in text[:4_000].split("\n")) if line), "")
    end = next((found.end() for found in _SENTENCE.finditer(line[: _LONGEST + 1]) if found.end() >= _SHORTEST), 0)
    if 0 < end <= _LONGEST:
        return line[:end].strip()
    if len(line) <= _LONGEST:
        return line
    cut = line[:_LONGEST]
    space = cut.rfind(" ")
    return (cut[:space] if space >= _LONGEST // 2 else cut[:-1]).rstrip(" ,;:，；：、-–—") + "…"


def title_from(address: str) -> str:
    """Words for an address that came without a title: "/blog/kling-2-launch.html" says "kling 2 launch"."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    parts = [part for part in unquote(path).split("/") if part]
    if parts and _TAIL.sub("", parts[-1]).lower() in _OF_A_FOLDER:
        parts.pop()
    last = parts[-1] if parts else ""
    words = re.sub(r"[-_+.]+", " ", _TAIL.sub("", last)).strip()
    return words if _WORD.search(words) else ""


def without_headline(text: str, title: str) -> str:
    """An article's text without its headline at the top: what repeats the title tells nothing of its own."""
    first, _, rest = text.partition("\n")
    headline = first.lstrip("# ").strip()
    return rest.lstrip() if headline and headline.casefold() == title.strip().casefold() else text

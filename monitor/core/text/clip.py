"""The one place where text is cut: measured as a provider counts, and never inside a character as readers see it."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

Measure = Callable[[str], int]


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8: Feishu, DingTalk, WeCom, Teams, Bark, ntfy."""
    return len(text.encode())


def utf16_units(text: str) -> int:
    """UTF-16 code units: Telegram counts so; an upper bound where a provider says "characters"."""
    return len(text.encode("utf-16-le")) // 2


def text_weight(text: str) -> int:
    """How much a text says, in Latin letters: a Han character, kana or Hangul syllable says as much as three."""
    return len(text) + 2 * sum(1 for char in text if char > "\u2e7f")


def split_graphemes(text: str) -> list[str]:
    """What a reader takes for single characters (UAX #29 extended grapheme clusters)."""
    return list(_grapheme().findall(text))


def clip_text(text: str, limit: int, measure: Measure = len) -> str:
    """``text`` within ``limit`` of ``measure``; when it is cut, it ends with "…" after a whole grapheme."""
    if measure(text) <= limit:
        return text
    room = limit - measure("…")
    end = 0
    for grapheme in _grapheme().finditer(text):
        room -= measure(grapheme[0])
        if room < 0:
            break
        end = grapheme.end()
    return text[:end].rstrip() + "…"


@cache
def _grapheme() -> "regex.Pattern[str]":
    # Loaded when something is cut: that is rare, and what starts sends nothing yet.
    import regex

    return regex.compile(r"\X")

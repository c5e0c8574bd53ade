"""Lengths as providers count them, and cuts that never fall inside what a reader takes for one character."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import regex
from typing_extensions import override

Measure = Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of what a provider allows a message uses, in the provider's own unit."""

    used: int
    limit: int
    unit: str
    """ "bytes of the request", "characters of the title"."""

    @property
    def fits(self) -> bool:
        """Within the limit."""
        return self.used <= self.limit

    @override
    def __str__(self) -> str:
        return f"{self.used:,} of {self.limit:,} {self.unit}"


_GRAPHEME = regex.compile(r"\X")


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8: Feishu, DingTalk, WeCom, Teams, Bark, ntfy."""
    return len(text.encode())


def utf16_units(text: str) -> int:
    """UTF-16 code units: Telegram counts so; an upper bound where a provider says "characters"."""
    return len(text.encode("utf-16-le")) // 2


def graphemes(text: str) -> list[str]:
    """What a reader takes for single characters (UAX #29 extended grapheme clusters)."""
    return list(_GRAPHEME.findall(text))


def clip(text: str, limit: int, measure: Measure = len) -> str:
    """``text`` within ``limit`` of ``measure``; when it is cut, it ends with "…" after a whole grapheme."""
    if measure(text) <= limit:
        return text
    room = limit - measure("…")
    kept: list[str] = []
    for grapheme in graphemes(text):
        room -= measure(grapheme)
        if room < 0:
            break
        kept.append(grapheme)
    return "".join(kept).rstrip() + "…"


def json_bytes(payload: Mapping[str, object]) -> bytes:
    """The bytes that go over the wire: Chinese as UTF-8 (3 bytes a character), not as \\uXXXX (6)."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()

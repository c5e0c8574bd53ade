"""What a page shows: its title, and the runs of text between its tags. All linear in the page."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from monitor.core.text.clip import text_weight
from monitor.lazy import late_pattern

MOST_READ: Final = 262_144
"""Characters of a page that are looked at for what it is."""
OTHER_WORDS: Final = 60
"""Letters beyond those of a wall or an excuse from which something else is shown (a Han character is three)."""
_UNSHOWN: Final = ("script", "style", "template", "noscript", "title", "svg")
_TITLE: Final = late_pattern(r"<title[^<>]{0,200}>([^<]{0,300})", re.IGNORECASE)


def title_of(page: str) -> str:
    """The page's title on one line; empty without one."""
    found = _TITLE.search(page[:MOST_READ])
    return " ".join(unescape(found[1]).split()) if found else ""


def weight_of(pieces: Sequence[str]) -> int:
    """How much they say, in letters."""
    return sum(map(text_weight, pieces))


def shown_pieces(page: str, *, enough: int) -> list[str]:
    """The runs of text between tags without scripts and styles, at most about ``enough`` characters."""
    lowered = page.lower()
    kept: list[str] = []
    size = position = 0
    while size <= enough:
        opening = page.find("<", position)
        piece = " ".join(unescape(page[position : opening if opening >= 0 else len(page)][: 2 * enough]).split())
        if piece:
            kept.append(piece)
            size += len(piece) + 1
        if opening < 0:
            break
        position = _end_of_tag(lowered, opening)
        if position < 0:
            break
    return kept


def _end_of_tag(page: str, opening: int) -> int:
    """Where text goes on after the tag at ``opening``; -1 at the end of the page."""
    for name in _UNSHOWN:
        behind = opening + 1 + len(name)
        if page.startswith(name, opening + 1) and page[behind : behind + 1] in {"", " ", ">", "\n", "\t"}:
            closing = page.find(f"</{name}", opening)
            return page.find(">", closing) + 1 or -1 if closing >= 0 else -1
    if page.startswith("!--", opening + 1):
        closing = page.find("-->", opening)
        return closing + 3 if closing >= 0 else -1
    return page.find(">", opening) + 1 or -1

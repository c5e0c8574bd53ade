"""Headlines without a word of grammar (Nokian tulos parani): their other words tell the language, by its list."""

import re

from monitor.core.match.scan.dictionaries import words_of
from monitor.core.match.scan.document_view import View

_WORD = re.compile(r"[^\W\d_]{3,40}")
_MOST_WORDS = 16
"""Words of a text that may well have none of grammar; a longer one has some, or is none that the lists know."""
_LISTS = {"hr": "sh"}
"""Where the list of a language's words is of it and its neighbours."""


def is_brief_text_in(view: View, language: str, start: int, end: int) -> bool:
    """Is a text that tells no language one in this language, by the words beside the folded characters [start, end)?

    More than half of its words in small letters have to be foreign to English, whose headlines have few words of
    grammar, too, and at least half of them in that language's list.
    """
    if view.spoken:
        return False
    words = [place.span() for place in _WORD.finditer(view.text) if place.end() <= start or place.start() >= end]
    if len(words) > _MOST_WORDS:
        return False
    if not view.original.isupper():
        words = [(low, high) for low, high in words if view.surface(low, high).islower()]
    if not words:
        return False
    english = words_of("en")
    foreign = [word for low, high in words if (word := view.text[low:high]) not in english]
    if 2 * len(foreign) <= len(words):
        return False  # Asked first: the list of another language takes 20 ms to read.
    known = words_of(_LISTS.get(language, language))
    return 2 * sum(word in known for word in foreign) >= len(words)

"""Characters that look like YAML's own, or like nothing at all: named, for nobody finds them by looking."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_NAMES: Final = {
    "\u00a0": "a no-break space",
    "\u00ad": "an invisible soft hyphen",
    "\u200b": "an invisible zero-width space",
    "\u200c": "an invisible zero-width non-joiner",
    "\u200d": "an invisible zero-width joiner",
    "\u200e": "an invisible left-to-right mark",
    "\u200f": "an invisible right-to-left mark",
    "\u2007": "a figure space",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\u202f": "a narrow no-break space",
    "\u2060": "an invisible word joiner",
    "\u3000": "a full-width space",
    "\ufeff": "an invisible byte order mark",
    "：": "a full-width colon",
    "，": "a full-width comma",
    "、": "a Chinese list comma",
    "－": "a full-width hyphen",
    "—": "a dash",
    "–": "a dash",
    "［": "a full-width bracket",
    "］": "a full-width bracket",
    "【": "a Chinese bracket",
    "】": "a Chinese bracket",
    "｛": "a full-width brace",
    "｝": "a full-width brace",
    "＃": "a full-width number sign",
    "＂": "a full-width quote",
    "＇": "a full-width quote",
    "“": "a curly quote",
    "”": "a curly quote",
    "„": "a curly quote",
    "‘": "a curly quote",
    "’": "a curly quote",
    "«": "a pointed quote",
    "»": "a pointed quote",
}
UNSEEN: Final = frozenset("\u00ad\u200b\u2060\ufeff\u200e\u200f\u2028\u2029")
"""What no plain value means to hold; joiners are letters' business in some scripts."""
_SPACES: Final = "\u00a0\u2007\u202f\u3000\u200b\u2060\ufeff"
_KEY = re.compile(rf"^[\s{_SPACES}]*(?:[-－]\s*)?[A-Za-z_][\w.-]*\s*(?P<odd>：)")
_BEGINNING = re.compile(rf"^[ \t]*(?P<odd>[{_SPACES}－—–＃])")
_CURLY = re.compile("[“„”«‘’»].*[”“»’‘]", re.DOTALL)


def name_of_odd(char: str) -> str:
    """Its name and number: "a full-width colon (U+FF1A)"; empty for one that is as it should be."""
    name = _NAMES.get(char, "")
    if not name and ("\uff01" <= char <= "\uff5e"):
        name = f"a full-width {unicodedata.normalize('NFKC', char)}"
    return f"{name} (U+{ord(char):04X})" if name else ""


def odd_in(text: str) -> str:
    """What is odd about a value that is wrong: the first such character by name; empty when nothing is."""
    return next((f"{named} stands in it" for char in text if (named := name_of_odd(char))), "")


def show_invisible(text: str) -> str:
    """``text`` with what cannot be seen written out."""
    return "".join(f"<U+{ord(c):04X}>" if c in UNSEEN or (c in _SPACES and c != " ") else c for c in text)


def in_curly_quotes(text: str) -> bool:
    """Whether a plain value is a word in curly quotes: YAML takes them for letters of it."""
    return len(text) < 100 and bool(_CURLY.fullmatch(text)) and not re.search("[“„”«»‘’]", text[1:-1])


def find_culprit(lines: Sequence[str], near: int) -> tuple[int, int, str] | None:
    """The character that YAML most likely stumbled over: line and column from 0, and its name.

    ``near`` = the line (from 0) where the reader gave up; what is wrong may stand some lines above.
    """
    reach = range(min(near, len(lines) - 1), max(near - 4, -1), -1)
    for pattern in (_KEY, _BEGINNING):
        for number in reach:
            if found := pattern.match(lines[number]):
                return number, found.start("odd"), name_of_odd(found["odd"])
    for number in reach:
        for column, char in enumerate(lines[number].partition(" #")[0]):
            if char in UNSEEN or char in _SPACES or (number == near and name_of_odd(char)):
                return number, column, name_of_odd(char)
    return None

"""What an index of words cannot tell: C++ from C, .NET from net, AT&T from "at T". It is told from the text itself."""

import re
from functools import lru_cache

from monitor.core.model.entries import Entry
from monitor.core.model.searches import Every, Look, Lookup, Some
from monitor.core.text.index_words import index_words
from monitor.core.text.normalize import fold

_SIGNS = re.compile(r"[+#&@$€£¥%]|(?<!\S)\.(?=[a-z0-9])")
"""In a folded name: signs that make it another one. A hyphen or an apostrophe may stand or be left out."""
_LOOSE = {"&": " ?& ?", "%": " ?%"}


def signed_text(text: str) -> str:
    """What somebody looks for, folded, if it has a sign that counts; else nothing."""
    folded = " ".join(fold(text).split())
    return folded if _SIGNS.search(folded) else ""


def widened(lookup: Lookup) -> Lookup:
    """What an index of words can be asked for it: all that is wanted, and maybe more."""
    match lookup:
        case Look(phrase=phrase, where=where):
            return Look(phrase, where)
        case Every(parts=parts, without=without):
            wanted = tuple(widened(part) for part in parts)
            # C is left out with C++ only where C is not wanted either.
            sure = tuple(part for part in without if widened(part) == part)
            return wanted[0] if len(wanted) == 1 and not sure else Every(wanted, sure)
        case _:
            return Some(tuple(widened(part) for part in lookup.parts))


def holds_of(lookup: Lookup, entry: Entry) -> bool:
    """Whether an entry says it, signs and all."""
    return _holds(lookup, {"title": _Text(entry.title), "body": _Text(entry.text)})


class _Text:
    """A text as it is looked through: folded, and as the index keeps it."""

    def __init__(self, text: str) -> None:
        self._folded = " ".join(fold(text).split())
        self._words = f" {index_words(text)} "

    def says(self, look: Look) -> bool:
        sought = f" {' '.join(look.phrase.words)}" + ("" if look.phrase.is_open else " ")
        return sought in self._words and (not look.signed or self._stands(look))

    def _stands(self, look: Look) -> bool:
        return _pattern(look.signed, is_open=look.phrase.is_open).search(self._folded) is not None


def _holds(lookup: Lookup, texts: dict[str, _Text]) -> bool:
    match lookup:
        case Look(where=where):
            return any(text.says(lookup) for name, text in texts.items() if where in ("", name))
        case Every(parts=parts, without=without):
            wanted = all(_holds(part, texts) for part in parts)
            return wanted and not any(_holds(part, texts) for part in without)
        case Some(parts=parts):
            return any(_holds(part, texts) for part in parts)


@lru_cache(maxsize=64)
def _pattern(signed: str, *, is_open: bool) -> re.Pattern[str]:
    """Where it stands by itself: letters or digits on neither side of its own, no dot before its dot."""
    sought = "".join(_LOOSE.get(sign, re.escape(sign)) for sign in signed)
    before = r"(?<![a-z0-9.])" if signed[0] == "." else r"(?<![a-z0-9])" if signed[0].isalnum() else ""
    after = r"(?![a-z0-9])" if signed[-1].isalnum() and not is_open else ""
    return re.compile(before + sought + after)

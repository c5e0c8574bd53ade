"""Signs beside a name that make another word of it: php.net is not .NET, C++ not C, GPT-5.5 not GPT-5."""

import re

from monitor.core.match.reasons import Why
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.names import Name, is_letter

_PART_OF_NUMBER = re.compile(r"[$€£¥₩₹]\Z|\d[.,-]\Z")
_MEASURE = re.compile(r"\d{1,4}[a-z]")
_NUMBER_GOES_ON = re.compile(r"\.(?!0(?!\.?\d))\d")
"""3.0 is 3, and a dot before a space ends a sentence."""
_TWO_NUMBERS = re.compile(r"\d\.\d{1,4}\Z")
_THOUSANDS = re.compile(r",\d{3}(?!\d)")
"""Windows 11,000 are not Windows 11."""
_MORE_INITIALS = re.compile(r"\.[a-z]\W")
_TIED = re.compile(r"[^\s\w]\w{1,40}")


def is_sign_tied(view: View, name: Name, start: int, end: int) -> bool:
    """Signs that belong to a name: php.net is not .NET, C++ not C, $1.3M not 3M, U.S.S. not US, GPT-5.5 not GPT-5."""
    text = view.text
    before, after = text[start - 1] if start else "", text[end] if end < len(text) else ""
    if text[start].isdigit() and _is_of_number(view, name, start, end):
        return True
    if name.initials and "." in name.compact and _MORE_INITIALS.match(text[end : end + 3] + " "):
        return True
    if not text[start].isalnum() and text[start].isascii() and before and (before.isalnum() or before == text[start]):
        return True
    if after == "." and not name.open_end and _is_other_version(text, start, end):
        return True
    if after == "," and text[end - 1].isdigit() and _THOUSANDS.match(text, end):
        return True
    if text[end - 1] in "+#" and after and (is_letter(after) or after == text[end - 1]):
        return True
    return len(name.compact) == 1 and after in {"#", "+", "&"}


def _is_of_number(view: View, name: Name, start: int, end: int) -> bool:
    """Is what begins with a digit a part of a number, or a measure: a 3m wall is not of 3M?"""
    if start and _PART_OF_NUMBER.search(view.text[max(0, start - 2) : start]):
        return True
    is_measure = name.capital and _MEASURE.fullmatch(name.compact) and view.surface(start, end).islower()
    return bool(is_measure) and not view.original.islower()


def why_inside(view: View, start: int, end: int) -> Why:
    """The reason that the folded characters [start, end) are a part of a longer word, or another one altogether."""
    surface, whole = view.surface(start, end), view.segment(start, end)
    if whole == surface and (more := _TIED.match(view.text, end)):
        whole = view.surface(start, more.end())
    return Why("other-word", (surface,)) if whole == surface else Why("segment", (surface, whole))


def _is_other_version(text: str, start: int, end: int) -> bool:
    """Does the number that the name ends in, with a letter behind it or without (7B), go on behind a dot?

    A third number counts the patches of a version: Python 3.12.1 is Python 3.12.
    """
    if _TWO_NUMBERS.search(text, start, end):
        return False
    is_number = text[end - 1].isdigit() or (end - start > 1 and text[end - 2].isdigit())
    return is_number and _NUMBER_GOES_ON.match(text, end) is not None

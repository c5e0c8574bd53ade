"""Addresses that are written into a text, as links or bare: a name inside one says little."""

import re
from collections.abc import Sequence

_BORDERS = "\\s<>\"'，。；、）】》”\x1f"
"""What stands in no address."""
_ADDRESS = re.compile(
    rf"(?:https?://|www\.)[^{_BORDERS}]+|(?<![a-z0-9_.@/-])(?:[a-z0-9-]+\.)+(?:com|cn|org|net|ai|io)(?:/[^{_BORDERS}]*)?"
)
_SIGNS = ("://", "www.", ".com", ".cn", ".org", ".net", ".ai", ".io")
_BORDERLESS = re.compile(f"[^{_BORDERS}]*")
_BORDER_SIGNS = frozenset("<>\"'，。；、）】》”\x1f")
_NEAR = 200
"""Characters beside a place in which a border is looked for."""


def find_addresses(text: str, first: int, last: int) -> Sequence[tuple[int, int]]:
    """The ranges of folded characters [first, last) that are addresses, in text order."""
    if text.find(".", first, last) < 0 and text.find("://", first, last) < 0:
        return ()
    return [match.span() for match in _ADDRESS.finditer(text, first, last)]


def may_hold_addresses(text: str) -> bool:
    """False for most texts: then no address is looked for in them."""
    return ("." in text or "://" in text) and any(map(text.__contains__, _SIGNS))


def range_of_addresses(text: str, place: int) -> tuple[int, int] | None:
    """What lies between two borders and holds the place: every address that does so is in it whole.

    ``None`` where the next border is too far to be looked for at every name.
    """
    low = place
    least = max(0, place - _NEAR)
    while low > least and (char := text[low - 1]) not in _BORDER_SIGNS and not char.isspace():
        low -= 1
    after = _BORDERLESS.match(text, place, place + _NEAR)
    high = after.end() if after else place
    if (low == least and low > 0) or high == place + _NEAR:
        return None
    return low, high

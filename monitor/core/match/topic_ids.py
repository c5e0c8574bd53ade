"""An id for a new topic: the name in Latin letters, and never one that another topic has or had."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from monitor.core.text.fingerprints import fingerprint_text
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import anyascii
else:
    anyascii = lazy_module("anyascii")

_LONGEST = 48
_HASH = 6


def new_topic_id(name: str, is_taken: Callable[[str], bool]) -> str:
    """The id for a topic of this name. ``is_taken``: has, or ever had, a topic this id?

    Two names may read alike in Latin letters (北京 and 背景), and a topic that was taken out leaves its history
    behind: then a hash of the name follows, and a number when that is taken as well.
    """
    plain = anyascii.anyascii(name).lower()
    words = "".join(char if char.isalnum() and char.isascii() else " " for char in plain).split()
    read = "-".join(words)[:_LONGEST].strip("-")
    mark = fingerprint_text(name, _HASH)
    first = read or f"topic-{mark}"
    if not is_taken(first):
        return first
    marked = f"{read or 'topic'}-{mark}"
    number = 2
    found = marked
    while found == first or is_taken(found):
        found, number = f"{marked}-{number}", number + 1
    return found

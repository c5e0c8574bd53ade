"""Names inside longer words of one script: humps of identifiers, versions, and words that are written together."""

import re
from typing import Literal

from monitor.core.match.reasons import Why
from monitor.core.match.scan.dictionaries import is_everyday
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.names import (
    LONGEST_WORD,
    Joint,
    Name,
    is_letter,
    is_word_char,
)
from monitor.core.text.normalize import is_joiner

_OWN_PARTS = frozenset({
    "ai", "api", "sdk", "app", "cli", "client", "server", "plugin", "node", "nodes", "model", "pipeline", "service",
    "wrapper", "loader", "config", "provider",
    "watch", "tv", "pay", "music", "store", "phone", "maps", "cloud", "news", "pencil", "arcade", "video", "bot",
})  # fmt: skip
"""What is written onto a name without making it another: by programmers (KlingAI, JimengClient), and by whoever leaves
out the space before a product's kind, as Chinese texts do (AppleWatch)."""
_HEX = re.compile("[0-9a-f]{4,40}")
_ALTERNATING = re.compile("[a-z]{1,40}|[0-9]{1,40}")
_MANY = 4
"""Letters and digits by turns: m|3|fwr|9|bt."""
Side = Literal["free", "segment", "inside"]


def left_segment(view: View, start: int, end: int) -> Side:
    before, first = view.char(start - 1), view.char(start)
    if before.isdigit() and first.isdigit():
        return "inside"
    if before.isdigit() or first.isdigit():
        return "segment"
    if first.isupper() and before.islower():
        return "segment"
    # The end of an acronym: AIKling is AI + Kling, but INKLING is one word.
    second = view.char(start + 1) if start + 1 < end else ""
    return "segment" if first.isupper() and before.isupper() and second.islower() else "inside"


def right_segment(view: View, start: int, end: int) -> Side:
    text = view.text
    last, after = view.char(end - 1), view.char(end)
    if last.isdigit() and after.isdigit():
        return "inside"
    if last.isdigit() or after.isdigit():
        return "free"  # Kling3, ChatGPT4, 7Bs: a number goes with a name.
    if last.islower() and after.isupper():
        return "segment"
    if text[end] == "v" and end + 1 < len(text) and text[end + 1].isdigit():
        return "segment"  # deepseekv3: a version goes with a name, too.
    second = view.char(end + 1) if end + 1 < len(text) else ""
    capitals = view.surface(start, end).upper() == view.surface(start, end)
    return "segment" if capitals and after.isupper() and second.islower() else "inside"


def has_whole_segments(view: View, name: Name, start: int, end: int) -> bool:
    """Inside an identifier the hit must not be cut by humps that the name has not: ViMi is not Vimi."""
    place = 0
    for index in range(start + 1, end):
        if not is_letter(view.text[index - 1]) or not is_letter(view.text[index]):
            place += 1
            continue
        hump = view.char(index - 1).islower() and view.char(index).isupper()
        if hump and (place >= len(name.joints) or not name.joints[place]):
            return False
        place += 1
    return True


def glued_word(view: View, start: int, end: int, *, together: bool) -> Why | None:
    """The longer word, unless what is written onto the name is a number, a version or a word such as AI."""
    text = view.text
    low, high = word_start(text, start), word_end(text, end)
    if view.in_url(start, end):
        return None
    before = text[low:start].rstrip("0123456789")
    after = re.sub(r"^v?\d[\d.]*", "", text[end:high]).rstrip("0123456789")
    if not together and (not before or before in _OWN_PARTS) and (not after or after in _OWN_PARTS):
        return None
    return Why("segment", (view.surface(start, end), view.segment(start, end)))


def runs_together(view: View, name: Name, start: int, end: int) -> bool:
    """Is a space of the name left out, so that an everyday word is read: nowhere for Now Here, lining for Li Ning?

    What one letter and a hyphen begin is that word (K-pop, Kpop), as is a word that is no name (well-being).
    """
    if (
        name.text[1:2] == "-"
        or ("-" in name.text and (not name.capital or _is_of_two_names(name, view.char(start))))
        or Joint.WRITTEN not in name.joints
        or (start and view.text[start - 1] in "#@")
        or view.in_url(start, end)
    ):
        return False
    if not _leaves_a_space_out(view, name, start, end):
        return False
    return is_everyday(view.text[word_start(view.text, start) : word_end(view.text, end)], view.languages)


def _is_of_two_names(name: Name, first: str) -> bool:
    """Spiderman is Spider-Man, as Walmart is Wal-Mart: no other word is; but a coop is no Co-op."""
    return first.isupper() and all(part[:1].isupper() for part in name.written.split("-"))


def _leaves_a_space_out(view: View, name: Name, start: int, end: int) -> bool:
    index = 0
    for place in range(start + 1, end):
        if is_joiner(view.text[place]):
            continue
        tied = not is_joiner(view.text[place - 1])
        hump = view.char(place).isupper() and view.char(place - 1).islower()
        if index < len(name.joints) and name.joints[index] is Joint.WRITTEN and tied and not hump:
            return True
        index += 1
    return False


def is_of_id(view: View, name: Name, start: int, end: int) -> bool:
    """Does a name of letters stand in an address in what is no word: EDF in …/4edf-4845/…, BT in /m3fwr9bt?"""
    text = view.text
    if not (text[start - 1 : start].isdigit() or text[end : end + 1].isdigit()):
        return False
    if not name.compact.isalpha() or not view.in_url(start, end):
        return False
    low, high = word_start(text, start), word_end(text, end)
    if low == start and text[end:high].isdigit():
        return False  # A number goes with a name.
    word = text[low:high]
    return bool(_HEX.fullmatch(word)) or len(_ALTERNATING.findall(word)) >= _MANY


def is_joined(text: str, start: int, end: int) -> bool:
    """Tied by an underscore, a path sign or a dot between letters to something else."""
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    beyond = text[end + 1] if end + 1 < len(text) else ""
    if before in {"_", "\\", "$", "@"} or after in {"_", "\\"}:
        return True
    if before == "." and start > 1 and is_word_char(text[start - 2]):
        return True
    if before == "/" and start > 1 and (is_word_char(text[start - 2]) or text[start - 2] in "./") and after in "/-.?_":
        return True
    return (after == "." and is_letter(beyond)) or (after == "-" and beyond.isalpha() and before in {"/", "-", "."})


def word_start(text: str, place: int) -> int:
    low = max(0, place - LONGEST_WORD)
    while place > low and is_word_char(text[place - 1]):
        place -= 1
    return place


def word_end(text: str, place: int) -> int:
    high = min(len(text), place + LONGEST_WORD)
    while place < high and is_word_char(text[place]):
        place += 1
    return place

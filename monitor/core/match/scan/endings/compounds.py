"""Words that Germanic languages write onto a name: its people and shares (Volvochefen), its affairs (Ukrainekrieg)."""

from monitor.core.match.scan.dictionaries import is_everyday
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.identifiers import word_end
from monitor.core.match.scan.kinds import ABOUT_IT, COMBINING_FORMS, JOINED_BY_S, OF_A_HOUSE
from monitor.core.match.scan.names import Name

_SHORTEST = 3
_LANGUAGES = ("de", "nl", "sv", "da", "nb")


def is_of_name(view: View, name: Name, start: int, end: int) -> bool:
    """Is what is written onto the name at [start, end), in small letters, a word for its people or affairs?"""
    if len(name.compact) < _SHORTEST or not name.capital or not view.char(start).isupper():
        return False
    high = word_end(view.text, end)
    found, rest = view.text[start:end], view.text[end:high]
    if rest not in OF_A_HOUSE and rest not in ABOUT_IT and not _is_tied_by_s(found, rest):
        return False
    if not view.surface(end, high).islower():
        return False
    return rest in OF_A_HOUSE or _is_tied_by_s(found, rest) or _is_no_word(found, rest)


def _is_tied_by_s(found: str, rest: str) -> bool:
    return rest[:1] == "s" and rest[1:] in ABOUT_IT and found.endswith(JOINED_BY_S)


def _is_no_word(found: str, rest: str) -> bool:
    """Has no list the compound as a word of its own (Weltkrieg)?"""
    return found not in COMBINING_FORMS and not is_everyday(found + rest, _LANGUAGES)

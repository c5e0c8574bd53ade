"""Short texts that a document declares for itself (``<!ENTITY name "text">``), put where it names them.

No XML parser is asked to: one that expands entities can be made to expand a bomb. Here nothing nests, nothing is read
from elsewhere, and name, text, number and growth are bounded; whatever is not as plain stays as it is written.
"""

import re
from html import unescape
from typing import Final

_LONGEST_SUBSET: Final = 16_384
_MOST: Final = 300
"""The names of XHTML are 253."""
_LONGEST_TEXT: Final = 200
_MOST_GROWTH: Final = 262_144
_DOCTYPE: Final = re.compile(
    r"<!DOCTYPE\s+[A-Za-z_][\w.:-]{0,100}(?:\s+(?:SYSTEM|PUBLIC(?=\s+[\"'][^\"'<>]{0,300}[\"']))"
    r"(?:\s+[\"'][^\"'<>]{0,300}[\"']){1,2})?\s{0,100}\[",
    re.IGNORECASE,
)
_DECLARED: Final = re.compile(
    r"<!ENTITY\s+([A-Za-z_][\w.-]{0,63})\s+(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')\s{0,100}>"
)
_PASSED_OVER: Final = re.compile(r"\s+|<!--(?:[^-]|-(?!->)){0,4000}-->")
_ELEMENT: Final = re.compile(r"<[A-Za-z_]")
_END: Final = re.compile(r"\]\s{0,100}>")
_OF_CHARACTERS: Final = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);")
_XML_OWN: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NAMED: Final = re.compile(r"<!\[CDATA\[|<!--|&([A-Za-z_][\w.-]{0,63});")


def resolve_declared(text: str) -> str:
    """The document with the texts that it declares in their places, and without the declarations if it has no others.

    A text that holds markup, names another or is longer than 200 characters is not put in; none is where there are more
    than 300, or where the document would grow by more than 256 KiB. Marked sections and comments stay as they are.
    """
    opening = _DOCTYPE.search(text[:_LONGEST_SUBSET])
    if opening is None or _ELEMENT.search(text, 0, opening.start()):
        return text  # what a post quotes declares nothing
    texts: dict[str, str] = {}
    at, is_plain = opening.end(), True
    while (found := _PASSED_OVER.match(text, at) or _DECLARED.match(text, at)) is not None:
        at = found.end()
        if found.re is _DECLARED and not _note(texts, found):
            is_plain = False
        if len(texts) > _MOST or at - opening.end() > _LONGEST_SUBSET:
            return text
    closing = _END.match(text, at)
    behind = closing.end() if closing is not None else at
    resolved = _put_in(text, behind, texts) if texts else text[behind:]
    if resolved is None:
        return text
    return text[: opening.start() if closing is not None and is_plain else behind] + resolved


def _note(texts: dict[str, str], found: re.Match[str]) -> bool:
    """Whether a declaration is one of plain text; the first one of a name counts (XML 1.0 §4.2)."""
    written = found[2] if found[2] is not None else found[3]
    said = _OF_CHARACTERS.sub(lambda reference: unescape(reference[0]), written)
    if len(written) > _LONGEST_TEXT or "%" in written or "<" in said or "&" in _OF_CHARACTERS.sub("", written):
        return False
    if found[1] not in _XML_OWN:
        texts.setdefault(found[1], said.replace("&", "&amp;").replace(">", "&gt;").replace('"', "&quot;"))
    return True


def _put_in(text: str, start: int, texts: dict[str, str]) -> str | None:
    """What follows ``start`` with the texts in it; ``None`` where it would grow too much."""
    pieces: list[str] = []
    at, grown = start, 0
    while (found := _NAMED.search(text, at)) is not None:
        end = found.end()
        if found[1] is None:
            closing = "]]>" if found[0] != "<!--" else "-->"
            behind = text.find(closing, end)
            end = behind + len(closing) if behind >= 0 else len(text)
        said = texts.get(found[1] or "")
        pieces.append(text[at : found.start()] + said if said is not None else text[at:end])
        grown += len(said) if said is not None else 0
        if grown > _MOST_GROWTH:
            return None
        at = end
    return "".join([*pieces, text[at:]])

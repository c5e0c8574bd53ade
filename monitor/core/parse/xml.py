"""The strict XML reader: a tree for documents that are well-formed, and nothing for the rest."""

import re
from collections.abc import Callable
from html.entities import html5
from typing import Any, Final

from lxml import etree

from monitor.values import dataclass

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_HALF: Final = r"(?:5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3])|[xX][dD][89a-fA-F][0-9a-fA-F]{2})"
_HALVES: Final = re.compile(f"(?:&#{_HALF};)+")
_HALVES_BEGIN: Final = ("&#55", "&#56", "&#57", "&#xd", "&#xD", "&#Xd", "&#XD")
_DECLARATION: Final = re.compile(r"^\s*<\?xml\s[^>]{0,300}\?>")
_ROOT: Final = re.compile(r"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|channel|urlset|sitemapindex)[\s>/]", re.IGNORECASE)
_FIRST_TAG: Final = re.compile(r"<([A-Za-z_][\w.:-]{0,200})")
_SHOWN: Final = re.compile(r"\S")
# What is no reference to a character or to one of XML's own five.
_LOOSE_REFERENCE: Final = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31})(;?))?"
)
_LOOSE_SIGN: Final = re.compile(r"<(?![A-Za-z_:/!?])")
_JUNK_BEFORE: Final = 16_384
_JUNK_AFTER: Final = 4_096

Element = Any
"""An lxml element: lxml publishes no types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """XML text ready to be read: no declaration, no illegal characters, no junk before the root."""

    text: str
    root: str
    """Lower-case local name of the root element, or nothing."""
    complete: bool
    mended: bool
    """Something had to be removed."""
    declared: bool = False
    """It says of itself that it is XML."""


def prepare_xml(text: str) -> Prepared:
    """Take away what stands between a sloppy document and a strict reader, without touching its content."""
    kept = _ILLEGAL.sub("", text)
    if any(begun in kept for begun in _HALVES_BEGIN):
        kept = _HALVES.sub(_join_halves, kept)
    mended = len(kept) != len(text)
    kept = kept.lstrip("\ufeff \t\r\n\x85\u2028")
    start = _start_of_markup(kept)
    mended = mended or start > 0
    kept, declarations = _DECLARATION.subn("", kept[start:], count=1)
    kept = kept.lstrip()
    root, qualified = _root_of(kept)
    complete = not root or _is_closed(kept, qualified)
    return Prepared(text=kept, root=root, complete=complete, mended=mended, declared=declarations > 0)


def _join_halves(found: re.Match[str]) -> str:
    """Emoji that were written as the two halves of UTF-16; half ones go."""
    numbers = [int(f"0{part}" if part[0] in "xX" else part, 0) for part in found[0][2:-1].split(";&#")]
    data = b"".join(number.to_bytes(2, "little") for number in numbers)
    return data.decode("utf-16-le", "ignore")


def _start_of_markup(text: str) -> int:
    """Where the document begins, when a warning or a blank page was printed before it."""
    if text.startswith(("<?xml", "<rss", "<feed", "<rdf", "<!", "{")):
        return 0
    head = text[:_JUNK_BEFORE]
    found = [at for at in (head.find("<?xml"), getattr(_ROOT.search(head), "start", lambda: -1)()) if at > 0]
    if not found or "<html" in head[: min(found)].lower():
        return 0
    return min(found)


def _root_of(text: str) -> tuple[str, str]:
    """(local name in lower case, name as written) of the first element."""
    at = 0
    while (behind := _behind_prologue(text, at)) > at:
        at = behind
    at = _next_shown(text, at)
    found = _FIRST_TAG.match(text, at)
    if found is None:
        return "", ""
    return found.group(1).rpartition(":")[2].lower(), found.group(1)


def _next_shown(text: str, at: int) -> int:
    """Where the next character that is no space stands."""
    found = _SHOWN.search(text, at)
    return found.start() if found is not None else len(text)


def _behind_prologue(text: str, at: int) -> int:
    """Behind the instruction, comment or DOCTYPE that comes next; ``at`` where none does. Each character once."""
    start = _next_shown(text, at)
    for opening, closing in (("<?", "?>"), ("<!--", "-->")):
        if text.startswith(opening, start):
            end = text.find(closing, start)
            return end + len(closing) if end >= 0 else at
    if text[start : start + 9].upper() != "<!DOCTYPE":
        return at
    end, subset = text.find(">", start), text.find("[", start)
    if end < 0 or not start < subset < end:
        return end + 1 if end >= 0 else at
    while (subset := text.find("]", subset + 1)) >= 0:
        end = _next_shown(text, subset + 1)
        if text.startswith(">", end):
            return end + 1
    return at


def _is_closed(text: str, qualified: str) -> bool:
    """Whether the closing tag of the root was received (FAULTS F-14: HTTP alone cannot tell)."""
    tail = text[-_JUNK_AFTER:].lower()
    return f"</{qualified.lower()}" in tail or bool(re.fullmatch(r"\s*<[^<>]*/>\s*", text[-2048:]))


def strict_tree(text: str) -> Element | None:
    """The root element of a well-formed document; ``None`` for anything else.

    Entities, DTDs and the network are off and the limits of libxml2 are on (depth 256, 10 MB of text in a node), so the
    time taken is linear. A document type with its own declarations is refused: that is where bombs are built.
    """
    head = text[:4096]
    if "<!DOCTYPE" in head and "[" in head[head.find("<!DOCTYPE") : head.find(">", head.find("<!DOCTYPE")) + 1]:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def escape_loose_references(text: str) -> str:
    """The document with every "&" that begins no reference of XML written as one: "Q&A", "?a=1&copy=2", "&nbsp;".

    Named references of HTML become the characters they stand for. Marked sections, and documents that declare entities
    of their own, are left as they are.
    """
    if "&" not in text or "<!ENTITY" in text[:_JUNK_BEFORE]:
        return text
    return _outside_sections(text, lambda piece: _LOOSE_REFERENCE.sub(_escape_match, piece))


def escape_loose_signs(text: str) -> str:
    """The document with every "<" that cannot begin a tag written as a reference: "1 < 2", "I <3 it"."""
    return _outside_sections(text, lambda piece: _LOOSE_SIGN.sub("&lt;", piece)) if _LOOSE_SIGN.search(text) else text


def _outside_sections(text: str, change: Callable[[str], str]) -> str:
    """The document with what stands outside its marked sections changed."""
    pieces: list[str] = []
    at = 0
    while True:
        opened = text.find("<![CDATA[", at)
        pieces.append(change(text[at : opened if opened >= 0 else len(text)]))
        closed = text.find("]]>", opened) if opened >= 0 else -1
        if closed < 0:
            pieces.append(text[opened:] if opened >= 0 else "")
            return "".join(pieces)
        pieces.append(text[opened : closed + 3])
        at = closed + 3


def _escape_match(found: re.Match[str]) -> str:
    named = html5.get(f"{found[1]};") if found[2] else None
    if named is None:
        return f"&amp;{found[0][1:]}"
    return "".join(f"&#{ord(char)};" for char in named)


def whole_entries(text: str) -> str:
    """The document up to its last whole entry, closed again; nothing when not even one is whole."""
    stack_root, qualified = _root_of(text)
    limit = len(text)
    for _ in range(50):
        ends = [(text.rfind(f"</{name}", 0, limit), name) for name in ("item", "entry", "url")]
        at, _name = max(ends)
        close = text.find(">", at) + 1 if at >= 0 else 0
        if not close:
            return ""
        opened = text.rfind("<![CDATA[", 0, at)
        if opened > text.rfind("]]>", 0, at):
            limit = opened  # quoted inside a section that never ended
            continue
        closers = f"</{qualified}>"
        if stack_root == "rss":
            closers = "</channel>" + closers
        return text[:close] + closers
    return ""


def first_entries(text: str, most: int) -> tuple[int, str]:
    """(entries in the document, the document with at most ``most``): feedparser takes a millisecond for each."""
    stack_root, qualified = _root_of(text)
    name = "entry" if stack_root == "feed" else "item"
    found = text.count(f"</{name}>")
    if found <= most:
        return found, text
    at = -1
    for _ in range(most):
        at = text.find(f"</{name}>", at + 1)
    # RDF keeps its items beside the channel, so nothing but the root needs closing there.
    closers = f"</channel></{qualified}>" if stack_root == "rss" else f"</{qualified}>"
    return found, text[: at + len(name) + 3] + closers

"""HTML to the plain text that is matched, compared and shown."""

import html as entities
import re
from collections import Counter
from html.entities import html5
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED: Final = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "head", "svg", "select", "textarea", "button"}
    | {"video", "audio", "canvas", "-comment"}
)
_HEADINGS: Final = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "header", "hgroup", "hr", "html", "main", "nav", "ol", "p", "pre", "section"}
    | {"summary", "table", "tbody", "tfoot", "thead", "ul", "caption", "title", "channel", "item"}
)
_LINES: Final = frozenset({"tr", "option"})
_CELLS: Final = frozenset({"td", "th"})
_SHAPING: Final = _BLOCKS | _LINES | _CELLS | _HEADINGS.keys() | {"br", "li", "pre"}
"""What stands for itself: all others leave nothing but their text."""
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
# These close themselves when the next one opens, so old pages leave thousands of them open.
_SELF_CLOSING: Final = frozenset({"p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "colgroup"})

_INLINE_TAG: Final = re.compile(
    r"</?(a|abbr|article|audio|b|bdi|bdo|big|blockquote|body|br|center|cite|code|dd|del|dfn|div|dl|dt|em|figcaption|figure|font"
    r"|footer|h[1-6]|header|hr|html|i|iframe|img|input|ins|kbd|label|li|main|mark|nobr|ol|p|pre|q|rp|rt|ruby|s|samp|script|section"
    r"|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|time|tr|tt|u|ul|var|video|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CLOSING_TAG: Final = re.compile(r"</([a-zA-Z][a-zA-Z0-9]*)\s*>")
# Elements that do not occur in headlines but as their subject.
_NAMED_RATHER_THAN_USED: Final = frozenset(
    {"article", "audio", "body", "dd", "dl", "dt", "figcaption", "figure", "footer", "header", "html", "iframe"}
    | {"input", "label", "main", "ol", "pre", "samp", "script", "section", "style", "table", "tbody", "td", "th"}
    | {"thead", "tr", "ul", "video"}
)
_DOES_NOTHING_ALONE: Final = frozenset({"<a>", "<img>"})
_BREAKING_TAG: Final = re.compile(r"</?(?:br|p|div|li|tr|td|h[1-6])\b", re.IGNORECASE)
_UNSHOWN_INLINE: Final = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_TAG_NAME: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG: Final = re.compile(r"<[!/?a-zA-Z][^<>]*>")
_BLOCK_MARKUP: Final = re.compile(
    r"<(?:address|article|blockquote|br|dd|div|dl|dt|figure|h[1-6]|hr|li|ol|p|pre|section|table|td|tr|ul)\b",
    re.IGNORECASE,
)
# C0 and C1 controls but tab and line ends, zero-width and soft hyphen, bidirectional overrides and isolates, BOM,
# lone surrogates, non-characters. ZWNJ and ZWJ stay: scripts and emoji are made with them.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_SPACES: Final = re.compile(r"[ \t\r\f\v\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS: Final = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_FEW_TAGS: Final = 400
_DEEPEST: Final = 400
_MOST_UNCLOSED: Final = 60
_FORMATTING: Final = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)

_PARAGRAPH: Final = "\n\n"
_LINE: Final = "\n"


def clean_inline(text: str) -> str:
    """One line of plain text for a title or a name: tags gone, entities decoded once, nothing invisible left.

    Only tags that HTML knows go, so "Vec<T> explained" stays whole.
    """
    if "<" in text:
        text = _UNSHOWN_INLINE.sub(" ", text)
        closed = {name.lower() for name in _CLOSING_TAG.findall(text)}

        def dropped(tag: re.Match[str]) -> str:
            name = tag[1].lower()
            # "the <video> element": nobody opens a film in a headline and leaves it open; "<a>" alone links nothing.
            named = name in _NAMED_RATHER_THAN_USED or tag[0].lower() in _DOES_NOTHING_ALONE
            if named and name not in closed:
                return tag[0]
            return " " if _BREAKING_TAG.match(tag[0]) else ""

        text = _INLINE_TAG.sub(dropped, text)
    if "&" in text:
        text = _REFERENCE.sub(_read_reference, text)
    return " ".join((text if text.isprintable() else _UNSEEN.sub("", text)).split())


def _read_reference(found: re.Match[str]) -> str:
    """What a reference stands for; "&copy=2" and "&notaword;" are no references but what they look like."""
    if not found[0].startswith("&#") and found[0][1:] not in html5:
        return found[0]
    return entities.unescape(found[0])


def clean_text(text: str) -> str:
    """Plain text as it came, with even spaces, at most one blank line in a row and nothing invisible."""
    if "\n" not in text and text.isprintable():
        return (_SPACES.sub(" ", text) if "  " in text else text).strip()
    # What is printable is seen, and no other blank than the space is.
    if not text.replace("\n", "").isprintable() or "  " in text:
        text = _SPACES.sub(" ", _seen(text))
    if "\n " in text or " \n" in text:
        text = "\n".join([line.strip() for line in text.split("\n")])
    return (_BLANK_LINES.sub(_PARAGRAPH, text) if "\n\n\n" in text else text).strip()


def _seen(text: str) -> str:
    """Text without what cannot be seen, its line ends alike."""
    return text if text.isprintable() else _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def html_to_text(html: str) -> str:
    """The readable text of a piece of HTML.

    Paragraphs are separated by a blank line, ``<br>`` ends a line, list items stand on lines of their own behind "• ",
    headings on paragraphs of their own behind one "#" per level and a space. Scripts, styles, comments and controls of
    forms leave nothing. Time grows linearly with the length, whatever the input.
    """
    if "<" not in html:
        return clean_text(entities.unescape(html) if "&" in html else html)
    if not _BLOCK_MARKUP.search(html):
        # Text that its author broke into lines: the line ends are all the structure there is.
        html = _LINE_ENDS.sub("\n", html).strip().replace("\n", "<br>")
    if is_tangled(html):
        return _strip_tags(html)
    root = LexborHTMLParser(html).root
    return _gather_text(root) if root is not None else ""


def is_tangled(html: str) -> bool:
    """Whether building a tree could take more than linear time: nested too deep, or formatting never closed.

    The HTML standard has a parser reopen every unclosed ``<b>`` in each new paragraph, and look through all open
    elements at each ``<div>``: both are quadratic.
    """
    if html.count("<") <= _FEW_TAGS:
        return False
    unclosed: Counter[str] = Counter()
    depth = formatting = 0
    for slash, name in _TAG_NAME.findall(html):
        tag = name.lower()
        if tag in _VOID or tag in _SELF_CLOSING:
            continue
        if not slash:
            unclosed[tag] += 1
            depth += 1
            formatting += tag in _FORMATTING
        elif unclosed[tag] > 0:
            unclosed[tag] -= 1
            depth -= 1
            formatting -= tag in _FORMATTING
        if depth > _DEEPEST or formatting > _MOST_UNCLOSED:
            return True
    return False


def _strip_tags(html: str) -> str:
    """Text by dropping tags one by one, for markup that no tree is built from."""
    html = re.sub(r"<(script|style)\b[^<]*(?:<(?!/\1)[^<]*)*", " ", html, flags=re.IGNORECASE)
    html = _BLOCK_MARKUP.sub(lambda tag: _PARAGRAPH + tag.group(), html)
    return clean_text(entities.unescape(_ANY_TAG.sub("", html)))


class _Paper:
    """Collects text and remembers which break is pending before the next word."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.pending_break = ""
        self.mark = ""
        self.kept_lines = 0

    def breaks(self, ending: str) -> None:
        """A line or a paragraph ends here; two line ends in a row make a paragraph."""
        if self.mark and ending == _PARAGRAPH:
            return  # a paragraph that opens a list item or a heading stands beside its mark
        if len(ending) > len(self.pending_break) or self.pending_break == " ":
            self.pending_break = ending

    def newline(self) -> None:
        """``<br>``."""
        self.pending_break = _PARAGRAPH if self.pending_break in {_LINE, _PARAGRAPH} else _LINE

    def marks(self, mark: str, ending: str) -> None:
        """What comes next is a list item or a heading."""
        self.mark = ""
        self.breaks(ending)
        self.mark = mark

    def unmarks(self) -> None:
        """The item or heading was empty, if its mark is still waiting."""
        self.mark = ""

    def writes(self, text: str) -> None:
        """Add the text of one node."""
        words = text if text.isprintable() else self._readable(text)
        if "  " in words and not self.kept_lines:
            words = _SPACES.sub(" ", words)
        core = words.strip(" ")
        if not core:
            if words and not self.pending_break:
                self.pending_break = " "
            return
        if self.pieces:
            self.pieces.append(self.pending_break or (" " if words[0] == " " else ""))
        self.pieces.append(self.mark + core)
        self.mark = ""
        self.pending_break = " " if words[-1] == " " else ""

    def _readable(self, text: str) -> str:
        """Without what cannot be seen, and outside of ``<pre>`` without line ends and other blanks than spaces."""
        flat = text.replace("\n", " ")
        # Most texts that are not printable only have line ends.
        if not flat.isprintable():
            text = _seen(text)
            flat = _SPACES.sub(" ", text.replace("\n", " "))
        return text if self.kept_lines else flat


def _gather_text(root: LexborNode) -> str:
    """Walk the tree without recursion: hostile markup nests deeper than any stack."""
    paper = _Paper()
    node: LexborNode | None = root
    opened: list[tuple[LexborNode, str]] = []
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            paper.writes(node.text_content or "")
        elif tag not in _DROPPED:
            _open_tag(paper, tag)
            if (child := node.first_child) is not None:
                opened.append((node, tag))
                node = child
                continue
            _close_tag(paper, tag)
        following = node.next if opened else None
        while following is None and opened:
            node, tag = opened.pop()
            _close_tag(paper, tag)
            following = node.next if opened else None
        node = following
    return clean_text("".join(paper.pieces))


def _open_tag(paper: _Paper, tag: str) -> None:
    if tag not in _SHAPING:
        return
    if tag == "br":
        paper.newline()
    elif tag == "li":
        paper.marks("• ", _LINE)
    elif tag in _HEADINGS:
        paper.marks(_HEADINGS[tag], _PARAGRAPH)
    elif tag in _BLOCKS:
        paper.breaks(_PARAGRAPH)
    elif tag in _LINES:
        paper.breaks(_LINE)
    elif tag in _CELLS and not paper.pending_break:
        paper.pending_break = " "
    if tag == "pre":
        paper.kept_lines += 1


def _close_tag(paper: _Paper, tag: str) -> None:
    if tag not in _SHAPING:
        return
    if tag == "pre":
        paper.kept_lines -= 1
    if tag == "li":
        paper.unmarks()
        paper.pending_break = _LINE  # also where paragraphs stand inside the item
    elif tag in _HEADINGS:
        paper.unmarks()
        paper.breaks(_PARAGRAPH)
    elif tag in _BLOCKS:
        paper.breaks(_PARAGRAPH)
    elif tag in _LINES:
        paper.breaks(_LINE)

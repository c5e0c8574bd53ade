"""A feed that is not well-formed, entry by entry: one broken entry costs itself, not all that follow it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from monitor.core.parse.raw import RawEntry, RawFeed
from monitor.core.parse.readers.feedparser_feed import read_reference
from monitor.core.parse.xml import escape_loose_references, strict_tree

_MOST_BROKEN: Final = 50
"""Each is read by itself, which takes a millisecond or more."""
_TEXT: Final = re.compile(r"<(title|link|guid|pubDate|description)>([^<]{1,5000})<(?:/(?!\1>)\w{1,40}|\1)>")
_SECTION: Final = re.compile(
    r"<!\[CDATA\[(?:[^\]<]|\](?!\]>)|<(?!/(?:title|link|guid|description)>)){0,5000}(?=</(?:title|link|guid|description)>)"
)
_ROOT_TAG: Final = re.compile(r"<[A-Za-z_][^<>]{0,8000}>")
_NAMES: Final = ("item", "entry")


def read_each_entry(raw: RawFeed, text: str, *, url: str, root: str, most: int) -> RawFeed:
    """``raw``, which was read of ``text``, with the entries that a broken one before them has swallowed.

    Only where the text closes more entries than were read, and reading them by themselves finds more.
    """
    name = max(_NAMES, key=lambda name: text.count(f"</{name}>"))
    if min(text.count(f"</{name}>"), most) <= len(raw.entries):
        return raw
    opening, closing = _frame_of(text, name)
    pieces = [
        (piece, strict_tree(f"{opening}{escape_loose_references(piece)}{closing}") is not None)
        for piece in _pieces_of(text, name)
    ][:most]
    if sum(not is_whole for _, is_whole in pieces) > _MOST_BROKEN:
        return raw
    entries: list[RawEntry] = []
    for is_whole, group in groupby(pieces, key=lambda known: known[1]):
        texts = [piece for piece, _ in group]
        for part in ["".join(texts)] if is_whole else map(_mend_tags, texts):
            entries += read_reference(f"{opening}{part}{closing}", url=url, root=root).entries
    return replace(raw, entries=entries, found=max(raw.found, len(entries))) if len(entries) > len(raw.entries) else raw


def _mend_tags(piece: str) -> str:
    """Close a short text as it was opened (``<title>one</titel>``, ``<title>one<title>``), and its marked section."""
    piece = _SECTION.sub(r"\g<0>]]>", piece)
    return _TEXT.sub(r"<\1>\2</\1>", piece)


def _frame_of(text: str, name: str) -> tuple[str, str]:
    """The root's own tag, which declares the name spaces, with the channel around items; and what closes them."""
    found = _ROOT_TAG.search(text)
    tag = found[0] if found else "<rss>"
    qualified = tag[1:-1].split()[0]
    is_rss = name == "item" and qualified.lower() == "rss"
    return (f"{tag}<channel>", f"</channel></{qualified}>") if is_rss else (tag, f"</{qualified}>")


def _pieces_of(text: str, name: str) -> Iterator[str]:
    """From where an entry opens last before one closes, to where it closes."""
    done = 0
    while (end := text.find(f"</{name}>", done)) >= 0:
        opened = max(text.rfind(f"<{name}>", done, end), text.rfind(f"<{name} ", done, end))
        end += len(name) + 3
        if opened >= 0:
            yield text[opened:end]
        done = end

"""A page with what selectors find outlined in it, for a person who looks for the right ones."""

from typing import TYPE_CHECKING, Final

from monitor.core.model.sources import Selectors
from monitor.core.parse.encoding import decode_document
from monitor.core.parse.readers.page import parse_page, select
from monitor.errors import ParseError
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import bs4
else:
    bs4 = lazy_module("bs4")

_LEFT_OUT: Final = ["script", "noscript", "iframe", "frame", "object", "embed", "link", "meta", "base", "template"]
_LONGEST: Final = 1_000_000
"""Characters of a page that are shown."""
_ITEM: Final = "outline:3px solid #c2410c;outline-offset:2px;background:#fff7ed"
_PART: Final = "outline:2px dashed #1d4ed8"


def mark_items(body: bytes, content_type: str, selectors: Selectors) -> str:
    """The page without what runs or loads; each item is outlined, and dashed what is read inside it.

    Selectors that find nothing or cannot be read outline nothing. ParseError for a page that is nested too deep.
    """
    page = parse_page(decode_document(body, content_type).text[:_LONGEST])
    for element in page.find_all(_LEFT_OUT):
        element.decompose()
    for element in page.select("*"):
        for name in [name for name in element.attrs if name.lower().startswith("on") or name.lower() == "srcdoc"]:
            del element[name]
    try:
        items = select(page, selectors.item, "item") if selectors.item else []
        for item in items:
            item["style"] = _ITEM
            for part in ("link", "title", "date", "text"):
                chosen = getattr(selectors, part)
                for inner in select(item, chosen, part, limit=1) if chosen else ():
                    inner["style"] = _PART
    except ParseError:
        return str(page)
    return str(page)

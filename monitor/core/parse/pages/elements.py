"""The elements and texts of a page's tree by plain steps: BeautifulSoup's searches take five times as long for it."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import bs4
else:
    bs4 = lazy_module("bs4")


def tags_in(inside: "bs4.Tag") -> "list[bs4.Tag]":
    """All elements inside, in document order."""
    tag = bs4.Tag
    return [element for element in inside.descendants if type(element) is tag]


def tags_named(inside: "bs4.Tag", names: Collection[str]) -> "list[bs4.Tag]":
    """Those of ``tags_in`` with one of these names."""
    tag = bs4.Tag
    return [element for element in inside.descendants if type(element) is tag and element.name in names]


def holds_any(inside: "bs4.Tag", names: Collection[str]) -> bool:
    """Whether an element of one of these names stands inside."""
    tag = bs4.Tag
    return any(type(element) is tag and element.name in names for element in inside.descendants)


def texts_in(inside: "bs4.Tag") -> "list[bs4.NavigableString]":
    """The texts inside that are shown, in document order: no comments, scripts or styles."""
    text = bs4.NavigableString
    return [element for element in inside.descendants if type(element) is text]

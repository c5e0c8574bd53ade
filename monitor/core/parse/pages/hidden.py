"""Takes out of a page what its markup hides and nothing on it opens: nobody sees it until it is shown."""

import re
from typing import TYPE_CHECKING, Final

from monitor.core.parse.pages.elements import tags_in

if TYPE_CHECKING:
    import bs4

_STYLE: Final = re.compile(
    r"(?:^|;)\s{0,9}(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}(?:hidden|collapse))", re.IGNORECASE
)
# What a click or the time opens: panes of tabs, folds, slides. It is read as if it were open.
_OPENED: Final = re.compile(
    r"tab(?:s|panel|pane|content)?|panel|pane|accordion\w{0,20}|collaps\w{0,20}|fold\w{0,20}|slides?|carousel|toggle\w{0,20}",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[A-Za-z]+")
_OPENERS: Final = (
    "aria-controls",
    "data-target",
    "data-bs-target",
    "data-controls",
    "data-toggle-target",
    "for",
    "href",
)
_NEVER: Final = frozenset({"html", "body", "head", "main"})
_STAYS: Final = 4


def without_hidden(page: "bs4.BeautifulSoup") -> bool:
    """Take out what is hidden (``hidden``, ``display: none``, a closed ``dialog``), in place; whether there was any.

    What has an opener on the page stays, and so does all of a page that would lose more than three quarters of its
    text: its scripts show it once they run.
    """
    hidden = hidden_in(page)
    whole = len(page.get_text())
    if not hidden or _STAYS * sum(len(element.get_text()) for element in hidden) > (_STAYS - 1) * whole:
        return False
    for element in hidden:
        element.extract()
    return True


def hidden_in(page: "bs4.Tag") -> "list[bs4.Tag]":
    """The outermost elements that are hidden and have no opener."""
    elements = tags_in(page)
    marked = [element for element in elements if element.name not in _NEVER and _is_marked_hidden(element)]
    if not marked:
        return []
    opened = {target for element in elements for target in _targets_of(element)}
    hidden = {id(element): element for element in marked if not _has_opener(element, opened)}
    return [element for element in hidden.values() if not any(id(around) in hidden for around in element.parents)]


def _is_marked_hidden(element: "bs4.Tag") -> bool:
    if element.name == "dialog":
        return not element.has_attr("open")
    if element.has_attr("hidden"):
        return str(element.get("hidden")).lower() != "until-found"
    style = element.get("style")
    return isinstance(style, str) and _STYLE.search(style[:2_000]) is not None


def _has_opener(element: "bs4.Tag", opened: set[str]) -> bool:
    if element.get("id") in opened or element.get("role") == "tabpanel":
        return True
    classes = element.get("class") or ()
    named = f"{classes if isinstance(classes, str) else ' '.join(classes)} {element.get('id') or ''}"
    return any(map(_OPENED.fullmatch, _WORD.findall(named[:1_000])))


def _targets_of(element: "bs4.Tag") -> list[str]:
    """The ids that an element opens, as far as its attributes tell."""
    written = (element.get(name) for name in _OPENERS if element.has_attr(name))
    return [
        word.lstrip("#.")
        for value in written
        if isinstance(value, str)
        for word in value[:500].split()
        if word[:1] != "/"
    ]

"""Small boxes of a page that belong together: a name above its price or its state, and the button below them."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from monitor.core.parse.pages.elements import holds_any, tags_named, texts_in
from monitor.core.text.html import html_to_text
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import bs4
else:
    bs4 = lazy_module("bs4")

_LONGEST: Final = 200
"""Characters up to which a box is one thing with what is said of it."""
_BOXES: Final = frozenset({"div", "li", "article", "section", "a"})
_OTHER_PARTS: Final = frozenset({"li", "table", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_BUTTON: Final = re.compile(r"[^\W\d_][^\d\[\]\n]{1,39}")
"""A button says a state in words; figures on one count something."""
_OUT_OF_THE_WAY: Final = ("nav", "dialog", "template")


def show_buttons(page: "bs4.BeautifulSoup") -> bool:
    """Write what stands on buttons as "[Add to cart]", in place: on many pages it is where a state is told."""
    shown = False
    for button in tags_named(page, ("button", "input")):
        is_input = button.name == "input"
        if is_input and button.get("type") not in {"submit", "button"}:
            continue
        words = " ".join(str(button.get("value") or "").split() if is_input else button.get_text(" ").split())
        if not _BUTTON.fullmatch(words) or _is_out_of_the_way(button):
            continue
        label = page.new_tag("div")
        label.string = f"[{words}]"
        button.replace_with(label)
        shown = True
    return shown


def _is_out_of_the_way(button: "bs4.Tag") -> bool:
    around = (button, *button.parents)
    return any(
        part.name in _OUT_OF_THE_WAY or part.has_attr("hidden") or part.get("aria-hidden") == "true" for part in around
    )


def join_records(page: "bs4.BeautifulSoup") -> bool:
    """Make one paragraph of each small box that stands beside others of its kind and has several parts, in place.

    Boxes with headings, lists or tables in them stay: those tell by themselves what belongs together.
    """
    small = _small_boxes(page)
    joined = False
    for box in tags_named(page, _BOXES):
        if id(box) not in small or not _has_twin(box) or holds_any(box, _OTHER_PARTS):
            continue
        pieces = [
            piece for piece in re.split(r"\s*\n\s*", html_to_text(f"<div>{box.decode_contents()}</div>")) if piece
        ]
        if len(pieces) < 2:
            continue
        box.clear()
        box.string = " · ".join(pieces)
        joined = True
    return joined


def _small_boxes(page: "bs4.BeautifulSoup") -> frozenset[int]:
    """Elements with some text, and no more than a small box has. Each text is counted up to the first large element."""
    sizes: Counter[int] = Counter()
    for words in texts_in(page):
        length = len(words.strip())
        if not length:
            continue
        for around in words.parents:
            was = sizes[id(around)]
            sizes[id(around)] = was + length
            if was > _LONGEST:
                break
    return frozenset(place for place, size in sizes.items() if size <= _LONGEST)


def _has_twin(box: "bs4.Tag") -> bool:
    """Whether an element beside it is of its kind."""
    return any(
        other is not None and other.name == box.name and other.get("class") == box.get("class")
        for other in (_next_element(box.previous_siblings), _next_element(box.next_siblings))
    )


def _next_element(beside: "Iterable[bs4.PageElement]") -> "bs4.Tag | None":
    return next((other for other in beside if isinstance(other, bs4.Tag)), None)

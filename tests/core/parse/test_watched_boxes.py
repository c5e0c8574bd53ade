"""Boxes and buttons of a watched page: a price or a state is told with the name it belongs to."""

from collections.abc import Callable, Sequence

import pytest

from monitor.core.change_detection.changed_paragraphs import changed_paragraphs
from monitor.core.model.entries import ParsedDocument
from monitor.core.model.sources import Selectors

Parse = Callable[..., ParsedDocument]
BOXES = (
    "<div class=fare><div class=name>Gull</div><div>{}</div></div>"
    "<div class=fare><div class=name>Tern</div><div>£4</div></div>"
)
ITEMS = "<ul><li><p>Gull</p><p>{}</p></li><li><p>Tern</p><p>£4</p></li></ul>"
SHOP = "<h1>Lamp</h1><p>A lamp for the quay.</p><form><button>{}</button></form><button hidden>Close</button>"


def texts(parse: Parse, *shown: str) -> Sequence[str]:
    page = "<html><head><title>Quay</title></head><body><main>{}</main></body></html>"
    return [parse(page.format(part), kind="watch").entries[0].text for part in shown]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (BOXES.format("£3"), BOXES.format("£5"), ["Gull · £5"]),
        (ITEMS.format("£3"), ITEMS.format("£5"), ["• Gull · £5"]),
        (SHOP.format("Sold out"), SHOP.format("Add to cart"), ["A lamp for the quay: [Add to cart]"]),
        (SHOP.format("Show 3 more"), SHOP.format("Show 9 more"), []),
        (
            "<p>Lamp</p><input type=submit value='Sold out'>",
            "<p>Lamp</p><input type=submit value='Buy now'>",
            ["Lamp: [Buy now]"],
        ),
        (
            "<div class=a><h3>Gull</h3><p>£3</p></div><div class=a><h3>Tern</h3><p>£4</p></div>",
            "<div class=a><h3>Gull</h3><p>£5</p></div><div class=a><h3>Tern</h3><p>£4</p></div>",
            ["Gull: £5"],
        ),
        (
            "<div><p>The quay is open.</p><p>Boats leave at six.</p></div>",
            "<div><p>The quay is open.</p><p>Boats leave at ten.</p></div>",
            ["Boats leave at ten."],
        ),
    ],
)
def test_what_changed_in_a_box_is_told_with_its_name(parse: Parse, before: str, after: str, told: list[str]) -> None:
    old, new = texts(parse, before, after)
    assert changed_paragraphs(old, new, title="Quay") == told


def test_a_text_kept_before_boxes_and_buttons_were_known_has_not_changed(parse: Parse) -> None:
    kept = "# Lamp\n\nA lamp for the quay.\n\nGull\n\n£3\n\nTern\n\n£4"
    (new,) = texts(parse, SHOP.format("Sold out") + BOXES.format("£3"))
    assert "[Sold out]" in new
    assert changed_paragraphs(kept, new) == []
    (later,) = texts(parse, SHOP.format("Add to cart") + BOXES.format("£3"))
    assert changed_paragraphs(new, later) == ["A lamp for the quay: [Add to cart]"]


def test_a_selected_button_is_read(parse: Parse) -> None:
    page = f"<html><body>{SHOP.format('Sold out')}</body></html>"
    assert parse(page, kind="watch", selectors=Selectors(item="form")).entries[0].text == "[Sold out]"
    assert parse(page, kind="watch", selectors=Selectors(item="form button")).entries[0].text == "Sold out"


def test_line_ends_of_the_markup_part_nothing(parse: Parse) -> None:
    items = "".join(f"<li>\n<span>[</span>\n<a>boats</a>\n<span>]</span> Boat {n}\n</li>" for n in range(3))
    (text,) = texts(parse, f"<ul>{items}</ul>")
    assert text == "• [ boats ] Boat 0\n• [ boats ] Boat 1\n• [ boats ] Boat 2"

"""Headlines that are pictures or cut short, and links that are not the item's own."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.model.sources import Selectors

Parse = Callable[..., ParsedDocument]
ITEM = Selectors(item="article")


def read(parse: Parse, *items: str, selectors: Selectors = ITEM) -> list[tuple[str, str]]:
    page = "".join(f"<article>{item}</article>" for item in items)
    entries = parse(f"<html><body>{page}</body></html>", kind="page", selectors=selectors, url="https://e.org/").entries
    return [(entry.title, entry.url) for entry in entries]


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ('<a href="/1"><img alt="The quay opens"></a>', "The quay opens"),
        ('<a href="/1" aria-label="The quay opens"><svg></svg></a>', "The quay opens"),
        ('<a href="/1" title="The quay opens at six">The quay op…</a>', "The quay opens at six"),
        ('<a href="/1" title="Read on">The quay op…</a>', "The quay op…"),
        ('<a href="/1" title="Read on">The quay opens</a>', "The quay opens"),
        ('<a href="/1"><h2><img alt="The quay opens"></h2></a>', "The quay opens"),
    ],
)
def test_the_label_of_a_headline_without_words_is_its_title(parse: Parse, item: str, title: str) -> None:
    assert read(parse, item) == [(title, "https://e.org/1")]


@pytest.mark.parametrize(
    ("headline", "url"),
    [
        ('<a href="/1">Line 1</a>', "https://e.org/1"),
        ('<a href="#">Line 1</a>', "https://e.org/ferries"),
        ('<a href="javascript:open(1)">Line 1</a>', "https://e.org/ferries"),
        ("Line 1", "https://e.org/ferries"),
    ],
)
def test_the_link_of_the_headline_goes_before_that_of_the_rubric(parse: Parse, headline: str, url: str) -> None:
    item = f'<a href="/ferries">Ferries</a><h2>{headline}</h2>'
    assert read(parse, item) == [("Line 1", url)]
    chosen = Selectors(item="article", link="a")
    assert read(parse, item, selectors=chosen) == [("Line 1", "https://e.org/ferries")]


def test_a_thumbnail_does_not_name_the_item_where_words_lead_to_its_page(parse: Parse) -> None:
    thumbnail, words = (
        '<a href="/1"><img alt="A boat at sea"></a>',
        '<a href="/1">The quay opens</a><a href="/1">More</a>',
    )
    assert read(parse, thumbnail + words) == [("The quay opens", "https://e.org/1")]
    assert read(parse, thumbnail + '<a href="/2">Boats</a>') == [("A boat at sea", "https://e.org/1")]


@pytest.mark.parametrize("before", ["javascript:void(0)", "mailto:a@e.org", "tel:+49", "#menu"])
def test_the_first_link_to_a_page_is_that_of_the_item(parse: Parse, before: str) -> None:
    assert read(parse, f'<a href="{before}">Share</a><a href="/1">The quay opens</a>') == [
        ("The quay opens", "https://e.org/1")
    ]


def test_an_item_whose_only_link_leads_to_a_place_on_the_page_is_there(parse: Parse) -> None:
    assert read(parse, '<a href="#quay">The quay opens</a>') == [("The quay opens", "https://e.org/#quay")]

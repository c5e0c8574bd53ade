"""Articles whose text stands in boxes, or in nothing but the data for search engines."""

import pytest

from monitor.core.parse.article import extract_article


def read(page: str) -> str:
    return extract_article(page.encode(), url="https://e.org/a", content_type="text/html; charset=utf-8").text


BOX = "<div>The {} has opened a second basin for ferries, which takes boats of every size from May.</div>"


def test_the_paragraph_with_a_link_is_part_of_an_article_of_boxes() -> None:
    boxes = BOX.format('<a href="/q">Quay</a>') + BOX.format("harbour") + BOX.format("<b>town</b>")
    text = read(f"<html><body><div class='story'>{boxes}</div></body></html>")
    assert text.startswith("The Quay has opened")
    assert "The town has opened" in text


def test_a_box_of_links_is_no_paragraph() -> None:
    links = "".join(f'<a href="/{n}">Ferries of the northern line, number {n}</a>' for n in range(9))
    text = read(f"<html><body><div>{links}</div><div>{BOX.format('Quay') * 3}</div></body></html>")
    assert "number 7" not in text


@pytest.mark.parametrize(
    "body", ["The Quay is open.\\nBoats leave at six.", "<p>The Quay is open.</p><p>Boats leave at six.</p>"]
)
def test_a_page_that_is_drawn_by_scripts_is_read_as_search_engines_do(body: str) -> None:
    data = f'{{"@type": "NewsArticle", "articleBody": "{body}"}}'
    page = (
        f'<html><head><script type="application/ld+json">{data}</script></head><body><div id="app"></div></body></html>'
    )
    assert read(page).split() == ["The", "Quay", "is", "open.", "Boats", "leave", "at", "six."]


def test_a_page_that_shows_its_article_is_read_as_it_is_shown() -> None:
    data = '<script type="application/ld+json">{"articleBody": "A short note.", "x": "articleBody"}</script>'
    text = read(f"<html><head>{data}</head><body><article>{BOX.format('Quay') * 3}</article></body></html>")
    assert "A short note" not in text

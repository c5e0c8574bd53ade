"""Sitemaps as sites write them: loose signs, names that nothing declares, lists that are called by another name."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument

Parse = Callable[..., ParsedDocument]


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        (
            "<url><loc>/ferry?line=1&copy=2&from=quay</loc></url>",
            ("https://e.org/ferry?line=1&copy=2&from=quay", "ferry"),
        ),
        ("<url><loc>/ferry?line=1&amp;amp;from=quay</loc></url>", ("https://e.org/ferry?line=1&from=quay", "ferry")),
        (
            "<url><loc>/a/7</loc><news:news><news:title>Wan &eacute;t&eacute;</news:title></news:news></url>",
            ("https://e.org/a/7", "Wan été"),
        ),
        (
            "<url><loc>/a/8</loc><xhtml:link rel='alternate' href='/b'/><n:news><n:title>Q&A</n:title></n:news></url>",
            ("https://e.org/a/8", "Q&A"),
        ),
        ("<URL><LOC>/the-quay</LOC></URL>", ("https://e.org/the-quay", "the quay")),
    ],
)
@pytest.mark.parametrize("root", ["urlset", "URLSET", "sitemapindex"])
def test_a_sloppy_sitemap_is_read(parse: Parse, inner: str, found: tuple[str, str], root: str) -> None:
    (entry,) = parse(f"<{root}>{inner}</{root}>", kind="sitemap").entries
    assert (entry.url, entry.title) == found


def test_a_list_of_sitemaps_under_another_name_is_a_list_of_sitemaps(parse: Parse) -> None:
    (part,) = parse("<urlset><sitemap><loc>/2026.xml</loc></sitemap></urlset>", kind="sitemap").parts
    assert part.url == "https://e.org/2026.xml"


def test_a_feed_stands_for_a_sitemap(parse: Parse, rss: Callable[..., str]) -> None:
    document = parse(rss("<title>Quay</title><link>/quay</link>"), kind="sitemap")
    assert [(entry.title, entry.url) for entry in document.entries] == [("Quay", "https://e.org/quay")]


def test_a_page_that_is_called_by_a_number_is_called_as_its_film(parse: Parse) -> None:
    film = "<v:video><v:title>The quay at night</v:title><v:publication_date>2026-11-20</v:publication_date></v:video>"
    urls = [f"<url><loc>https://e.org/{path}</loc>{film}</url>" for path in ("watch/12345", "quay-opens")]
    space = 'xmlns:v="http://www.google.com/schemas/sitemap-video/1.1"'
    entries = parse(f"<urlset {space}>{''.join(urls)}</urlset>", kind="sitemap").entries
    assert [(entry.title, str(entry.published_at)[:10]) for entry in entries] == [
        ("The quay at night", "2026-11-20"),
        ("quay opens", "2026-11-20"),
    ]


def test_comments_in_a_list_of_addresses_are_passed_over(parse: Parse) -> None:
    entries = parse("\ufeff# the quay\nhttps://e.org/quay-opens\n\n", kind="sitemap").entries
    assert [entry.title for entry in entries] == ["quay opens"]

"""Relative links of feeds that are served from another host than their site."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument

Parse = Callable[..., ParsedDocument]

RSS = "<rss version='2.0'{root}><channel><title>Pier</title>{site}{items}</channel></rss>"
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
    "<channel rdf:about='x'><title>Pier</title><link>https://pier.example/news/</link></channel>"
    "<item rdf:about='y'><title>Open</title><link>/open</link></item></rdf:RDF>"
)
SITE = "<link>https://pier.example/news/</link>"
ODD = "<item><title>Odd</title><link>/odd</link><foo xmlns='urn:x'><bar/></foo><description>a</description>"
ODD += "<description>b</description></item>"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/open", "https://pier.example/open"),
        ("open.html", "https://pier.example/news/open.html"),
        ("?p=7", "https://pier.example/news/?p=7"),
        ("//other.example/open", "https://other.example/open"),
        ("https://other.example/open", "https://other.example/open"),
        ("mailto:ann@pier.example", ""),
    ],
)
@pytest.mark.parametrize("beside", ["", ODD], ids=["plain", "for feedparser"])
def test_a_feed_elsewhere_has_the_links_of_its_site(parse: Parse, written: str, read: str, beside: str) -> None:
    items = f"<item><title>Open</title><link>{written}</link><guid isPermaLink='false'>7</guid></item>{beside}"
    document = parse(RSS.format(root="", site=SITE, items=items), url="https://files.example/pier/feed.xml")
    assert document.entries[0].url == read


def test_rdf_is_read_alike(parse: Parse) -> None:
    assert parse(RDF, url="https://files.example/feed").entries[0].url == "https://pier.example/open"


@pytest.mark.parametrize(
    ("root", "site", "url", "read"),
    [
        ("", SITE, "https://pier.example/rss/feed.xml", "https://pier.example/rss/open.html"),
        ("", "", "https://files.example/pier/feed.xml", "https://files.example/pier/open.html"),
        ("", "<link>/news/</link>", "https://files.example/pier/feed.xml", "https://files.example/pier/open.html"),
        (" xml:base='https://b.example/x/'", SITE, "https://files.example/feed.xml", "https://b.example/x/open.html"),
    ],
    ids=["at home", "no site", "a site without a host", "xml:base"],
)
def test_else_the_address_of_the_feed_or_its_base_counts(
    parse: Parse, root: str, site: str, url: str, read: str
) -> None:
    items = "<item><title>Open</title><link>open.html</link></item>"
    assert parse(RSS.format(root=root, site=site, items=items), url=url).entries[0].url == read

"""Links of entries as generators write them, and what they lead to all the same."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse.links import web_link

Parse = Callable[..., ParsedDocument]
Rss = Callable[..., str]

RDF = (
    "<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns='http://purl.org/rss/1.0/'><channel rdf:about='x'><title>Pier</title></channel>{}</rdf:RDF>"
)
LEAKED = "<{0} xmlns='http://tools.example/i18n/2.1'>{1}</{0}>"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("e.org/lock", "https://e.org/lock"),
        ("E.ORG/lock", "https://E.ORG/lock"),
        ("lock.html", "https://e.org/blog/lock.html"),
        ("quay.example/lock", "https://e.org/blog/quay.example/lock"),
        ("https:///quay.example/lock", "https://quay.example/lock"),
        ("https:\\\\quay.example\\lock", "https://quay.example/lock"),
        ("https://quay.example/\n    lock", "https://quay.example/lock"),
        ("https://quay.examplehttps://quay.example/lock", "https://quay.example/lock"),
        ("http://https://quay.example/lock", "https://quay.example/lock"),
        ("https://old.example/at/https://quay.example/lock", "https://old.example/at/https://quay.example/lock"),
        ('<a href="/lock?a=1&amp;b=2" hreflang="en">Lock</a>', "https://e.org/lock?a=1&b=2"),
        ("https://quay.example:8080/lock", "https://quay.example:8080/lock"),
        ("javascript:open()", ""),
    ],
)
@pytest.mark.parametrize("beside", ["", "<title>Again</title>"], ids=["plain", "for feedparser"])
def test_slips_that_leave_no_doubt_are_mended(parse: Parse, rss: Rss, written: str, read: str, beside: str) -> None:
    escaped = written.replace("&", "&amp;").replace("<", "&lt;")
    (entry,) = parse(rss(f"<title>Lock</title>{beside}<link>{escaped}</link>")).entries
    assert entry.url == read
    assert web_link("https://e.org/blog/feed.xml", written) == read


@pytest.mark.parametrize("link", ["", "<link/>", "<link> </link>"])
def test_an_item_of_rss_1_without_a_link_is_linked_by_its_name(parse: Parse, link: str) -> None:
    item = f"<item rdf:about='https://pier.example/open'><title>Open</title>{link}</item>"
    assert parse(RDF.format(item)).entries[0].url == "https://pier.example/open"


def test_its_link_goes_before_its_name_and_a_name_that_is_no_address_links_nothing(parse: Parse) -> None:
    linked = "<item rdf:about='https://pier.example/id/1'><title>A</title><link>https://pier.example/a</link></item>"
    named = "<item rdf:about='urn:pier:2'><title>B</title></item>"
    assert [entry.url for entry in parse(RDF.format(linked + named)).entries] == ["https://pier.example/a", ""]


def test_a_namespace_that_a_tool_left_on_an_element_takes_nothing_away(parse: Parse, rss: Rss) -> None:
    item = LEAKED.format("title", "Lock") + LEAKED.format("link", "https://quay.example/1")
    (entry,) = parse(rss(item + LEAKED.format("pubDate", "Sun, 22 Nov 2026 10:00:00 GMT"))).entries
    assert (entry.title, entry.url) == ("Lock", "https://quay.example/1")
    assert entry.published_at is not None


def test_the_items_own_element_goes_before_one_of_another_namespace(parse: Parse, rss: Rss) -> None:
    own = "<title>Lock</title><link>https://quay.example/1</link>"
    (entry,) = parse(
        rss(own + LEAKED.format("title", "A picture") + LEAKED.format("link", "https://pics.example"))
    ).entries
    assert (entry.title, entry.url) == ("Lock", "https://quay.example/1")

"""Signs of markup that stand in words: they are told as they were written."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.text.headlines import title_from
from monitor.errors import ParseError

Parse = Callable[..., ParsedDocument]
Rss = Callable[..., str]


def test_a_loose_less_than_spoils_no_other_sign(parse: Parse, rss: Rss) -> None:
    item = "<title>Q&A: 1 < 2</title><link>https://e.org/1</link><description>We <3 R&D & tea</description>"
    document = parse(rss(item))
    assert [(entry.title, entry.text) for entry in document.entries] == [("Q&A: 1 < 2", "We <3 R&D & tea")]
    assert document.malformed


def test_marked_sections_stay_as_they_are(parse: Parse, rss: Rss) -> None:
    item = "<title>a < b</title><description><![CDATA[<p>One &amp; <b>two</b></p>]]></description>"
    (entry,) = parse(rss(item)).entries
    assert (entry.title, entry.text) == ("a < b", "One & two")


def test_an_element_that_does_nothing_alone_is_a_word_of_a_headline(parse: Parse, rss: Rss) -> None:
    item = "<title>Using &lt;a&gt; as &lt;area&gt; in maps</title>"
    linked = "<title>&lt;a href='/x'&gt;Lock&lt;/a&gt; opens</title>"
    assert [entry.title for entry in parse(rss(item, linked)).entries] == ["Using <a> as <area> in maps", "Lock opens"]


def test_a_text_escaped_twice_is_html_though_its_end_was_cut(parse: Parse, rss: Rss) -> None:
    twice = (
        "&amp;lt;p&amp;gt;See &amp;lt;a href=&amp;#34;https://e.org/now&amp;#34;&amp;gt;now&amp;lt;/a&amp;gt; for mo"
    )
    spoken = "&amp;lt;p&amp;gt; and &amp;lt;/p&amp;gt; mark a paragraph"
    texts = [
        entry.text for entry in parse(rss(*(f"<description>{text}</description>" for text in (twice, spoken)))).entries
    ]
    assert texts == ["See now for mo", "<p> and </p> mark a paragraph"]


def test_xml_that_is_no_feed_is_called_so_although_it_has_a_title(parse: Parse) -> None:
    with pytest.raises(ParseError, match="<response>"):
        parse("<?xml version='1.0'?><response><title>Pier</title><p>Open</p></response>")


def test_atom_content_that_is_other_xml_is_read_for_its_words(parse: Parse) -> None:
    content = (
        "<content type='application/xml'><log xmlns='urn:log'><line>The quay</line><line>opens.</line></log></content>"
    )
    entry = f"<entry><id>urn:n:1</id><title>Log</title>{content}</entry>"
    document = parse(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>{entry}</feed>")
    assert document.entries[0].text == "The quay opens."


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://e.org/new-lock/index.html", "new lock"),
        ("https://e.org/new-lock/default.aspx", "new lock"),
        ("https://e.org/index.html", ""),
        ("https://e.org/index-of-prices.html", "index of prices"),
    ],
)
def test_the_page_of_a_folder_is_called_as_the_folder(address: str, title: str) -> None:
    assert title_from(address) == title

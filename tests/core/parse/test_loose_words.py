"""What generators do to words, links and dates on their way into a feed."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse.clean_entries import writes_day_first
from monitor.errors import ParseError

Parse = Callable[..., ParsedDocument]
Rss = Callable[..., str]

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>urn:n:1</id>{}</entry></feed>'


def test_a_marked_section_that_was_escaped_shows_no_marks(parse: Parse, rss: Rss) -> None:
    title = "<title>&lt;![CDATA[Quay &amp;amp; lock]]&gt;</title>"
    item = title + "<description> &lt;![CDATA[&lt;p&gt;Open.&lt;/p&gt;]]&gt;</description>"
    (entry,) = parse(rss(item)).entries
    assert (entry.title, entry.text) == ("Quay & lock", "Open.")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&amp;lt;p&amp;gt;Boats &amp;amp;amp; cars&amp;lt;/p&amp;gt;", "Boats & cars"),
        ("Write &amp;lt;p&amp;gt; before each paragraph", "Write <p> before each paragraph"),
        ("&lt;pre&gt;&amp;lt;p&amp;gt;Boats&amp;lt;/p&amp;gt;&lt;/pre&gt;", "<p>Boats</p>"),
    ],
)
def test_markup_that_was_escaped_twice_is_markup(parse: Parse, rss: Rss, written: str, text: str) -> None:
    (entry,) = parse(rss(f"<title>t</title><description>{written}</description>")).entries
    assert entry.text == text


@pytest.mark.parametrize(
    "original",
    [
        '<o:origLink xmlns:o="http://rssnamespace.org/feedburner/ext/1.0">https://quay.example/1</o:origLink>',
        '<p:origLink xmlns:p="http://www.pheedo.com/namespace/pheedo">https://quay.example/1</p:origLink>',
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_the_link_of_a_post_leads_to_it_and_not_by_way_of_a_counter(
    parse: Parse, rss: Rss, original: str, first: bool
) -> None:
    counted = "<link>https://count.example/~r/1</link>"
    (entry,) = parse(rss("<title>t</title>" + (original + counted if first else counted + original))).entries
    assert entry.url == "https://quay.example/1"
    links = '<link rel="alternate" href="https://count.example/~r/1"/><link rel="replies" href="/talk"/>'
    assert parse(ATOM.format(links + original)).entries[0].url == "https://quay.example/1"


def test_an_entry_whose_text_lies_elsewhere_leads_there(parse: Parse) -> None:
    content = '<content type="text/html" src="https://quay.example/1"/>'
    assert parse(ATOM.format(content)).entries[0].url == "https://quay.example/1"
    linked = '<link href="https://quay.example/page"/>'
    assert parse(ATOM.format(content + linked)).entries[0].url == "https://quay.example/page"


def test_all_authors_of_an_entry_are_named(parse: Parse) -> None:
    authors = "".join(f"<author><name>{name}</name></author>" for name in ("Ada", "Bo", "Ada"))
    assert parse(ATOM.format(authors)).entries[0].author == "Ada, Bo"


@pytest.mark.parametrize("nothing", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2039-01-01T00:00:00Z"])
def test_a_date_that_stands_for_none_gives_way_to_the_other(parse: Parse, nothing: str) -> None:
    dates = f"<published>{nothing}</published><updated>2026-11-20T10:00:00Z</updated>"
    (entry,) = parse(ATOM.format(dates)).entries
    assert (str(entry.published_at), entry.trust) == ("2026-11-20 10:00:00+00:00", "inferred")


def test_slashed_dates_are_read_as_their_document_writes_them(parse: Parse, rss: Rss) -> None:
    items = [f"<title>{n}</title><pubDate>{date}</pubDate>" for n, date in enumerate(("20/11/2026", "05/11/2026 9:30"))]
    assert [entry.published_at.strftime("%d %b") for entry in parse(rss(*items)).entries if entry.published_at] == [
        "20 Nov",
        "05 Nov",
    ]
    assert writes_day_first(["Mon, 23/11/2026", "5/11/2026"])
    assert not writes_day_first(["5/11/2026", "12/24/2026"])
    assert not writes_day_first(["5/11/2026", "2026-11-24"])


def test_a_list_of_json_that_holds_markup_is_json(parse: Parse) -> None:
    with pytest.raises(ParseError, match="this is JSON"):
        parse('\ufeff[{"title": "Quay", "content": "<p>Open.</p>"}]')

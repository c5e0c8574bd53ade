"""The small steps of parsing, one by one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.expectations import expectations
from bench.fidelity import differences
from monitor.cli.commands.parse_rows import error_row, parse_row
from monitor.core.model.entries import ParsedDocument, ParsedEntry, Precision
from monitor.core.parse.article import extract_article
from monitor.core.parse.clock_offset import clock_offset
from monitor.core.parse.document import parse_document, parse_harmless
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.core.parse.raw import PlainDocument, SourceDocument
from monitor.core.parse.readers.feed import read_feed, read_plain_feed
from monitor.errors import ParseError
from monitor.evaluation.extraction import extraction_report, mean_score, score_phrases, score_text, text_tokens
from tests.examples import examples

Parse = Callable[..., ParsedDocument]
Rss = Callable[..., str]


def dated(now: datetime, *hours: float, precision: Precision = "second") -> list[ParsedEntry]:
    return [
        ParsedEntry(published_at=now + timedelta(hours=ahead), trust="stated", precision=precision) for ahead in hours
    ]


@pytest.mark.parametrize(
    ("hours", "zone", "offset"),
    [
        ([7.9, 7.5, 6.0, -3.0], "Asia/Shanghai", 8),
        ([4.5, 2.0, -10.0], "Asia/Shanghai", 8),
        ([4.5, 2.0], "", 5),
        ([4.5, 2.0, -10.0], "", 0),
        ([7.9, 7.5], "America/New_York", 8),
        ([3.0, -1.0, -2.0], "Asia/Shanghai", 0),
        ([3.0], "Asia/Shanghai", 8),
        ([0.2, 0.1, -1.0], "Asia/Shanghai", 0),
        ([30.0, 26.0, -1.0], "Asia/Shanghai", 0),
        ([-1.0, -2.0], "Asia/Shanghai", 0),
        ([], "Asia/Shanghai", 0),
    ],
)
def test_an_outlet_that_runs_ahead_is_noticed(now: datetime, hours: list[float], zone: str, offset: int) -> None:
    assert clock_offset(dated(now, *hours), now, timezone=zone) == timedelta(hours=offset)


def test_days_without_time_do_not_run_ahead(now: datetime) -> None:
    assert clock_offset(dated(now, 8, 8, precision="day"), now) == timedelta(0)


def test_small_plain_feeds_stay_and_all_else_goes_to_the_sandbox(rss: Rss) -> None:
    plain = rss("<title>可灵</title><link>http://e.org/1</link>").encode()
    feed = SOURCE_KINDS["feed"]
    assert feed.read_harmless(plain, "", feed.max_entries) is not None
    for body in (
        plain.replace(b"</rss>", b""),
        plain.replace(b"<title>T", b"<title>T & U"),
        rss("<title>a</title><title>b</title>").encode(),
        rss("<title>x</title>" + " " * 2**20).encode(),
        plain.decode().encode("gb18030"),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + plain,
        b"<html></html>",
        b"{}",
        b"",
    ):
        assert feed.read_harmless(body, "", feed.max_entries) is None
    others = [kind for kind in SOURCE_KINDS.values() if kind is not feed]
    assert all(kind.read_harmless(plain, "", kind.max_entries) is None for kind in others)


def test_a_plain_feed_is_read_once_as_it_is_read_later(rss: Rss) -> None:
    body = rss("<title>a</title><link>/1</link>", "<title>b</title><link>/2</link><guid>x</guid>").encode()
    for written in (body, b"\xef\xbb\xbf" + body, body.replace(b"<title>a", b"<title>a\x07"), b"note\n" + body):
        url, text = "http://e.org/feed", written.decode("utf-8-sig")
        later = read_feed(SourceDocument(text=text, body=written, url=url))
        assert read_plain_feed(written, url=url, max_entries=2) == PlainDocument(raw=later)
        assert read_plain_feed(written, url=url, max_entries=1) == PlainDocument(raw=None)


def test_a_harmless_document_says_what_its_labels_make_of_it(rss: Rss, now: datetime) -> None:
    for body in (rss("<title>可灵</title>").encode(), rss("<title>~{VPND~}</title>").encode()):
        for content_type in (
            "application/xml",
            "application/xml; charset=gb2312",
            "application/xml; charset=hz-gb-2312",
        ):
            harmless = parse_harmless(body, url="http://e.org/feed", content_type=content_type, now=now)
            assert harmless == parse_document(body, url="http://e.org/feed", content_type=content_type, now=now)


def test_the_row_of_monitor_parse_is_as_the_contract_says(parse: Parse, rss: Rss) -> None:
    document = parse(rss("<title>a</title><link>http://e.org/1</link><pubDate>2026-11-22T10:00:00.5+08:00</pubDate>"))
    assert parse_row("x.xml", document) == {
        "file": "x.xml",
        "format": "rss",
        "path": "fast",
        "title": "T",
        "entries": [
            {
                "id": "",
                "title": "a",
                "link": "http://e.org/1",
                "published": "2026-11-22T02:00:00Z",
                "updated": None,
                "author": "",
                "text": "",
            }
        ],
    }
    assert error_row("y", ParseError("no feed")) == {"file": "y", "error": "no feed"}


def test_tokens_are_latin_words_and_single_han_characters() -> None:
    assert text_tokens("Kling 2.0发布了, isn't it?") == ["kling", "2", "0", "发", "布", "了", "isn", "t", "it"]


def test_scores_count_shingles() -> None:
    assert score_text("a b c d e", "a b c d e").f1 == 1.0
    assert score_text("", "a b c d").f1 == 0.0
    half = score_text("a b c d x y z w", "a b c d")
    assert (half.precision, half.recall) == (0.2, 1.0)
    assert mean_score([half, score_text("", "a")]).recall == 0.5


def test_the_report_of_an_evaluation_has_chinese_pages_by_themselves() -> None:
    expected = {"a": "one two three four", "b": "可灵发布新的模型"}
    scores = {name: score_text(text, text) for name, text in expected.items()} | {"c": score_text("", "x")}
    printed = extraction_report(scores, expected, score_phrases({}, {})[0])
    assert printed == {
        "pages": 3,
        "precision": 0.6667,
        "recall": 0.6667,
        "f1": 0.6667,
        "chinese": {"pages": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0},
        "phrases": {"with": {"found": 0, "of": 0}, "without": {"absent": 0, "of": 0}},
    }


def test_phrases_are_looked_for_without_regard_to_spaces() -> None:
    truth = {
        "a": {"file": "a.html", "with": ["one two"], "without": ["nine"]},
        "b": {"file": "b.html", "with": ["x"], "without": ["y"]},
    }
    counts, wrong = score_phrases(truth, {"a.html": "one\ntwo nine"})
    assert (counts.found, counts.wanted, counts.absent, counts.unwanted) == (1, 2, 1, 2)
    assert list(wrong) == [("a.html", "without", "nine"), ("b.html", "with", "x")]


PROSE = "<p>The company said that its new model makes longer clips, and that prices will fall by a third soon.</p>"


def test_an_article_comes_out_without_what_stands_around_it() -> None:
    links = "".join(
        f"<div><a href='/{n}'>Another story about something else entirely, number {n}</a></div>" for n in range(30)
    )
    page = (
        "<html lang='en'><head><title>Prices fall | Example News</title><meta name='author' content='A. Writer'>"
        "<meta property='article:published_time' content='2026-11-22T10:00:00+08:00'></head>"
        f"<body><div id=x>{links}</div><div class=q><h1>Prices fall</h1>{PROSE * 5}</div>"
        "<div>Copyright Example</div></body></html>"
    )
    article = extract_article(page.encode(), url="https://e.org/a")
    assert (article.title, article.lang) == ("Prices fall", "en")
    assert "prices will fall by a third" in article.text
    assert "Another story" not in article.text
    assert "Copyright" not in article.text


def test_a_page_without_content_is_an_error() -> None:
    with pytest.raises(ParseError, match="no content"):
        extract_article(b"  ", url="https://e.org/a")


ELEMENTS = [
    "<title>{}</title>",
    "<link>http://e.org/{}</link>",
    "<guid>{}</guid>",
    '<guid isPermaLink="false">{}</guid>',
    "<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate>",
    "<description>{}</description>",
    "<description><![CDATA[<p>{}</p>]]></description>",
    '<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">{}</c:encoded>',
    "<author>{}</author>",
    '<d:creator xmlns:d="http://purl.org/dc/elements/1.1/">{}</d:creator>',
    '<m:content xmlns:m="http://search.yahoo.com/mrss/" url="http://e.org/i.png"/>',
    "<category>{}</category>",
    "<source url='http://o.org/'>{}</source>",
    "<enclosure url='http://e.org/a.mp3'/>",
    "<title type='html'>{}</title>",
    "<summary>{}</summary>",
    "<content>{}</content>",
    "<updated>2026-11-22T11:00:00Z</updated>",
    "<id>{}</id>",
]
WORDS = [
    "one",
    "可灵 2.0",
    "a &amp; b",
    "&lt;b&gt;x&lt;/b&gt; y",
    "&lt;p&gt;x&lt;/p&gt;&lt;p&gt;y&lt;/p&gt;",
    " spaced ",
    "",
    "&#x202e;z",
]
# What is not the item's own: whatever stands in it, an item that has words of its own reads as if it were not there.
FOREIGN = [
    '<m:title xmlns:m="http://search.yahoo.com/mrss/">{}</m:title>',
    '<m:content xmlns:m="http://search.yahoo.com/mrss/"><m:title>{}</m:title><m:description>{}</m:description></m:content>',
    '<i:summary xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd">{}</i:summary>',
    "<category><title>{}</title></category>",
    "<image><title>{}</title><link>http://i.org/{}</link></image>",
    '<a:link xmlns:a="http://www.w3.org/2005/Atom" href="http://a.org/{}"/>',
    '<o:preview xmlns:o="http://example.net/card"><title>{}</title><description>{}</description><guid>{}</guid></o:preview>',
    "<item/>",
]
ITEM = st.lists(st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(WORDS)), max_size=6).map(
    lambda parts: "<item>" + "".join(element.format(word) for element, word in parts) + "</item>"
)


@examples(150)
@given(st.lists(ITEM, min_size=1, max_size=4))
def test_whatever_takes_the_fast_path_equals_feedparser(items: list[str]) -> None:
    body = f'<rss version="2.0"><channel><title>T</title><link>http://e.org/</link>{"".join(items)}</channel></rss>'.encode()
    document = parse_document(
        body, url="http://example.org/feed.xml", now=datetime.fromisoformat("2026-11-23T04:00:00+00:00")
    )
    if document.path == "fast" and len(document.entries) == len(items):  # a quite empty item is none beside others
        assert differences(document, body, "http://example.org/feed.xml") == []


@examples(100)
@given(st.lists(st.tuples(st.sampled_from(FOREIGN), st.sampled_from(WORDS)), min_size=1, max_size=4), st.booleans())
def test_foreign_elements_never_replace_what_is_the_items_own(parts: list[tuple[str, str]], before: bool) -> None:
    own = "<title>own</title><link>http://e.org/own</link><guid>own-id</guid><description>own words</description>"
    foreign = "".join(element.replace("{}", word) for element, word in parts)
    item = f"<item>{foreign}{own}</item>" if before else f"<item>{own}{foreign}</item>"
    body = f'<rss version="2.0"><channel><title>T</title><link>http://e.org/</link>{item}</channel></rss>'.encode()
    read = parse_document(body, url="http://example.org/f", now=datetime.fromisoformat("2026-11-23T04:00:00+00:00"))
    (entry,) = read.entries
    assert (entry.title, entry.url) == ("own", "http://e.org/own")
    # What a podcast module says of the item may stand above its words, never in their place.
    above = entry.text.removesuffix("own words")
    assert entry.text.endswith("own words")
    assert not above or any("itunes" in element and word.strip() for element, word in parts)


@examples(100)
@given(st.binary(max_size=300) | st.text(alphabet="<>/&;![]CDATArssitem\"'= {}:,", max_size=300).map(str.encode))
def test_any_bytes_are_entries_or_a_refusal(body: bytes) -> None:
    try:
        parse_document(body, url="http://e.org/", now=datetime.fromisoformat("2026-11-23T04:00:00+00:00"))
    except ParseError:
        return


def test_expectations_are_read_and_never_run() -> None:
    condition = b"not bozo and entries[0]['title'] == 'a' and len(entries) == 2 and f(1) == 3"
    head = b"<!--\nHeader: Content-Type: x/y\nExpect: " + condition + b"\n-->"
    assert expectations(head) == ({"content-type": "x/y"}, [(("entries", 0, "title"), "a"), (("len", "entries"), 2)])

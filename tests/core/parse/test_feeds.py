"""Feeds of every kind become clean entries, by whichever reader."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.errors import ParseError

Parse = Callable[..., ParsedDocument]
Rss = Callable[..., str]

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><title>A</title><link href="/"/>
<link rel="hub" href="https://hub.e.org/"/><link rel="self" type="application/atom+xml" href="/self.xml"/>
<entry><id>tag:e.org,2026:1</id><title type="html">One &amp;lt;b&amp;gt;</title>
<link rel="alternate" href="one"/><link rel="enclosure" href="one.mp3"/><published>2026-11-22T10:00:00Z</published>
<updated>2026-11-22T11:00:00+08:00</updated><author><name>Li</name><email>li@e.org</email></author>
<content type="html">&lt;p&gt;first&lt;/p&gt;&lt;p&gt;second&lt;/p&gt;</content></entry></feed>"""


def test_a_plain_rss_item_takes_the_fast_path(parse: Parse, rss: Rss) -> None:
    document = parse(
        rss(
            "<title>可灵 &amp;amp; 即梦</title><link>/one?a=1&amp;b=2</link><guid isPermaLink='false'>id 1</guid>"
            "<pubDate>Sun, 22 Nov 2026 18:00:00 +0800</pubDate><author>li@e.org (Li)</author>"
            "<description>&lt;p&gt;a&lt;/p&gt;&lt;ul&gt;&lt;li&gt;b&lt;/li&gt;&lt;/ul&gt;</description>",
            head="<link>https://e.org/</link><ttl>60</ttl><skipHours><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>",
        )
    )
    (entry,) = document.entries
    assert (document.format, document.path, document.title, document.url) == ("rss", "fast", "T", "https://e.org/")
    assert (document.ttl, [*document.skip_hours], [*document.skip_days]) == (timedelta(hours=1), [3], [6])
    assert (entry.title, entry.url, entry.guid) == ("可灵 & 即梦", "https://e.org/one?a=1&b=2", "id 1")
    assert (entry.text, entry.author) == ("a\n\n• b", "li@e.org (Li)")
    assert (entry.published_at, entry.trust, entry.precision) == (
        datetime(2026, 11, 22, 10, tzinfo=UTC),
        "stated",
        "second",
    )


def test_what_a_feed_asks_of_polling_is_read_on_both_paths(parse: Parse, rss: Rss) -> None:
    """A.10."""
    head = "<ttl>90</ttl><skipHours><hour>4</hour><hour>5</hour></skipHours><skipDays><day>Friday</day></skipDays>"
    plain = parse(rss("<title>Ferry</title>", head=head))
    other = parse(rss("<title>Ferry</title><title>Ferry</title>", head=head))
    broken = parse(rss("<title>Ferry & <b>pier</title>", head=head).replace("</channel>", ""))
    assert [plain.path, other.path] == ["fast", "feedparser"]
    for document in (plain, other):
        assert (document.ttl, set(document.skip_hours), set(document.skip_days)) == (timedelta(minutes=90), {4, 5}, {4})
    assert broken.ttl == timedelta(minutes=90)


def test_an_atom_entry_takes_the_fast_path(parse: Parse) -> None:
    document = parse(ATOM)
    (entry,) = document.entries
    assert (document.format, document.path, document.lang, document.hub) == (
        "atom",
        "fast",
        "zh-CN",
        "https://hub.e.org/",
    )
    assert document.topic == "https://e.org/self.xml"
    assert (entry.guid, entry.url, entry.title) == ("tag:e.org,2026:1", "https://e.org/blog/one", "One <b>")
    assert (entry.text, entry.author, entry.teaser_only) == ("first\n\nsecond", "Li (li@e.org)", False)
    assert entry.updated_at == datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "item",
    [
        "<title>a</title><title>b</title>",
        "<title>a <b>c</b></title>",
        "<title>a<!-- c -->b</title>",
        '<title>a</title><link xml:base="http://other.org/">x</link>',
        '<title>a</title><d:date xmlns:d="http://purl.org/dc/elements/1.1/">2026-11-22</d:date>',
        "<title>a</title><author>x</author><c:creator xmlns:c='http://purl.org/dc/elements/1.1/'>y</c:creator>",
    ],
)
def test_an_unusual_item_goes_to_feedparser(parse: Parse, rss: Rss, item: str) -> None:
    assert parse(rss(item)).path == "feedparser"


def test_rdf_cdf_and_old_atom_are_read(parse: Parse) -> None:
    rdf = parse(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>'
        '<item rdf:about="http://e.org/1"><title>R</title><link>http://e.org/1</link></item></rdf:RDF>'
    )
    cdf = parse('<CHANNEL HREF="http://e.org/"><ITEM HREF="http://e.org/1"><TITLE>C</TITLE></ITEM></CHANNEL>')
    old = parse(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>O</title><link rel="alternate" href="http://e.org/1"/>'
        "<issued>2026-11-22T10:00:00Z</issued></entry></feed>"
    )
    assert [(d.format, d.entries[0].title, d.entries[0].url) for d in (rdf, cdf, old)] == [
        ("rdf", "R", "http://e.org/1"),
        ("cdf", "C", "http://e.org/1"),
        ("atom", "O", "http://e.org/1"),
    ]


def test_json_feed_is_read(parse: Parse) -> None:
    document = parse(
        '{"version":"https://jsonfeed.org/version/1.1","title":"J","authors":[{"name":"Feed"}],"items":['
        '{"id":7,"url":"/7","title":"Seven \\ud800","content_html":"<p>x</p>","date_published":"2026-11-22T10:00:00Z"},'
        '{"id":"8","external_url":"https://x.org/8","content_text":"a < b","author":{"name":"Own"}}]}'
    )
    seven, eight = document.entries
    assert (document.format, document.path) == ("json", "json")
    assert (seven.guid, seven.url, seven.title, seven.text, seven.author) == (
        "7",
        "https://e.org/7",
        "Seven",
        "x",
        "Feed",
    )
    assert (eight.url, eight.text, eight.author) == ("https://x.org/8", "a < b", "Own")


def test_a_json_item_is_read_by_what_it_has(parse: Parse) -> None:
    document = parse(
        '{"version":"https://jsonfeed.org/version/1.1","title":"J","items":['
        '{"id":"a","title":"Episode","author":"Ann","attachments":[3,{"url":"/a.mp3","mime_type":"audio/mpeg"}]},'
        '{"id":"b","url":"/b","content_html":"<img src=\\"b.png\\">","content_text":"The ferry","authors":["Bo"]}]}'
    )
    assert [(entry.url, entry.author, entry.text) for entry in document.entries] == [
        ("https://e.org/a.mp3", "Ann", ""),
        ("https://e.org/b", "Bo", "The ferry"),
    ]


@pytest.mark.parametrize(
    ("hubs", "hub"),
    [
        ('[{"type":"rssCloud","url":"https://c.org/"},{"type":"WebSub","url":"/hub"}]', "https://e.org/hub"),
        ('[{"type":"rssCloud","url":"https://c.org/"}]', ""),
        ('["https://c.org/", 3, {"type":"WebSub"}]', ""),
        ('{"type":"WebSub","url":"https://h.org/"}', ""),
    ],
)
def test_json_feed_names_its_hub_and_itself(parse: Parse, hubs: str, hub: str) -> None:
    head = '{"version":"https://jsonfeed.org/version/1.1","title":"J","feed_url":"https://e.org/j.json"'
    document = parse(f'{head},"hubs":{hubs},"items":[{{"id":"1","content_text":"x"}}]}}')
    assert (document.hub, document.topic) == (hub, "https://e.org/j.json")


def test_an_entry_without_anything_is_still_an_entry(parse: Parse, rss: Rss) -> None:
    (entry,) = parse(rss("")).entries
    assert (entry.guid, entry.url, entry.title, entry.trust) == ("", "", "", "first_seen")


def test_only_web_links_come_out(parse: Parse, rss: Rss) -> None:
    links = [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@e.org",
        "http://e.org/" + "x" * 100_000,
        "http://[bad",
        "//cdn.e.org/a",
    ]
    entries = parse(rss(*(f"<title>t</title><link>{link}</link>" for link in links))).entries
    assert [entry.url for entry in entries] == ["", "", "", "", "", "https://cdn.e.org/a"]


def test_overrides_and_controls_are_cleaned_from_titles_and_names(parse: Parse, rss: Rss) -> None:
    (entry,) = parse(rss("<title>ab\u202ecd\u0000 \u200be\u0007</title><author>x\u2066y</author>")).entries
    assert (entry.title, entry.author) == ("abcd e", "xy")


def test_a_long_title_is_shortened_without_breaking_an_emoji(parse: Parse, rss: Rss) -> None:
    family = "👨\u200d👩\u200d👧\u200d👦"
    (entry,) = parse(rss(f"<title>{family * 1_000}</title>")).entries
    assert len(entry.title) <= 1_000
    assert entry.title.removesuffix("…").replace(family, "") == ""


def test_more_entries_than_allowed_are_counted_and_said(parse: Parse, rss: Rss) -> None:
    items = [f"<title>{number}</title>" for number in range(60)]
    for body in (rss(*items), rss(*items).replace("<title>T", "<title>T & U")):
        document = parse(body, max_entries=50)
        assert [entry.title for entry in document.entries] == [str(number) for number in range(50)]
        assert document.warnings == ("50 of 60 entries read",)


@pytest.mark.parametrize("cut", ["<title>thr", "<title>three</title><description><![CDATA[ quoted </item> here", ""])
def test_a_truncated_feed_gives_whole_entries_only(parse: Parse, rss: Rss, cut: str) -> None:
    whole = rss("<title>one</title>", "<title>two</title>").removesuffix("</channel></rss>")
    document = parse(whole + ("<item>" + cut if cut else ""))
    assert [entry.title for entry in document.entries] == ["one", "two"]
    assert (document.complete, document.malformed) == (False, True)
    assert any("ends in the middle" in warning for warning in document.warnings)


def test_a_feed_cut_before_its_first_entry_has_none_and_is_not_complete(parse: Parse) -> None:
    document = parse('<rss version="2.0"><channel><title>T</title><item><title>o')
    assert (list(document.entries), document.complete) == ([], False)


def test_a_malformed_feed_is_read_and_says_so(parse: Parse, rss: Rss) -> None:
    document = parse(rss("<title>Fish & chips</title><link>http://e.org/?a=1&b=2</link>"))
    assert (document.path, document.malformed, document.complete) == ("fast", True, True)
    assert (document.entries[0].title, document.entries[0].url) == ("Fish & chips", "http://e.org/?a=1&b=2")


def test_junk_before_the_feed_and_blank_lines_are_survived(parse: Parse, rss: Rss) -> None:
    for junk in ("\n\n  ", "\ufeff", "<br />\n<b>Warning</b>: something in x.php\n", "Notice: y\n"):
        assert parse(junk + rss("<title>one</title>")).entries[0].title == "one", junk


def test_what_follows_the_closing_tag_does_not_make_a_feed_incomplete(parse: Parse, rss: Rss) -> None:
    document = parse(rss("<title>one</title>") + "<!-- " + "generated " * 1_000 + "-->")
    assert (document.complete, document.malformed, document.path) == (True, False, "fast")


def test_a_date_in_year_one_beside_an_outlet_that_runs_ahead_does_no_harm(parse: Parse, rss: Rss) -> None:
    dates = ["Mon, 23 Nov 2026 11:00:00 GMT", "Mon, 23 Nov 2026 10:00:00 GMT", "0001-01-01T00:00:00Z"]
    entries = parse(rss(*(f"<title>t</title><pubDate>{date}</pubDate>" for date in dates))).entries
    assert [entry.trust for entry in entries] == ["inferred", "inferred", "first_seen"]


def test_an_empty_feed_is_a_feed(parse: Parse, rss: Rss) -> None:
    assert list(parse(rss()).entries) == []


def test_dates_that_cannot_be_right_are_not_trusted(parse: Parse, rss: Rss) -> None:
    dates = [
        "Mon, 23 Nov 2036 10:00:00 GMT",
        "9999-12-31T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "32 Foo 2026",
        "0000-01-01",
    ]
    document = parse(rss(*(f"<title>t</title><pubDate>{date}</pubDate>" for date in dates)))
    assert {entry.trust for entry in document.entries} == {"first_seen"}
    assert any("3 of 5 dates cannot be right" in warning for warning in document.warnings)


def test_a_time_without_zone_is_read_in_the_sources_zone(parse: Parse, rss: Rss) -> None:
    for path, item in (("fast", "<title>t</title>"), ("feedparser", "<title>t</title><title>u</title>")):
        document = parse(rss(item + "<pubDate>2026-11-22 10:00:00</pubDate>"), timezone="Asia/Shanghai")
        assert document.path == path
        assert document.entries[0].published_at == datetime(2026, 11, 22, 2, tzinfo=UTC)


def test_an_outlet_that_runs_ahead_is_set_back_and_says_so(parse: Parse, rss: Rss) -> None:
    items = [
        f"<title>{n}</title><pubDate>Mon, 23 Nov 2026 {hour}:00:00 GMT</pubDate>" for n, hour in enumerate((11, 10, 9))
    ]
    document = parse(rss(*items), timezone="Asia/Shanghai")
    assert document.entries[0].published_at == datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert {entry.trust for entry in document.entries} == {"inferred"}
    assert document.warnings == ("dates run 8 h ahead and were set back by that",)


def test_a_short_summary_is_a_teaser_and_a_text_is_not(parse: Parse, rss: Rss) -> None:
    content = '<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">short but whole</c:encoded>'
    entries = parse(
        rss(
            "<description>short</description>",
            f"<description>{'long ' * 100}</description>",
            content,
            "<title>t</title>",
        )
    ).entries
    assert [entry.teaser_only for entry in entries] == [True, False, False, True]
    (cut,) = parse(rss(f"<description>{'long ' * 100} 阅读全文</description>")).entries
    assert cut.teaser_only


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "the server sent an empty document"),
        (" \n\ufeff", "the server sent an empty document"),
        (
            "<html><title>Log in</title><form><input type=password></form></html>",
            "blocked: the server asks for a login",
        ),
        ("<!DOCTYPE html><title>请先登录</title>", "blocked: the server asks for a login"),
        ("<html><title>Just a moment...</title></html>", "blocked: the server asks to prove that a human"),
        (
            "<html><body>请完成安全验证 <div id=captcha></div></body></html>",
            "blocked: the server asks to prove that a human",
        ),
        ("<html><title>403 Forbidden</title></html>", "blocked: the server refused"),
        ("<html><title>404 Not Found</title></html>", "“not found” page"),
        (
            '<html><title>B</title><link rel=alternate type=application/rss+xml href="/rss"></html>',
            "its feed is at https://e.org/rss",
        ),
        ("<html><title>B</title><p>words</p></html>", "names no feed; use kind: page"),
        ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "use kind: sitemap"),
        ("<opml version='2.0'><body/></opml>", "OPML"),
        ("<note><to>you</to></note>", "its first element is <note>"),
        ('{"a": 1}', "not a JSON Feed; use kind: json"),
        ('{"a": 1', "not valid JSON"),
        ("hello", "not a feed; it begins with “hello”"),
    ],
)
def test_what_is_no_feed_is_refused_in_plain_words(parse: Parse, body: str, sentence: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(body)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        "<rss><channel><item><title>&b;</title></item></channel></rss>",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><item><title>&a;</title></item></channel></rss>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><rss><channel><item><title>&a;</title></item></channel></rss>',
        '<rss xmlns:i="http://www.w3.org/2001/XInclude"><channel><item><title><i:include href="/etc/hostname"/></title>'
        "</item></channel></rss>",
    ],
)
def test_entities_and_inclusions_bring_nothing_in(parse: Parse, bomb: str) -> None:
    """F-51 to F-54."""
    title = parse(bomb).entries[0].title
    assert len(title) <= len('<include href="/etc/hostname"></include>')
    assert "\n" not in title


def test_a_bridge_that_could_not_read_its_site_is_no_news(parse: Parse, rss: Rss) -> None:
    failed = "<title>Bridge returned error 503! (20786)</title><link>https://bridge.example/?a=1</link>"
    with pytest.raises(ParseError, match=r"could not read its site .*error 503"):
        parse(rss(failed))
    told = "<title>Bridge returned to traffic</title><link>https://e.org/1</link>"
    assert [entry.title for entry in parse(rss(told)).entries] == ["Bridge returned to traffic"]
    assert len(parse(rss(failed, told)).entries) == 2

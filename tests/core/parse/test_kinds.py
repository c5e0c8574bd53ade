"""Pages, watched pages, sitemaps and JSON are sources too."""

import warnings
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.core.change_detection.changed_paragraphs import changed_paragraphs
from monitor.core.model.entries import ParsedDocument
from monitor.core.model.sources import Selectors
from monitor.core.parse.find_feeds import find_feeds
from monitor.core.parse.suggest_selectors import suggest_selectors
from monitor.core.text.headlines import title_from
from monitor.errors import ParseError

Parse = Callable[..., ParsedDocument]

TITLES = [
    "可灵发布新一代视频生成模型，价格下降三成",
    "即梦上线数字人功能并向所有用户开放测试",
    "混元视频模型宣布开源并公布全部训练细节",
    "通义万相更新到新版本，支持更长的镜头",
]
MORE = "这里是正文的一段，说明了事情的经过和背景。" * 6
ITEMS = "".join(
    f'<li class="news-item"><h3><a class="title" href="/news/{number}.html">{title}</a></h3>'
    f'<span class="date">11-2{number}</span><p class="lead">{title}，详情见正文。</p></li>'
    for number, title in enumerate(TITLES)
)
MENU = (
    '<nav><ul class="menu">'
    + "".join(f'<li class="entry"><a href="/{n}">频道{n}</a></li>' for n in range(9))
    + "</ul></nav>"
)
HEAD = '<!DOCTYPE html><html lang="zh"><head><title>新闻</title></head>'
PAGE = f'{HEAD}<body>{MENU}<ul class="list">{ITEMS}</ul></body></html>'
ALL = Selectors(item="li.news-item", link="a.title", title="a.title", date=".date", text=".lead")


def test_a_page_gives_the_entries_that_its_selectors_find(parse: Parse) -> None:
    document = parse(PAGE, kind="page", selectors=ALL, timezone="Asia/Shanghai")
    first = document.entries[0]
    assert (document.format, document.path, document.title, len(document.entries)) == ("page", "page", "新闻", 4)
    assert (first.title, first.url) == (TITLES[0], "https://e.org/news/0.html")
    assert first.text == TITLES[0] + "，详情见正文。"
    assert (first.published_at, first.trust, first.precision) == (
        datetime(2026, 11, 19, 16, tzinfo=UTC),
        "inferred",
        "day",
    )


def test_an_item_selector_alone_is_enough(parse: Parse) -> None:
    document = parse(PAGE, kind="page", selectors=Selectors(item=".news-item"))
    assert [entry.title for entry in document.entries] == TITLES
    links = parse(PAGE, kind="page", selectors=Selectors(item="a.title"))
    assert [entry.url for entry in links.entries] == [f"https://e.org/news/{number}.html" for number in range(4)]


def test_a_time_element_is_read_by_its_attribute(parse: Parse) -> None:
    time = '<time datetime="2026-11-22T10:00:00Z">yesterday</time>'
    page = f'<base href="https://x.org/"><div class=i><a href="a">T</a>{time}</div>'
    (entry,) = parse(page, kind="page", selectors=Selectors(item=".i")).entries
    assert (entry.url, entry.published_at) == ("https://x.org/a", datetime(2026, 11, 22, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("selectors", "sentence"),
    [
        (Selectors(item="article.post"), "“article.post” finds nothing on the page; “li.news-item” would find 4"),
        (Selectors(item="li..x"), "the item selector “li..x” is not a valid CSS selector"),
        (Selectors(item="li.news-item", link="a["), "the link selector “a[” is not a valid CSS selector"),
        (Selectors(item="title"), "finds 1 element, but none has a link or a title"),
        (None, "needs at least an item selector"),
    ],
)
def test_selectors_that_do_not_work_are_explained(parse: Parse, selectors: Selectors | None, sentence: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(PAGE, kind="page", selectors=selectors)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0"?>',
        '<!-- made by hand --><?xml version="1.0"?>\n<?XML version="1.1"?>',
        "\ufeff<?xml <?xml ?>",
        "<?x<?xml?>ml ?>",
        "<?xml",
    ],
)
def test_an_xml_head_before_a_page_means_nothing_and_warns_of_nothing(parse: Parse, head: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (entry,) = parse(
            f"{head}<div class=i><a href=a>Harbour reopened</a></div>", kind="page", selectors=Selectors(item=".i")
        ).entries
    assert entry.title == "Harbour reopened"


def test_a_login_page_is_not_a_page_without_news(parse: Parse) -> None:
    wall = "<html><title>登录</title><form><input type='password'></form></html>"
    for kind in ("page", "watch"):
        with pytest.raises(ParseError, match="asks for a login"):
            parse(wall, kind=kind, selectors=ALL)


def test_a_captcha_script_or_a_login_box_does_not_make_a_page_a_wall(parse: Parse) -> None:
    page = PAGE.replace("</body>", "<script src='/recaptcha.js'></script><form><input type='password'></form></body>")
    assert len(parse(page, kind="page", selectors=ALL).entries) == 4
    prose = f"<p>{MORE}</p>" * 3
    assert (
        parse(f"<title>价格</title><script src='/captcha.js'></script>{prose}", kind="watch").entries[0].title == "价格"
    )


def test_selectors_are_proposed_from_what_repeats() -> None:
    best, *_ = suggest_selectors(PAGE.encode(), "https://e.org/")
    assert best.selectors == Selectors(item="li.news-item", link="a.title", title="a.title", date="span.date")
    assert (best.count, best.examples) == (4, tuple(TITLES[:3]))


def test_nothing_is_proposed_where_nothing_repeats() -> None:
    for page in (b"", b"<p>one</p>", f"<html><body>{MENU}</body></html>".encode(), b"\xff" * 50):
        assert list(suggest_selectors(page, "https://e.org/")) == []


def test_a_watched_page_is_one_entry_with_its_text(parse: Parse) -> None:
    prose = "".join(f"<p>{title}。{MORE}</p>" for title in TITLES)
    document = parse(f"<html><title>价格</title><body>{MENU}<div>{prose}</div></body></html>", kind="watch")
    (entry,) = document.entries
    assert (document.format, entry.guid, entry.url, entry.title) == (
        "watch",
        "https://e.org/blog/feed.xml",
        "https://e.org/blog/feed.xml",
        "价格",
    )
    assert len(changed_paragraphs("Something else", entry.text)) == 4
    assert "频道" not in entry.text


def test_a_watched_page_without_an_article_gives_all_its_text(parse: Parse) -> None:
    (entry,) = parse("<html><body><h1>Status</h1><ul><li>up</li></ul></body></html>", kind="watch").entries
    assert entry.text == "# Status\n\n• up"
    with pytest.raises(ParseError, match="holds no text"):
        parse("<html><body><script>draw()</script></body></html>", kind="watch")


@pytest.mark.parametrize(
    "advert",
    [
        '<div class="ad-banner"><p>{}</p></div>',
        '<div id="div-gpt-ad-12"><a href="https://shop.example">{}</a></div>',
        "<section><span>Advertisement</span><p>{}</p></section>",
        '<p><a rel="sponsored nofollow" href="https://shop.example">{}</a></p>',
        '<ins class="adsbygoogle">{}</ins>',
        '<div aria-label="广告"><p>{}</p></div>',
    ],
)
def test_adverts_of_a_watched_page_are_left_out(parse: Parse, advert: str) -> None:
    """A.5: they rotate, and nothing of it is news."""
    page = "<html><body><h1>Ferry</h1><p>The ferry runs today as planned, every hour.</p>{}</body></html>"
    texts = {parse(page.format(advert.format(words)), kind="watch").entries[0].text for words in ("Shoes", "Flights")}
    assert texts == {"# Ferry\n\nThe ferry runs today as planned, every hour."}


@pytest.mark.parametrize(
    "named",
    ['id="cookie-banner"', 'class="box cookie_notice-bottom"', 'id="onetrust-consent-sdk"', 'class="gdpr-popup"'],
)
def test_a_request_for_consent_that_comes_and_goes_is_left_out(parse: Parse, named: str) -> None:
    page = "<html><body><h1>Ferry</h1><p>The ferry runs today as planned, every hour.</p>{}</body></html>"
    asking = page.format(f"<div {named}><p>May we store cookies?</p><button>Yes</button></div>")
    texts = {parse(shown, kind="watch").entries[0].text for shown in (asking, page.format(""))}
    assert texts == {"# Ferry\n\nThe ferry runs today as planned, every hour."}


def test_a_page_about_such_requests_keeps_its_words(parse: Parse) -> None:
    page = (
        "<html><body><h1>Rules</h1><div class=cookie-law><p>From May on every site asks first.</p></div></body></html>"
    )
    assert "every site asks" in parse(page, kind="watch").entries[0].text


def test_a_page_of_small_ads_is_no_page_of_adverts(parse: Parse) -> None:
    listed = "".join(f'<div class="ad"><p>Boat number {n} for sale, hardly used</p></div>' for n in range(5))
    (entry,) = parse(f"<html><body><h1>Boats</h1>{listed}</body></html>", kind="watch").entries
    assert "Boat number 4" in entry.text


def test_a_part_of_a_page_can_be_watched(parse: Parse) -> None:
    fares = '<div class="fare"><b>$5</b></div><div class="fare">$7</div>'
    page = f"<html><title>Ferry</title><body><p>Menu</p>{fares}</body></html>"
    (entry,) = parse(page, kind="watch", selectors=Selectors(item=".fare")).entries
    assert (entry.title, entry.text) == ("Ferry", "$5\n\n$7")
    with pytest.raises(ParseError, match=r"\.gone"):
        parse(page, kind="watch", selectors=Selectors(item=".gone"))


def test_the_changed_paragraphs_are_those_that_were_not_there() -> None:
    old = "intro\n\n• a\n• b\n\nend"
    assert list(changed_paragraphs(old, old)) == []
    assert list(changed_paragraphs(old, "end\n\nINTRO\n\n• b\n• a")) == []
    assert list(changed_paragraphs(old, "intro\n\nnew price\n\n• a\n• c\n• b\n\nend")) == ["new price", "• c"]
    assert list(changed_paragraphs(old, "intro\n\nintro\n\nend")) == ["intro"]
    assert list(changed_paragraphs("", "all\n\nnew")) == ["all", "new"]


def test_a_sitemap_gives_the_newest_addresses_first(parse: Parse) -> None:
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>https://e.org/blog/old-post.html</loc><lastmod>2026-11-01</lastmod></url>"
        "<url><loc>https://e.org/a/123</loc><lastmod>2026-11-02</lastmod></url>"
        "<url><loc>https://e.org/n</loc><n:news><n:publication><n:language>zh</n:language></n:publication>"
        "<n:publication_date>2026-11-22T10:00:00Z</n:publication_date>"
        "<n:title>可灵 &amp; 即梦</n:title></n:news></url></urlset>"
    )
    document = parse(sitemap, kind="sitemap", max_entries=2)
    news, plain = document.entries
    assert (document.format, news.title, news.lang, news.trust) == ("sitemap", "可灵 & 即梦", "zh", "stated")
    assert (plain.url, plain.title, plain.trust, plain.precision) == ("https://e.org/a/123", "", "inferred", "day")
    assert document.warnings == ("2 of 3 entries read",)


def test_a_sitemap_may_be_cut_short_or_a_plain_list(parse: Parse) -> None:
    cut = parse("<urlset><url><loc>https://e.org/kling-2-launch</loc></url><url><loc>https://e.o", kind="sitemap")
    assert ([entry.title for entry in cut.entries], cut.complete) == (["kling 2 launch"], False)
    plain = parse("https://e.org/one-two\nhttps://e.org/three", kind="sitemap")
    assert [entry.title for entry in plain.entries] == ["one two", "three"]


def test_what_is_no_sitemap_is_refused(parse: Parse) -> None:
    with pytest.raises(ParseError, match="no sitemap can be read in it"):
        parse("<sitemapindex><sitemap/></sitemapindex>", kind="sitemap")
    with pytest.raises(ParseError, match="not a sitemap: its first element is <opml>"):
        parse("<opml/>", kind="sitemap")


def test_an_index_of_sitemaps_names_all_of_them_with_their_dates(parse: Parse) -> None:
    def index(*dates: str) -> str:
        items = (f"<sitemap><loc>/{n}.xml</loc><lastmod>{date}</lastmod></sitemap>" for n, date in enumerate(dates))
        return f"<sitemapindex>{''.join(items)}</sitemapindex>"

    listed = parse(index("2026-11-03", "", "2026-11-09"), kind="sitemap")
    assert [(part.url, part.changed) for part in listed.parts] == [
        ("https://e.org/0.xml", "2026-11-03"),
        ("https://e.org/1.xml", ""),
        ("https://e.org/2.xml", "2026-11-09"),
    ]
    assert listed.warnings == ()
    many = parse(index(*[f"2026-11-{n % 28 + 1:02}" for n in range(2_100)]), kind="sitemap")
    assert len(many.parts) == 2_000
    assert "2026-11-01" not in {part.changed for part in many.parts}, "the oldest are left out"
    assert many.warnings == ("2,100 sitemaps stand in the index; 2,000 of them are known, the newest ones",)


def test_an_address_lends_its_words_to_a_title() -> None:
    assert title_from("https://e.org/2026/11/kling-2.0_launch.html?x=1") == "kling 2 0 launch"
    assert title_from("https://e.org/%E5%8F%AF%E7%81%B5-new/") == "可灵 new"
    assert title_from("https://e.org/12345.html") == ""
    assert title_from("https://e.org/") == ""


JSON = (
    '{"data":{"list":[{"id":1,"name":"One","path":"/1","when":1795428000,"body":"<p>x</p>"},'
    '{"id":2,"name":"Two","path":"/2"}]}}'
)


def test_a_json_document_gives_what_its_expressions_find(parse: Parse) -> None:
    picked = Selectors(item="data.list", link="path", title="name", date="when", text="body")
    document = parse(JSON, kind="json", selectors=picked)
    one, two = document.entries
    assert (document.format, document.path) == ("jmespath", "json")
    assert (one.guid, one.url, one.title, one.text) == ("1", "https://e.org/1", "One", "x")
    assert one.published_at == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert (two.title, two.trust) == ("Two", "first_seen")


@pytest.mark.parametrize(
    ("body", "selectors", "sentence"),
    [
        (JSON, Selectors(item="items"), "finds nothing; “data.list” holds 2 values"),
        (JSON, Selectors(item="data.list[", title="name"), "is not valid JMESPath"),
        (
            JSON,
            Selectors(item="data.list", title="other", link="other"),
            "finds 2 values, but none has a link or a title",
        ),
        ("{", Selectors(item="a"), "not valid JSON"),
        ("[" * 100_000, Selectors(item="a"), "the JSON"),
    ],
)
def test_expressions_that_do_not_work_are_explained(
    parse: Parse, body: str, selectors: Selectors, sentence: str
) -> None:
    with pytest.raises(ParseError) as caught:
        parse(body, kind="json", selectors=selectors)
    assert sentence in str(caught.value)


def test_a_list_of_nothing_is_an_empty_answer_however_it_is_written(parse: Parse) -> None:
    """A.7."""
    for body in ('{"data": {"items": []}}', '{"data": {"items": null}}'):
        assert parse(body, kind="json", selectors=Selectors(item="data.items")).entries == []
    with pytest.raises(ParseError, match="finds nothing"):
        parse('{"data": {"rows": null}}', kind="json", selectors=Selectors(item="data.items"))


def test_the_feeds_of_a_page_are_found() -> None:
    page = (
        '<html><head><base href="https://x.org/">'
        '<link rel="alternate" type="application/rss+xml" title="All &amp; more" href="rss">'
        '<link rel="alternate" type="application/feed+json" href="/feed.json">'
        '<link rel="alternate" hreflang="en" href="/en">'
        '<link rel="stylesheet" href="feed.css"></head>'
        '<body><a href="/atom.xml">Atom</a><a href="/about">x</a></body></html>'
    )
    found = [(feed.url, feed.title, feed.advertised) for feed in find_feeds(page.encode(), "https://e.org/")]
    assert found == [
        ("https://x.org/rss", "All & more", True),
        ("https://x.org/feed.json", "", True),
        ("https://x.org/atom.xml", "Atom", False),
    ]


def test_the_feed_of_the_news_stands_before_that_of_the_comments() -> None:
    page = (
        '<link rel="alternate" type="application/rss+xml" title="Pier: what readers say (comments)" href="/said.rss">'
        '<link rel="alternate" type="application/rss+xml" href="/2026/pier/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Pier" href="/news.rss">'
        '<a href="/comments.xml">RSS</a><a href="/rss.xml">RSS</a>'
    )
    paths = [feed.url.removeprefix("https://e.org") for feed in find_feeds(page.encode(), "https://e.org/")]
    assert paths == ["/news.rss", "/said.rss", "/2026/pier/comments/feed/", "/rss.xml", "/comments.xml"]


def test_a_type_that_fits_anything_is_a_feeds_where_its_address_or_title_says_so() -> None:
    page = (
        '<link rel="alternate" type="application/json" title="JSON" href="/wp-json/wp/v2/pages/7">'
        '<link rel="alternate" type="application/json" title="The feed" href="/?rest_route=/pages/7">'
        '<link rel="alternate" type="text/xml+oembed" href="/oembed?url=x">'
        '<link rel="alternate" type="application/json" title="JSON Feed" href="/posts.json">'
        '<link rel="alternate" type="text/xml" href="/rss">'
    )
    paths = [feed.url.removeprefix("https://e.org") for feed in find_feeds(page.encode(), "https://e.org/")]
    assert paths == ["/posts.json", "/rss"]


def test_a_watched_page_may_be_watched_in_part(parse: Parse) -> None:
    page = (
        f"<html><title>Fares</title><body>{MENU}<p>12,004 visitors</p><table id=fares>"
        "<tr><td>Ferry</td><td>4.20</td></tr>"
        "</table><div class=note>From May on <b class=note>only</b> by card.</div></body></html>"
    )
    (table,) = parse(page, kind="watch", selectors=Selectors(item="#fares")).entries
    assert (table.title, "Ferry" in table.text, "visitors" in table.text) == ("Fares", True, False)
    (both,) = parse(page, kind="watch", selectors=Selectors(item="#fares, .note")).entries
    assert both.text.count("only") == 1
    assert both.text.index("Ferry") < both.text.index("by card")


def test_a_watched_part_that_is_gone_is_an_error_and_no_empty_page(parse: Parse) -> None:
    with pytest.raises(ParseError, match="#fares"):
        parse("<html><body><h1>Moved</h1></body></html>", kind="watch", selectors=Selectors(item="#fares"))


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("<link rel=alternate href=/rss.xml title=News>", "/rss.xml"),
        ("<link rel=alternate type='application/rss+xml' href='feed:https://e.org/a'>", "/a"),
        ("<link rel=alternate type='application/rss+xml' href='feed://e.org/a'>", "/a"),
        ("<a href='/rss/quay'>RSS</a>", "/rss/quay"),
        ("<a href='/out.php?kind=9'>[RSS 2.0]</a>", "/out.php?kind=9"),
        ("<a href='/?format=feed&amp;type=rss'>Subscribe</a>", "/?format=feed&type=rss"),
        ("<a href='/external.php?type=RSS2&amp;forumids=3'>Subscribe</a>", "/external.php?type=RSS2&forumids=3"),
        ("<a href='/rss.aspx'>Subscribe</a>", "/rss.aspx"),
        ("<a href='https://feeds.feedburner.com/quay'>Subscribe</a>", "https://feeds.feedburner.com/quay"),
        ("<link rel=alternate type='application/rss+xml' href='/all news.xml'>", "/all%20news.xml"),
        ("<link rel=alternate hreflang=de href=/de/>", ""),
        ("<a href='/news/rss-readers-compared'>RSS readers compared</a>", ""),
    ],
)
def test_a_feed_is_found_by_its_address_or_by_what_its_link_is_called(written: str, path: str) -> None:
    found = [feed.url.removeprefix("https://e.org") for feed in find_feeds(written.encode(), "https://e.org/")]
    assert [url.removeprefix("http://e.org") for url in found] == ([path] if path else [])

"""What an entry says of itself: plain text, links, media words as a last resort, and its own encoding."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument

Parse = Callable[..., ParsedDocument]
Rss = Callable[..., str]

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{}</feed>'
ENTRY = "<entry><id>urn:n:1</id>{}</entry>"


def atom(inner: str) -> str:
    return ATOM.format(ENTRY.format(inner))


@pytest.mark.parametrize(
    ("inner", "title", "text"),
    [
        ('<title type="text">Why &lt;table&gt; &lt; &lt;grid&gt;</title>', "Why <table> < <grid>", ""),
        ('<title type="text">&lt;b&gt; and &lt;/b&gt; explained</title>', "<b> and </b> explained", ""),
        ('<title type="text">How &amp;nbsp; breaks lines</title>', "How &nbsp; breaks lines", ""),
        ('<title type="html">Now &lt;em&gt;faster&lt;/em&gt;</title>', "Now faster", ""),
        ('<content type="text">cat &lt;name&gt; | wc &lt;!-- counts</content>', "", "cat <name> | wc <!-- counts"),
        ('<content type="text">&lt;div&gt;boxed&lt;/div&gt;</content>', "", "boxed"),
        ("<summary>use &lt;iframe&gt; here</summary>", "", "use <iframe> here"),
        ("<summary>&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</summary>", "", "one\n\ntwo"),
        (
            '<content type="html">&lt;pre&gt;&amp;lt;video&amp;gt; tag&lt;/pre&gt;</content>',
            "",
            "<video> tag",
        ),
    ],
)
def test_plain_text_keeps_its_tags_and_html_loses_them(parse: Parse, inner: str, title: str, text: str) -> None:
    (entry,) = parse(atom(inner)).entries
    assert (entry.title, entry.text) == (title, text)


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ('<link rel="alternate" type="image/png" href="https://p.example/a.png"/>', "https://p.example/a.png"),
        ('<link rel="http://www.iana.org/assignments/relation/alternate" href="/x"/>', "https://p.example/x"),
        ('<link href="ipfs:abc"/><link rel="enclosure" href="/a.ogg"/>', "https://p.example/a.ogg"),
        ('<link rel="self" href="/s"/><link rel="ALTERNATE" type="TEXT/HTML" href="/t"/>', "https://p.example/t"),
        ('<link type="text/html" href="/page"/><link type="application/json" href="/api"/>', "https://p.example/page"),
        ('<link rel="related" href="/about"/><link rel="replies" href="/talk"/>', "https://p.example/about"),
        ('<link rel="replies" href="/talk"/>', ""),
        ('<link href=""/><link rel="enclosure" href="/berths.pdf"/>', "https://p.example/berths.pdf"),
    ],
)
def test_the_link_of_an_atom_entry_is_its_page_else_another_form_else_its_file(
    parse: Parse, links: str, url: str
) -> None:
    assert parse(atom(links), url="https://p.example/feed").entries[0].url == url


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ('<link> </link><guid isPermaLink="TRUE">https://p.example/1</guid>', "https://p.example/1"),
        ('<guid isPermaLink="False">https://p.example/2</guid>', ""),
        ('<link/><enclosure url="/3.mp3"><m xmlns="urn:m"/></enclosure>', "https://p.example/3.mp3"),
        ("<link>https://p.example/?q=R&D&copy=4</link>", "https://p.example/?q=R&D&copy=4"),
        ('<guid>4711</guid><enclosure url="/4.mp3"/>', "https://p.example/4.mp3"),
        ("<guid>4711</guid><title>twice</title>", ""),
        ('<guid ispermalink="True">/berths/5</guid>', "https://p.example/berths/5"),
    ],
)
def test_the_link_of_an_item(parse: Parse, rss: Rss, item: str, url: str) -> None:
    assert parse(rss(f"<title>t</title>{item}"), url="https://p.example/feed").entries[0].url == url


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("The quay is shut", "Boats wait outside", "The quay is shut\n\nBoats wait outside"),
        ("The quay is shut", "The quay is shut until May", "The quay is shut until May"),
        ("The quay is shut", "The quay is shut", "The quay is shut"),
        ("The quay is shut", "", "The quay is shut"),
        ("", "Boats wait outside", "Boats wait outside"),
    ],
)
def test_several_descriptions_are_one_text(parse: Parse, rss: Rss, first: str, second: str, text: str) -> None:
    described = f"<description>{first}</description><description>{second}</description>"
    (entry,) = parse(rss(f"<title>Quay</title>{described}")).entries
    assert entry.text == text


@pytest.mark.parametrize(
    "module", ["http://purl.org/rss/1.0/modules/content", "https://purl.org/rss/1.0/modules/content/"]
)
def test_a_name_space_is_known_as_people_write_it(parse: Parse, rss: Rss, module: str) -> None:
    whole = f'<c:encoded xmlns:c="{module}">The whole story of the quay</c:encoded>'
    (entry,) = parse(rss(f"<title>Quay</title><description>The quay</description>{whole}")).entries
    assert entry.text == "The whole story of the quay"


def test_content_that_stands_elsewhere_is_the_link_of_an_entry_without_one(parse: Parse) -> None:
    (entry,) = parse(atom('<title>Quay</title><content type="text/html" src="/quay"/><summary>Shut</summary>')).entries
    assert (entry.url, entry.text) == ("https://e.org/quay", "Shut")


@pytest.mark.parametrize(
    "broken",
    [
        "<title>Two</titel><link>https://example.org/2</link>",
        "<title>Two<title><link>https://example.org/2</link>",
        "<title><![CDATA[Two</title><link>https://example.org/2</link>",
    ],
)
def test_a_broken_item_does_not_cost_those_behind_it(parse: Parse, rss: Rss, broken: str) -> None:
    whole = ["<title>One</title><link>https://example.org/1</link>", "<title>Three & four</title><guid>3</guid>"]
    entries = parse(rss(whole[0], broken, whole[1])).entries
    assert [entry.title for entry in entries] == ["One", "Two", "Three & four"]


def test_an_item_that_cannot_be_mended_costs_itself(parse: Parse, rss: Rss) -> None:
    entries = parse(rss("<title>One</title>", "<title <b>Two</b></title", "<title>Three</title>")).entries
    assert [entry.title for entry in entries if entry.title in {"One", "Three"}] == ["One", "Three"]


def test_media_words_stand_in_only_where_there_are_none(parse: Parse, rss: Rss) -> None:
    media = (
        '<m:group xmlns:m="http://search.yahoo.com/mrss/"><m:title>Film</m:title>'
        "<m:description>A &lt;b&gt; walk</m:description></m:group>"
    )
    alone = parse(rss(f"<guid>1</guid>{media}")).entries[0]
    beside = parse(rss(f"<title>Own</title><description>Own words</description>{media}")).entries[0]
    assert (alone.title, alone.text) == ("Film", "A <b> walk")
    assert (beside.title, beside.text) == ("Own", "Own words")


_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (f"<title>Own</title><dc:title {_DC}>Module</dc:title>", ("Own", "", "")),
        (f"<dc:title {_DC}>Module</dc:title><guid>1</guid>", ("Module", "", "")),
        (f"<title>Own</title><dc:creator {_DC}>Mei Lin</dc:creator>", ("Own", "", "Mei Lin")),
        (f"<title>T</title><description>Own</description><dc:description {_DC}>M</dc:description>", ("T", "Own", "")),
        (f"<title>T</title><description/><dc:description {_DC}>Module</dc:description>", ("T", "Module", "")),
        ('<title>T</title><x:title xmlns:x="urn:x">Not of the post</x:title>', ("T", "", "")),
        ("<title>T</title><item><title>Inside</title></item>", ("T", "", "")),
        ("<title>T</title><image><title>Picture</title></image><!-- no element -->", ("T", "", "")),
    ],
)
def test_modules_speak_only_where_the_format_does_not(
    parse: Parse, rss: Rss, inner: str, said: tuple[str, str, str]
) -> None:
    entry = parse(rss(inner)).entries[0]
    assert (entry.title, entry.text, entry.author) == said


@pytest.mark.parametrize(
    ("guid", "url"),
    [
        ("<guid>https://p.example/1</guid>", "https://p.example/1"),
        ('<guid isPermaLink="false">https://p.example/1</guid>', ""),
        ('<guid IsPermaLink=" FALSE ">https://p.example/1</guid>', ""),
        ('<guid ispermalink="TRUE">https://p.example/1</guid>', "https://p.example/1"),
        ('<guid isPermaLink="False">https://p.example/1</guid>', ""),
    ],
)
def test_a_permalink_is_one_however_that_is_written(parse: Parse, rss: Rss, guid: str, url: str) -> None:
    assert parse(rss(f"<title>t</title>{guid}")).entries[0].url == url


def test_references_that_are_none_are_read_as_written(parse: Parse, rss: Rss) -> None:
    (entry,) = parse(rss("<title>Q&A: AT&T &eacute;t&eacute; &notaword;</title>")).entries
    assert entry.title == "Q&A: AT&T été &notaword;"


@pytest.mark.parametrize("label", ["", "gb2312", "windows-1251", "iso-8859-1", "euc-kr"])
@pytest.mark.parametrize(
    "words",
    [
        "城里的新桥今天通车了",
        "Новый мост открыт сегодня",
        "駅の新しい橋が開通した",
        "새 다리가 오늘 열렸다",
        "Un été très chaud à Orléans",
    ],
)
def test_one_damaged_character_costs_that_character_under_any_label(
    parse: Parse, rss: Rss, words: str, label: str
) -> None:
    whole = rss(f"<title>{words}</title><description>{words} {words} X</description>").encode()
    at = whole.rindex(b" X")
    body = whole[: at - 1] + whole[at:]
    kind = f"application/xml; charset={label}" if label else "application/xml"
    (entry,) = parse(body, content_type=kind).entries
    assert entry.title == words
    assert entry.text.startswith(words)


def test_an_emoji_in_two_halves_is_one_and_a_half_one_goes(parse: Parse, rss: Rss) -> None:
    (entry,) = parse(rss("<title>Party &#55357;&#56832; &#xD83D;&#xde00; at &#55357;eight</title>")).entries
    assert entry.title == "Party 😀 😀 at eight"


def test_a_picture_in_base64_is_no_text(parse: Parse) -> None:
    inner = '<summary>A boat</summary><content type="image/png">iVBORw0KGgo=</content>'
    assert parse(atom(inner)).entries[0].text == "A boat"


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>www.boats.example/news/1</link>", "https://www.boats.example/news/1"),
        ("<link>javascript:void(0)</link><guid>https://p.example/7</guid>", "https://p.example/7"),
        ("<link>skype:boats</link><guid isPermaLink='false'>seven</guid>", ""),
    ],
)
def test_a_link_that_leads_nowhere_is_mended_or_replaced(parse: Parse, rss: Rss, item: str, url: str) -> None:
    assert parse(rss(f"<title>t</title>{item}"), url="https://p.example/feed").entries[0].url == url


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("<i:title>A talk with the pilot</i:title>", "A talk with the pilot\n\nThe quay at night."),
        ("<i:summary>&lt;p&gt;The quay at night.&lt;/p&gt;</i:summary>", "The quay at night."),
        ("<i:subtitle>The quay</i:subtitle><i:title>Quay 12</i:title>", "The quay at night."),
        ("<i:summary>With the pilot &amp;amp; crew</i:summary>", "With the pilot & crew\n\nThe quay at night."),
        ("<i:author>The pilot</i:author>", "The quay at night."),
    ],
)
def test_what_a_podcast_module_alone_says_stands_above_the_text(parse: Parse, module: str, text: str) -> None:
    item = f"<item><title>Quay 12</title><description>The quay at night.</description>{module}</item>"
    space = 'xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    (entry,) = parse(f"<rss version='2.0' {space}><channel>{item}</channel></rss>").entries
    assert (entry.title, entry.text) == ("Quay 12", text)

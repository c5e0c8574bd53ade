"""OPML in and out: real lists are read, hostile ones end in a sentence."""

import pytest
from lxml import etree

from monitor.adapters.config.importers.opml import OpmlFeed, read_opml, write_opml
from monitor.core.model.sources import SourceSpec
from monitor.errors import UserError

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>x</title></head><body>
  <outline text="科技"><outline text="36氪 &amp; co" type="rss" xmlUrl="https://a.example.org/feed" language="zh"
    htmlUrl="https://a.example.org/"/>
    <outline text="AI"><outline title="B" text="b" xmlUrl=" https://b.example.org/feed "/></outline></outline>
  <outline text="again" xmlUrl="https://a.example.org/feed"/>
  <outline text="a note"/>
</body></opml>"""


def test_feeds_come_in_document_order_with_title_language_and_folders() -> None:
    assert read_opml(LIST.encode()) == [
        OpmlFeed(
            url="https://a.example.org/feed",
            title="36氪 & co",
            lang="zh",
            site="https://a.example.org/",
            folders=("科技",),
        ),
        OpmlFeed(url="https://b.example.org/feed", title="B", folders=("科技", "AI")),
    ]


def test_other_encodings_are_read_as_they_declare() -> None:
    text = LIST.replace("UTF-8", "GB18030")
    assert read_opml(text.encode("gb18030"))[0].title == "36氪 & co"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "broken at line 1"),
        (b"<opml><body><outline text='a'></body></opml>", "broken at line 1, column"),
        (b"<opml><body><outline text='a' xmlUrl='https://a.example/></body></opml>", "broken at line 1"),
        (b"<rss><channel/></rss>", "not an OPML file: expected <opml> with a <body>, got <rss>"),
        (b"<opml version='2.0'><head/></opml>", "not an OPML file"),
        (b"<opml><body><outline text='a'/></body></opml>", "holds no feeds"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body><outline xmlUrl='https://a/'/></body></opml>", "DOCTYPE"),
        (
            b"<opml><body>"
            + b"<outline text='f'>" * 100
            + b"<outline xmlUrl='a'/>"
            + b"</outline>" * 100
            + b"</body></opml>",
            "deep",
        ),
        (b"<opml><body>" + b"<outline>" * 10_000 + b"</outline>" * 10_000 + b"</body></opml>", "broken|deep"),
    ],
)
def test_what_is_no_usable_list_is_told_in_a_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        read_opml(data)


def test_a_loose_ampersand_is_read_as_written_and_a_feed_without_an_address_is_kept_to_be_told() -> None:
    """A.9: neither keeps the others out."""
    listed = b"""<opml version="2.0"><body>
        <outline text="Q&A" xmlUrl="https://a.example/?x=1&copy=2"/><outline type="rss" text="Lost"/>
        <outline text="Folder"><outline xmlUrl="" text="Empty"/></outline></body></opml>"""
    assert [(feed.url, feed.title) for feed in read_opml(listed)] == [
        ("https://a.example/?x=1&copy=2", "Q&A"),
        ("", "Lost"),
        ("", "Empty"),
    ]


def test_entities_are_never_expanded_or_fetched() -> None:
    lines = ["<!DOCTYPE opml [", '<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    lines += ["]>", "<opml><body><outline text='&a11;' xmlUrl='https://a/'/></body></opml>"]
    with pytest.raises(UserError):
        read_opml("\n".join(lines).encode())
    outside = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
    with pytest.raises(UserError):
        read_opml((outside + "<opml><body><outline text='a' xmlUrl='b'>&x;</outline></body></opml>").encode())


def test_what_is_written_is_read_back_and_other_kinds_stay_out() -> None:
    sources = [
        SourceSpec(url="https://a.example.org/feed?a=1&b=2", title='36氪 <"&\x00\x0b\ufffe\uffff\ud83d', lang="zh"),
        SourceSpec(url="https://b.example.org/feed"),
        SourceSpec(url="https://c.example.org/", kind="page"),
        SourceSpec(url="https://d.example.org/", search_topic="kling"),
    ]
    text = write_opml(sources)
    assert [(feed.url, feed.title, feed.lang) for feed in read_opml(text.encode())] == [
        ("https://a.example.org/feed?a=1&b=2", '36氪 <"&', "zh"),
        ("https://b.example.org/feed", "https://b.example.org/feed", ""),
    ]
    assert etree.fromstring(text.encode()).get("version") == "2.0"


def test_a_blank_in_an_address_is_part_of_it_and_a_wrapped_line_is_none() -> None:
    data = b"""<opml version="2.0"><body>
      <outline type="rss" xmlUrl=" https://quay.example/tide table.xml "/>
      <outline type="rss" xmlUrl="https://quay.example/
          boats.xml"/>
    </body></opml>"""
    assert [feed.url for feed in read_opml(data)] == [
        "https://quay.example/tide%20table.xml",
        "https://quay.example/boats.xml",
    ]


def test_lists_that_bend_the_form_are_read() -> None:
    spaced = b'<opml xmlns="urn:any"><body><outline type="rss" url="https://bend.example/a"/></body></opml>'
    bare = b'<opml><outline xmlUrl="https://bend.example/b"/><outline type="link" url="https://bend.example/"/></opml>'
    assert [feed.url for feed in read_opml(spaced) + read_opml(bare)] == [
        "https://bend.example/a",
        "https://bend.example/b",
    ]


def test_a_folder_that_calls_itself_a_feed_is_a_folder() -> None:
    body = (
        "<outline type='rss' title='Harbours'><outline type='rss' text='Quay' xmlUrl='https://q.example/f'/></outline>"
    )
    (feed,) = read_opml(f"<opml><body>{body}</body></opml>".encode())
    assert (feed.url, feed.title, feed.folders) == ("https://q.example/f", "Quay", ("Harbours",))


@pytest.mark.parametrize(
    "written",
    [
        "<?xml version='1.0'?><!-- exported --><!DOCTYPE opml><opml><body>{}</body></opml>",
        "<opml><head><title>a\x0bb</title></head><body>{}</body></opml>",
        "<opml><head><title>a\uffff</title></head><body>{}</body></opml>",
        "<opml><head><title>caf&eacute;\x1f</title></head><body>{}</body></opml>",
    ],
)
def test_a_doctype_without_entities_and_characters_that_xml_forbids_cost_nothing(written: str) -> None:
    (feed,) = read_opml(written.format("<outline text='Quay' xmlUrl='https://q.example/f'/>").encode())
    assert feed.url == "https://q.example/f"


def test_names_in_capitals_and_a_bare_sign_in_a_title_cost_nothing() -> None:
    body = "<OUTLINE TEXT='We <3 boats' TYPE='RSS' XMLURL='feed://q.example/f' HTMLURL='https://q.example/'/>"
    (feed,) = read_opml(f"<OPML><BODY>{body}</BODY></OPML>".encode())
    assert (feed.url, feed.title, feed.site) == ("http://q.example/f", "We <3 boats", "https://q.example/")


@pytest.mark.parametrize(
    ("broken", "read"),
    [
        (
            '<outline text="the "big" one" xmlUrl="https://a.example/f?x=1&amp;y=2"/>',
            [("https://a.example/f?x=1&y=2", "")],
        ),
        ('<outline text="A" xmlUrl="https://a.example/f">', [("https://a.example/f", "A")]),
        ('<outline text="A&#11;" xmlUrl="https://a.example/f"/>', [("https://a.example/f", "A")]),
        ('<outline text="A" our:Path="//x" xmlUrl="https://a.example/f"/>', [("https://a.example/f", "A")]),
        ('<outline text="A" xmlUrl="https://a.ex', [("", "an outline that breaks off (from line 1 on)")]),
    ],
    ids=["a quote in a title", "left open", "a forbidden character", "an unknown prefix", "cut"],
)
def test_a_broken_outline_costs_no_other(broken: str, read: list[tuple[str, str]]) -> None:
    whole = '<outline text="B" xmlUrl="https://b.example/f"/>'
    feeds = read_opml(f"<opml><body>{whole}{broken}{'' if broken.endswith('ex') else '</body></opml>'}".encode())
    found = sorted((feed.url, feed.title.replace("\ufffd", "").strip()) for feed in feeds)
    assert found == sorted([("https://b.example/f", "B"), *read])


def test_a_title_that_was_escaped_twice_is_read() -> None:
    (feed,) = read_opml(b'<opml><body><outline text="Q &amp;amp; A" xmlUrl="https://a.example/f"/></body></opml>')
    assert feed.title == "Q & A"

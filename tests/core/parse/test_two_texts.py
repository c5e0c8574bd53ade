"""Summary and article of one entry: what either says counts, and neither is said twice."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse.standfirst import is_about, with_standfirst

Parse = Callable[..., ParsedDocument]
Rss = Callable[..., str]

ENCODED = '<e:encoded xmlns:e="http://purl.org/rss/1.0/modules/content/">{}</e:encoded>'


@pytest.mark.parametrize("first", [True, False])
def test_a_standfirst_stands_above_its_article(parse: Parse, rss: Rss, first: bool) -> None:
    parts = ["<description>The harbour buys Seedance.</description>", ENCODED.format("&lt;p&gt;Boats.&lt;/p&gt;")]
    (entry,) = parse(rss("<title>t</title>" + "".join(parts if first else parts[::-1]))).entries
    assert entry.text == "The harbour buys Seedance.\n\nBoats."


@pytest.mark.parametrize(
    ("lead", "body", "text"),
    [
        ("Boats left at dawn", "Boats left at dawn, and came back.", None),
        ("Boats left at da…", "Boats left at dawn, and came back.", None),
        ("Boats left […] The post Boats first appeared on Quay.", "Boats left at dawn, and came back.", None),
        ("Boats left\nContinue reading", "Boats left.", "Boats left\nContinue reading"),
        ("Came back and left: boats", "Boats left at dawn, and came back.", None),
        ("Boats left at dawn, and Wan with them.", "Boats left", "Boats left at dawn, and Wan with them."),
        ("港口买下即梦", "船在清晨离开，然后回来。", "港口买下即梦\n\n船在清晨离开，然后回来。"),
        ("船在清晨离开", "港口消息：船在清晨离开，然后回来。", None),
        ("", "Boats", None),
        ("Boats", "", "Boats"),
    ],
)
def test_what_the_summary_alone_says_is_kept(lead: str, body: str, text: str | None) -> None:
    assert with_standfirst(lead, body) == (body if text is None else text)


def test_an_article_of_two_words_does_not_hide_that_its_summary_is_a_teaser(parse: Parse, rss: Rss) -> None:
    (entry,) = parse(rss("<description>Boats left, and more</description>" + ENCODED.format("Read on"))).entries
    assert entry.teaser_only


@pytest.mark.parametrize(
    ("title", "lead", "body", "about"),
    [
        ("Harbour opens a second basin for ferries", "", "The second basin of the harbour is open.", True),
        ("Harbour opens a second basin for ferries", "", "We value your privacy. Accept all.", False),
        ("港口启用第二座码头", "渡轮今天首航。", "第二座码头今天在港口启用。", True),
        ("港口启用第二座码头", "渡轮今天首航。", "请先同意我们使用浏览记录。", False),
        ("Boats", "", "Anything may stand here.", True),
    ],
)
def test_a_page_without_the_words_that_announce_it_is_another(title: str, lead: str, body: str, about: bool) -> None:
    assert is_about(title, lead, body) is about

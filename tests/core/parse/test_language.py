"""The language of a document: what it states, unless its words surely say another."""

import io
from collections.abc import Callable

import feedparser
import pytest

from monitor.core.model.entries import ParsedDocument

Parse = Callable[..., ParsedDocument]
Rss = Callable[..., str]

ITEM = "<title>Ferry 7</title>"
TWO = "<title>Ferry</title><title>Ferry</title>"
"""An item that only feedparser reads."""
CHINESE = "<title>开往岛上的渡船又晚点了</title><description>船员说新船的发动机和说好的不一样。</description>"
ENGLISH = (
    "<title>The ferry to the island was late again</title><description>Its crew says that the engine of the new boat"
    " is not what they were told it would be, and the harbour has asked for a report by the end of the week."
    "</description>"
)
DC = '<language xmlns="http://purl.org/dc/elements/1.1/">{}</language>'


@pytest.mark.parametrize("item", [ITEM, TWO])
@pytest.mark.parametrize(
    ("head", "stated"),
    [
        ("<language>fi-FI</language>", "fi-FI"),
        ("<language> hu </language>", "hu"),
        (DC.format("kk"), "kk"),
        ("<language></language>", ""),
        ("", ""),
    ],
)
def test_both_readers_of_feeds_take_it_from_the_channel(
    parse: Parse, rss: Rss, item: str, head: str, stated: str
) -> None:
    body = rss(item, head=head)
    document = parse(body)
    assert document.path == ("fast" if item == ITEM else "feedparser")
    theirs = feedparser.parse(io.BytesIO(body.encode()))["feed"].get("language", "")
    assert document.lang == stated == theirs


def test_the_roots_own_mark_is_taken_first(parse: Parse, rss: Rss) -> None:
    body = rss(ITEM, head="<language>en</language>").replace("<rss ", '<rss xml:lang="et" ')
    assert parse(body).lang == "et"


@pytest.mark.parametrize(
    ("head", "item", "lang"),
    [
        ("", CHINESE, "zh"),
        ("<language>en-US</language>", CHINESE, "zh"),
        ("<language>zh-TW</language>", CHINESE, "zh-TW"),
        ("<language>zh-CN</language>", ENGLISH, "en"),
        ("<language>en-GB</language>", ENGLISH, "en-GB"),
        ("<language>no</language>", ITEM, "no"),
        ("<language>pt_BR</language>", ITEM, "pt-BR"),
    ],
)
def test_words_are_believed_before_the_software(parse: Parse, rss: Rss, head: str, item: str, lang: str) -> None:
    assert parse(rss(item, head=head)).lang == lang

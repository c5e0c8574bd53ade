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


_ATOM_ENTRY = "<entry{own}><id>{n}</id><title>{title}</title>{more}</entry>"
_TWO_AUTHORS = "<author><name>Ann</name></author><author><name>Bo</name></author>"


@pytest.mark.parametrize("more", ["", _TWO_AUTHORS])
@pytest.mark.parametrize(
    ("own", "title", "entry_lang"),
    [
        ("", "开往岛上的渡船又晚点了，船员说新船的发动机不一样", ""),
        (' xml:lang="en-US"', "开往岛上的渡船又晚点了，船员说新船的发动机不一样", ""),
        (' xml:lang="de"', "Fähre 7", "de"),
        (' xml:lang="de"', "开往岛上的渡船又晚点了，船员说新船的发动机不一样", "zh"),
    ],
)
def test_an_entry_has_the_language_that_is_its_own(
    parse: Parse, more: str, own: str, title: str, entry_lang: str
) -> None:
    entry = _ATOM_ENTRY.format(own=own, n=1, title=title, more=more)
    document = parse(f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US"><id>f</id>{entry}</feed>')
    assert document.path == ("feedparser" if more else "fast")
    assert document.entries[0].lang == entry_lang


def test_the_mark_of_a_watched_page_gives_way_to_its_words(parse: Parse) -> None:
    words = "开往岛上的渡船又晚点了，船员说新船的发动机和说好的不一样。" * 3
    page = f"<html lang='en'><head><title>码头</title></head><body><p>{words}</p></body></html>"
    document = parse(page, kind="watch")
    assert (document.lang, document.entries[0].lang) == ("zh", "")

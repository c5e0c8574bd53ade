"""Short texts that a feed declares are read; bombs and texts from elsewhere are not."""

import time
from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse.declared_entities import resolve_declared

Parse = Callable[..., ParsedDocument]


def feed(declared: str, title: str, described: str = "") -> str:
    item = f"<title>{title}</title><link>https://quay.example/1</link><description>{described}</description>"
    rss = f"<rss version='2.0'><channel><item>{item}</item></channel></rss>"
    return f"<?xml version='1.0'?><!DOCTYPE rss [{declared}]>{rss}"


@pytest.mark.parametrize(
    ("declared", "title", "read"),
    [
        ('<!ENTITY boat "Gull">', "The &boat; sails", "The Gull sails"),
        ("<!ENTITY boat 'Gull'>\n<!-- and -->\n<!ENTITY prod 'Tern'>", "&boat;, &prod;", "Gull, Tern"),
        ('<!ENTITY e "&#233;"><!ENTITY nbsp "&#160;">', "Caf&e; &amp;&nbsp;bar", "Café & bar"),
        ('<!ENTITY firm "Gull &#38;#38; Tern">', "&firm;", "Gull & Tern"),
        ('<!ENTITY amp "x"><!ENTITY boat "Gull"><!ENTITY boat "Tern">', "&amp; &boat;", "& Gull"),
        ('<!ENTITY boat "Gull">', "&copy; &boat;", "© Gull"),
    ],
)
def test_a_short_text_stands_where_it_is_named(parse: Parse, declared: str, title: str, read: str) -> None:
    document = parse(feed(declared, title))
    assert [entry.title for entry in document.entries] == [read]


@pytest.mark.parametrize(
    ("declared", "title", "read"),
    [
        ('<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">', "x &c; y", "x &c; y"),
        (f"<!ENTITY a '{'a' * 201}'>", "x &a; y", "x &a; y"),
        ('<!ENTITY a SYSTEM "file:///etc/hostname">', "x &a; y", "x &a; y"),
        ('<!ENTITY % a SYSTEM "https://quay.example/a.dtd"> %a;', "x &b; y", "x &b; y"),
        ('<!ENTITY a "&#60;script>">', "x &a; y", "x y"),
    ],
)
def test_nothing_nests_and_nothing_comes_from_elsewhere(parse: Parse, declared: str, title: str, read: str) -> None:
    (entry,) = parse(feed(declared, title)).entries
    assert " ".join(entry.title.split()) in {read, title}
    assert "ha" not in entry.title.replace("x &a; y", "")


def test_texts_do_not_let_a_document_grow_without_bounds() -> None:
    document = feed(f"<!ENTITY a '{'b' * 200}'>", "&a;" * 100_000)
    began = time.process_time()
    assert resolve_declared(document) == document
    crowd = "".join(f"<!ENTITY a{n} 'b'>" for n in range(400))
    assert resolve_declared(feed(crowd, "&a1;")) == feed(crowd, "&a1;")
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "kept",
    [
        "<rss><item><![CDATA[<!DOCTYPE x [<!ENTITY a 'b'>]>&a;]]></item></rss>",
        "<rss><item>&a;</item></rss>",
        "<!DOCTYPE rss [<!ENTITY a 'b'",
    ],
)
def test_what_declares_nothing_stays(kept: str) -> None:
    assert resolve_declared(kept) == kept


def test_marked_sections_stay() -> None:
    read = resolve_declared("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>&a;<![CDATA[&a;]]>&a;<!-- &a; --></rss>")
    assert read == "<rss>b<![CDATA[&a;]]>b<!-- &a; --></rss>"

"""A kind of source is a value that everybody asks."""

from collections.abc import Callable
from types import MappingProxyType

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse import document
from monitor.core.parse.kinds import CSS, JMESPATH, SOURCE_KINDS, SelectorLanguage, SourceKind
from monitor.core.parse.raw import RawEntry, RawFeed, SourceDocument
from monitor.errors import ParseError

Parse = Callable[..., ParsedDocument]


def read_lines(given: SourceDocument) -> RawFeed:
    entries = [RawEntry(guid=line, title=line, link=f"{given.url}#{line}") for line in given.text.split()]
    return RawFeed(format="lines", path="page", entries=entries, found=len(entries))


def test_a_reader_and_a_descriptor_are_all_that_a_new_kind_needs(parse: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = SourceKind(name="lines", meaning="one entry a line", read=read_lines)
    monkeypatch.setattr(document, "SOURCE_KINDS", MappingProxyType({"lines": lines}))
    read = parse("可灵 星绘", kind="lines")
    assert [entry.title for entry in read.entries] == ["可灵", "星绘"]
    assert (read.format, read.complete, read.malformed) == ("lines", True, False)


def test_only_addresses_of_pages_for_people_ask_robots_txt() -> None:
    assert {kind.name for kind in SOURCE_KINDS.values() if kind.obeys_robots} == {"page", "watch"}


def test_what_needs_an_item_also_takes_one_in_some_language() -> None:
    for kind in SOURCE_KINDS.values():
        assert (kind.selector_language is not None) == bool(kind.selectors)
        assert not kind.needs_item or "item" in kind.selectors


@pytest.mark.parametrize(
    "kind", [kind for kind in SOURCE_KINDS.values() if kind.needs_item], ids=lambda kind: kind.name
)
def test_without_its_item_selector_nothing_is_read(kind: SourceKind, parse: Parse) -> None:
    with pytest.raises(ParseError, match="item selector"):
        parse("<html><body><p>可灵</p></body></html>", kind=kind.name)


@pytest.mark.parametrize(
    ("language", "right", "wrong"), [(CSS, "li.news > a", "li["), (JMESPATH, "data.items[?new]", "data..[")]
)
def test_a_selector_that_cannot_be_read_says_why(language: SelectorLanguage, right: str, wrong: str) -> None:
    language.check(right)
    with pytest.raises(ValueError, match=r"\w"):
        language.check(wrong)

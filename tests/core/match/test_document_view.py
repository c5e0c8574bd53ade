"""What is looked for around a place of a document is what the whole text has there."""

import random
from bisect import bisect_left

import pytest

from monitor.core.match.scan.addresses import find_addresses
from monitor.core.match.scan.document_view import View, joined_text
from monitor.core.match.scan.tokens import TOKEN, find_token_starts
from monitor.core.model.matches import Document

TEXT = "Der Hafen von Brügge (12,5 km) und 港口2号码头、ホテル_A, B-7: 항구 x"


def view_of(text: str) -> View:
    document = Document(title=text)
    return View(document, joined_text(document))


@pytest.mark.parametrize("left", range(0, len(TEXT), 3))
def test_tokens_counted_between_two_places_are_those_that_start_there(left: int) -> None:
    whole = view_of(TEXT)
    starts = whole.token_starts
    for right in range(left, len(whole.text)):
        expected = bisect_left(starts, right) - bisect_left(starts, left)
        assert view_of(TEXT).tokens_between(left, right) == expected, (left, right)


_PIECES = (
    "harbour", "Kofi", "港口", "。", "，", " ", "\n", ". ", "!", "https://a.example/kofi", "www.b.example",
    "kofi.com/x", "x@kofi.org", ")", "'", "/", ".", "\x1f", "🎈", "\U00032000", "_", "7", "・", "é", "x" * 230,
)  # fmt: skip


def random_text(seed: int, most: int = 60) -> str:
    rng = random.Random(seed)  # noqa: S311 — the same in every run
    return "".join(rng.choice(_PIECES) for _ in range(rng.randrange(1, most)))


@pytest.mark.parametrize("seed", range(60))
def test_a_place_is_in_an_address_when_one_of_the_whole_text_holds_it(seed: int) -> None:
    view = view_of(random_text(seed))
    addresses = find_addresses(view.text, 0, len(view.text))
    for start in range(0, len(view.text) - 4, 3):
        held = any(first <= start and start + 4 <= last for first, last in addresses)
        if view.field(start) != "url":
            assert view.in_url(start, start + 4) == held, start


def test_an_address_without_end_is_found_from_anywhere_in_it() -> None:
    view = view_of("See https://a.example/" + "kofi-" * 100 + " and kofi")
    place = view.text.index("kofi-", 300)
    assert view.in_url(place, place + 4)
    assert not view.in_url(view.text.rindex("kofi"), len(view.text) - 2)


@pytest.mark.parametrize("seed", range(40))
def test_tokens_start_where_the_expression_finds_them(seed: int) -> None:
    text = random_text(seed)
    for part in (text, text.replace("\U00032000", "")):
        assert list(find_token_starts(part)) == [match.start() for match in TOKEN.finditer(part)]


@pytest.mark.parametrize("seed", range(20))
def test_sentences_of_a_long_text_are_those_of_all_its_stops(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = random_text(seed, 1_000)
    places = range(0, len(text) - 4, 37)
    near = [view_of(text).sentences(place, place + 4) for place in places]
    monkeypatch.setattr("monitor.core.match.scan.document_view._SHORT", len(text) + 10)
    assert near == [view_of(text).sentences(place, place + 4) for place in places]

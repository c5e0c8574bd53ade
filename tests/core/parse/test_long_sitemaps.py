"""A sitemap of more addresses than are read gives its newest ones, wherever in it they stand."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse.document import parse_document
from monitor.core.parse.readers import sitemap

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
MOST, LISTED = 40, 100


def _sitemap(dates: list[str]) -> ParsedDocument:
    items = "".join(
        f"<url><loc>https://press.example/story-{place}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</url>"
        for place, date in enumerate(dates)
    )
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'.encode()
    return parse_document(body, url="https://press.example/map.xml", kind="sitemap", now=NOW, max_entries=MOST)


def _places(document: ParsedDocument) -> set[int]:
    return {int(entry.url.rpartition("-")[2]) for entry in document.entries}


@pytest.mark.parametrize("oldest_first", [True, False])
def test_the_newest_are_read_whichever_end_they_stand_at(oldest_first: bool) -> None:
    dates = [f"{NOW - timedelta(days=LISTED - place):%Y-%m-%d}" for place in range(LISTED)]
    document = _sitemap(dates if oldest_first else dates[::-1])
    assert _places(document) == set(range(LISTED - MOST, LISTED) if oldest_first else range(MOST))
    assert any("40 of 100" in warning for warning in document.warnings)


def test_without_dates_both_ends_are_read() -> None:
    assert _places(_sitemap([""] * LISTED)) == {*range(20), *range(80, 100)}


def test_dated_addresses_come_first_and_the_undated_share_the_rest() -> None:
    dates = ["" if place != 50 else "2026-11-27" for place in range(LISTED)]
    places = _places(_sitemap(dates))
    assert {0, 19, 50, 99} <= places
    assert len(places) == MOST


def test_a_short_sitemap_is_read_whole() -> None:
    assert _places(_sitemap([""] * MOST)) == set(range(MOST))


def test_a_plain_list_is_read_from_both_ends() -> None:
    body = "\n".join(f"https://press.example/story-{place}" for place in range(LISTED)).encode()
    document = parse_document(body, url="https://press.example/map.txt", kind="sitemap", now=NOW, max_entries=MOST)
    assert {0, 99} <= _places(document)
    assert len(document.entries) == MOST


def test_one_date_on_all_addresses_is_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many a site dates each address with the time at which the sitemap was made."""
    monkeypatch.setattr(sitemap, "_MOST_DATED", 10)
    assert _places(_sitemap(["2026-11-28"] * MOST)) == set(range(MOST))


def test_of_many_dates_the_newest_are_read_and_with_them_all_that_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "_MOST_DATED", 10)
    document = _sitemap([f"2026-11-{day + 1:02}" for day in range(25)] + [""] * 8)
    assert _places(document) == {*range(15, 33)}
    assert any("18 of 33" in warning for warning in document.warnings)

"""A.7: an index of sitemaps is followed, within limits, and an unchanged index hides no changed sitemap."""

import pytest

from monitor.app.polling.lists import listed_entries
from monitor.core.model.fetch import Unavailable
from monitor.core.model.sources import SourceSpec
from tests.app.harness import Harness, HarnessRules, OpenHarness

INDEX = "https://port.example/sitemap.xml"
FIRST, SECOND = "https://port.example/map-1.xml", "https://port.example/map-2.xml"
RULES = HarnessRules(specs={INDEX: SourceSpec(url=INDEX, kind="sitemap", auth="reader:word")})


def index(*addresses: str) -> bytes:
    items = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f"<sitemapindex>{items}</sitemapindex>".encode()


def sitemap(*names: str) -> bytes:
    items = "".join(f"<url><loc>https://port.example/{name}</loc><lastmod>2026-11-20</lastmod></url>" for name in names)
    return f"<urlset>{items}</urlset>".encode()


async def entries_new(harness: Harness) -> tuple[int, str]:
    (poll,) = (await harness.round()).polls
    return poll.entries_new, poll.error


async def test_an_unchanged_index_hides_no_changed_sitemap(open_harness: OpenHarness) -> None:
    async with open_harness({INDEX: index(FIRST, SECOND)}, RULES) as harness:
        harness.documents |= {FIRST: sitemap("kling-one", "two"), SECOND: sitemap("three", "two")}
        assert await entries_new(harness) == (3, "")
        harness.documents[SECOND] = sitemap("kling-four", "three", "two")
        assert await entries_new(harness) == (1, "")
        assert await entries_new(harness) == (0, "")


async def test_what_cannot_be_read_is_told_and_keeps_the_others_from_nothing(open_harness: OpenHarness) -> None:
    async with open_harness({INDEX: index(FIRST, SECOND)}, RULES) as harness:
        harness.documents |= {FIRST: index(SECOND), SECOND: sitemap("one")}
        assert await entries_new(harness) == (1, "")
        (source,) = await harness.app.in_store.read(lambda tx: tx.sources.all())
        assert "map-1.xml: an index of sitemaps inside an index is not followed" in source.error
        harness.documents[SECOND] = Unavailable(reason="the server is busy")
        new, error = await entries_new(harness)
        assert new == 0
        assert "map-1.xml" in error


async def test_what_opens_the_index_opens_no_other_site(open_harness: OpenHarness) -> None:
    elsewhere = "https://elsewhere.example/map.xml"
    async with open_harness({INDEX: index(FIRST, elsewhere)}, RULES) as harness:
        harness.documents |= {FIRST: sitemap("one"), elsewhere: sitemap("two")}
        await entries_new(harness)
        asked = {request.url: request.auth for request in harness.app.fetcher.requests}  # type: ignore[attr-defined] # the fake one
        assert asked == {INDEX: "reader:word", FIRST: "reader:word", elsewhere: ""}


def undated(*names: str) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>https://port.example/{n}</loc></url>' for n in names)}</urlset>".encode()


def part_of(number: int) -> str:
    return f"https://port.example/map-{number}.xml"


async def told(harness: Harness) -> list[str]:
    alerts = [payload["data"] for payload in harness.team.payloads if payload["type"] == "alert"]
    return [story["title"] for data in alerts for story in data.get("stories") or [data["story"]]]


async def test_a_new_address_without_a_date_is_found_in_any_sitemap_of_an_index(open_harness: OpenHarness) -> None:
    count = 24
    async with open_harness({INDEX: index(*map(part_of, range(count)))}, RULES) as harness:
        harness.documents |= {part_of(n): undated(f"kling-history-{n}", f"other-{n}") for n in range(count)}
        for _ in range(4):
            await harness.round()
        assert await told(harness) == [], "what stood there from the first is no news, whenever it is read"
        for number in (0, 11, 23):
            harness.documents[part_of(number)] = undated(f"other-{number}", f"kling-word-{number}", f"late-{number}")
        for _ in range(4):
            await harness.round()
        assert sorted(await told(harness)) == [f"kling word {number}" for number in (0, 11, 23)]


async def test_a_sitemap_that_joins_the_index_is_read_at_once(open_harness: OpenHarness) -> None:
    async with open_harness({INDEX: index(*map(part_of, range(24)))}, RULES) as harness:
        harness.documents |= {part_of(n): undated(f"other-{n}") for n in range(25)}
        await harness.round()
        harness.documents[part_of(24)] = undated("other-3", "kling-opens-a-shop")
        harness.documents[INDEX] = index(*map(part_of, (*range(12), 24, *range(12, 24))))
        await harness.round()
        assert await told(harness) == ["kling opens a shop"]
        (source,) = await harness.app.in_store.read(lambda tx: tx.sources.all())
        assert "10 of 25 sitemaps in the index are read at a poll" in source.error


@pytest.mark.parametrize("place", [0, 50, 99])
async def test_a_new_address_of_a_long_sitemap_is_found_wherever_it_stands(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr(listed_entries, "MOST_ENTRIES", 20)
    listed = [f"kling-old-{n:03}" for n in range(100)]
    async with open_harness({INDEX: undated(*listed)}, RULES) as harness:
        assert await entries_new(harness) == (20, "")
        (source,) = await harness.app.in_store.read(lambda tx: tx.sources.all())
        assert "20 addresses are stored; 80 older ones are only remembered" in source.error
        listed[place:place] = ["kling-opens-a-shop"]
        harness.documents[INDEX] = undated(*listed)
        assert await entries_new(harness) == (1, "")
        assert await told(harness) == ["kling opens a shop"]
        harness.documents[INDEX] = undated(*listed[::-1])
        assert await entries_new(harness) == (0, "")


async def test_more_new_addresses_than_a_poll_takes_come_with_the_next(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed_entries, "MOST_ENTRIES", 20)
    old, new = [f"old-{n}" for n in range(30)], [f"kling-word-{'abcdefghij'[n % 10]}{n}" for n in range(50)]
    async with open_harness({INDEX: undated(*old)}, RULES) as harness:
        await harness.round()
        harness.documents[INDEX] = undated(*old[:15], *new, *old[15:])
        assert [await entries_new(harness) for _ in range(4)] == [(20, ""), (20, ""), (10, ""), (0, "")]


async def test_dates_that_move_on_remembered_addresses_are_no_news(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed_entries, "MOST_ENTRIES", 5)
    names = [f"kling-{n}" for n in range(12)]
    async with open_harness({INDEX: undated(*names)}, RULES) as harness:
        await harness.round()
        harness.documents[INDEX] = undated(*names).replace(b"</loc>", b"</loc><lastmod>2026-11-23</lastmod>")
        assert await entries_new(harness) == (0, "")

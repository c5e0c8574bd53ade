"""A.7: an index of sitemaps is followed, within limits, and an unchanged index hides no changed sitemap."""

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

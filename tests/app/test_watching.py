"""A watched page reports the paragraphs that changed, each change once."""

from monitor.core.model.filters import MentionFilter
from monitor.core.model.sources import SourceSpec
from tests.app.harness import Harness, HarnessRules, OpenHarness

PAGE = "https://prices.example/"


def _page(*paragraphs: str) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>价格公告</title></head><body><main>{body}</main></body></html>".encode()


async def _snippets(harness: Harness) -> list[str]:
    found = await harness.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter()))
    return [mention.snippet for mention in found]


async def test_only_what_changed_is_told_and_only_once(open_harness: OpenHarness) -> None:
    rules = HarnessRules(specs={PAGE: SourceSpec(url=PAGE, kind="watch")})
    async with open_harness({PAGE: _page("可灵会员每月 58 元。", "即梦会员每月 69 元。")}, rules) as harness:
        await harness.round()
        before = len(await _snippets(harness))
        harness.documents[PAGE] = _page("可灵会员每月 39 元。", "即梦会员每月 69 元。")
        for _ in range(3):
            await harness.round()
        snippets = await _snippets(harness)
        assert len(snippets) == before + 1
        assert "39" in snippets[0]
        assert len(harness.team.envelopes) == 1


async def test_a_page_that_only_moves_its_paragraphs_is_silent(open_harness: OpenHarness) -> None:
    rules = HarnessRules(specs={PAGE: SourceSpec(url=PAGE, kind="watch")})
    async with open_harness({PAGE: _page("可灵会员每月 58 元。", "即梦会员每月 69 元。")}, rules) as harness:
        await harness.round()
        harness.documents[PAGE] = _page("即梦会员每月 69 元。", "可灵会员每月 58 元。")
        await harness.round()
        assert harness.team.envelopes == []


async def test_every_change_of_a_page_is_told_under_the_one_title_it_has(open_harness: OpenHarness) -> None:
    """A.5: what a page said before, in other lines, tells nothing of the change that comes now."""
    rules = HarnessRules(specs={PAGE: SourceSpec(url=PAGE, kind="watch")})
    lines = [
        ("Price: $199.00", "In stock", "Ships 3 Dec 2026"),
        ("Price: $189.00", "In stock", "Ships 3 Dec 2026"),
        ("Price: $189.00", "Sold out", "Ships 3 Dec 2026"),
        ("Price: $189.00", "Sold out", "Ships 9 Dec 2026"),
        ("Price: $189.00", "In stock", "Ships 9 Dec 2026"),
    ]
    pages = [
        _page("可灵 camera K2", "A lens of glass and a body of steel for all who film.", *states) for states in lines
    ]
    pages = [page.replace("价格公告".encode(), "可灵 shop".encode()) for page in pages]
    async with open_harness({PAGE: pages[0]}, rules) as harness:
        await harness.round()
        for count, page in enumerate(pages[1:], start=1):
            harness.documents[PAGE] = page
            await harness.round()
            assert len(harness.team.envelopes) == count


async def test_a_page_that_gets_another_title_is_still_the_same_page(open_harness: OpenHarness) -> None:
    rules = HarnessRules(specs={PAGE: SourceSpec(url=PAGE, kind="watch")})
    async with open_harness({PAGE: _page("可灵会员每月 58 元。")}, rules) as harness:
        await harness.round()
        before = len(await _snippets(harness))
        renamed = _page("可灵会员每月 39 元。").replace("价格公告".encode(), b"Opening hours")
        harness.documents[PAGE] = renamed
        await harness.round()
        assert len(await _snippets(harness)) == before + 1
        assert len(harness.team.envelopes) == 1

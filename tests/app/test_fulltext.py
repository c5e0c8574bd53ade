"""Teasers: a name that stands only in the article's page is found, once, and politely."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from monitor.app.polling import full_text
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.fetch import FetchOutcome, FetchRequest, Unavailable
from monitor.core.model.filters import EntryFilter, MentionFilter
from monitor.core.model.sources import Source, SourceSpec
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss

FEED = "https://outlet.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
TEASER = ("视频模型周报", "点击查看全文。", NOON)
PARAGRAPH = (
    "快手旗下的可灵今天更新了多镜头功能，创作者可以在一次生成里得到连续的几个镜头，这在过去需要后期剪辑才能完成。"
)
PAGE = (
    "<html><head><meta charset='utf-8'><title>视频模型周报</title></head><body><article><h1>视频模型周报</h1>"
    + f"<p>{PARAGRAPH}</p>" * 4
    + "</article></body></html>"
).encode()


def _always() -> HarnessRules:
    return HarnessRules(specs={FEED: SourceSpec(url=FEED, fulltext="always")})


async def _mentions(harness: Harness) -> int:
    return len(await harness.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter())))


async def test_the_page_of_a_new_entry_is_read_and_matched(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET), "https://outlet.example/2": PAGE}, _always()) as harness:
        await harness.round()
        harness.documents[FEED] = rss(TEASER, QUIET)
        await harness.round()
        assert await _mentions(harness) == 1
        (entry, _) = await harness.app.in_store.read(lambda tx: tx.entries.find(EntryFilter()))
        assert "多镜头" in entry.text


async def test_the_teaser_shown_again_is_no_edit(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET), "https://outlet.example/2": PAGE}, _always()) as harness:
        await harness.round()
        harness.documents[FEED] = rss(TEASER, QUIET)
        await harness.round()
        harness.documents[FEED] = rss(("另一篇", "短讯。", NOON), TEASER, QUIET)
        done = await harness.round()
        assert done.as_json()["entries_updated"] == 0
        assert len(harness.team.envelopes) == 1


async def test_a_page_that_cannot_be_read_leaves_the_teaser_and_is_said(open_harness: OpenHarness) -> None:
    refused = Unavailable(reason="robots.txt forbids it", refused_by_us=True)
    async with open_harness({FEED: rss(QUIET), "https://outlet.example/2": refused}, _always()) as harness:
        await harness.round()
        harness.documents[FEED] = rss(TEASER, QUIET)
        done = await harness.round()
        assert done.as_json()["entries_new"] == 1
        sources = await harness.app.in_store.read(lambda tx: tx.sources.all())
        assert "robots.txt forbids it" in next(source.error for source in sources if source.url == FEED)


async def _polled_with_pages(harness: Harness, answer: Callable[[FetchRequest], Awaitable[FetchOutcome]]) -> Source:
    """The source, after a poll that brought three teasers whose pages are answered so."""
    usual = harness.app.fetcher.fetch

    async def fetch(request: FetchRequest) -> FetchOutcome:
        return await (usual if request.url == FEED else answer)(request)

    await harness.round()
    harness.app.fetcher.fetch = fetch  # type: ignore[method-assign]  # for the pages alone
    teasers = [(f"可灵周报 {n}", "点击查看全文。", NOON) for n in range(3)]
    harness.documents[FEED] = rss(*teasers, QUIET)
    await harness.round()
    assert await _mentions(harness) == 3, "the news goes on with its teasers"
    (source,) = await harness.app.in_store.read(lambda tx: tx.sources.all())
    return source


async def test_the_first_page_that_hangs_is_the_last_of_its_host_that_is_asked_for(open_harness: OpenHarness) -> None:
    """C.5: the pages of a feed lie on one host; one that hangs costs eight seconds, not eight for each."""
    asked: list[FetchRequest] = []

    async def silent(request: FetchRequest) -> FetchOutcome:
        asked.append(request)
        return Unavailable(reason="no answer within 8 s", unreached="host")

    async with open_harness({FEED: rss(QUIET)}, _always()) as harness:
        source = await _polled_with_pages(harness, silent)
        assert [request.within for request in asked] == [timedelta(seconds=8)]
        assert "3 entries could not be read: no answer within 8 s" in source.error


async def test_pages_whose_host_wants_long_pauses_are_waited_for_up_to_a_limit(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full_text._LONGEST.total_seconds() == 90
    monkeypatch.setattr(full_text, "_LONGEST", timedelta(seconds=0.5))
    asked: list[str] = []

    async def paced(request: FetchRequest) -> FetchOutcome:
        asked.append(request.url)
        if len(asked) > 1:
            await asyncio.Event().wait()  # for its turn
        return Unavailable(reason="the server answers 500")

    async with open_harness({FEED: rss(QUIET)}, _always()) as harness:
        source = await _polled_with_pages(harness, paced)
        assert len(asked) == 2
        assert "3 entries could not be read: the server answers 500" in source.error
        asked[:] = ["before"]
        monkeypatch.setattr(full_text, "_LONGEST", timedelta(seconds=0.2))
        harness.documents[FEED] = rss(("可灵周报 9", "点击查看全文。", NOON), QUIET)
        await harness.round()
        (source,) = await harness.app.in_store.read(lambda tx: tx.sources.all())
        assert "1 entry could not be read: the pages did not come within 0.2 s" in source.error
        assert "网站要求的间隔" in render_reason(source.error, "zh")


async def test_a_first_sight_reads_no_pages(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(TEASER, QUIET), "https://outlet.example/2": PAGE}, _always()) as harness:
        await harness.round()
        assert await _mentions(harness) == 0


async def test_what_the_teaser_alone_says_stays_above_the_article(open_harness: OpenHarness) -> None:
    teaser = ("视频模型周报", "本期也谈可灵之外的白鹭。", NOON)
    async with open_harness({FEED: rss(QUIET), "https://outlet.example/2": PAGE}, _always()) as harness:
        await harness.round()
        harness.documents[FEED] = rss(teaser, QUIET)
        await harness.round()
        (entry, _) = await harness.app.in_store.read(lambda tx: tx.entries.find(EntryFilter()))
        assert entry.text.startswith("本期也谈可灵之外的白鹭。")
        assert "多镜头" in entry.text


async def test_the_page_of_something_else_leaves_the_teaser_and_is_said(open_harness: OpenHarness) -> None:
    other = PAGE.replace("视频模型周报".encode(), "告示".encode()).replace(
        PARAGRAPH.encode(), ("请接受可灵的条款。" * 9).encode()
    )
    async with open_harness({FEED: rss(QUIET), "https://outlet.example/2": other}, _always()) as harness:
        await harness.round()
        harness.documents[FEED] = rss(("港口的新码头启用", "渡轮今天首航。", NOON), QUIET)
        await harness.round()
        assert await _mentions(harness) == 0
        (entry, _) = await harness.app.in_store.read(lambda tx: tx.entries.find(EntryFilter()))
        assert entry.text == "渡轮今天首航。"
        source = await harness.app.in_store.read(lambda tx: tx.sources.all()[0])
        assert "shows something else than the entry" in source.error

"""Edits in place: silent, unless they add a watched name or take something back."""

from datetime import timedelta
from typing import Any

from monitor.core.model.filters import DeliveryFilter, MentionFilter, StoryFilter
from monitor.core.model.settings import Route
from monitor.core.model.sources import SourceSpec
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss

FEED = "https://outlet.example/feed.xml"
OLD = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
TITLE = "快手可灵 3.1 正式发布，单次生成 45 秒视频"
TEXT = "快手旗下可灵今天发布 3.1 版本，单次可生成 45 秒视频。"
NOTE = "更正：本文早前版本误将时长写作 45 秒，应为 15 秒。"


def shown(text: str = TEXT, title: str = TITLE) -> bytes:
    return rss((title, text, NOON), OLD)


async def told(harness: Harness) -> list[tuple[str, list[str]]]:
    """The alerts so far: kind, and the surfaces of what is new."""
    alerts = [payload["data"] for payload in harness.team.payloads if payload["type"] == "alert"]
    return [(data["kind"], [fact["surface"] for fact in data["new_facts"]]) for data in alerts]


async def mentions(harness: Harness) -> Any:
    return await harness.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter()))


async def published(harness: Harness) -> None:
    await harness.round()
    harness.documents[FEED] = shown()
    await harness.round()


async def test_a_correction_is_told_once_to_those_who_heard_the_story(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(OLD)}) as harness:
        await published(harness)
        for _ in range(3):
            harness.documents[FEED] = shown(f"{TEXT}\n\n{NOTE}")
            await harness.round()
            harness.documents[FEED] = shown()
            await harness.round()
        assert (await told(harness))[1:] == [("follow-up", [NOTE])]
        assert next(one.snippet for one in await mentions(harness)) == NOTE
        await harness.round(after=timedelta(hours=24))
        (digest, *_) = harness.mail.envelopes
        assert NOTE in digest.rendered.text


async def test_a_retraction_that_leaves_nothing_of_the_text_is_told(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(OLD)}) as harness:
        await published(harness)
        harness.documents[FEED] = shown("应当事方要求，本文已撤回。", "本文已撤回")
        await harness.round()
        assert [kind for kind, _ in await told(harness)] == ["first", "follow-up"]


async def test_an_alert_that_still_waits_tells_the_correction_itself(open_harness: OpenHarness) -> None:
    rules = HarnessRules(routes=(Route(channels=("team",), quiet_hours="20:00-07:30"),))
    async with open_harness({FEED: rss(OLD)}, rules) as harness:
        await published(harness)
        assert await told(harness) == []
        harness.documents[FEED] = shown(f"{TEXT}\n\n{NOTE}", title="快手可灵 3.1 正式发布，单次生成 15 秒视频")
        await harness.round()
        await harness.round(after=timedelta(hours=11))
        ((kind, facts),) = await told(harness)
        assert kind == "first"
        assert NOTE in facts
        (payload,) = harness.team.payloads
        assert "15 秒" in payload["data"]["story"]["title"], "the story says what the entry says now"


async def test_a_correction_where_nobody_was_alerted_stands_in_the_digest(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(OLD)}, HarnessRules(routes=(Route(),))) as harness:
        await published(harness)
        await harness.round(after=timedelta(hours=12))
        harness.documents[FEED] = shown(f"{TEXT}\n\n{NOTE}")
        await harness.round(after=timedelta(hours=1))
        await harness.round(after=timedelta(hours=24))
        assert [NOTE in mail.rendered.text for mail in harness.mail.envelopes] == [False, True]
        assert harness.team.envelopes == []


async def test_an_edit_changes_the_story_in_place_and_is_kept(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(OLD)}) as harness:
        await published(harness)
        harness.documents[FEED] = shown(TEXT.replace("45", "60"), TITLE.replace("45", "60"))
        done = await harness.round()
        assert (done.as_json()["entries_updated"], done.as_json()["mentions"]) == (1, 0)
        (story,) = await harness.app.in_store.read(lambda tx: tx.stories.find(StoryFilter()))
        assert ("60 秒" in story.title, "60 秒" in story.snippet) == (True, True)
        (mention,) = await mentions(harness)
        assert "60 秒" in mention.snippet
        changes = await harness.app.in_store.read(lambda tx: tx.entries.changes(mention.entry_id))
        assert [change.title for change in changes] == [TITLE]
        assert len(await told(harness)) == 1


async def test_a_correction_of_a_muted_topic_is_silent(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(OLD)}) as harness:
        await published(harness)
        until = harness.clock.now() + timedelta(days=1)
        await harness.app.in_store.write(lambda tx: tx.topics.mute("kling", until, now=harness.clock.now()))
        harness.documents[FEED] = shown(f"{TEXT}\n\n{NOTE}")
        await harness.round()
        assert len(await told(harness)) == 1
        assert [one.status for one in await mentions(harness)] == ["muted", "new"]


async def test_an_edited_teaser_gets_its_full_text_again(open_harness: OpenHarness) -> None:
    page = "<html><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
    long = "视频生成的价格战还在继续，几家公司都调整了套餐，行业分析师认为这只是开始，后面还会有更多变化。" * 4
    spec = SourceSpec(url=FEED, fulltext="always")
    address = "https://outlet.example/2"
    documents = {FEED: rss(OLD), address: page.format("行业观察", f"{long}可灵也在其中。").encode()}
    async with open_harness(documents, HarnessRules(specs={FEED: spec})) as harness:
        page_as_source = next(
            s.id for s in await harness.app.in_store.read(lambda tx: tx.sources.all()) if s.url == address
        )
        await harness.app.in_store.write(lambda tx: tx.sources.set_state(page_as_source, "paused", now=NOON))
        await harness.round()
        harness.documents[FEED] = shown("一句话的提要。", "行业观察")
        await harness.round()
        assert len(await mentions(harness)) == 1
        harness.documents[address] = page.format("行业观察", f"{long}可灵与即梦都在其中。").encode()
        harness.documents[FEED] = shown("另一句话的提要。", "行业观察")
        await harness.round()
        assert sorted(one.topic for one in await mentions(harness)) == ["jimeng", "kling"]
        found = await harness.app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter()))
        assert {one.state for one in found} == {"sent"}

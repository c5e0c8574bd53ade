"""Edits in place: silent, unless they add a watched name or take something back."""

from datetime import timedelta
from typing import Any

from monitor.core.model.filters import DeliveryFilter, MentionFilter, StoryFilter
from monitor.core.model.settings import Route
from monitor.core.model.sources import SourceSpec
from tests.app.harness import NOON, Desk, DeskRules, OpenDesk, rss

FEED = "https://outlet.example/feed.xml"
OLD = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
TITLE = "快手可灵 3.1 正式发布，单次生成 45 秒视频"
TEXT = "快手旗下可灵今天发布 3.1 版本，单次可生成 45 秒视频。"
NOTE = "更正：本文早前版本误将时长写作 45 秒，应为 15 秒。"


def shown(text: str = TEXT, title: str = TITLE) -> bytes:
    return rss((title, text, NOON), OLD)


async def told(desk: Desk) -> list[tuple[str, list[str]]]:
    """The alerts so far: kind, and the surfaces of what is new."""
    alerts = [payload["data"] for payload in desk.team.payloads if payload["type"] == "alert"]
    return [(data["kind"], [fact["surface"] for fact in data["new_facts"]]) for data in alerts]


async def mentions(desk: Desk) -> Any:
    return await desk.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter()))


async def published(desk: Desk) -> None:
    await desk.round()
    desk.documents[FEED] = shown()
    await desk.round()


async def test_a_correction_is_told_once_to_those_who_heard_the_story(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(OLD)}) as desk:
        await published(desk)
        for _ in range(3):
            desk.documents[FEED] = shown(f"{TEXT}\n\n{NOTE}")
            await desk.round()
            desk.documents[FEED] = shown()
            await desk.round()
        assert (await told(desk))[1:] == [("follow-up", [NOTE])]
        assert next(one.snippet for one in await mentions(desk)) == NOTE
        await desk.round(after=timedelta(hours=24))
        (digest, *_) = desk.mail.envelopes
        assert NOTE in digest.rendered.text


async def test_a_retraction_that_leaves_nothing_of_the_text_is_told(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(OLD)}) as desk:
        await published(desk)
        desk.documents[FEED] = shown("应当事方要求，本文已撤回。", "本文已撤回")
        await desk.round()
        assert [kind for kind, _ in await told(desk)] == ["first", "follow-up"]


async def test_an_alert_that_still_waits_tells_the_correction_itself(open_desk: OpenDesk) -> None:
    rules = DeskRules(routes=(Route(channels=("team",), quiet_hours="20:00-07:30"),))
    async with open_desk({FEED: rss(OLD)}, rules) as desk:
        await published(desk)
        assert await told(desk) == []
        desk.documents[FEED] = shown(f"{TEXT}\n\n{NOTE}", title="快手可灵 3.1 正式发布，单次生成 15 秒视频")
        await desk.round()
        await desk.round(after=timedelta(hours=11))
        ((kind, facts),) = await told(desk)
        assert kind == "first"
        assert NOTE in facts
        (payload,) = desk.team.payloads
        assert "15 秒" in payload["data"]["story"]["title"], "the story says what the entry says now"


async def test_a_correction_where_nobody_was_alerted_stands_in_the_digest(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(OLD)}, DeskRules(routes=(Route(),))) as desk:
        await published(desk)
        await desk.round(after=timedelta(hours=12))
        desk.documents[FEED] = shown(f"{TEXT}\n\n{NOTE}")
        await desk.round(after=timedelta(hours=1))
        await desk.round(after=timedelta(hours=24))
        assert [NOTE in mail.rendered.text for mail in desk.mail.envelopes] == [False, True]
        assert desk.team.envelopes == []


async def test_an_edit_changes_the_story_in_place_and_is_kept(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(OLD)}) as desk:
        await published(desk)
        desk.documents[FEED] = shown(TEXT.replace("45", "60"), TITLE.replace("45", "60"))
        done = await desk.round()
        assert (done.as_json()["entries_updated"], done.as_json()["mentions"]) == (1, 0)
        (story,) = await desk.app.in_store.read(lambda tx: tx.stories.find(StoryFilter()))
        assert ("60 秒" in story.title, "60 秒" in story.snippet) == (True, True)
        (mention,) = await mentions(desk)
        assert "60 秒" in mention.snippet
        changes = await desk.app.in_store.read(lambda tx: tx.entries.changes(mention.entry_id))
        assert [change.title for change in changes] == [TITLE]
        assert len(await told(desk)) == 1


async def test_a_correction_of_a_muted_topic_is_silent(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(OLD)}) as desk:
        await published(desk)
        until = desk.clock.now() + timedelta(days=1)
        await desk.app.in_store.write(lambda tx: tx.topics.mute("kling", until, now=desk.clock.now()))
        desk.documents[FEED] = shown(f"{TEXT}\n\n{NOTE}")
        await desk.round()
        assert len(await told(desk)) == 1
        assert [one.status for one in await mentions(desk)] == ["muted", "new"]


async def test_an_edited_teaser_gets_its_full_text_again(open_desk: OpenDesk) -> None:
    page = "<html><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
    long = "视频生成的价格战还在继续，几家公司都调整了套餐，行业分析师认为这只是开始，后面还会有更多变化。" * 4
    spec = SourceSpec(url=FEED, fulltext="always")
    address = "https://outlet.example/2"
    documents = {FEED: rss(OLD), address: page.format("行业观察", f"{long}可灵也在其中。").encode()}
    async with open_desk(documents, DeskRules(specs={FEED: spec})) as desk:
        page_as_source = next(
            s.id for s in await desk.app.in_store.read(lambda tx: tx.sources.all()) if s.url == address
        )
        await desk.app.in_store.write(lambda tx: tx.sources.set_state(page_as_source, "paused", now=NOON))
        await desk.round()
        desk.documents[FEED] = shown("一句话的提要。", "行业观察")
        await desk.round()
        assert len(await mentions(desk)) == 1
        desk.documents[address] = page.format("行业观察", f"{long}可灵与即梦都在其中。").encode()
        desk.documents[FEED] = shown("另一句话的提要。", "行业观察")
        await desk.round()
        assert sorted(one.topic for one in await mentions(desk)) == ["jimeng", "kling"]
        found = await desk.app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter()))
        assert {one.state for one in found} == {"sent"}

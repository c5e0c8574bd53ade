"""Merging and splitting manually, as people do it, wrongly too: what was told stays told, what was not is not lost."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from monitor.adapters.store.database import open_store
from monitor.app.stories import regroup as regrouping
from monitor.core.model.filters import DeliveryFilter, StoryFilter
from monitor.core.model.settings import Route
from monitor.core.model.stories import Story
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss

A, B = "https://a.example/feed.xml", "https://b.example/feed.xml"
OLD = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
LAB = ("快手可灵团队成立新的研究院", "快手宣布可灵研究院设在北京，由两位教授共同主持。", NOON)
PRICE = ("可灵 3.1 会员月费降至 66 元", "可灵今天宣布，3.1 版会员的月费从 99 元降至 66 元。", NOON)
PRICE_AGAIN = ("【快讯】可灵 3.1 会员月费降至 66 元", PRICE[1], NOON)
LAB_AGAIN = ("独家｜快手可灵团队成立新的研究院", LAB[1], NOON)
NIGHT = HarnessRules(routes=(Route(channels=("team",), quiet_hours="20:00-07:30"),))
UNTIL_MORNING = timedelta(hours=11)


async def news(harness: Harness, *items: tuple[str, str, object], at: str = A) -> None:
    """A poll of one outlet that shows these."""
    link = at.rsplit("/", 1)[0]
    harness.documents[at] = rss(*items, OLD, link=link)  # type: ignore[arg-type] # items as above
    await harness.round()


async def stories(harness: Harness) -> Sequence[Story]:
    found = await harness.app.in_store.read(lambda tx: tx.stories.find(StoryFilter()))
    return sorted(found, key=lambda story: story.id)


async def merge(harness: Harness, *numbers: int) -> Story:
    now = harness.clock.now()
    return await harness.app.in_store.write(lambda tx: regrouping.merge_into_first(tx, numbers, who="test", now=now))


async def split(harness: Harness, *reports: int) -> Story:
    now = harness.clock.now()
    return await harness.app.in_store.write(lambda tx: regrouping.split_story(tx, reports, who="test", now=now))


def alerted(harness: Harness) -> list[tuple[str, list[str]]]:
    """Kind and headlines of each alert."""
    told = []
    for payload in harness.team.payloads:
        data = payload["data"]
        if payload["type"] == "alert":
            told.append((data["kind"], sorted(story["title"] for story in data.get("stories") or [data["story"]])))
    return told


async def two_told(harness: Harness) -> tuple[Story, Story]:
    await harness.round()
    await news(harness, LAB)
    await news(harness, PRICE, LAB)
    lab, price = await stories(harness)
    assert len(alerted(harness)) == 2
    return lab, price


async def test_a_merge_and_its_undoing_tell_nobody_again(open_harness: OpenHarness) -> None:
    async with open_harness({A: rss(OLD), B: rss(OLD, link="https://b.example")}) as harness:
        lab, price = await two_told(harness)
        await merge(harness, lab.id, price.id)
        await news(harness, PRICE_AGAIN, at=B)
        (one,) = await stories(harness)
        assert len(one.outlets) == 3
        ours = [outlet.report_id for outlet in one.outlets if "66" in outlet.title]
        undone = await split(harness, *ours)
        assert len(undone.outlets) == 2
        assert {fact.value for fact in undone.facts} >= {"66 cny"}
        assert not {fact.value for fact in (await stories(harness))[0].facts} & {"66 cny"}
        await news(harness, ("可灵 3.1 版会员月费已降至 66 元！", PRICE[1], NOON), LAB_AGAIN, PRICE_AGAIN, at=B)
        assert [len(story.outlets) for story in await stories(harness)] == [2, 3]
        assert len(alerted(harness)) == 2


async def test_two_waiting_alerts_of_what_becomes_one_story_are_one(open_harness: OpenHarness) -> None:
    async with open_harness({A: rss(OLD)}, NIGHT) as harness:
        await harness.round()
        await news(harness, PRICE, LAB)
        lab, price = await stories(harness)
        await merge(harness, price.id, lab.id)
        await harness.round(after=UNTIL_MORNING)
        assert len(alerted(harness)) == 1
        await harness.round(after=timedelta(hours=2))
        assert len(alerted(harness)) == 1


async def test_a_merge_that_is_undone_before_anything_was_sent_loses_no_alert(open_harness: OpenHarness) -> None:
    async with open_harness({A: rss(OLD)}, NIGHT) as harness:
        await harness.round()
        await news(harness, PRICE, LAB)
        first, second = await stories(harness)
        one = await merge(harness, first.id, second.id)
        moved = [outlet.report_id for outlet in one.outlets if outlet.title == second.title]
        await split(harness, *moved)
        await harness.round(after=UNTIL_MORNING)
        assert sorted(title for _, titles in alerted(harness) for title in titles) == sorted(
            [first.title, second.title]
        )


async def test_a_waiting_alert_tells_both_parts_of_a_story_that_was_split(open_harness: OpenHarness) -> None:
    async with open_harness({A: rss(OLD), B: rss(OLD, link="https://b.example")}, NIGHT) as harness:
        await harness.round()
        await news(harness, PRICE)
        await news(harness, PRICE_AGAIN, at=B)
        (one,) = await stories(harness)
        assert len(one.outlets) == 2
        new = await split(harness, one.outlets[1].report_id)
        await harness.round(after=UNTIL_MORNING)
        assert alerted(harness) == [("summary", sorted(story.title for story in await stories(harness)))]
        told = await harness.app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(story_id=new.id)))
        assert [one.state for one in told] == ["sent"]


async def test_a_story_that_was_hidden_in_another_is_told_when_it_goes_on(open_harness: OpenHarness) -> None:
    """A wrong merge had made it a duplicate; nobody was ever told of it."""
    async with open_harness({A: rss(OLD), B: rss(OLD, link="https://b.example")}) as harness:
        await harness.round()
        await news(harness, PRICE)
        await news(harness, PRICE_AGAIN, at=B)
        (one,) = await stories(harness)
        hidden = next(outlet for outlet in one.outlets if outlet.title == PRICE_AGAIN[0])
        new = await split(harness, hidden.report_id)
        await harness.round()
        assert len(alerted(harness)) == 1, "splitting by itself sends nothing"
        (kept, other) = await stories(harness)
        assert (kept.id, other.id) == (one.id, new.id)


async def test_what_was_split_stays_split_when_the_entry_is_edited_and_shown_again(open_harness: OpenHarness) -> None:
    async with open_harness({A: rss(OLD), B: rss(OLD, link="https://b.example")}) as harness:
        await harness.round()
        await news(harness, PRICE)
        await news(harness, PRICE_AGAIN, at=B)
        (one,) = await stories(harness)
        await split(harness, one.outlets[1].report_id)
        for text in ("（更新）", "（再次更新）", ""):
            await news(harness, (PRICE_AGAIN[0], PRICE[1] + text, NOON), at=B)
            assert [len(story.outlets) for story in await stories(harness)] == [1, 1]
        assert len(alerted(harness)) == 1


async def test_a_person_regroups_while_the_monitor_polls(open_harness: OpenHarness, tmp_path: Path) -> None:
    """Each change is made whole between two polls: every report is in one story, and nobody is told twice."""
    outlets = [f"https://o{number}.example/feed.xml" for number in range(6)]
    feeds = {url: rss(OLD, link=url.rsplit("/", 1)[0]) for url in (A, *outlets)}
    async with open_harness(dict(feeds)) as harness:
        await harness.round()
        await news(harness, PRICE, LAB)
        first, second = await stories(harness)
        done = threading.Event()
        person = asyncio.create_task(asyncio.to_thread(_to_and_fro, tmp_path, first.id, second, done))
        for url in outlets:
            harness.documents[url] = rss(LAB_AGAIN, PRICE_AGAIN, OLD, link=url.rsplit("/", 1)[0])
            await harness.round(after=timedelta(minutes=20))
        done.set()
        assert await person >= 2
        found = await stories(harness)
        reports = [outlet.report_id for story in found for outlet in story.outlets]
        assert len(reports) == len(set(reports)) == 2 * (1 + len(outlets))
        assert len(alerted(harness)) == 2


def _to_and_fro(folder: Path, first: int, second: Story, done: threading.Event) -> int:
    """Merge two stories and undo it through a store of one's own, again and again; returns how often."""
    own = [outlet.report_id for outlet in second.outlets]
    times, number = 0, second.id
    with closing(open_store(f"sqlite:///{folder}/monitor.db", check=False)) as store:
        while not done.is_set():
            with store.write() as tx:
                regrouping.merge_into_first(tx, [first, number], who="test", now=NOON)
            with store.write() as tx:
                number = regrouping.split_story(tx, own, who="test", now=NOON).id
            times += 1
            done.wait(0.01)
    return times


async def test_digests_tell_the_stories_as_a_person_left_them(open_harness: OpenHarness) -> None:
    async with open_harness({A: rss(OLD)}, HarnessRules(routes=(Route(),))) as harness:
        await harness.round()
        await news(harness, PRICE, LAB)
        first, second = await stories(harness)
        one = await merge(harness, first.id, second.id)
        await split(harness, *[outlet.report_id for outlet in one.outlets if outlet.title == second.title])
        await harness.round(after=timedelta(hours=14))
        (digest,) = harness.mail.envelopes
        assert PRICE[0] in digest.rendered.text
        assert LAB[0] in digest.rendered.text

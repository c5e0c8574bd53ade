"""What people are told, and what they are not: the whole program over documents in memory."""

from datetime import timedelta
from typing import Any

import pytest

from monitor.core.model.fetch import Gone, Throttled, Unavailable
from monitor.core.model.filters import DeliveryFilter, EntryFilter, MentionFilter, StoryFilter
from monitor.core.model.settings import Route
from monitor.core.model.sources import Selectors, SourceSpec
from tests.app.harness import NOON, TOPICS, Harness, HarnessRules, OpenHarness, rss

A, B, C = (f"https://{name}.example/feed.xml" for name in "abc")
OLD = NOON - timedelta(days=9)
LAUNCH = ("快手可灵 3.1 正式发布，单次生成 45 秒视频", "快手旗下可灵今天发布 3.1 版本，单次可生成 45 秒视频。", NOON)
QUIET = ("旧闻一则", "天气晴。", OLD)
EMPTY = rss(QUIET)


async def _find(harness: Harness, what: str, wanted: object) -> Any:
    return await harness.app.in_store.read(lambda tx: getattr(tx, what).find(wanted))


async def _sources(harness: Harness) -> Any:
    return await harness.app.in_store.read(lambda tx: tx.sources.all())


async def test_a_new_mention_is_told_once(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY}) as harness:
        await harness.round()
        harness.documents[A] = rss(LAUNCH, QUIET)
        done = await harness.round()
        assert (done.as_json()["mentions"], done.sent) == (1, 1)
        assert [payload["type"] for payload in harness.team.payloads] == ["alert"]
        for _ in range(3):
            await harness.round()
        assert len(harness.team.envelopes) == 1


async def test_one_story_in_fifty_sources_at_the_same_instant_is_one_alert(open_harness: OpenHarness) -> None:
    feeds = {f"https://outlet{n}.example/feed.xml": rss(QUIET, link=f"https://outlet{n}.example") for n in range(50)}
    async with open_harness(dict(feeds)) as harness:
        await harness.round()
        for n, url in enumerate(feeds):
            harness.documents[url] = rss(LAUNCH, QUIET, link=f"https://outlet{n}.example")
        await harness.round()
        stories = await _find(harness, "stories", StoryFilter())
        assert [len(story.outlets) for story in stories] == [50]
        assert len(harness.team.envelopes) == 1


@pytest.mark.parametrize(("sources", "entries"), [(4, 15), pytest.param(10, 50, marks=pytest.mark.slow)])
async def test_a_first_sight_sends_one_summary_a_topic_and_a_second_start_sends_nothing(
    open_harness: OpenHarness, sources: int, entries: int
) -> None:
    old = [
        (f"可灵第 {n} 篇旧文：版本 {n}.0 回顾", f"可灵旧文正文第 {n} 段。", OLD - timedelta(days=n))
        for n in range(entries - 1)
    ]
    feeds = {f"https://o{n}.example/f.xml": rss(LAUNCH, *old, link=f"https://o{n}.example") for n in range(sources)}
    async with open_harness(dict(feeds)) as harness:
        await harness.round()
        assert [payload["data"]["kind"] for payload in harness.team.payloads] == ["summary"]
        mentions = await _find(harness, "mentions", MentionFilter(limit=1000))
        assert {mention.status for mention in mentions} == {"baseline"}
    async with open_harness(dict(feeds), at=NOON + timedelta(hours=2)) as again:
        await again.round()
        assert again.team.envelopes == []


async def test_undated_and_old_entries_of_a_first_sight_send_nothing(open_harness: OpenHarness) -> None:
    async with open_harness({A: rss(("可灵旧闻", "可灵。", OLD), ("可灵无日期", "可灵更新了。", None))}) as harness:
        await harness.round()
        assert harness.team.envelopes == []


async def test_lists_have_the_newest_of_a_document_on_top(open_harness: OpenHarness) -> None:
    """Whatever the order of the document, at the first look and later, whole or in parts; a story likewise."""
    text = (
        "Kuaishou has released Kling 4.2, which makes shots of 75 seconds and keeps its price of nine dollars a month."
    )
    one_event = [
        ("Kuaishou has released Kling 4.2 with 75-second shots", text, NOON - timedelta(hours=1)),
        ("Kuaishou releases Kling 4.2 with shots of 75 seconds", text, NOON - timedelta(hours=4)),
    ]
    crowd = [(f"可灵第 {n} 则短讯", f"可灵在第 {n} 个城市办活动。", OLD - timedelta(days=n)) for n in range(30)]
    async with open_harness({A: rss(*one_event, *crowd), B: rss(*reversed(crowd)), C: EMPTY}) as harness:
        await harness.round()
        harness.documents[C] = rss(*crowd[:3], link="https://later.example")
        await harness.round()
        for limit in (20, 1000):
            mentions = await _find(harness, "mentions", MentionFilter(limit=limit))
            paged = await _find(harness, "mentions", MentionFilter(limit=limit, before_id=mentions[-1].id))
            for source in {one.source_id for one in mentions}:
                times = [one.published_at for one in (*mentions, *paged) if one.source_id == source]
                assert times == sorted(times, reverse=True)
        (story,) = [one for one in await _find(harness, "stories", StoryFilter(limit=99)) if "4.2" in one.title]
        assert [outlet.published_at for outlet in story.outlets] == [
            NOON - timedelta(hours=4),
            NOON - timedelta(hours=1),
        ]


async def test_an_old_entry_shown_late_goes_to_the_digest_only(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY}) as harness:
        await harness.round()
        harness.documents[A] = rss(("可灵上月的一篇旧文", "可灵回顾。", OLD), QUIET)
        await harness.round()
        (mention,) = await _find(harness, "mentions", MentionFilter())
        assert mention.status == "late"
        assert harness.team.envelopes == []


async def test_an_edit_is_no_new_mention_unless_it_adds_a_watched_name(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY}) as harness:
        await harness.round()
        harness.documents[A] = rss(LAUNCH, QUIET)
        await harness.round()
        title, text, at = LAUNCH
        harness.documents[A] = rss((title, text + "（已更新）", at), QUIET)
        done = await harness.round()
        assert (done.as_json()["entries_updated"], done.as_json()["mentions"]) == (1, 0)
        harness.documents[A] = rss((title, text + "字节跳动的即梦随后跟进。", at), QUIET)
        done = await harness.round()
        assert done.as_json()["mentions"] == 1
        assert {m.topic for m in await _find(harness, "mentions", MentionFilter())} == {"kling", "jimeng"}


async def test_entries_that_come_back_under_new_ids_stay_silent(open_harness: OpenHarness) -> None:
    items = [
        (f"可灵第 {n} 条新闻，说的是第 {n} 件事", f"可灵新闻正文，第 {n} 件事的经过如下所述。", NOON) for n in range(8)
    ]
    async with open_harness({A: EMPTY}) as harness:
        await harness.round()
        harness.documents[A] = rss(*items)
        await harness.round()
        sent = len(harness.team.envelopes)
        for again in range(3):
            harness.documents[A] = rss(*items, link=f"https://renamed{again}.example")
            assert (await harness.round()).as_json()["entries_new"] == 0
        assert len(harness.team.envelopes) == sent


async def test_a_changed_topic_matches_history_without_a_burst(open_harness: OpenHarness) -> None:
    items = [(f"即梦新闻第 {n} 条：第 {n} 件事", f"即梦在第 {n} 个城市办活动。", NOON) for n in range(9)]
    async with open_harness({A: rss(*items)}, HarnessRules(topics=TOPICS[:1])) as harness:
        await harness.round()
        assert await _find(harness, "mentions", MentionFilter()) == []
    async with open_harness({A: rss(*items)}, HarnessRules(topics=TOPICS), at=NOON + timedelta(hours=1)) as harness:
        await harness.round()
        mentions = await _find(harness, "mentions", MentionFilter())
        assert [m.status for m in mentions] == ["baseline"] * 9
        assert [payload["data"]["kind"] for payload in harness.team.payloads] == ["summary"]


async def test_failures_are_told_in_words_and_never_lose_what_was_known(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY, B: EMPTY, C: EMPTY}) as harness:
        await harness.round()
        harness.documents |= {
            A: Unavailable(reason="asks for a login", blocked=True),
            B: Throttled(reason="asked to slow down (429)", retry_after=timedelta(hours=3)),
            C: Gone(reason="the publisher ended this feed (410)"),
        }
        done = await harness.round()
        assert {error["source"] for error in done.as_json()["errors"]} == {A, B, C}
        assert done.failed
        by_url = {source.url: source for source in await _sources(harness)}
        assert (by_url[A].health, by_url[A].error) == ("blocked", "asks for a login")
        assert by_url[B].next_due_at >= harness.clock.now() + timedelta(hours=3)
        assert (by_url[C].state, by_url[C].health) == ("gone", "gone")
        harness.documents[A] = rss(LAUNCH, QUIET)
        await harness.round()
        assert len(harness.team.envelopes) == 1, "what came while it was blocked is told when it is back"


async def test_a_login_page_and_an_emptied_feed_are_failures_not_silence(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY, B: rss(*[(f"t{n}", "x", OLD) for n in range(9)])}) as harness:
        await harness.round()
        harness.documents |= {
            A: b"<html><head><title>Sign in</title></head><body><form><input type=password></form></body></html>",
            B: rss(),
        }
        await harness.round()
        errors = {source.url: source.error for source in await _sources(harness)}
        assert errors[A]
        assert "empty" in errors[B]


async def test_quiet_hours_hold_an_alert_until_the_morning(open_harness: OpenHarness) -> None:
    rules = HarnessRules(routes=(Route(channels=("team",), quiet_hours="20:00-07:30"),))
    async with open_harness({A: EMPTY}, rules) as harness:
        await harness.round()
        harness.documents[A] = rss(LAUNCH, QUIET)
        await harness.round()
        (held,) = await _find(harness, "outbox", DeliveryFilter())
        assert (held.state, len(harness.team.envelopes)) == ("pending", 0)
        await harness.round(after=timedelta(hours=11))
        assert len(harness.team.envelopes) == 1


async def test_a_route_without_channels_is_digest_only(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY}, HarnessRules(routes=(Route(),))) as harness:
        await harness.round()
        harness.documents[A] = rss(LAUNCH, QUIET)
        await harness.round()
        await harness.round(after=timedelta(hours=12))
        assert harness.team.envelopes == []
        (digest,) = harness.mail.envelopes
        assert "可灵" in digest.rendered.text


async def test_every_entry_is_kept_with_the_moment_it_was_first_seen(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY}) as harness:
        await harness.round()
        (entry,) = await _find(harness, "entries", EntryFilter())
        assert entry.first_seen_at == harness.clock.now()
        assert (entry.first_sight, entry.published_at) == (True, OLD.replace(microsecond=0))


async def test_one_article_in_two_feeds_of_one_outlet_is_one_story_and_one_alert(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY, B: EMPTY}) as harness:
        await harness.round()
        harness.documents[A] = rss(LAUNCH, QUIET, link="https://outlet.example/main")
        harness.documents[B] = rss(LAUNCH, QUIET, link="https://outlet.example/video")
        await harness.round()
        assert len(await _find(harness, "stories", StoryFilter())) == 1
        assert len(harness.team.envelopes) == 1


async def test_an_edit_that_adds_a_name_later_is_in_the_next_digest(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY}, HarnessRules(routes=(Route(),))) as harness:
        await harness.round()
        harness.documents[A] = rss(("行业周报", "本周没有大事。", NOON), QUIET)
        await harness.round()
        await harness.round(after=timedelta(hours=12))
        harness.documents[A] = rss(("行业周报", "本周没有大事。补充：可灵上线新功能。", NOON), QUIET)
        await harness.round(after=timedelta(hours=1))
        await harness.round(after=timedelta(hours=24))
        assert ["可灵" in mail.rendered.subject for mail in harness.mail.envelopes] == [False, True]


async def test_changed_selectors_read_an_unchanged_page_again(open_harness: OpenHarness) -> None:
    page = "<html><body><p class=a><a href=/1>天气晴</a></p><p class=b><a href=/2>可灵上线新功能</a></p></body></html>"
    for wanted, entries in ((".a", 1), (".b", 2)):
        spec = SourceSpec(url=A, kind="page", selectors=Selectors(item=wanted, link="a"))
        hours = timedelta(hours=entries)
        async with open_harness({A: page.encode()}, HarnessRules(specs={A: spec}), at=NOON + hours) as harness:
            await harness.round()
            assert len(await _find(harness, "entries", EntryFilter())) == entries


async def test_a_story_already_told_is_not_told_again_by_a_first_sight(open_harness: OpenHarness) -> None:
    async with open_harness({A: EMPTY}) as harness:
        await harness.round()
        harness.documents[A] = rss(LAUNCH, QUIET)
        await harness.round()
        assert len(harness.team.envelopes) == 1
    two = {A: rss(LAUNCH, QUIET), B: rss(LAUNCH, QUIET, link="https://other.example")}
    async with open_harness(dict(two), at=NOON + timedelta(hours=3)) as again:
        await again.round()
        assert again.team.envelopes == []

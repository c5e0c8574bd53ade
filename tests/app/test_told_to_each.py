"""What one recipient was told is no other's affair: topics gained later, facts told once, alerts that died."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import text

from monitor.app.delivery.sender import send_one
from monitor.app.delivery.waiting import send_due
from monitor.app.queries.waiting import reasons_of_waiting
from monitor.app.runtime.retention import prune_daily
from monitor.core.model.deliveries import Deferred, Refused
from monitor.core.model.filters import EntryFilter
from monitor.core.model.settings import DigestSettings, Route, RouteMatch
from monitor.core.model.stories import Fact
from monitor.ports import Transaction
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss
from tests.app.scenarios import HOUR, MINUTE, news, rows, sight, told, until

FEED, OTHER = "https://outlet.example/feed.xml", "https://other.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
EACH_ITS_OWN = (
    Route(match=RouteMatch(topics=frozenset({"kling"})), channels=("team",), proceed=True),
    Route(match=RouteMatch(topics=frozenset({"jimeng"})), channels=("mail",)),
)
PRICE = Fact(kind="price", value="42 cny", surface="42 元")


async def test_a_topic_that_the_second_outlet_adds_is_told_to_that_topics_channel(open_harness: OpenHarness) -> None:
    first = ("可灵 4 今晚开放公测，首日送五百点额度", "可灵 4 今晚开放公测，首日送五百点额度，手机端同步更新。", NOON)
    second = (first[0], f"{first[1]}同日，即梦也宣布跟进。", NOON)
    async with open_harness({FEED: rss(QUIET), OTHER: rss(QUIET)}, HarnessRules(routes=EACH_ITS_OWN)) as harness:
        await harness.round(after=MINUTE)
        harness.documents[FEED] = rss(first, QUIET)
        await harness.round(after=MINUTE)
        assert (len(harness.team.envelopes), len(harness.mail.envelopes)) == (1, 0)
        harness.documents[OTHER] = rss(second, QUIET, link="https://other.example")
        await harness.round(after=MINUTE)
        assert (len(harness.team.envelopes), len(harness.mail.envelopes)) == (1, 1)


async def test_a_topic_that_an_edit_adds_is_told_to_that_topics_channel(open_harness: OpenHarness) -> None:
    text = "可灵与两家影院签约，下月起放映观众投稿。"
    async with open_harness({FEED: rss(QUIET)}, HarnessRules(routes=EACH_ITS_OWN)) as harness:
        await harness.round(after=MINUTE)
        harness.documents[FEED] = rss(("可灵短片进影院", text, NOON), QUIET)
        await harness.round(after=MINUTE)
        harness.documents[FEED] = rss(("可灵短片进影院", f"{text}即梦的作品也在其中。", NOON), QUIET)
        await harness.round(after=MINUTE)
        assert (len(harness.team.envelopes), len(harness.mail.envelopes)) == (1, 1)


async def test_a_follow_up_never_repeats_what_the_channels_first_alert_told(open_harness: OpenHarness) -> None:
    """One channel was told at once, the other waits: the fact that comes meanwhile is news to the first only."""
    routes = (
        Route(channels=("team",), proceed=True),
        Route(match=RouteMatch(topics=frozenset({"kling"})), channels=("mail",), group_wait=20 * MINUTE),
    )
    async with open_harness({}, HarnessRules(routes=routes, patient=True)) as harness:
        (number,) = await news(harness)
        await until(harness, NOON + MINUTE)
        await harness.app.in_store.write(partial(tell_price, harness, number))
        await until(harness, NOON + 2 * HOUR)
        assert [envelope.kind for envelope in harness.team.envelopes] == ["alert", "follow-up"]
        assert [envelope.kind for envelope in harness.mail.envelopes] == ["alert"]


async def tell_while_claimed(harness: Harness) -> None:
    """A story whose price comes when its alert is claimed and not yet composed: the alert tells it."""
    (number,) = await news(harness)
    (alert,) = await rows(harness)
    claimed = await harness.app.in_store.write(
        lambda tx: tx.outbox.claim_one(alert.id, now=harness.clock.now(), lease=HOUR)
    )
    assert claimed is not None
    await harness.app.in_store.write(partial(tell_price, harness, number))
    await send_one(harness.app, claimed)


async def test_a_fact_that_came_between_the_claim_and_the_message_is_told_once(open_harness: OpenHarness) -> None:
    """The follow-up was owed in time, but the alert that was on its way told it already: nothing is left to say."""
    async with open_harness({}) as harness:
        await tell_while_claimed(harness)
        await until(harness, NOON + 2 * HOUR)
        assert [envelope.kind for envelope in harness.team.envelopes] == ["alert"]
        (follow_up,) = [row for row in await rows(harness) if row.kind == "follow-up"]
        assert (follow_up.state, follow_up.provider_code) == ("dead", "told-before")


async def test_a_round_that_had_nothing_left_to_tell_did_not_fail(open_harness: OpenHarness) -> None:
    """The fact of the follow-up was told by the alert itself: nothing is lost, so ``monitor once`` is content."""
    async with open_harness({}) as harness:
        await tell_while_claimed(harness)
        round_ = await harness.round()
        assert [row.provider_code for row in await rows(harness) if row.kind == "follow-up"] == ["told-before"]
        assert (round_.dead, round_.failed) == (0, False)


async def test_a_story_whose_only_alert_died_is_told_by_its_next_report(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        (number,) = await news(harness)
        harness.team.answers = [Refused(reason="bad request", code="400")]
        await send_due(harness.app)
        await harness.app.in_store.write(lambda tx: sight(tx, harness, number, status="duplicate"))
        await until(harness, NOON + HOUR)
        assert sorted(row.state for row in await rows(harness)) == ["dead", "sent"]
        await harness.app.in_store.write(lambda tx: sight(tx, harness, number, status="duplicate"))
        await until(harness, NOON + 2 * HOUR)
        assert len(harness.team.envelopes) == 2, "told now: a further reprint is silent"


async def test_a_group_that_a_mute_drops_settles_its_members(open_harness: OpenHarness) -> None:
    route = Route(channels=("team",), group_by=("topic",))
    async with open_harness({}, HarnessRules(routes=(route,))) as harness:
        await news(harness, 3)
        harness.team.answers = [Deferred(reason="busy")]
        await send_due(harness.app)
        await harness.app.in_store.write(lambda tx: tx.topics.mute("kling", NOON + 24 * HOUR, now=NOON))
        await until(harness, NOON + 2 * HOUR)
        assert {(row.state, row.provider_code) for row in await rows(harness)} == {("dead", "muted")}
        assert told(harness.team) == [3]


async def test_an_alert_inside_a_group_waits_for_that_message_and_not_for_another_try(
    open_harness: OpenHarness,
) -> None:
    route = Route(channels=("team",), group_by=("topic",))
    async with open_harness({}, HarnessRules(routes=(route,))) as harness:
        await news(harness, 2)
        harness.team.answers = [Deferred(reason="busy")]
        await send_due(harness.app)
        settings, now = harness.app.settings, harness.clock.now()
        numbers = [row.id for row in await rows(harness)]
        waits = await harness.app.in_store.read(
            lambda tx: dict(reasons_of_waiting(tx, settings, numbers, now=now, said=str))
        )
        group = max(numbers)
        assert waits == {
            number: "another try after 1: busy" if number == group else f"goes out in message {group}"
            for number in numbers
        }


async def test_a_digest_without_news_of_its_own_topics_is_empty(open_harness: OpenHarness) -> None:
    """Mentions of topics that it does not tell, or that a reader refused, fill no digest."""
    digests = (DigestSettings(name="daily", at="20:30", channels=("mail",), when_empty="skip", watchlists=("none",)),)
    async with open_harness({}, HarnessRules(routes=(), digests=digests)) as harness:
        await news(harness, 2)
        await harness.round(after=HOUR)
        assert harness.mail.envelopes == []


async def test_an_alert_whose_stories_are_no_longer_kept_is_no_message_of_none(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        (number,) = await news(harness)
        await harness.app.in_store.write(partial(forget_story, number))
        await send_due(harness.app)
        (row,) = await rows(harness)
        assert (harness.team.envelopes, row.state, row.provider_code) == ([], "dead", "gone")


async def test_a_clock_that_is_a_year_ahead_deletes_nothing_and_closes_no_digest(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await harness.round()
        harness.clock.jump_to(harness.clock.now() + timedelta(days=400))
        await prune_daily(harness.app)
        await harness.round(after=MINUTE)
        kept = await harness.app.in_store.read(lambda tx: tx.entries.find(EntryFilter()))
        assert [entry.title for entry in kept] == [QUIET[0]]
        assert await harness.app.in_store.read(lambda tx: tx.digests.last("daily")) is None
        for _ in range(25):
            harness.clock.jump_to(harness.clock.now() + HOUR)
            await prune_daily(harness.app)
        assert await harness.app.in_store.read(lambda tx: tx.entries.find(EntryFilter())) == []


def tell_price(harness: Harness, number: int, tx: Transaction) -> None:
    """A second report brings a price."""
    tx.stories.tell(number, [(PRICE.kind, PRICE.value, PRICE.surface)], now=harness.clock.now())
    sight(tx, harness, number, facts=(PRICE,))


def forget_story(number: int, tx: Any) -> None:
    """What removing it beside the program would leave."""
    tx._connection.execute(text("DELETE FROM story WHERE id = :id"), {"id": number})

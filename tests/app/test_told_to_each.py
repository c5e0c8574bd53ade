"""What one recipient was told is no other's affair: topics gained later, facts told once, alerts that died."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import text

from monitor.app.delivery.sender import send_one, send_owed
from monitor.app.runtime.retention import prune_daily
from monitor.core.model.deliveries import Deferred, Refused
from monitor.core.model.filters import EntryFilter
from monitor.core.model.settings import DigestSettings, Route, RouteMatch
from monitor.core.model.stories import Fact
from monitor.ports import Transaction
from tests.app.harness import NOON, Desk, DeskRules, OpenDesk, rss
from tests.app.scenarios import HOUR, MINUTE, news, rows, sight, told, until

FEED, OTHER = "https://outlet.example/feed.xml", "https://other.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
EACH_ITS_OWN = (
    Route(match=RouteMatch(topics=frozenset({"kling"})), channels=("team",), proceed=True),
    Route(match=RouteMatch(topics=frozenset({"jimeng"})), channels=("mail",)),
)
PRICE = Fact(kind="price", value="42 cny", surface="42 元")


async def test_a_topic_that_the_second_outlet_adds_is_told_to_that_topics_channel(open_desk: OpenDesk) -> None:
    first = ("可灵 4 今晚开放公测，首日送五百点额度", "可灵 4 今晚开放公测，首日送五百点额度，手机端同步更新。", NOON)
    second = (first[0], f"{first[1]}同日，即梦也宣布跟进。", NOON)
    async with open_desk({FEED: rss(QUIET), OTHER: rss(QUIET)}, DeskRules(routes=EACH_ITS_OWN)) as desk:
        await desk.round(after=MINUTE)
        desk.documents[FEED] = rss(first, QUIET)
        await desk.round(after=MINUTE)
        assert (len(desk.team.envelopes), len(desk.mail.envelopes)) == (1, 0)
        desk.documents[OTHER] = rss(second, QUIET, link="https://other.example")
        await desk.round(after=MINUTE)
        assert (len(desk.team.envelopes), len(desk.mail.envelopes)) == (1, 1)


async def test_a_topic_that_an_edit_adds_is_told_to_that_topics_channel(open_desk: OpenDesk) -> None:
    text = "可灵与两家影院签约，下月起放映观众投稿。"
    async with open_desk({FEED: rss(QUIET)}, DeskRules(routes=EACH_ITS_OWN)) as desk:
        await desk.round(after=MINUTE)
        desk.documents[FEED] = rss(("可灵短片进影院", text, NOON), QUIET)
        await desk.round(after=MINUTE)
        desk.documents[FEED] = rss(("可灵短片进影院", f"{text}即梦的作品也在其中。", NOON), QUIET)
        await desk.round(after=MINUTE)
        assert (len(desk.team.envelopes), len(desk.mail.envelopes)) == (1, 1)


async def test_a_follow_up_never_repeats_what_the_channels_first_alert_told(open_desk: OpenDesk) -> None:
    """One channel was told at once, the other waits: the fact that comes meanwhile is news to the first only."""
    routes = (
        Route(channels=("team",), proceed=True),
        Route(match=RouteMatch(topics=frozenset({"kling"})), channels=("mail",), group_wait=20 * MINUTE),
    )
    async with open_desk({}, DeskRules(routes=routes, patient=True)) as desk:
        (number,) = await news(desk)
        await until(desk, NOON + MINUTE)
        await desk.app.in_store.write(partial(tell_price, desk, number))
        await until(desk, NOON + 2 * HOUR)
        assert [envelope.kind for envelope in desk.team.envelopes] == ["alert", "follow-up"]
        assert [envelope.kind for envelope in desk.mail.envelopes] == ["alert"]


async def test_a_fact_that_came_between_the_claim_and_the_message_is_told_once(open_desk: OpenDesk) -> None:
    """The follow-up was owed in time, but the alert that was on its way told it already: nothing is left to say."""
    async with open_desk({}) as desk:
        (number,) = await news(desk)
        (alert,) = await rows(desk)
        claimed = await desk.app.in_store.write(
            lambda tx: tx.outbox.claim_one(alert.id, now=desk.clock.now(), lease=HOUR)
        )
        assert claimed is not None
        await desk.app.in_store.write(partial(tell_price, desk, number))
        await send_one(desk.app, claimed)
        await until(desk, NOON + 2 * HOUR)
        assert [envelope.kind for envelope in desk.team.envelopes] == ["alert"]
        (follow_up,) = [row for row in await rows(desk) if row.kind == "follow-up"]
        assert (follow_up.state, follow_up.provider_code) == ("dead", "told-before")


async def test_a_story_whose_only_alert_died_is_told_by_its_next_report(open_desk: OpenDesk) -> None:
    async with open_desk({}) as desk:
        (number,) = await news(desk)
        desk.team.answers = [Refused(reason="bad request", code="400")]
        await send_owed(desk.app)
        await desk.app.in_store.write(lambda tx: sight(tx, desk, number, status="duplicate"))
        await until(desk, NOON + HOUR)
        assert sorted(row.state for row in await rows(desk)) == ["dead", "sent"]
        await desk.app.in_store.write(lambda tx: sight(tx, desk, number, status="duplicate"))
        await until(desk, NOON + 2 * HOUR)
        assert len(desk.team.envelopes) == 2, "told now: a further reprint is silent"


async def test_a_group_that_a_mute_drops_settles_its_members(open_desk: OpenDesk) -> None:
    route = Route(channels=("team",), group_by=("topic",))
    async with open_desk({}, DeskRules(routes=(route,))) as desk:
        await news(desk, 3)
        desk.team.answers = [Deferred(reason="busy")]
        await send_owed(desk.app)
        await desk.app.in_store.write(lambda tx: tx.topics.mute("kling", NOON + 24 * HOUR, now=NOON))
        await until(desk, NOON + 2 * HOUR)
        assert {(row.state, row.provider_code) for row in await rows(desk)} == {("dead", "muted")}
        assert told(desk.team) == [3]


async def test_a_digest_without_news_of_its_own_topics_is_empty(open_desk: OpenDesk) -> None:
    """Mentions of topics that it does not tell, or that a reader refused, fill no digest."""
    digests = (DigestSettings(name="daily", at="20:30", channels=("mail",), when_empty="skip", watchlists=("none",)),)
    async with open_desk({}, DeskRules(routes=(), digests=digests)) as desk:
        await news(desk, 2)
        await desk.round(after=HOUR)
        assert desk.mail.envelopes == []


async def test_an_alert_whose_stories_are_no_longer_kept_is_no_message_of_none(open_desk: OpenDesk) -> None:
    async with open_desk({}) as desk:
        (number,) = await news(desk)
        await desk.app.in_store.write(partial(forget_story, number))
        await send_owed(desk.app)
        (row,) = await rows(desk)
        assert (desk.team.envelopes, row.state, row.provider_code) == ([], "dead", "gone")


async def test_a_clock_that_is_a_year_ahead_deletes_nothing_and_closes_no_digest(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        await desk.round()
        desk.clock.jump_to(desk.clock.now() + timedelta(days=400))
        await prune_daily(desk.app)
        await desk.round(after=MINUTE)
        kept = await desk.app.in_store.read(lambda tx: tx.entries.find(EntryFilter()))
        assert [entry.title for entry in kept] == [QUIET[0]]
        assert await desk.app.in_store.read(lambda tx: tx.digests.last("daily")) is None
        for _ in range(25):
            desk.clock.jump_to(desk.clock.now() + HOUR)
            await prune_daily(desk.app)
        assert await desk.app.in_store.read(lambda tx: tx.entries.find(EntryFilter())) == []


def tell_price(desk: Desk, number: int, tx: Transaction) -> None:
    """A second report brings a price."""
    tx.stories.tell(number, [(PRICE.kind, PRICE.value, PRICE.surface)], now=desk.clock.now())
    sight(tx, desk, number, facts=(PRICE,))


def forget_story(number: int, tx: Any) -> None:
    """What removing it beside the program would leave."""
    tx._connection.execute(text("DELETE FROM story WHERE id = :id"), {"id": number})

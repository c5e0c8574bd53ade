"""What becomes of a delivery: sent once, tried again, held, given up, marked when in doubt."""

import re
from datetime import timedelta
from typing import Any

from monitor.app.delivery.sender import claim_by_hand, recover_interrupted, send_one
from monitor.app.runtime.daemon import start_round
from monitor.app.runtime.scheduler import drive_clock
from monitor.core.model.deliveries import Deferred, InDoubt, NewDelivery, Refused, Sent
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import ChannelSettings, DigestSettings, Route
from monitor.ports import Transaction
from tests.app.harness import NOON, Desk, DeskRules, OpenDesk, rss
from tests.app.scenarios import news

FEED = "https://outlet.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
LAUNCH = ("快手可灵 3.1 正式发布，单次生成 45 秒视频", "快手旗下可灵今天发布 3.1 版本。", NOON)


async def _rows(desk: Desk) -> Any:
    return await desk.app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter()))


async def _news(desk: Desk) -> None:
    await desk.round()
    desk.documents[FEED] = rss(LAUNCH, QUIET)


async def test_a_refused_attempt_is_tried_again_later_and_not_sooner_than_asked(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        await _news(desk)
        desk.team.answers = [Deferred(reason="slow down", code="11232", retry_after=timedelta(minutes=7))]
        await desk.round()
        (row,) = await _rows(desk)
        assert (row.state, row.provider_code, row.attempts) == ("deferred", "11232", 1)
        assert row.send_at >= desk.clock.now() + timedelta(minutes=7)
        await desk.round(after=timedelta(minutes=5))
        assert len(desk.team.envelopes) == 1
        await desk.round(after=timedelta(minutes=5))
        (row,) = await _rows(desk)
        assert (row.state, len({envelope.key for envelope in desk.team.envelopes})) == ("sent", 1)


async def test_a_refusal_for_good_is_a_dead_letter_that_goes_to_the_fallback(open_desk: OpenDesk) -> None:
    rules = DeskRules(team=ChannelSettings(name="team", kind="webhook", fallback="mail"))
    async with open_desk({FEED: rss(QUIET)}, rules) as desk:
        await _news(desk)
        desk.team.answers = [Refused(reason="keyword missing", code="19024")]
        done = await desk.round()
        assert done.failed
        assert {(row.channel, row.state) for row in await _rows(desk)} == {("team", "dead"), ("mail", "sent")}


async def test_a_dead_letter_stands_in_the_next_digest(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        await _news(desk)
        desk.team.answers = [Refused(reason="signature is wrong", code="19021")]
        await desk.round()
        await desk.round(after=timedelta(hours=14))
        (digest,) = desk.mail.envelopes
        assert "signature is wrong" in digest.rendered.text


async def test_what_may_have_arrived_is_sent_again_with_a_mark(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        await _news(desk)
        desk.team.answers = [InDoubt(reason="no answer after the whole message was sent")]
        await desk.round()
        await desk.round()
        first, second = desk.team.payloads
        assert (first["data"]["possible_repeat"], second["data"]["possible_repeat"]) == (False, True)
        assert desk.team.envelopes[0].key == desk.team.envelopes[1].key


async def test_what_may_have_arrived_is_held_where_the_channel_says_so(open_desk: OpenDesk) -> None:
    rules = DeskRules(team=ChannelSettings(name="team", kind="webhook", on_doubt="hold"))
    async with open_desk({FEED: rss(QUIET)}, rules) as desk:
        await _news(desk)
        desk.team.answers = [InDoubt(reason="no answer")]
        await desk.round()
        await desk.round()
        (row,) = await _rows(desk)
        assert (row.state, len(desk.team.envelopes)) == ("held", 1)


async def test_a_send_that_a_dead_run_left_behind_goes_out_marked(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        await _news(desk)
        desk.team.answers = [Deferred(reason="later")]
        await desk.round()
        lease = timedelta(minutes=15)
        await desk.app.in_store.write(
            lambda tx: tx.outbox.claim(now=desk.clock.now() + timedelta(minutes=2), lease=lease, limit=9)
        )
        desk.clock.jump_to(desk.clock.now() + timedelta(hours=1))
        await start_round(desk.app)
        await desk.round()
        (row,) = await _rows(desk)
        assert (row.state, row.possible_repeat) == ("sent", True)


async def test_a_channels_rate_is_never_exceeded_and_nothing_is_dropped(open_desk: OpenDesk) -> None:
    team = ChannelSettings(name="team", kind="webhook", rate=(2, timedelta(minutes=1)))
    stories = [
        ("可灵进驻成都创意园", "可灵在成都创意园开设体验馆，首批接待学生。", NOON),
        ("可灵与豆瓣合办影展", "可灵影展下月在上海开幕，收到短片九百部。", NOON),
        ("Kling signs a Lisbon animation house", "Kling will render the studio's whale documentary.", NOON),
        ("可灵招聘海外运营", "可灵在新加坡招募三十名运营人员。", NOON),
    ]
    async with open_desk({FEED: rss(QUIET)}, DeskRules(team=team, routes=(Route(channels=("team",)),))) as desk:
        await desk.round()
        desk.documents[FEED] = rss(*stories, QUIET)
        await desk.round()
        alone, together = desk.team.payloads
        assert (alone["data"]["kind"], together["data"]["kind"]) == ("first", "summary")
        assert len(together["data"]["stories"]) == 3
        rows = {row.kind: row for row in await _rows(desk)}
        assert {row.state for row in await _rows(desk)} == {"sent"}
        assert rows["alert"].answer == f"told in message {rows['grouped'].id}" or rows["alert"].grouped_into is None
        await desk.round(after=timedelta(minutes=1))
        assert len(desk.team.envelopes) == 2


async def test_a_delivery_whose_channel_is_gone_is_held_with_a_word_until_that_is_back(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        await _news(desk)
        desk.team.answers = [Deferred(reason="later")]
        await desk.round()
    other = DeskRules(team=ChannelSettings(name="other", kind="webhook"), routes=(Route(),))
    async with open_desk({FEED: rss(QUIET)}, other, at=NOON + timedelta(hours=5)) as desk:
        await desk.round()
        (row,) = await _rows(desk)
        assert (row.state, row.answer) == ("held", 'channel "team" is not in the settings: this waits for it')
    async with open_desk({FEED: rss(QUIET)}, at=NOON + timedelta(hours=9)) as desk:
        await desk.round()
        (row,) = await _rows(desk)
        assert (row.state, len(desk.team.envelopes)) == ("sent", 1)


async def test_a_reload_leaves_what_somebody_sends_by_hand_in_another_process_alone(open_desk: OpenDesk) -> None:
    async with open_desk({}) as desk:
        owed = [NewDelivery(kind="test", subject="test:x", channel="team", recipient="", send_at=NOON)]

        def by_hand(tx: Transaction) -> Any:
            tx.outbox.owe(owed, now=NOON)
            return claim_by_hand(desk.app, tx, tx.outbox.find(DeliveryFilter()))

        (mine,) = await desk.app.in_store.write(by_hand)
        assert await recover_interrupted(desk.app) == 0
        assert await send_one(desk.app, mine) == "sent"
        assert [row.possible_repeat for row in await _rows(desk)] == [False]
    async with open_desk({}, at=NOON + timedelta(hours=1)) as desk:
        owed = [NewDelivery(kind="test", subject="test:y", channel="team", recipient="", send_at=NOON)]
        await desk.app.in_store.write(by_hand)
        desk.clock.jump_to(desk.clock.now() + timedelta(minutes=16))
        assert await recover_interrupted(desk.app) == 1, "its lease is over: that process died"


async def test_a_long_message_that_is_cut_between_two_parts_goes_on_behind_the_one_that_was_taken(
    open_desk: OpenDesk,
) -> None:
    team = ChannelSettings(name="team", kind="wecom", rate=(1000, timedelta(minutes=1)))
    digests = (DigestSettings(name="daily", at="20:30", channels=("team",)),)
    async with open_desk({}, DeskRules(team=team, routes=(), digests=digests)) as desk:
        await news(desk, 300)
        desk.team.answers = [Sent(), InDoubt(reason="no answer")]
        await drive_clock(desk.app, desk.clock, until=NOON + timedelta(hours=3))
        parts = [envelope.part for envelope in desk.team.envelopes]
        assert parts == [1, 2, *range(2, parts[-1] + 1)], "the first part is not sent again"
        marked = ["可能重复" in str(envelope.rendered.payload) for envelope in desk.team.envelopes]
        assert [number for number, mark in enumerate(marked) if mark] == [2], "only the one in doubt says so"


async def test_a_refused_summary_of_several_parts_tells_nobody_again_what_a_part_told(open_desk: OpenDesk) -> None:
    team = ChannelSettings(name="team", kind="wecom", rate=(1000, timedelta(minutes=1)))
    async with open_desk({}, DeskRules(team=team, routes=(Route(channels=("team",), group_by=("topic",)),))) as desk:
        await news(desk, 170)
        desk.team.answers = [Sent(), Refused(reason="content")]
        await drive_clock(desk.app, desk.clock, until=NOON + timedelta(hours=5))
        first, refused, *alone = desk.team.envelopes
        assert (first.part, refused.part) == (1, 2)
        texts = [str(envelope.rendered.payload) for envelope in (first, *alone)]
        for number in range(170):
            assert sum(bool(re.search(rf"story {number}\b", text)) for text in texts) == 1, number

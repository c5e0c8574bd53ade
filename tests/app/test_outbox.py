"""What becomes of a delivery: sent once, tried again, held, given up, marked when in doubt."""

import re
from datetime import timedelta
from typing import Any

from monitor.app.delivery.outcome import record_outcome
from monitor.app.delivery.recovery import recover_interrupted
from monitor.app.delivery.sender import claim_manually, send_one
from monitor.app.delivery.waiting import send_due
from monitor.app.runtime.scheduler import drive_clock
from monitor.app.runtime.start import start_round
from monitor.core.alerting.outcomes import Attempt
from monitor.core.model.deliveries import Deferred, Delivery, InDoubt, NewDelivery, Refused, Sent
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import ChannelSettings, DigestSettings, Route
from monitor.ports import Transaction
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss
from tests.app.scenarios import news

FEED = "https://outlet.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
LAUNCH = ("快手可灵 3.1 正式发布，单次生成 45 秒视频", "快手旗下可灵今天发布 3.1 版本。", NOON)


async def _rows(harness: Harness) -> Any:
    return await harness.app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter()))


async def _news(harness: Harness) -> None:
    await harness.round()
    harness.documents[FEED] = rss(LAUNCH, QUIET)


async def test_a_refused_attempt_is_tried_again_later_and_not_sooner_than_asked(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await _news(harness)
        harness.team.answers = [Deferred(reason="slow down", code="11232", retry_after=timedelta(minutes=7))]
        await harness.round()
        (row,) = await _rows(harness)
        assert (row.state, row.provider_code, row.attempts) == ("deferred", "11232", 1)
        assert row.send_at >= harness.clock.now() + timedelta(minutes=7)
        await harness.round(after=timedelta(minutes=5))
        assert len(harness.team.envelopes) == 1
        await harness.round(after=timedelta(minutes=5))
        (row,) = await _rows(harness)
        assert (row.state, len({envelope.key for envelope in harness.team.envelopes})) == ("sent", 1)


async def test_a_refusal_for_good_is_a_dead_letter_that_goes_to_the_fallback(open_harness: OpenHarness) -> None:
    rules = HarnessRules(team=ChannelSettings(name="team", kind="webhook", fallback="mail"))
    async with open_harness({FEED: rss(QUIET)}, rules) as harness:
        await _news(harness)
        harness.team.answers = [Refused(reason="keyword missing", code="19024")]
        done = await harness.round()
        assert done.failed
        assert {(row.channel, row.state) for row in await _rows(harness)} == {("team", "dead"), ("mail", "sent")}


async def test_a_dead_letter_stands_in_the_next_digest(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await _news(harness)
        harness.team.answers = [Refused(reason="signature is wrong", code="19021")]
        await harness.round()
        await harness.round(after=timedelta(hours=14))
        (digest,) = harness.mail.envelopes
        assert "signature is wrong" in digest.rendered.text


async def test_what_may_have_arrived_is_sent_again_with_a_mark(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await _news(harness)
        harness.team.answers = [InDoubt(reason="no answer after the whole message was sent")]
        await harness.round()
        await harness.round()
        first, second = harness.team.payloads
        assert (first["data"]["possible_repeat"], second["data"]["possible_repeat"]) == (False, True)
        assert harness.team.envelopes[0].key == harness.team.envelopes[1].key


async def test_what_may_have_arrived_is_held_where_the_channel_says_so(open_harness: OpenHarness) -> None:
    rules = HarnessRules(team=ChannelSettings(name="team", kind="webhook", on_doubt="hold"))
    async with open_harness({FEED: rss(QUIET)}, rules) as harness:
        await _news(harness)
        harness.team.answers = [InDoubt(reason="no answer")]
        await harness.round()
        await harness.round()
        (row,) = await _rows(harness)
        assert (row.state, len(harness.team.envelopes)) == ("held", 1)


async def test_a_send_that_a_dead_run_left_behind_goes_out_marked(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await _news(harness)
        harness.team.answers = [Deferred(reason="later")]
        await harness.round()
        (row,) = await _rows(harness)
        lease = timedelta(minutes=15)
        await harness.app.in_store.write(lambda tx: tx.outbox.claim_one(row.id, now=harness.clock.now(), lease=lease))
        harness.clock.jump_to(harness.clock.now() + timedelta(hours=1))
        await start_round(harness.app)
        await harness.round()
        (row,) = await _rows(harness)
        assert (row.state, row.possible_repeat) == ("sent", True)


async def test_nothing_more_goes_to_a_channel_while_the_fate_of_its_last_message_is_unknown(
    open_harness: OpenHarness,
) -> None:
    """Two senders of one channel would exceed its rate, and might tell one story twice."""
    async with open_harness({}) as harness:
        await news(harness, 2)
        first, _ = await _rows(harness)
        lease = timedelta(minutes=15)
        await harness.app.in_store.write(lambda tx: tx.outbox.claim_one(first.id, now=NOON, lease=lease))
        await send_due(harness.app)
        assert harness.team.envelopes == []
        await harness.app.in_store.write(lambda tx: tx.outbox.mark(first.id, "held", now=NOON))
        await send_due(harness.app)
        assert len(harness.team.envelopes) == 1


async def test_a_channels_rate_is_never_exceeded_and_nothing_is_dropped(open_harness: OpenHarness) -> None:
    team = ChannelSettings(name="team", kind="webhook", rate=(2, timedelta(minutes=1)))
    stories = [
        ("可灵进驻成都创意园", "可灵在成都创意园开设体验馆，首批接待学生。", NOON),
        ("可灵与豆瓣合办影展", "可灵影展下月在上海开幕，收到短片九百部。", NOON),
        ("Kling signs a Lisbon animation house", "Kling will render the studio's whale documentary.", NOON),
        ("可灵招聘海外运营", "可灵在新加坡招募三十名运营人员。", NOON),
    ]
    async with open_harness(
        {FEED: rss(QUIET)}, HarnessRules(team=team, routes=(Route(channels=("team",)),))
    ) as harness:
        await harness.round()
        harness.documents[FEED] = rss(*stories, QUIET)
        await harness.round()
        alone, together = harness.team.payloads
        assert (alone["data"]["kind"], together["data"]["kind"]) == ("first", "summary")
        assert len(together["data"]["stories"]) == 3
        rows = {row.kind: row for row in await _rows(harness)}
        assert {row.state for row in await _rows(harness)} == {"sent"}
        assert rows["alert"].answer == f"told in message {rows['grouped'].id}" or rows["alert"].grouped_into is None
        await harness.round(after=timedelta(minutes=1))
        assert len(harness.team.envelopes) == 2


async def test_a_delivery_whose_channel_is_gone_is_held_with_a_word_until_that_is_back(
    open_harness: OpenHarness,
) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await _news(harness)
        harness.team.answers = [Deferred(reason="later")]
        await harness.round()
    other = HarnessRules(team=ChannelSettings(name="other", kind="webhook"), routes=(Route(),))
    async with open_harness({FEED: rss(QUIET)}, other, at=NOON + timedelta(hours=5)) as harness:
        await harness.round()
        (row,) = await _rows(harness)
        assert (row.state, row.answer) == ("held", 'channel "team" is not in the settings: this waits for it')
    async with open_harness({FEED: rss(QUIET)}, at=NOON + timedelta(hours=9)) as harness:
        await harness.round()
        (row,) = await _rows(harness)
        assert (row.state, len(harness.team.envelopes)) == ("sent", 1)


async def test_a_reload_leaves_what_somebody_sends_by_hand_in_another_process_alone(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        new_deliveries = [NewDelivery(kind="test", subject="test:x", channel="team", recipient="", send_at=NOON)]

        def manual(tx: Transaction) -> Any:
            tx.outbox.enqueue(new_deliveries, now=NOON)
            return claim_manually(harness.app, tx, tx.outbox.find(DeliveryFilter()))

        (mine,) = await harness.app.in_store.write(manual)
        assert await recover_interrupted(harness.app) == 0
        assert await send_one(harness.app, mine) == "sent"
        assert [row.possible_repeat for row in await _rows(harness)] == [False]
    async with open_harness({}, at=NOON + timedelta(hours=1)) as harness:
        new_deliveries = [NewDelivery(kind="test", subject="test:y", channel="team", recipient="", send_at=NOON)]
        await harness.app.in_store.write(manual)
        harness.clock.jump_to(harness.clock.now() + timedelta(minutes=16))
        assert await recover_interrupted(harness.app) == 1, "its lease is over: that process died"


async def test_a_long_message_that_is_cut_between_two_parts_goes_on_behind_the_one_that_was_taken(
    open_harness: OpenHarness,
) -> None:
    team = ChannelSettings(name="team", kind="wecom", rate=(1000, timedelta(minutes=1)))
    digests = (DigestSettings(name="daily", at="20:30", channels=("team",)),)
    async with open_harness({}, HarnessRules(team=team, routes=(), digests=digests)) as harness:
        await news(harness, 300)
        harness.team.answers = [Sent(), InDoubt(reason="no answer")]
        await drive_clock(harness.app, harness.clock, until=NOON + timedelta(hours=3))
        parts = [envelope.part for envelope in harness.team.envelopes]
        assert parts == [1, 2, *range(2, parts[-1] + 1)], "the first part is not sent again"
        marked = ["可能重复" in str(envelope.rendered.payload) for envelope in harness.team.envelopes]
        assert [number for number, mark in enumerate(marked) if mark] == [2], "only the one in doubt says so"


async def test_a_refused_summary_of_several_parts_tells_nobody_again_what_a_part_told(
    open_harness: OpenHarness,
) -> None:
    team = ChannelSettings(name="team", kind="wecom", rate=(1000, timedelta(minutes=1)))
    async with open_harness(
        {}, HarnessRules(team=team, routes=(Route(channels=("team",), group_by=("topic",)),))
    ) as harness:
        await news(harness, 170)
        harness.team.answers = [Sent(), Refused(reason="content")]
        await drive_clock(harness.app, harness.clock, until=NOON + timedelta(hours=5))
        first, refused, *alone = harness.team.envelopes
        assert (first.part, refused.part) == (1, 2)
        texts = [str(envelope.rendered.payload) for envelope in (first, *alone)]
        for number in range(170):
            assert sum(bool(re.search(rf"story {number}\b", text)) for text in texts) == 1, number


async def test_an_attempt_that_another_took_over_changes_nothing_but_what_arrived(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        (story,) = await news(harness)
        assert story
        app = harness.app

        def claim(tx: Transaction) -> Delivery:
            (row,) = tx.outbox.find(DeliveryFilter())
            claimed = tx.outbox.claim_one(row.id, now=harness.clock.now(), lease=timedelta(minutes=15))
            assert claimed is not None
            return claimed

        frozen = await app.in_store.write(claim)
        harness.clock.jump_to(harness.clock.now() + timedelta(minutes=20))
        assert await recover_interrupted(app, at_start=False) == 1
        again = await app.in_store.write(claim)
        failed = Attempt(Deferred(reason="the line broke"), 0)
        assert await app.in_store.write(lambda tx: record_outcome(app, tx, frozen, failed)) == "sending"
        (row,) = await _rows(harness)
        assert (row.state, row.attempts, row.answer) == ("sending", again.attempts, again.answer)
        # The later attempt fails, then the frozen one says that its message had arrived: it is not sent once more.
        await app.in_store.write(lambda tx: record_outcome(app, tx, again, failed))
        assert await app.in_store.write(lambda tx: record_outcome(app, tx, frozen, Attempt(Sent(), 1))) == "sent"
        await harness.round(after=timedelta(hours=2))
        assert harness.team.envelopes == []

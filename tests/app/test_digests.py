"""Digests: each local period once, windows that meet, nothing lost over an outage."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from monitor.app.delivery.on_demand import preview_digest, send_digest, send_test
from monitor.app.runtime.scheduler import drive_clock
from monitor.core.model.deliveries import Refused
from monitor.core.model.settings import DigestSettings
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss

FEED = "https://outlet.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
LAUNCH = ("快手可灵 3.1 正式发布，单次生成 45 秒视频", "快手旗下可灵今天发布 3.1 版本。", NOON)


async def _digest(harness: Harness, number: int) -> Any:
    return await harness.app.in_store.read(lambda tx: tx.digests.get(number))


async def test_a_week_of_days_has_seven_digests_whose_windows_meet(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await drive_clock(harness.app, harness.clock, until=NOON + timedelta(days=7))
        digests = [await _digest(harness, number) for number in range(1, 8)]
        assert [digest.period[:10] for digest in digests] == [f"2026-11-{day}" for day in range(24, 31)]
        assert all(earlier.to_at == later.from_at for earlier, later in pairwise(digests))
        assert len(harness.mail.envelopes) == 7


async def test_a_digest_missed_while_down_is_one_digest_of_the_whole_window(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await harness.round()
    async with open_harness({FEED: rss(LAUNCH, QUIET)}, at=NOON + timedelta(days=3)) as harness:
        await harness.round()
        (digest,) = harness.mail.envelopes
        zone = ZoneInfo("Asia/Shanghai")
        opened = await _digest(harness, 1)
        assert opened.to_at == datetime(2026, 11, 26, 8, 30, tzinfo=zone)
        assert "可灵" in digest.rendered.subject or digest.rendered.text
        await harness.round()
        assert len(harness.mail.envelopes) == 1


async def test_a_quiet_day_is_said_or_skipped_as_the_user_wishes(open_harness: OpenHarness) -> None:
    quiet = DigestSettings(name="daily", at="08:30", channels=("mail",), when_empty="skip")
    async with open_harness({FEED: rss(QUIET)}, HarnessRules(digests=(quiet,))) as harness:
        await harness.round()
        await harness.round(after=timedelta(hours=20))
        assert harness.mail.envelopes == []
        assert (await _digest(harness, 1)).period.startswith("2026-11-24")


async def test_a_digest_by_hand_ends_the_window_for_the_regular_one(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        await harness.round()
        harness.documents[FEED] = rss(LAUNCH, QUIET)
        await harness.round()
        seen = await preview_digest(harness.app, "daily")
        html, text = seen.html, seen.text
        assert "可灵" in html
        assert "可灵" in text
        assert harness.mail.envelopes == []
        assert (await send_digest(harness.app, "daily"))["sent"] == 1
        await harness.round(after=timedelta(hours=18))
        manual, regular = await _digest(harness, 1), await _digest(harness, 2)
        assert manual.to_at == regular.from_at
        assert len(harness.mail.envelopes) == 2


async def test_a_test_message_goes_through_the_outbox_like_any_other(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(QUIET)}) as harness:
        (row,) = await send_test(harness.app, "team")
        assert (row.kind, row.state, len(harness.team.envelopes)) == ("test", "sent", 1)


async def test_a_dead_letter_stands_in_the_next_digest_and_in_no_other_even_when_nothing_else_does(
    open_harness: OpenHarness,
) -> None:
    quiet = DigestSettings(name="daily", at="08:30", channels=("mail",), when_empty="skip")
    async with open_harness({}, HarnessRules(digests=(quiet,))) as harness:
        harness.team.answers = [Refused(reason="signature is wrong")]
        await send_test(harness.app, "team")
        await drive_clock(harness.app, harness.clock, until=NOON + timedelta(days=4))
        (digest,) = harness.mail.envelopes
        assert "signature is wrong" in digest.rendered.text


async def test_a_digest_with_a_zone_of_its_own_tells_its_times_in_it(open_harness: OpenHarness) -> None:
    berlin = DigestSettings(name="berlin", at="08:30", channels=("mail",), timezone="Europe/Berlin")
    async with open_harness({FEED: rss(QUIET)}, HarnessRules(digests=(berlin,))) as harness:
        await harness.round()
        harness.documents[FEED] = rss(LAUNCH, QUIET)
        await harness.round()
        await drive_clock(harness.app, harness.clock, until=NOON + timedelta(hours=20))
        (digest,) = harness.mail.envelopes
        assert digest.at == datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Europe/Berlin"))
        assert "08:30" in digest.rendered.text
        assert "15:30" not in digest.rendered.text

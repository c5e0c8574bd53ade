"""Digests: each local period once, windows that meet, nothing lost over an outage."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from monitor.app.delivery.on_demand import preview_digest, send_digest, send_test
from monitor.app.runtime.scheduler import drive_clock
from monitor.core.model.deliveries import Refused
from monitor.core.model.settings import DigestSettings
from tests.app.harness import NOON, Desk, DeskRules, OpenDesk, rss

FEED = "https://outlet.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
LAUNCH = ("快手可灵 3.1 正式发布，单次生成 45 秒视频", "快手旗下可灵今天发布 3.1 版本。", NOON)


async def _digest(desk: Desk, number: int) -> Any:
    return await desk.app.in_store.read(lambda tx: tx.digests.get(number))


async def test_a_week_of_days_has_seven_digests_whose_windows_meet(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        await drive_clock(desk.app, desk.clock, until=NOON + timedelta(days=7))
        digests = [await _digest(desk, number) for number in range(1, 8)]
        assert [digest.period[:10] for digest in digests] == [f"2026-11-{day}" for day in range(24, 31)]
        assert all(earlier.to_at == later.from_at for earlier, later in pairwise(digests))
        assert len(desk.mail.envelopes) == 7


async def test_a_digest_missed_while_down_is_one_digest_of_the_whole_window(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        await desk.round()
    async with open_desk({FEED: rss(LAUNCH, QUIET)}, at=NOON + timedelta(days=3)) as desk:
        await desk.round()
        (digest,) = desk.mail.envelopes
        zone = ZoneInfo("Asia/Shanghai")
        opened = await _digest(desk, 1)
        assert opened.to_at == datetime(2026, 11, 26, 8, 30, tzinfo=zone)
        assert "可灵" in digest.rendered.subject or digest.rendered.text
        await desk.round()
        assert len(desk.mail.envelopes) == 1


async def test_a_quiet_day_is_said_or_skipped_as_the_user_wishes(open_desk: OpenDesk) -> None:
    quiet = DigestSettings(name="daily", at="08:30", channels=("mail",), when_empty="skip")
    async with open_desk({FEED: rss(QUIET)}, DeskRules(digests=(quiet,))) as desk:
        await desk.round()
        await desk.round(after=timedelta(hours=20))
        assert desk.mail.envelopes == []
        assert (await _digest(desk, 1)).period.startswith("2026-11-24")


async def test_a_digest_by_hand_ends_the_window_for_the_regular_one(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        await desk.round()
        desk.documents[FEED] = rss(LAUNCH, QUIET)
        await desk.round()
        seen = await preview_digest(desk.app, "daily")
        html, text = seen.html, seen.text
        assert "可灵" in html
        assert "可灵" in text
        assert desk.mail.envelopes == []
        assert (await send_digest(desk.app, "daily"))["sent"] == 1
        await desk.round(after=timedelta(hours=18))
        by_hand, regular = await _digest(desk, 1), await _digest(desk, 2)
        assert by_hand.to_at == regular.from_at
        assert len(desk.mail.envelopes) == 2


async def test_a_test_message_goes_through_the_outbox_like_any_other(open_desk: OpenDesk) -> None:
    async with open_desk({FEED: rss(QUIET)}) as desk:
        (row,) = await send_test(desk.app, "team")
        assert (row.kind, row.state, len(desk.team.envelopes)) == ("test", "sent", 1)


async def test_a_dead_letter_stands_in_the_next_digest_and_in_no_other_even_when_nothing_else_does(
    open_desk: OpenDesk,
) -> None:
    quiet = DigestSettings(name="daily", at="08:30", channels=("mail",), when_empty="skip")
    async with open_desk({}, DeskRules(digests=(quiet,))) as desk:
        desk.team.answers = [Refused(reason="signature is wrong")]
        await send_test(desk.app, "team")
        await drive_clock(desk.app, desk.clock, until=NOON + timedelta(days=4))
        (digest,) = desk.mail.envelopes
        assert "signature is wrong" in digest.rendered.text


async def test_a_digest_with_a_zone_of_its_own_tells_its_times_in_it(open_desk: OpenDesk) -> None:
    berlin = DigestSettings(name="berlin", at="08:30", channels=("mail",), timezone="Europe/Berlin")
    async with open_desk({FEED: rss(QUIET)}, DeskRules(digests=(berlin,))) as desk:
        await desk.round()
        desk.documents[FEED] = rss(LAUNCH, QUIET)
        await desk.round()
        await drive_clock(desk.app, desk.clock, until=NOON + timedelta(hours=20))
        (digest,) = desk.mail.envelopes
        assert digest.at == datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Europe/Berlin"))
        assert "08:30" in digest.rendered.text
        assert "15:30" not in digest.rendered.text

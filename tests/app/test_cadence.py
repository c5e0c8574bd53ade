"""When sources are asked, what it costs, and what people are told of it: the whole program over documents in memory."""

from datetime import timedelta

import pytest

from monitor.app.status import SourceRow, source_rows
from tests.app.desk import NOON, Desk, OpenDesk, rss

A = "https://a.example/feed.xml"


def posts(*hours_ago: float) -> bytes:
    """A feed with a post at each of these hours before noon."""
    return rss(*((f"第 {hours:g} 篇", "天气晴。", NOON - timedelta(hours=hours)) for hours in hours_ago))


async def rows(desk: Desk) -> list[SourceRow]:
    """As ``monitor sources`` sees them."""
    return await desk.app.in_store.read(lambda tx: source_rows(tx, desk.app.settings, now=desk.clock.now()))


async def test_a_source_tells_its_rhythm_its_delay_and_what_it_costs(open_desk: OpenDesk) -> None:
    """Ten days of morning posts are known at first sight; a post seen an hour late gives the delay."""
    history = [24 * day + 3.0 for day in range(1, 15)] + [24 * day + 2.5 for day in range(1, 15)]
    async with open_desk({A: posts(*sorted(history))}) as desk:
        (unknown,) = await rows(desk)
        assert unknown.polling is None
        await desk.round(after=timedelta(0))
        desk.documents[A] = posts(-0.5, *sorted(history))
        await desk.round(after=timedelta(hours=1.5))
        (row,) = await rows(desk)
        assert row.polling is not None
        assert row.polling.posts_per_day == pytest.approx(2, rel=0.2)
        assert row.polling.busiest_hours == "17-19", "09:00 and 09:30 UTC, told in the user's zone (Shanghai)"
        assert row.polling.median_delay_minutes == 60
        assert row.polling.requests_24h == pytest.approx(2, rel=0.1)
        assert row.polling.budget_share == pytest.approx(2 / 24, rel=0.1)
        assert "a post a day, busiest 17–19" in row.source.why_then


async def test_history_read_at_first_sight_is_no_haste_that_then_looks_like_silence(open_desk: OpenDesk) -> None:
    """A post every four days, the last one four days ago: nothing is wrong."""
    async with open_desk({A: posts(*(96 * number for number in range(1, 11)))}) as desk:
        await desk.round(after=timedelta(0))
        (row,) = await rows(desk)
        assert (row.source.health, row.source.error) == ("ok", "")


async def test_a_source_that_fell_silent_long_ago_says_so(open_desk: OpenDesk) -> None:
    """It did not post in the last week at all; its rhythm of before is remembered."""
    async with open_desk({A: posts(*(6 * number for number in range(1, 26)))}) as desk:
        await desk.round(after=timedelta(0))
        await desk.round(after=timedelta(days=20))
        (row,) = await rows(desk)
        assert row.source.health == "silent"
        assert "silent: 20 days, usually every" in row.source.error

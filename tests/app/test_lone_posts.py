"""A.4: a feed that shows its newest incident only, without any id, through the whole program."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.app.harness import NOON, OpenHarness

FEED = "https://harbour.example/feed.xml"
JOBS = "可灵的任务排队超过两小时。"
LOGIN = "可灵账号登录失败，验证码收不到。"


def board(text: str, hours: float | None, *, link: str = "https://harbour.example/status") -> bytes:
    """The feed with one item, so many hours after noon."""
    dated = "" if hours is None else f"<pubDate>{format_datetime(NOON + timedelta(hours=hours))}</pubDate>"
    linked = f"<link>{link}</link>" if link else ""
    return (
        "<rss version='2.0'><channel><title>港口</title><link>https://harbour.example/</link>"
        f"<item><title>服务公告</title>{linked}<description>{text}</description>{dated}</item></channel></rss>"
    ).encode()


@pytest.mark.parametrize("link", ["https://harbour.example/status", "https://harbour.example/", ""])
@pytest.mark.parametrize("dated", [True, False])
async def test_the_next_incident_is_told_and_its_edit_is_not(
    open_harness: OpenHarness, link: str, *, dated: bool
) -> None:
    async with open_harness({FEED: board("港口照常开放。", -90 if dated else None, link=link)}) as harness:

        async def polled(text: str, hours: float) -> tuple[int, int, int]:
            harness.documents[FEED] = board(text, hours if dated else None, link=link)
            done = (await harness.round(after=timedelta(hours=26))).as_json()
            told = sum(payload["type"] == "alert" for payload in harness.team.payloads)
            return done["entries_new"], done["entries_updated"], told

        await harness.round()
        assert await polled(JOBS, 26) == (1, 0, 1)
        assert await polled(f"{JOBS}预计今晚恢复。", 26) == (0, 1, 1)
        assert await polled(LOGIN, 76) == (1, 0, 2)
        assert await polled(LOGIN, 76) == (0, 0, 2)
        assert await polled("港口照常开放。", 130) == (1, 0, 2)
        assert await polled(LOGIN, 155) == (1, 0, 3), "the second time in the same words"

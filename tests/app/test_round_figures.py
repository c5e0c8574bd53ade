"""What a round says of itself is counted, however much it brought."""

from datetime import timedelta

import pytest

from monitor.app.runtime import run_once
from tests.app.harness import NOON, OpenHarness, rss

FEED = "https://a.example/feed"
TOWNS = ("Oslo", "Bergen", "Tromsø", "Bodø", "Narvik", "Molde", "Alta")


async def test_every_story_that_waits_for_a_digest_is_counted(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_once, "_AT_ONCE", 3)
    old = [(f"可灵 opens its plant in {town}", f"可灵: {town}.", NOON - timedelta(days=3)) for town in TOWNS]
    new = ("可灵 names a new chair", "可灵 has a new chair.", NOON)
    async with open_harness({FEED: rss(new, *old)}) as harness:
        first = await harness.round()
        assert len(first.stories) == 5, "the newest"
        assert (sum(poll.stories for poll in first.polls), first.quiet) == (len(TOWNS) + 1, len(TOWNS))
        second = await harness.round()
        assert (second.stories, second.quiet) == ((), 0), "none began in it"

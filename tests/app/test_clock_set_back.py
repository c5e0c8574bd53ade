"""A clock that was set back: digests go on, nothing is told twice, nothing waits for a time that has not come."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from monitor.app.runtime.scheduler import drive_clock
from monitor.core.model.deliveries import Delivery
from monitor.core.model.settings import Route
from tests.app.harness import NOON, Harness, HarnessRules, opener
from tests.app.scenarios import HOUR, MINUTE, news, rows

DAY = timedelta(days=1)
FIRE = NOON + timedelta(hours=12, minutes=30)
QUIET = HarnessRules(routes=(Route(),))


async def _live(folder: Path, at: datetime, *, until: datetime, rules: HarnessRules = QUIET, stories: int = 1) -> Any:
    """Open the program at an hour, bring news, let it run; returns its digests' texts, windows and deliveries."""
    async with opener(folder)({}, rules, at=at) as harness:
        await news(harness, stories)
        await drive_clock(harness.app, harness.clock, until=until)
        texts = [one.rendered.text for one in harness.mail.envelopes if one.kind == "digest"]
        return texts, await _windows(harness), await rows(harness)


async def _windows(harness: Harness) -> list[Any]:
    found = [await harness.app.in_store.read(lambda tx, n=n: tx.digests.get(n)) for n in range(1, 20)]  # type: ignore[misc] # a bound default
    return sorted((one for one in found if one is not None), key=lambda one: (one.to_at, one.id))


def _told(texts: list[str]) -> Counter[int]:
    return Counter(n for text in texts for n in range(10) if f"story {n}" in text)


@pytest.mark.parametrize("back", [timedelta(seconds=1), 3 * MINUTE, 5 * HOUR, 3 * DAY, 400 * DAY])
async def test_after_the_clock_was_set_back_each_story_stands_in_one_digest(tmp_path: Path, back: timedelta) -> None:
    wrong, _, _ = await _live(tmp_path, FIRE - HOUR, until=FIRE + MINUTE)
    # Seen after the digest of the wrong time, and again after the clock was put right.
    later, _, _ = await _live(tmp_path, FIRE + 2 * MINUTE, until=FIRE + 3 * MINUTE)
    right = FIRE + 3 * MINUTE - back
    told, windows, _ = await _live(tmp_path, right, until=right + 2 * DAY)
    assert _told([*wrong, *later, *told]) == Counter({0: 1, 1: 1, 2: 1}), "nothing missed, nothing twice"
    assert all(earlier.to_at == following.from_at for earlier, following in pairwise(windows))
    assert all(one.to_at <= right + 2 * DAY for one in windows)
    assert len({one.period for one in windows}) == len(windows)


async def test_the_day_that_a_wrong_clock_took_has_its_digest_when_it_truly_comes(tmp_path: Path) -> None:
    wrong, _, _ = await _live(tmp_path, FIRE + 9 * DAY, until=FIRE + 10 * DAY + MINUTE)
    assert len(wrong) == 1
    told, windows, sent = await _live(tmp_path, FIRE - HOUR, until=FIRE + 11 * DAY)
    assert len(told) == 12, "one a day, that day included"
    assert [one.period for one in windows if one.period.startswith("2026-12-04")].count("2026-12-04T08:30") == 1
    assert len({row.key for row in sent if row.kind == "digest"}) == 13


async def test_what_was_to_be_sent_at_a_time_that_has_not_come_is_sent_now(tmp_path: Path) -> None:
    rules = HarnessRules(routes=(Route(channels=("team",), group_wait=30 * MINUTE),), patient=True)
    async with opener(tmp_path)({}, rules, at=NOON + 300 * DAY) as harness:
        await news(harness)
    async with opener(tmp_path)({}, rules, at=NOON) as harness:
        await drive_clock(harness.app, harness.clock, until=NOON + HOUR)
        assert len(harness.team.envelopes) == 1
        found: list[Delivery] = [row for row in await rows(harness) if row.kind == "alert"]
        assert [(row.state, row.created_at) for row in found] == [("sent", NOON)]


async def test_a_program_first_started_under_a_wrong_clock_has_its_first_digest_when_it_is_due(tmp_path: Path) -> None:
    async with opener(tmp_path)({}, QUIET, at=NOON + 300 * DAY):
        pass
    told, _, _ = await _live(tmp_path, NOON, until=FIRE + MINUTE)
    assert len(told) == 1

"""Digests over the real store while the clocks of a zone change, with the program off in between."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.app.digests.open import open_due
from monitor.core.model.deliveries import Digest
from monitor.core.model.settings import DigestSettings
from tests.app.harness import HarnessRules, opener

DAY = timedelta(days=1)
CHANGES = {
    "Australia/Lord_Howe": datetime(2024, 10, 6, tzinfo=UTC),
    "Pacific/Apia": datetime(2011, 12, 30, tzinfo=UTC),
    "Africa/Casablanca": datetime(2024, 3, 10, tzinfo=UTC),
    "Antarctica/Troll": datetime(2024, 3, 31, tzinfo=UTC),
    "America/New_York": datetime(2026, 3, 8, tzinfo=UTC),
    "Europe/London": datetime(2026, 10, 25, tzinfo=UTC),
    "Australia/Sydney": datetime(2026, 4, 5, tzinfo=UTC),
    "America/Sao_Paulo": datetime(2018, 11, 4, tzinfo=UTC),
    "Pacific/Chatham": datetime(2026, 9, 27, tzinfo=UTC),
    "Asia/Tehran": datetime(2022, 3, 22, tzinfo=UTC),
    "Asia/Shanghai": datetime(2026, 3, 8, tzinfo=UTC),
    "Asia/Kolkata": datetime(2026, 3, 8, tzinfo=UTC),
}
"""A day on which the clocks of each zone change, where they do."""


@pytest.mark.parametrize("zone", sorted(CHANGES))
async def test_windows_meet_and_no_period_comes_twice(zone: str, tmp_path: Path) -> None:
    all_settings = tuple(
        DigestSettings(name=f"at-{hour}", at=f"{hour:02d}:30", channels=("mail",), timezone=zone)
        for hour in (0, 2, 8, 23)
    )
    start, opened = CHANGES[zone] - 3 * DAY, 0
    found: list[Digest | None] = []
    # Three days on, off for two and a half over the change, on again; a look every 40 minutes.
    for begin, end in ((start, start + 2.4 * DAY), (start + 4.9 * DAY, start + 8 * DAY)):
        async with opener(tmp_path)({}, HarnessRules(digests=all_settings), at=begin) as harness:
            while harness.clock.now() < end:
                opened += await open_due(harness.app)
                harness.clock.jump_to(harness.clock.now() + timedelta(minutes=40))
            found = [await harness.app.in_store.read(lambda tx, n=n: tx.digests.get(n)) for n in range(1, opened + 1)]  # type: ignore[misc] # a bound default
            assert await harness.app.in_store.read(lambda tx: bool(tx.outbox.waiting()))
    for ai_settings in all_settings:
        mine = sorted(
            (one for one in found if one is not None and one.name == ai_settings.name), key=lambda one: one.to_at
        )
        assert all(earlier.to_at == later.from_at for earlier, later in pairwise(mine)), ai_settings.name
        assert len({one.period for one in mine}) == len(mine)
        assert 5 <= len(mine) <= 8, "one a day while it ran, and one for all that was missed"

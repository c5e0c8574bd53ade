"""What the doctor finds in a store is what the monitor itself counts as wrong, and nothing else."""

from datetime import timedelta

from monitor.app.admin.doctor import check_store_content
from monitor.app.admin.restored import settle_restore
from monitor.app.delivery.waiting import send_due
from monitor.core.model.operations.administration import CheckResult
from monitor.core.model.operations.key_values import RestoreMark
from tests.app.harness import NOON, Harness, OpenHarness
from tests.app.scenarios import HOUR, news

DAY = timedelta(days=1)


async def checks(harness: Harness) -> dict[str, CheckResult]:
    """By name."""
    settings, now = harness.app.settings, harness.clock.now()
    found = await harness.app.in_store.read(lambda tx: list(check_store_content(tx, settings, now=now)))
    return {result.name: result for result in found}


async def test_a_digest_that_was_due_and_not_made_is_a_warning(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        assert (await checks(harness))["daily"].state == "ok", "first known today at noon, due tomorrow"
        harness.clock.jump_to(NOON + 2 * DAY)
        found = (await checks(harness))["daily"]
        assert (found.state, "one was due 2026-11-25" in found.says) == ("warning", True)


async def test_digests_whose_time_fell_before_a_restore_are_not_missed(open_harness: OpenHarness) -> None:
    """They are over, as ``monitor status`` says: the daemon makes up for none of them."""
    async with open_harness({}) as harness:
        await harness.round(after=DAY)
        now = NOON + 4 * DAY
        harness.clock.jump_to(now)
        assert (await checks(harness))["daily"].state == "warning"
        mark = RestoreMark(made_at=NOON + DAY, restored_at=now)
        await harness.app.in_store.write(lambda tx: settle_restore(tx, harness.app.settings, mark))
        assert (await checks(harness))["daily"].state == "ok"


async def test_an_alert_that_nobody_wants_any_more_was_not_given_up(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        await news(harness)
        await harness.app.in_store.write(lambda tx: tx.topics.mute("kling", NOON + 24 * HOUR, now=NOON))
        await send_due(harness.app)
        assert "given up" not in await checks(harness)

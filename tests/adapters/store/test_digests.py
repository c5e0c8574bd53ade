"""Digests are unique by name and period; small facts outlive a run."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.filters import WindowCounts
from monitor.core.model.operations.key_values import CLOCK_TRUST, KEYS, LINK_KEY, PRUNED_ON, SENDING_PAUSED, ClockTrust
from tests.adapters.store.conftest import START

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

DAY = timedelta(days=1)


def test_period_is_opened_once(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A digest of one name and period can be opened once; another name or period is another digest."""
    with store.write() as tx:
        day = {"from_at": harness.now - DAY, "to_at": harness.now, "now": harness.now}
        digest = tx.digests.open("daily", "2026-11-23", **day)
        assert digest is not None
        assert tx.digests.open("daily", "2026-11-23", **day) is None
        assert tx.digests.open("weekly", "2026-11-23", **day) is not None
        assert tx.digests.get(digest.id) == digest
        assert tx.digests.get(99) is None
    assert (digest.name, digest.period, digest.from_at, digest.to_at, digest.created_at, digest.stories) == (
        "daily", "2026-11-23", harness.now - DAY, harness.now, harness.now, (),
    )  # fmt: skip


def test_last_is_the_one_whose_window_ends_last(store: DatabaseStore, harness: "StoreHarness") -> None:
    """The next window starts where the last one ended."""
    with store.write() as tx:
        assert tx.digests.last("daily") is None
        for number in range(3):
            end = harness.now + number * DAY
            tx.digests.open("daily", str(number), from_at=end - DAY, to_at=end, now=end)
        last = tx.digests.last("daily")
    assert last is not None
    assert last.period == "2"


def test_digest_knows_the_stories_of_its_deliveries(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Stories that deliveries of a digest told are the digest's stories, each once."""
    with store.write() as tx:
        digest = tx.digests.open("daily", "p", from_at=harness.now - DAY, to_at=harness.now, now=harness.now)
        assert digest is not None
        for subject, stories in (("a", [3, 1]), ("b", [1, 2])):
            tx.outbox.enqueue(
                [harness.new_delivery(subject, kind="digest", stories=stories, digest_id=digest.id)], now=harness.now
            )
        told = tx.digests.get(digest.id)
    assert told is not None
    assert told.stories == (3, 1, 2)


def test_window_counts_entries_and_refusals(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Windows that meet count every entry and every refused hit once."""
    with store.write() as tx:
        for minutes in (0, 20, 40, 60, 80):
            at = harness.now + timedelta(minutes=minutes, seconds=7)
            harness.entry(tx, f"at {minutes}", at=at)
            tx.digests.count_refusals(3, now=at)
            tx.digests.count_refusals(2, now=at)
        middle, end = harness.now + timedelta(hours=1), harness.now + timedelta(hours=2)
        assert tx.digests.counts(from_at=harness.now, to_at=middle) == WindowCounts(entries=3, refused=15)
        assert tx.digests.counts(from_at=middle, to_at=end) == WindowCounts(entries=2, refused=10)
        assert tx.digests.counts(from_at=end, to_at=end + DAY) == WindowCounts(entries=0, refused=0)


def test_a_key_has_the_value_it_was_set_to_last(store: DatabaseStore, harness: "StoreHarness") -> None:
    """What is set replaces what was there; what was never set, or was removed, is nothing."""
    with store.write() as tx:
        tx.key_values.set(LINK_KEY, "a", now=harness.now)
        tx.key_values.set(LINK_KEY, "b", now=harness.now)
        tx.key_values.set(PRUNED_ON, harness.now.date(), now=harness.now)
        tx.audit.note("muted kling", who="cli", now=harness.now)
    with store.read() as tx:
        assert (tx.key_values.get(LINK_KEY), tx.key_values.get(SENDING_PAUSED)) == ("b", None)
        assert tx.key_values.get(PRUNED_ON) == harness.now.date()
    with store.write() as tx:
        tx.key_values.remove(LINK_KEY)
        assert tx.key_values.get(LINK_KEY) is None


def test_every_key_is_listed_once_with_its_owner_and_what_becomes_of_it() -> None:
    """The list of what is kept by name is complete in itself; all else has a table of its own."""
    assert len({key.name for key in KEYS}) == len(KEYS)
    assert all(key.owner.startswith(("app.", "adapters.")) and key.pruning for key in KEYS)


@pytest.mark.parametrize(
    "trust",
    [
        ClockTrust(known_at=START),
        ClockTrust(known_at=START, jumped_at=START + 99 * DAY, seen_at=START + 100 * DAY, held_for=DAY),
    ],
)
def test_what_is_known_of_the_clock_reads_back_as_it_was(store: DatabaseStore, trust: ClockTrust) -> None:
    with store.write() as tx:
        tx.key_values.set(CLOCK_TRUST, trust, now=START)
        assert tx.key_values.get(CLOCK_TRUST) == trust

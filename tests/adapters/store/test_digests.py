"""Digests are unique by name and period; small facts outlive a run."""

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.filters import WindowCounts

if TYPE_CHECKING:
    from tests.adapters.store.conftest import Newsroom

DAY = timedelta(days=1)


def test_period_is_opened_once(store: DatabaseStore, room: "Newsroom") -> None:
    """A digest of one name and period can be opened once; another name or period is another digest."""
    with store.write() as tx:
        day = {"from_at": room.now - DAY, "to_at": room.now, "now": room.now}
        digest = tx.digests.open("daily", "2026-11-23", **day)
        assert digest is not None
        assert tx.digests.open("daily", "2026-11-23", **day) is None
        assert tx.digests.open("weekly", "2026-11-23", **day) is not None
        assert tx.digests.get(digest.id) == digest
        assert tx.digests.get(99) is None
    assert (digest.name, digest.period, digest.from_at, digest.to_at, digest.created_at, digest.stories) == (
        "daily", "2026-11-23", room.now - DAY, room.now, room.now, (),
    )  # fmt: skip


def test_last_is_the_one_whose_window_ends_last(store: DatabaseStore, room: "Newsroom") -> None:
    """The next window starts where the last one ended."""
    with store.write() as tx:
        assert tx.digests.last("daily") is None
        for number in range(3):
            end = room.now + number * DAY
            tx.digests.open("daily", str(number), from_at=end - DAY, to_at=end, now=end)
        last = tx.digests.last("daily")
    assert last is not None
    assert last.period == "2"


def test_digest_knows_the_stories_of_its_deliveries(store: DatabaseStore, room: "Newsroom") -> None:
    """Stories that deliveries of a digest told are the digest's stories, each once."""
    with store.write() as tx:
        digest = tx.digests.open("daily", "p", from_at=room.now - DAY, to_at=room.now, now=room.now)
        assert digest is not None
        for subject, stories in (("a", [3, 1]), ("b", [1, 2])):
            tx.outbox.owe([room.owed(subject, kind="digest", stories=stories, digest_id=digest.id)], now=room.now)
        told = tx.digests.get(digest.id)
    assert told is not None
    assert told.stories == (3, 1, 2)


def test_window_counts_entries_and_refusals(store: DatabaseStore, room: "Newsroom") -> None:
    """Windows that meet count every entry and every refused hit once."""
    with store.write() as tx:
        for minutes in (0, 20, 40, 60, 80):
            at = room.now + timedelta(minutes=minutes, seconds=7)
            room.entry(tx, f"at {minutes}", at=at)
            tx.memory.count_refusals(3, now=at)
            tx.memory.count_refusals(2, now=at)
        middle, end = room.now + timedelta(hours=1), room.now + timedelta(hours=2)
        assert tx.digests.counts(from_at=room.now, to_at=middle) == WindowCounts(entries=3, refused=15)
        assert tx.digests.counts(from_at=middle, to_at=end) == WindowCounts(entries=2, refused=10)
        assert tx.digests.counts(from_at=end, to_at=end + DAY) == WindowCounts(entries=0, refused=0)


def test_memory_keeps_the_last_value(store: DatabaseStore, room: "Newsroom") -> None:
    """What is kept under a name replaces what was there; nothing kept is the empty string."""
    with store.write() as tx:
        tx.memory.keep("mute:kling", "a", now=room.now)
        tx.memory.keep("mute:kling", "", now=room.now)
        tx.memory.keep("mute:kling", "b", now=room.now)
        tx.memory.audit("muted kling", who="cli", now=room.now)
    with store.read() as tx:
        assert (tx.memory.get_text("mute:kling"), tx.memory.get_text("nothing")) == ("b", "")

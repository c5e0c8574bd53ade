"""Retention removes what is old, and never an identity or a debt."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import DeliveryFilter, EntryFilter, StoryFilter
from monitor.core.model.stories import Joins, NewStory

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

DAY = timedelta(days=1)


def test_old_entries_go_and_stay_known(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Old entries go with their mentions and stories; under which keys they came, and what they said, stays known."""
    with store.write() as tx:
        old = harness.report(tx, "old", at=harness.now - 9 * DAY)
        tx.entries.update(old.entry, ParsedEntry(title="old, edited"), content_hash="edited", keys={}, now=harness.now)
        harness.entry(tx, "old too", at=harness.now - 9 * DAY)
        new = harness.report(tx, "new")
        assert tx.retention.prune(entries_before=harness.now - DAY, deliveries_before=harness.now - DAY) == 3
        assert tx.retention.prune(entries_before=harness.now - DAY, deliveries_before=harness.now - DAY) == 0
        assert [entry.title for entry in tx.entries.find(EntryFilter())] == ["new"]
        assert [story.id for story in tx.stories.find(StoryFilter())] == [new.story]
        assert not tx.mentions.of_entry(old.entry)
        (known,) = tx.entries.known(harness.source(tx).id, [harness.key_of("old")])
        assert len(tx.stories.candidates([1], since=harness.now - 99 * DAY, limit=9)) == 1
    assert (known.entry_id, known.content_hash, known.title) == (None, "edited", "")


def test_running_story_keeps_its_old_reports(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A story that was reported lately is kept whole."""
    with store.write() as tx:
        old = harness.report(tx, "old", at=harness.now - 9 * DAY)
        harness.report(tx, "new", assignment=Joins(story_id=old.story))
        assert tx.retention.prune(entries_before=harness.now - DAY, deliveries_before=harness.now) == 0
        assert len(tx.stories.get([old.story])[0].outlets) == 2


@pytest.mark.parametrize("state", ["pending", "sending", "deferred", "held"])
def test_what_is_still_owed_stays(store: DatabaseStore, harness: "StoreHarness", state: DeliveryState) -> None:
    """A delivery that is not done is kept, and with it the story it has to tell, also one that was merged since."""
    with store.write() as tx:
        told, other = (harness.report(tx, title, at=harness.now - 9 * DAY) for title in ("told", "other"))
        tx.outbox.enqueue([harness.new_delivery("a", stories=[told.story])], now=harness.now - 9 * DAY)
        (delivery,) = tx.outbox.find(DeliveryFilter())
        tx.outbox.mark(delivery.id, state, now=harness.now - 9 * DAY)
        tx.stories.merge([other.story, told.story])
        assert tx.retention.prune(entries_before=harness.now, deliveries_before=harness.now) == 0
        tx.outbox.mark(delivery.id, "sent", now=harness.now - 9 * DAY)
        assert tx.retention.prune(entries_before=harness.now, deliveries_before=harness.now) == 4
        assert not tx.stories.get([told.story, other.story])


def test_window_of_an_unsent_digest_stays(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Entries of a digest's window are kept until it is out."""
    with store.write() as tx:
        harness.report(tx, "older", at=harness.now - 12 * DAY)
        harness.report(tx, "inside", at=harness.now - 9 * DAY)
        digest = tx.digests.open(
            "weekly", "p", from_at=harness.now - 10 * DAY, to_at=harness.now - 3 * DAY, now=harness.now
        )
        assert digest is not None
        tx.outbox.enqueue([harness.new_delivery("d", kind="digest", digest_id=digest.id)], now=harness.now)
        assert tx.retention.prune(entries_before=harness.now, deliveries_before=harness.now) == 2
        assert [entry.title for entry in tx.entries.find(EntryFilter())] == ["inside"]


def test_done_deliveries_go_once_their_story_is_gone(store: DatabaseStore, harness: "StoreHarness") -> None:
    """An old delivery is kept as long as its story lives, lest the story's next report be told as if it were new."""
    with store.write() as tx:
        told = harness.report(tx, "told")
        tx.outbox.enqueue(
            [harness.new_delivery("a", stories=[told.story]), harness.new_delivery("b")], now=harness.now - 9 * DAY
        )
        for delivery in tx.outbox.find(DeliveryFilter()):
            tx.outbox.mark(delivery.id, "sent", now=harness.now - 9 * DAY)
        assert tx.retention.prune(entries_before=harness.now - DAY, deliveries_before=harness.now) == 1
        assert [one.subject for one in tx.outbox.find(DeliveryFilter())] == ["a"]


def test_removed_source_goes_after_its_entries(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A source that left the watchlists long ago goes with its identity keys; others stay although they are empty."""
    with store.write() as tx:
        source = harness.source(tx)
        harness.entry(tx, "old", at=harness.now - 9 * DAY)
        tx.sources.sync([], now=harness.now - 5 * DAY)
        assert tx.retention.prune(entries_before=harness.now - 7 * DAY, deliveries_before=harness.now) == 1
        assert len(tx.sources.all(removed=True)) == 1
        assert tx.retention.prune(entries_before=harness.now, deliveries_before=harness.now) == 1
        assert not tx.sources.all(removed=True)
        assert not tx.entries.known(source.id, [harness.key_of("old")])


def test_follower_outlives_the_story_it_followed(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A story whose predecessor was removed follows nothing."""
    with store.write() as tx:
        first = harness.report(tx, "first", at=harness.now - 9 * DAY)
        second = harness.report(tx, "second", assignment=NewStory(follows=first.story))
        assert tx.stories.get([second.story])[0].follows == first.story
        assert tx.retention.prune(entries_before=harness.now, deliveries_before=harness.now) == 2
        assert not tx.stories.get([first.story])
        assert tx.stories.get([second.story])[0].follows is None


def test_what_is_old_goes_in_slices_that_end_where_one_call_would(
    store: DatabaseStore, harness: "StoreHarness"
) -> None:
    """Each transaction removes a bounded number of rows, so that others get the writer between them."""
    with store.write() as tx:
        for number in range(7):
            harness.report(tx, f"old {number}", at=harness.now - 9 * DAY)
        before = {"entries_before": harness.now - DAY, "deliveries_before": harness.now - DAY}
        slices = []
        while went := tx.retention.prune(**before, limit=4):
            slices.append(went)
        assert tx.entries.find(EntryFilter()) == []
    assert max(slices) <= 4
    assert sum(slices) == 14, "seven stories, seven entries"

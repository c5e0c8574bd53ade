"""Subscriptions at hubs, and the timetable, over every database."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.sources import Source
from monitor.core.model.subscriptions import Advertised, Subscription
from monitor.ports import Transaction

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

HOUR = timedelta(hours=1)
HUB = "https://hub.example/"


def named(tx: Transaction, harness: "StoreHarness", number: int, *, hub: str = HUB, topic: str = "") -> Source:
    """A source that names a hub."""
    source = replace(harness.source(tx, f"https://example.org/{number}"), hub=hub, hub_topic=topic)
    tx.sources.save(source, now=harness.now)
    return source


def subscription(source: Source, harness: "StoreHarness", token: str) -> Subscription:
    return Subscription(
        source_id=source.id,
        hub=source.hub,
        topic="topic",
        token=token,
        callback=f"https://news.example/{token}",
        secret="secret",
        next_at=harness.now,
    )


def test_sources_that_name_a_hub_are_advertised_while_they_are_active(
    store: DatabaseStore, harness: "StoreHarness"
) -> None:
    """A feed that does not name itself goes by its address."""
    with store.write() as tx:
        first = named(tx, harness, 1, topic="https://example.org/self")
        second, third = named(tx, harness, 2), named(tx, harness, 3)
        named(tx, harness, 4, hub="")
        tx.sources.set_state(third.id, "paused", now=harness.now)
        assert tx.subscriptions.advertised() == [
            Advertised(
                source_id=first.id, configured_url=first.configured_url, hub=HUB, topic="https://example.org/self"
            ),
            Advertised(source_id=second.id, configured_url=second.configured_url, hub=HUB, topic=second.url),
        ]


def test_a_subscription_comes_back_as_it_was_stored(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        new = subscription(named(tx, harness, 1), harness, "a")
        tx.subscriptions.save(new, was=new)
        (kept,) = tx.subscriptions.all()
        assert kept == replace(new, id=kept.id)
        changed = replace(
            kept, state="verified", reason="x", failures=2, verified_at=harness.now, lease_until=harness.now + HOUR,
            pushed_at=harness.now, pushes=7, dropped=1, news_at=harness.now, looks=2,
            unpushed_at=harness.now, record="pm",
        )  # fmt: skip
        tx.subscriptions.save(changed, was=kept)
    with store.read() as tx:
        assert tx.subscriptions.by_token("a") == changed
        assert tx.subscriptions.by_token("b") is None
    with store.write() as tx:
        tx.subscriptions.save(None, was=changed)
        assert tx.subscriptions.all() == []


def test_a_source_has_one_subscription_that_is_not_being_ended(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        source = named(tx, harness, 1)
        old, new = (subscription(source, harness, token) for token in "ab")
        tx.subscriptions.save(replace(old, state="leaving"), was=old)
        assert tx.subscriptions.of_source(source.id) is None
        tx.subscriptions.save(new, was=new)
        found = tx.subscriptions.of_source(source.id)
        assert found is not None
        assert found.token == "b"


def test_hubs_are_asked_in_the_order_of_their_times(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        source = named(tx, harness, 1)
        for token, hours in (("late", 2), ("second", 0), ("first", -3)):
            one = replace(subscription(source, harness, token), next_at=harness.now + hours * HOUR)
            tx.subscriptions.save(one, was=one)
        assert [one.token for one in tx.subscriptions.due(now=harness.now, limit=9)] == ["first", "second"]
        assert [one.token for one in tx.subscriptions.due(now=harness.now, limit=1)] == ["first"]


def test_the_timetable_is_read_in_slices(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        sources = [named(tx, harness, number) for number in range(5)]
        tx.sources.save(replace(sources[1], posting_rate="learnt"), now=harness.now)
        tx.sources.set_state(sources[2].id, "paused", now=harness.now)
        first = tx.timetable.active(after=0, limit=2)
        assert [(row.id, row.posting_rate) for row in first] == [(sources[0].id, ""), (sources[1].id, "learnt")]
        rest = tx.timetable.active(after=first[-1].id, limit=9)
        assert [row.configured_url for row in rest] == [sources[3].configured_url, sources[4].configured_url]
        assert tx.timetable.active(after=rest[-1].id, limit=9) == []


def test_a_source_is_hurried_and_never_put_off(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        source = replace(named(tx, harness, 1), next_due_at=harness.now + HOUR, due_reason="posting_rate")
        tx.sources.save(source, now=harness.now)
        tx.timetable.expedite(source.id, harness.now + 2 * HOUR, why="later")
        assert tx.timetable.source(source.id) == source
        tx.timetable.expedite(source.id, harness.now, why="sooner")
        hurried = tx.timetable.source(source.id)
        assert hurried is not None
        assert (hurried.next_due_at, hurried.due_reason) == (harness.now, "sooner")
        assert tx.timetable.source(99) is None
        assert tx.timetable.next_due() == harness.now
        tx.sources.set_state(source.id, "paused", now=harness.now)
        assert tx.timetable.next_due() is None

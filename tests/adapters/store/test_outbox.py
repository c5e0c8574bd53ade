"""The outbox: owed once, sent by one, nothing lost between."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import DeliveryFilter

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

LEASE = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def subjects(deliveries: "list[Delivery]") -> list[str]:
    return [delivery.subject for delivery in deliveries]


def test_owed_once(store: DatabaseStore, harness: "StoreHarness") -> None:
    """What is already owed, sent or dead is left alone."""
    with store.write() as tx:
        new_delivery = [harness.new_delivery("a", stories=[3, 1, 3]), harness.new_delivery("b")]
        assert tx.outbox.enqueue([*new_delivery, new_delivery[0]], now=harness.now) == 2
        assert tx.outbox.enqueue([replace(new_delivery[0], stories=(9,))], now=harness.now) == 0
        first = tx.outbox.find(DeliveryFilter())[-1]
        tx.outbox.mark(first.id, "sent", now=harness.now)
        assert tx.outbox.enqueue(new_delivery, now=harness.now) == 0
    assert (first.key, first.state, first.stories, first.attempts) == (new_delivery[0].key, "pending", (3, 1), 0)
    assert (first.kind, first.channel, first.recipient, first.send_at) == ("alert", "team", "", harness.now)


def test_open_summary_takes_further_stories_in(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A first-sight summary grows until an attempt may have reached somebody."""
    summary = harness.new_delivery("first-sight:kling", kind="grouped", stories=[1, 2])

    def stories() -> tuple[int, ...]:
        (delivery,) = tx.outbox.find(DeliveryFilter())
        return delivery.stories

    with store.write() as tx:
        assert tx.outbox.enqueue([summary], now=harness.now) == 1
        assert tx.outbox.enqueue([replace(summary, stories=(2, 3))], now=harness.now) == 0
        assert stories() == (1, 2, 3)
        (claimed,) = harness.claim(tx)
        tx.outbox.enqueue([replace(summary, stories=(4,))], now=harness.now)
        assert stories() == (1, 2, 3)
        tx.outbox.mark(claimed.id, "deferred", now=harness.now, answer="busy")
        tx.outbox.enqueue([replace(summary, stories=(5,))], now=harness.now)
        assert stories() == (1, 2, 3, 5)
        tx.outbox.mark(claimed.id, "deferred", now=harness.now, possible_repeat=True)
        tx.outbox.enqueue([replace(summary, stories=(6,))], now=harness.now)
        assert stories() == (1, 2, 3, 5)


def test_a_claim_is_one_attempt_by_one_sender(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Who comes second gets nothing, and so does who comes for what was sent."""
    with store.write() as tx:
        tx.outbox.enqueue([harness.new_delivery("a")], now=harness.now)
        (claimed,) = harness.claim(tx)
        assert (claimed.state, claimed.attempts, claimed.first_attempt_at) == ("sending", 1, harness.now)
        assert tx.outbox.claim_one(claimed.id, now=harness.now, lease=LEASE) is None
        tx.outbox.mark(claimed.id, "sent", now=harness.now)
        assert tx.outbox.claim_one(claimed.id, now=harness.now, lease=LEASE) is None


def test_deferred_comes_back_when_its_time_has_come(store: DatabaseStore, harness: "StoreHarness") -> None:
    """An attempt that was put off counts, keeps the first attempt's time, and is claimed again later."""
    again = harness.now + HOUR
    with store.write() as tx:
        tx.outbox.enqueue([harness.new_delivery("a")], now=harness.now)
        (claimed,) = harness.claim(tx)
        tx.outbox.mark(claimed.id, "deferred", now=harness.now, send_at=again, code="503", answer="busy", parts_sent=1)
        assert not harness.claim(tx, now=again - LEASE)
        (second,) = harness.claim(tx, now=again)
    assert (second.attempts, second.first_attempt_at, second.parts_sent) == (2, harness.now, 1)
    assert (second.provider_code, second.answer, second.send_at) == ("503", "busy", again)


def test_recover_finds_what_a_dead_sender_left(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Deliveries in sending are in doubt once their lease has ended, and stay as they are."""
    with store.write() as tx:
        tx.outbox.enqueue([harness.new_delivery("a", stories=[4])], now=harness.now)
        harness.claim(tx)
        assert not tx.outbox.recover(now=harness.now + LEASE / 2)
        (doubtful,) = tx.outbox.recover(now=harness.now + LEASE)
        assert [doubtful] == [*tx.outbox.recover(now=harness.now + LEASE)]
        assert (doubtful.state, doubtful.stories) == ("sending", (4,))
        # The clock was set back a year after the claim.
        assert tx.outbox.recover(now=harness.now - timedelta(days=365))
        tx.outbox.mark(doubtful.id, "deferred", now=harness.now, send_at=harness.now, possible_repeat=True)
        (again,) = harness.claim(tx)
    assert again.possible_repeat


def test_progress_keeps_the_lease(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Noting a sent part of a longer message leaves it in its sender's hands."""
    with store.write() as tx:
        tx.outbox.enqueue([harness.new_delivery("a")], now=harness.now)
        (claimed,) = harness.claim(tx)
        tx.outbox.mark(claimed.id, "sending", now=harness.now, parts_sent=2)
        assert not tx.outbox.recover(now=harness.now + LEASE / 2)
        assert [one.parts_sent for one in tx.outbox.recover(now=harness.now + LEASE)] == [2]


def test_sent_is_noted_with_its_time(store: DatabaseStore, harness: "StoreHarness") -> None:
    """What was sent says when and what the provider answered."""
    with store.write() as tx:
        tx.outbox.enqueue([harness.new_delivery("a")], now=harness.now)
        (claimed,) = harness.claim(tx)
        tx.outbox.mark(claimed.id, "sent", now=harness.now + HOUR, code="250", answer="queued", parts_sent=1)
        (sent,) = tx.outbox.find(DeliveryFilter(state="sent"))
        assert not harness.claim(tx, now=harness.now + 9 * HOUR)
    assert (sent.sent_at, sent.provider_code, sent.answer) == (harness.now + HOUR, "250", "queued")


def test_find_newest_first(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Deliveries are found by state, time, channel and story."""
    with store.write() as tx:
        tx.outbox.enqueue([harness.new_delivery("a", stories=[1, 2])], now=harness.now - HOUR)
        tx.outbox.enqueue([harness.new_delivery("b", stories=[2], channel="hook")], now=harness.now)
        tx.outbox.enqueue([harness.new_delivery("c")], now=harness.now)

        def found(wanted: DeliveryFilter) -> list[str]:
            return subjects([*tx.outbox.find(wanted)])

        assert found(DeliveryFilter()) == ["c", "b", "a"]
        assert found(DeliveryFilter(story_id=2)) == ["b", "a"]
        assert found(DeliveryFilter(channel="team", since=harness.now)) == ["c"]
        assert found(DeliveryFilter(state="sent")) == []
        assert found(DeliveryFilter(limit=1)) == ["c"]


def test_counts_by_state(store: DatabaseStore, harness: "StoreHarness") -> None:
    """States are counted by when deliveries came into them."""
    with store.write() as tx:
        tx.outbox.enqueue(
            [harness.new_delivery("a"), harness.new_delivery("b"), harness.new_delivery("c")], now=harness.now - HOUR
        )
        for delivery in tx.outbox.find(DeliveryFilter(limit=2)):
            tx.outbox.mark(delivery.id, "dead", now=harness.now)
        assert tx.outbox.counts(since=harness.now) == {"dead": 2}
        assert tx.outbox.counts(since=harness.now - HOUR) == {"dead": 2, "pending": 1}

"""What waits, what waits inside a summary, and what is begun anew."""

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.filters import DeliveryFilter

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

LEASE = timedelta(minutes=15)


def test_what_a_summary_tells_waits_for_it_and_is_claimed_by_nobody(
    store: DatabaseStore, harness: "StoreHarness"
) -> None:
    with store.write() as tx:
        tx.outbox.enqueue(
            [harness.new_delivery("a"), harness.new_delivery("b"), harness.new_delivery("sum", kind="grouped")],
            now=harness.now,
        )
        summary, second, first = tx.outbox.find(DeliveryFilter())
        for one in (first, second):
            tx.outbox.mark(one.id, "deferred", now=harness.now, grouped_into=summary.id)
        assert [one.id for one in tx.outbox.find(DeliveryFilter(due_by=harness.now, channel="team"))] == [summary.id]
        assert tx.outbox.claim_one(first.id, now=harness.now, lease=LEASE) is None
        assert {one.id for one in tx.outbox.find(DeliveryFilter(grouped_into=summary.id))} == {first.id, second.id}
        assert tx.outbox.waiting() == {"team": harness.now}
        assert [one.id for one in harness.claim(tx)] == [summary.id]
        assert tx.outbox.waiting() == {}


def test_a_delivery_begun_anew_has_no_attempt_and_no_summary_but_keeps_its_doubt(
    store: DatabaseStore, harness: "StoreHarness"
) -> None:
    with store.write() as tx:
        tx.outbox.enqueue([harness.new_delivery("a")], now=harness.now)
        (claimed,) = harness.claim(tx)
        tx.outbox.mark(claimed.id, "dead", now=harness.now, possible_repeat=True, grouped_into=99)
        later = harness.now + timedelta(days=4)
        tx.outbox.restart(claimed.id, now=later, answer="asked for again")
        (again,) = tx.outbox.find(DeliveryFilter(delivery_id=claimed.id))
    assert (again.state, again.attempts, again.first_attempt_at, again.grouped_into) == ("pending", 0, None, None)
    assert (again.send_at, again.possible_repeat, again.answer) == (later, True, "asked for again")

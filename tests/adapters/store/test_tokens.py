"""Tokens by hash and name, and the store's work in numbers that only grow."""

from datetime import timedelta

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.operations.tokens import AccessToken
from tests.adapters.store.conftest import START, StoreHarness


def test_a_token_is_found_by_its_hash_and_gone_when_removed(store: DatabaseStore) -> None:
    made = AccessToken(name="b", scope="read", token_hash="h1", created_at=START, created_by="somebody")
    with store.write() as tx:
        tx.tokens.add(made)
        tx.tokens.add(AccessToken(name="a", scope="admin", token_hash="h2", created_at=START, created_by="x"))
    with store.write() as tx:
        assert [token.name for token in tx.tokens.all()] == ["a", "b"]
        found = tx.tokens.find("h1")
        assert found is not None
        assert (found.name, found.scope, found.created_at) == ("b", "read", START)
        tx.tokens.remove(found.id)
    with store.read() as tx:
        assert tx.tokens.find("h1") is None
        assert [token.name for token in tx.tokens.all()] == ["a"]


def test_work_counts_what_came_after_the_marks(store: DatabaseStore, harness: StoreHarness) -> None:
    with store.write() as tx:
        harness.report(tx, "Kling 2.5")
        marks = tx.work.marks()
        assert tx.work.since(marks).entries == 0
        harness.entry(tx, "Jimeng 3", at=START + timedelta(minutes=1))
        done = tx.work.since(marks)
        assert done.entries == 1
        assert done.marks.entry > marks.entry
        assert tx.work.since(done.marks).entries == 0
        gauges = tx.work.gauges(now=START)
    assert gauges.store_bytes > 0
    assert gauges.waiting_since == {}
    assert gauges.digests_sent_at == {}

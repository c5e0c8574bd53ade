"""Sources follow the watchlists, are leased while they are polled, and keep what polls learn."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.sources import MoveSeen, Source, SourceSpec, Validators
from monitor.errors import ClaimLostError
from monitor.ports import Transaction

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

LEASE = timedelta(minutes=10)
A, B = SourceSpec(url="https://a.example.org/feed"), SourceSpec(url="https://b.example.org/feed")


def titles(sources: list[Source]) -> list[str]:
    return [source.title for source in sources]


def only(tx: Transaction) -> Source:
    (source,) = tx.sources.all(removed=True)
    return source


def test_new_source_is_due_at_once(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A source that a watchlist names for the first time is due at once, with nothing known about it."""
    with store.write() as tx:
        tx.sources.sync([replace(A, title="A", lang="zh", timezone="Asia/Shanghai", tier="official")], now=harness.now)
    with store.read() as tx:
        source = only(tx)
    assert (source.title, source.lang, source.timezone, source.tier) == ("A", "zh", "Asia/Shanghai", "official")
    assert (source.state, source.health, source.first_success_at) == ("active", "ok", None)
    assert source.next_due_at == source.created_at == harness.now


def test_same_canonical_url_is_one_source(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Two spellings of one address are one source; the first is asked."""
    twin = replace(A, url="http://a.example.org/feed")
    with store.write() as tx:
        tx.sources.sync([A, twin], now=harness.now)
        tx.sources.sync([A, twin], now=harness.now)
        assert only(tx).url == A.url


def test_changed_wish_changes_the_row(store: DatabaseStore, harness: "StoreHarness") -> None:
    """What the watchlists change is taken over, and what polls learnt stays."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        tx.sources.save(replace(only(tx), posting_rate="learnt", title="Said by the feed"), now=harness.now)
        tx.sources.sync([replace(A, title="A", tier="official", timezone="Europe/Berlin")], now=harness.now)
        source = only(tx)
    assert (source.title, source.tier, source.timezone) == ("A", "official", "Europe/Berlin")
    assert source.posting_rate == "learnt"


def test_feed_names_a_source_that_the_watchlist_does_not(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A title and language that a poll learnt stay when the watchlists give none."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        tx.sources.save(replace(only(tx), title="Said by the feed", lang="zh"), now=harness.now)
        tx.sources.sync([A], now=harness.now)
        assert (only(tx).title, only(tx).lang) == ("Said by the feed", "zh")


def test_stale_poll_does_not_undo_a_changed_wish(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A poll that began before the watchlists changed leaves their new columns alone."""
    with store.write() as tx:
        tx.sources.sync([replace(A, title="old", tier="press")], now=harness.now)
        (claimed,) = tx.sources.claim_due(now=harness.now, lease=LEASE, limit=9)
        tx.sources.sync([replace(A, title="new", tier="official")], now=harness.now)
        tx.sources.save(claimed, now=harness.now)
        assert (only(tx).title, only(tx).tier) == ("new", "official")


def test_changed_kind_is_read_anew(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A source of another kind is due at once and is not taken for unchanged."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        polled = replace(only(tx), validators=Validators(etag="e"), body_hash="h", next_due_at=harness.now + LEASE)
        tx.sources.save(polled, now=harness.now)
        tx.sources.sync([replace(A, kind="page")], now=harness.now)
        source = only(tx)
    assert (source.kind, source.validators, source.body_hash, source.next_due_at) == (
        "page",
        Validators(),
        "",
        harness.now,
    )


def test_source_taken_out_and_put_back_goes_on_where_it_was(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A removed source is kept and not polled; put back, it knows everything it knew, and is no first sight."""
    with store.write() as tx:
        tx.sources.sync([A, B], now=harness.now)
        first = tx.sources.all()[0]
        tx.sources.save(
            replace(first, first_success_at=harness.now, posting_rate="learnt", feed_shape="shape"), now=harness.now
        )
        tx.sources.sync([B], now=harness.now)
        assert [source.url for source in tx.sources.all()] == [B.url]
        assert [source.state for source in tx.sources.all(removed=True)] == ["removed", "active"]
        assert [one.url for one in tx.sources.claim_due(now=harness.now, lease=LEASE, limit=9, force=True)] == [B.url]
        tx.sources.sync([A, B], now=harness.now)
        back = tx.sources.all()[0]
    assert (back.id, back.state, back.first_success_at) == (first.id, "active", harness.now)
    assert (back.posting_rate, back.feed_shape) == ("learnt", "shape")


def test_paused_source_comes_back_paused(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Taking a paused source out of the files and putting it back does not resume it."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        tx.sources.set_state(only(tx).id, "paused", now=harness.now)
        tx.sources.sync([], now=harness.now)
        tx.sources.sync([], now=harness.now)
        tx.sources.sync([A], now=harness.now)
        assert (only(tx).state, only(tx).health) == ("paused", "paused")


def test_moved_source_stays_one_source(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A source that moved for good is found under its old address and, once the files follow, under its new one."""
    moved = "https://new.example.org/feed"
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        tx.sources.save(replace(only(tx), url=moved, validators=Validators(etag="e")), now=harness.now)
        tx.sources.sync([A], now=harness.now)
        assert (only(tx).url, only(tx).configured_url) == (moved, A.url)
        tx.sources.sync([replace(A, url=moved)], now=harness.now)
        source = only(tx)
    assert (source.url, source.configured_url, source.validators.etag) == (moved, moved, "e")


def test_source_that_moved_onto_another_is_one(store: DatabaseStore, harness: "StoreHarness") -> None:
    """When the files name a source's old and new address, in any order and any number of times, it is one source."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        tx.sources.save(replace(only(tx), url=B.url), now=harness.now)
        for wished in ([A, B], [B, A], [B, A]):
            tx.sources.sync(wished, now=harness.now)
            assert (only(tx).configured_url, only(tx).state) == (A.url, "active")


def test_every_learnt_column_comes_back(store: DatabaseStore, harness: "StoreHarness") -> None:
    """What ``save`` stores is what the next claim hands out."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        later = harness.now + timedelta(minutes=1, microseconds=7)
        polled = replace(
            only(tx),
            title="T",
            lang="zh",
            health="failing",
            error="no answer \ud800 \x00",
            failing_since=harness.now,
            failures=3,
            validators=Validators(etag='W/"1"', last_modified="Mon", taken_at=harness.now),
            body_hash="h",
            moved=MoveSeen(target="https://n.example.org/", count=2, first_at=harness.now),
            next_due_at=later,
            due_reason="because",
            last_polled_at=harness.now,
            last_success_at=harness.now,
            first_success_at=harness.now,
            posting_rate='{"a":1}',
            hub="https://hub.example.org/",
            feed_shape="{}",
        )
        tx.sources.save(polled, now=harness.now)
    with store.read() as tx:
        assert only(tx) == replace(polled, error="no answer ? ")


def test_leased_source_is_claimed_once(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A claimed source is nobody else's until it is saved or its lease ends, also when forced."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        (claimed,) = tx.sources.claim_due(now=harness.now, lease=LEASE, limit=9)
        soon = harness.now + LEASE / 2
        assert not tx.sources.claim_due(now=soon, lease=LEASE, limit=9)
        assert not tx.sources.claim_due(now=soon, lease=LEASE, limit=9, force=True)
        (taken_over,) = tx.sources.claim_due(now=harness.now + LEASE, lease=LEASE, limit=9)
        with pytest.raises(ClaimLostError, match="another worker took it over"):
            tx.sources.save(replace(claimed, next_due_at=soon), now=harness.now)
        tx.sources.save(replace(taken_over, next_due_at=soon), now=harness.now)
        assert tx.sources.claim_due(now=soon, lease=LEASE, limit=9)


def test_claim_among_some(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A worker that was offered some sources claims none of the others, however long they wait."""
    specs = [SourceSpec(url=f"https://example.org/{n}", title=str(n)) for n in range(4)]
    with store.write() as tx:
        tx.sources.sync(specs, now=harness.now)
        offered = [source.id for source in tx.sources.all()][2:]
        claimed = tx.sources.claim_due(now=harness.now, lease=LEASE, limit=9, among=offered)
        assert [source.id for source in claimed] == offered


def test_due_sources_that_nobody_holds(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A leader sees what is due and free, the longest overdue first, and not what a worker holds."""
    specs = [SourceSpec(url=f"https://example.org/{n}", title=str(n)) for n in range(4)]
    with store.write() as tx:
        tx.sources.sync(specs, now=harness.now)
        for source, minutes in zip(tx.sources.all(), (-1, -5, 5, -3), strict=True):
            tx.sources.save(replace(source, next_due_at=harness.now + timedelta(minutes=minutes)), now=harness.now)
        tx.sources.claim_due(now=harness.now, lease=LEASE, limit=1)
    with store.read() as tx:
        waiting = tx.timetable.due(now=harness.now, limit=9)
        lately = tx.timetable.due(now=harness.now, limit=9, since=harness.now - timedelta(minutes=2))
    assert [one.source.url[-1] for one in lately] == ["0"]
    assert [one.source.url[-1] for one in waiting] == ["3", "0"]
    assert [harness.now - one.due_at for one in waiting] == [timedelta(minutes=3), timedelta(minutes=1)]


def test_hosts_turns(store: DatabaseStore, harness: "StoreHarness") -> None:
    """When a host was asked last is known to every worker."""
    with store.write() as tx:
        assert tx.host_turns.asked_at("example.org") is None
        for minutes in (0, 2):
            tx.host_turns.note("example.org", now=harness.now + timedelta(minutes=minutes))
        assert tx.host_turns.asked_at("example.org") == harness.now + timedelta(minutes=2)


def test_longest_overdue_comes_first(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Due sources are claimed by how long they have been waiting, and those not yet due only by force."""
    specs = [SourceSpec(url=f"https://example.org/{n}", title=str(n)) for n in range(4)]
    with store.write() as tx:
        tx.sources.sync(specs, now=harness.now)
        for source, minutes in zip(tx.sources.all(), (-1, -5, 5, -3), strict=True):
            tx.sources.save(replace(source, next_due_at=harness.now + timedelta(minutes=minutes)), now=harness.now)
    with store.write() as tx:
        assert titles([*tx.sources.claim_due(now=harness.now, lease=LEASE, limit=2)]) == ["1", "3"]
        assert titles([*tx.sources.claim_due(now=harness.now, lease=LEASE, limit=9)]) == ["0"]
        assert titles([*tx.sources.claim_due(now=harness.now, lease=LEASE, limit=9, force=True)]) == ["2"]


def test_clock_set_back_frees_leases(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A lease taken before the clock was set back a year does not keep the source from being polled for a year."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now - timedelta(days=366))
        assert tx.sources.claim_due(now=harness.now, lease=LEASE, limit=9)
        assert tx.sources.claim_due(now=harness.now - timedelta(days=365), lease=LEASE, limit=9)


def test_poll_under_way_does_not_resume_a_paused_source(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Pausing a source holds although a poll that began earlier ends later."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        (claimed,) = tx.sources.claim_due(now=harness.now, lease=LEASE, limit=9)
        tx.sources.set_state(claimed.id, "paused", now=harness.now)
        tx.sources.save(replace(claimed, body_hash="new"), now=harness.now)
        assert (only(tx).state, only(tx).health, only(tx).body_hash) == ("paused", "paused", "new")


def test_resumed_source_is_due_at_once_and_fresh(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Resuming forgets the failures and makes the source due."""
    later = harness.now + timedelta(days=3)
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        gone = replace(only(tx), state="gone", health="gone", error="410", failures=4, next_due_at=later)
        tx.sources.save(gone, now=harness.now)
        assert not tx.sources.claim_due(now=later, lease=LEASE, limit=9, force=True)
        tx.sources.set_state(gone.id, "active", now=harness.now)
        source = only(tx)
    assert (source.state, source.health, source.error, source.failures) == ("active", "ok", "", 0)
    assert source.next_due_at == harness.now


def test_source_without_next_time_stays_due(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A poll that names no next time does not make the source fall silent."""
    with store.write() as tx:
        tx.sources.sync([A], now=harness.now)
        tx.sources.save(replace(only(tx), next_due_at=None), now=harness.now)
        assert tx.sources.claim_due(now=harness.now, lease=LEASE, limit=1)


def test_counts_by_source(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Each source's entries are counted in all and since a time."""
    with store.write() as tx:
        source = harness.source(tx)
        quiet = harness.source(tx, "https://quiet.example.org/feed")
        for hours in range(5):
            harness.entry(tx, f"entry {hours}", at=harness.now - timedelta(hours=hours), source_id=source.id)
        counts = tx.sources.counts(since=harness.now - timedelta(hours=1))
    assert (counts[source.id].entries, counts[source.id].recent, counts[source.id].newest_at) == (5, 2, harness.now)
    assert quiet.id not in counts

"""Entries: identity, edits, and finding them again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.entries import ParsedEntry, UnseenEntry
from monitor.core.model.filters import EntryFilter

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

FULL = ParsedEntry(
    guid="g",
    title="可灵 2.1 发布 \ud83c",
    url="https://example.org/a?utm_source=rss",
    text="第一段。\n\nSecond paragraph.\x00",
    author="盖坤",
    published_at=datetime(2026, 11, 23, 7, 0, 0, 123456, tzinfo=UTC),
    trust="stated",
    precision="second",
    lang="zh",
)


def test_entry_comes_back_as_it_was(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Every column of an entry survives, but for what no database can hold."""
    with store.write() as tx:
        source = harness.source(tx)
        entry_id = tx.entries.add(
            source.id, FULL, key="g", content_hash="h", keys={2**62 + 1: "guid"}, first_sight=True, now=harness.now
        )
    with store.read() as tx:
        entry = tx.entries.get(entry_id)
        assert tx.entries.get(entry_id + 1) is None
    assert entry is not None
    assert (entry.title, entry.text) == ("可灵 2.1 发布 ?", "第一段。\n\nSecond paragraph.")
    assert (entry.url, entry.author, entry.key, entry.content_hash) == (FULL.url, "盖坤", "g", "h")
    assert (entry.published_at, entry.trust, entry.precision) == (FULL.published_at, "stated", "second")
    assert (entry.first_seen_at, entry.edited_at, entry.first_sight) == (harness.now, None, True)
    assert (entry.source_id, entry.source_title, entry.tier, entry.lang) == (source.id, "Example", "press", "zh")


def test_known_keys_are_of_their_source(store: DatabaseStore, harness: "StoreHarness") -> None:
    """An identity key is known at its own source only, with what its entry said."""
    with store.write() as tx:
        source, other = harness.source(tx), harness.source(tx, "https://other.example.org/feed")
        keys = {1: "guid", 2: "url", 2**63 - 1: "content"}
        entry_id = tx.entries.add(
            source.id, FULL, key="g", content_hash="h", keys=keys, first_sight=False, now=harness.now
        )
        known = tx.entries.known(source.id, [2**63 - 1, 2, 99])
        assert not tx.entries.known(other.id, keys)
        assert not tx.entries.known(source.id, [])
    assert {(one.key, one.kind, one.entry_id) for one in known} == {
        (2**63 - 1, "content", entry_id),
        (2, "url", entry_id),
    }
    assert {(one.content_hash, one.url, one.published_at) for one in known} == {("h", FULL.url, FULL.published_at)}


def test_what_is_known_is_equal_until_something_changes(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Two questions for the same keys have equal answers, whoever looked at them; an edit in between tells them apart.

    As many keys as one statement takes and more: each is found once.
    """
    keys = dict.fromkeys(range(700), "guid")
    with store.write() as tx:
        source = harness.source(tx)
        entry_id = tx.entries.add(
            source.id, FULL, key="g", content_hash="h", keys=keys, first_sight=False, now=harness.now
        )
        first, second = (tx.entries.known(source.id, keys) for _ in range(2))
        assert {one.key for one in first} == set(keys)
        assert len(first) == len(keys)
        assert [one.title for one in first[:2]] == ["可灵 2.1 发布 ?"] * 2
        assert first == second
        assert first != tx.entries.known(source.id, range(699))
        edit = ParsedEntry(guid="g", title="Another title", url=FULL.url, text="New text")
        tx.entries.update(entry_id, edit, content_hash="h2", keys=keys, now=harness.now)
        assert first != tx.entries.known(source.id, keys)


def test_thousands_of_keys_are_asked_at_once(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A document of 5,000 entries with several keys each fits one question."""
    with store.write() as tx:
        source = harness.source(tx)
        tx.entries.remember(source.id, None, dict.fromkeys(range(3000), "guid"), now=harness.now)
        assert len(tx.entries.known(source.id, range(40_000))) == 3000


def test_edit_keeps_what_it_replaced(store: DatabaseStore, harness: "StoreHarness") -> None:
    """An edit changes the entry in place under its old and new keys, and the first publication time stays."""
    later = harness.now + timedelta(hours=1)
    edit = ParsedEntry(guid="g", title="New title", url=FULL.url, text="New text", published_at=later, trust="stated")
    with store.write() as tx:
        source = harness.source(tx)
        entry_id = tx.entries.add(
            source.id, FULL, key="g", content_hash="h", keys={1: "guid"}, first_sight=False, now=harness.now
        )
        tx.entries.update(entry_id, edit, content_hash="h2", keys={1: "guid", 5: "title"}, now=later)
        entry = tx.entries.get(entry_id)
        known = tx.entries.known(source.id, [1, 5])
        (change,) = tx.entries.changes(entry_id)
        assert not tx.entries.changes(entry_id + 1)
    assert (change.text, change.url, change.replaced_at) == ("第一段。\n\nSecond paragraph.", FULL.url, later)
    assert entry is not None
    assert (entry.title, entry.text, entry.author, entry.edited_at) == ("New title", "New text", "盖坤", later)
    assert entry.published_at == FULL.published_at
    assert [(one.key, one.content_hash, one.entry_id) for one in known] == [(1, "h2", entry_id), (5, "h2", entry_id)]


def test_edit_brings_a_missing_publication_time(store: DatabaseStore, harness: "StoreHarness") -> None:
    """An entry that came without a time takes it from a later edit."""
    bare = ParsedEntry(title="t", url="https://example.org/t")
    with store.write() as tx:
        entry_id = tx.entries.add(
            harness.source(tx).id, bare, key="t", content_hash="h", keys={}, first_sight=False, now=harness.now
        )
        tx.entries.update(entry_id, FULL, content_hash="h2", keys={}, now=harness.now)
        entry = tx.entries.get(entry_id)
    assert entry is not None
    assert (entry.published_at, entry.trust) == (FULL.published_at, "stated")


def test_reissue_adds_keys_to_its_entry(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A re-issue under a new guid is known from then on; a key that moves on points at the newer entry."""
    with store.write() as tx:
        source = harness.source(tx)
        first = harness.entry(tx, "first", source_id=source.id)
        second = harness.entry(tx, "second", source_id=source.id)
        tx.entries.remember(source.id, first, {7: "guid", 8: "title"}, now=harness.now)
        tx.entries.remember(source.id, second, {8: "title", 9: "guid"}, now=harness.now)
        tx.entries.remember(source.id, second, {8: "title", 9: "guid"}, now=harness.now)
        tx.entries.remember(source.id, None, {7: "guid"}, now=harness.now)
        known = {one.key: one.entry_id for one in tx.entries.known(source.id, [7, 8, 9])}
    assert known == {7: first, 8: second, 9: second}


def test_find_pages_newest_first(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Pages go from the newest to the oldest without a gap or a repeat, also within one instant."""
    with store.write() as tx:
        for number in range(7):
            harness.entry(tx, f"n{number}", at=harness.now + timedelta(hours=number // 3))
        seen: list[str] = []
        before = None
        while page := tx.entries.find(EntryFilter(limit=2, before_id=before)):
            seen += [entry.title for entry in page]
            before = page[-1].id
    assert seen == ["n6", "n5", "n4", "n3", "n2", "n1", "n0"]


def test_find_by_time_source_and_address(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Entries are found by when they were first seen, by source, and by any spelling of their address."""
    with store.write() as tx:
        other = harness.source(tx, "https://other.example.org/feed")
        for hours in range(4):
            harness.entry(tx, f"n{hours}", at=harness.now + timedelta(hours=hours))
        harness.entry(tx, "elsewhere", source_id=other.id)

        def found(wanted: EntryFilter) -> list[str]:
            return [entry.title for entry in tx.entries.find(wanted)]

        since, until = harness.now + timedelta(hours=1), harness.now + timedelta(hours=3)
        assert found(EntryFilter(since=since, until=until)) == ["n2", "n1"]
        assert found(EntryFilter(source_id=other.id)) == ["elsewhere"]
        assert found(EntryFilter(url="http://www.example.org/n2?utm_campaign=x")) == ["n2"]


def test_several_entries_are_stored_as_one_after_the_other(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Numbers rise in their order; a key of an earlier one, of this document or of before, points at the later one."""
    unseen = [
        UnseenEntry(
            entry=ParsedEntry(guid=f"g{number}", title=f"Title {number}", url=f"https://news.example.org/{number}"),
            key=f"g{number}",
            content_hash=f"h{number}",
            keys={number: "guid", 500: "title", 7: "content"},
        )
        for number in range(20, 24)
    ]
    with store.write() as tx:
        at_once, singly = harness.source(tx), harness.source(tx, "https://other.example.org/feed")
        for source in (at_once, singly):
            tx.entries.remember(source.id, None, {7: "url"}, now=harness.now)
        numbers = tx.entries.add_all(at_once.id, unseen, first_sight=True, now=harness.now)
        others = [tx.entries.add_all(singly.id, [new], first_sight=True, now=harness.now)[0] for new in unseen]
        assert list(numbers) == sorted(numbers)
        stored = [entry for number in numbers if (entry := tx.entries.get(number)) is not None]
        assert [entry.title for entry in stored] == [new.entry.title for new in unseen]
        keys = [7, 20, 21, 22, 23, 500]
        seen = {one.key: (one.kind, _place_in(numbers, one.entry_id)) for one in tx.entries.known(at_once.id, keys)}
        apart = {one.key: (one.kind, _place_in(others, one.entry_id)) for one in tx.entries.known(singly.id, keys)}
    assert seen == apart
    assert seen[7] == ("url", 3)
    assert seen[500] == ("title", 3)


def _place_in(numbers: Sequence[int], number: int | None) -> int:
    assert number is not None
    return numbers.index(number)


def test_the_begin_of_texts_is_read_by_number(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        source = harness.source(tx)
        unseen = [
            UnseenEntry(entry=ParsedEntry(text=text), key=text, content_hash=text, keys={number: "guid"})
            for number, text in enumerate(("", "可灵 2.1 发布", "short"))
        ]
        numbers = tx.entries.add_all(source.id, unseen, first_sight=True, now=harness.now)
        found = tx.entries.texts([*numbers, 10**6], clip=6)
    assert list(found.items()) == list(zip(numbers, ("", "可灵 2.1", "short"), strict=True))

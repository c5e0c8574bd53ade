"""Which sitemaps of an index a poll reads: what is new or changed at once, and in turn each of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.change_detection.index_memory import IndexMemory, PartNote, choose_parts, note_attempt
from monitor.core.model.entries import ListedPart

BEGIN = datetime(2026, 8, 1, 9, tzinfo=UTC)


class Reader:
    """Polls an index and notes what it read; parts in ``broken`` cannot be read."""

    def __init__(self) -> None:
        self.memory = IndexMemory()
        self.polls = 0
        self.broken: set[str] = set()

    def poll(self, listed: Sequence[ListedPart]) -> set[str]:
        self.memory = IndexMemory.loads(self.memory.dumps()).with_listed(listed, first=self.polls == 0)
        now = BEGIN + timedelta(days=3 * self.polls)
        chosen = choose_parts(listed, self.memory)
        for part in chosen:
            body = "" if part.url in self.broken else "said"
            self.memory = self.memory.with_note(part, note_attempt(self.memory.note_of(part), part, now=now, body=body))
        self.polls += 1
        assert len({part.url for part in chosen}) == len(chosen) <= 10
        return {part.url for part in chosen}


def parts(count: int, *, changed: str = "") -> list[ListedPart]:
    return [ListedPart(url=f"https://archive.example/{n}.xml", changed=changed) for n in range(count)]


@pytest.mark.parametrize("changed", ["", "2026-01-05"])
@pytest.mark.parametrize("count", [3, 10, 11, 64])
def test_every_part_has_its_turn(count: int, changed: str) -> None:
    reader, listed = Reader(), parts(count, changed=changed)
    turn = max(1, -(-count // 7))
    for _ in range(3):
        assert set().union(*(reader.poll(listed) for _ in range(turn))) == {part.url for part in listed}
    assert reader.memory.unread() == 0


@pytest.mark.parametrize("place", [0, 17, 40])
def test_a_part_that_is_new_is_read_at_once_wherever_it_stands(place: int) -> None:
    reader, listed = Reader(), parts(40)
    reader.poll(listed)
    new = ListedPart(url="https://archive.example/new.xml")
    assert reader.poll(listed)
    assert new.url in reader.poll([*listed[:place], new, *listed[place:]])
    assert not reader.memory.holds_history(new)


def test_a_part_whose_date_moved_is_read_at_once_and_as_long_as_that_day_lasts() -> None:
    reader, listed = Reader(), parts(40, changed="2026-01-05")
    reader.poll(listed)
    listed[23] = ListedPart(url=listed[23].url, changed="2026-08-04")
    assert listed[23].url in reader.poll(listed)
    assert listed[23].url in reader.poll(listed), "the date of a day may have been given twice"


def test_both_ends_without_dates_and_the_newest_date_are_read_at_every_poll() -> None:
    reader = Reader()
    listed = [*parts(40), ListedPart(url="https://archive.example/dated.xml", changed="2026-01-01")]
    for _ in range(9):
        assert {listed[0].url, listed[39].url, listed[40].url} <= reader.poll(listed)


def test_what_cannot_be_read_keeps_nobody_from_its_turn() -> None:
    reader, listed = Reader(), parts(30)
    reader.poll(listed)
    new = [ListedPart(url=f"https://archive.example/new-{n}.xml") for n in range(25)]
    reader.broken = {part.url for part in new[:20]}
    listed += new
    read = set().union(*(reader.poll(listed) for _ in range(12)))
    assert read == {part.url for part in listed}
    assert reader.memory.unread() == 20


def test_what_had_no_room_is_read_at_the_next_poll() -> None:
    reader, listed = Reader(), parts(40)
    reader.poll(listed)
    note = note_attempt(reader.memory.note_of(listed[20]), listed[20], now=BEGIN, body="said", waits=True)
    reader.memory = reader.memory.with_note(listed[20], note)
    assert note.body == "", "and not passed over because it did not change"
    assert listed[20].url in reader.poll(listed)


def test_a_part_that_was_there_from_the_first_holds_history_until_it_is_read() -> None:
    reader, listed = Reader(), parts(40)
    read = reader.poll(listed)
    assert {part.url for part in listed if not reader.memory.holds_history(part)} == read


@pytest.mark.parametrize("text", ["", "[]", "nonsense", "3", '{"a": 3}', '{"a": {"unknown": 1}}'])
def test_a_memory_that_cannot_be_read_is_empty(text: str) -> None:
    assert IndexMemory.loads(text) == IndexMemory()


def test_parts_that_the_index_no_longer_lists_are_forgotten() -> None:
    first, second = parts(2)
    memory = IndexMemory().with_listed([first, second], first=True).with_note(first, PartNote(read="2026-08-01"))
    assert len(memory.with_listed([second], first=False).notes) == 1

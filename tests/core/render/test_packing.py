"""Messages are split between items only: none lost, none twice, none out of order."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.render.split import Part, split_parts


@given(st.lists(st.integers(1, 40), max_size=60), st.integers(10, 100))
def test_parts_cover_all_items_in_order_and_fit(sizes: list[int], limit: int) -> None:
    def fits(part: Part) -> bool:
        return sum(sizes[part.start : part.end]) <= limit

    parts = split_parts(len(sizes), fits)
    covered = [place for part in parts for place in range(part.start, part.end)]
    assert covered == list(range(len(sizes)))
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    assert {part.of for part in parts} == {len(parts)}
    assert all(fits(part) or part.end - part.start == 1 for part in parts)


@given(st.lists(st.integers(1, 10), min_size=1, max_size=500), st.integers(10, 200))
def test_parts_are_filled_to_a_sixteenth_or_a_single_item(sizes: list[int], limit: int) -> None:
    parts = split_parts(len(sizes), lambda part: sum(sizes[part.start : part.end]) <= limit)
    for part in parts[:-1]:
        count = part.end - part.start
        assert sum(sizes[part.start : part.end + max(count // 16, 1)]) > limit


@given(st.lists(st.integers(1, 10), min_size=1, max_size=40))
def test_what_fits_whole_is_one_part_after_one_look(sizes: list[int]) -> None:
    looks: list[Part] = []

    def fits(part: Part) -> bool:
        looks.append(part)
        return True

    assert len(split_parts(len(sizes), fits)) == 1
    assert len(looks) <= 1


def test_a_message_without_items_is_one_part() -> None:
    assert split_parts(0, lambda part: True) == (Part(start=0, end=0, number=1, of=1),)  # noqa: ARG005 — the form of every measure

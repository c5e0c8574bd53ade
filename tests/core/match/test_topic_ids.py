"""Ids of new topics: readable, and nobody else's."""

import pytest

from monitor.core.match.topic_ids import new_topic_id


@pytest.mark.parametrize(
    ("name", "expected"), [("Malmö FF", "malmo-ff"), ("부산", "busan"), ("Самара", "samara"), ("Ａ１", "a1")]
)
def test_an_id_is_read_from_the_name(name: str, expected: str) -> None:
    assert new_topic_id(name, set().__contains__) == expected


def test_an_id_that_somebody_had_is_not_given_again() -> None:
    taken = {"busan"}
    second = new_topic_id("부산", taken.__contains__)
    assert second.startswith("busan-")
    taken.add(second)
    assert new_topic_id("부산", taken.__contains__) not in taken


def test_a_name_without_any_letter_gets_a_hash() -> None:
    assert new_topic_id("…", set().__contains__).startswith("topic-")

"""Where the words of a search stand in what is shown of a text."""

import pytest

from monitor.core.match.query.lookup import plan_search
from monitor.core.match.query.parser import parse_query
from monitor.core.render.highlights import make_excerpt, mark_words, sought_words

FAR = "Ships and their crews, " * 30


def sought(query: str) -> tuple[str, ...]:
    return sought_words(plan_search(parse_query(query, topics=())).sought)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("c", "Each act of C", ["C"]),
        ("c++", "C, and Ｃ＋＋", ["Ｃ＋＋"]),
        ("at&t", "Boats of AT&T", ["AT&T"]),
        ("pier -c++", "A pier in C++", ["pier"]),
        ("海鸥", "新海鸥号", ["海鸥"]),
    ],
)
def test_words_are_marked_where_they_begin_signs_and_all(query: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in mark_words(text, sought(query))] == marked


@pytest.mark.parametrize("query", ["ew", "c++"])
def test_the_excerpt_is_around_the_word_itself_and_not_a_part_of_another(query: str) -> None:
    text = f"{FAR}the one of EW in C++ is at the pier. {FAR}"
    shown, places = make_excerpt(text, sought(query))
    assert [shown[start:end].lower() for start, end in places] == [query]

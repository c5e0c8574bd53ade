"""What a mention shows of its text: a short sentence whole, of a long one whole words around the name."""

from collections.abc import Callable, Sequence

import pytest

from monitor.core.match.matcher import Matcher
from monitor.core.model.matches import Alias, Document, Topic

Make = Callable[[Sequence[Topic]], Matcher]


def _shown(make: Make, name: str, body: str) -> str:
    """The snippet of the one mention; what it marks is the name."""
    matcher = make([Topic(id="t", name={"en": "t"}, aliases=(Alias(text=name),))])
    (found,) = matcher.match(Document(body=body)).found
    assert {found.snippet[start:end] for start, end in found.highlights} == {name}
    return found.snippet


@pytest.mark.parametrize(
    "sentence",
    [
        "The works by the old canal will take on ninety people, the mayor said beside the managers of Veltrano.",
        "Veltrano will take on ninety people at the works by the old canal, the mayor said on Tuesday evening.",
        "河边的旧厂房明年春天将改建为一座新的电池工厂，镇长在周二晚间的会议上对维特兰诺的经理们表示欢迎。",
    ],
)
def test_a_short_sentence_is_shown_whole_wherever_the_name_stands(make: Make, sentence: str) -> None:
    name = "Veltrano" if "Veltrano" in sentence else "维特兰诺"
    assert _shown(make, name, f"It rained. {sentence} It rained again.") == sentence


LONG = " ".join(f"neighbour{n}" for n in range(40))


def test_a_long_sentence_begins_with_a_word_and_a_mark_and_ends_with_a_word(make: Make) -> None:
    snippet = _shown(make, "Veltrano", f"{LONG} Veltrano {LONG}")
    words = snippet.removeprefix("…").split()
    assert snippet.startswith("…neighbour")
    assert set(words) <= {*LONG.split(), "Veltrano"}
    assert 140 <= len(snippet) <= 161


def test_a_name_at_the_end_of_a_long_sentence_has_all_the_room_before_it(make: Make) -> None:
    snippet = _shown(make, "Veltrano", f"{LONG} Veltrano.")
    assert snippet.endswith(" Veltrano.")
    assert len(snippet) > 140


def test_what_is_written_without_spaces_is_cut_between_characters(make: Make) -> None:
    snippet = _shown(make, "维特兰诺", "河边旧厂" * 40 + "维特兰诺" + "明年春天" * 40)
    assert snippet.startswith("…")
    assert len(snippet) == 161


def test_one_endless_word_is_cut_inside(make: Make) -> None:
    assert len(_shown(make, "Veltrano", f"{'a' * 300} Veltrano {'b' * 300}")) <= 161

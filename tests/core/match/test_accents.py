"""A name without an accent is not the word that has one; what it missed for that is told."""

from collections.abc import Callable, Sequence

import pytest

from monitor.core.match.matcher import Matcher
from monitor.core.match.reasons import Why
from monitor.core.model.matches import Alias, Document, Topic

Make = Callable[[Sequence[Topic]], Matcher]


def topic(*names: str, query: str = "") -> Topic:
    return Topic(id="t", name={"en": "t"}, aliases=tuple(Alias(text=name) for name in names), query=query)


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("Citroen", "Un vieux Citroën au garage", "Citroën"),
        ("Dvorak", "Antonín Dvořák im Konzert", "Dvořák"),
        ("Lodz", "Pociąg do: Łódź", "Łódź"),
        ("Sao Paulo", "A noite em São Paulo", "São Paulo"),
        ("Erdogan", "ERDOĞAN'DAN AÇIKLAMA", "ERDOĞAN"),
    ],
)
def test_a_name_that_only_lacks_the_accent_is_refused_with_the_way_to_write_it(
    make: Make, name: str, text: str, written: str
) -> None:
    found = make([topic(name)]).match(Document(title=text))
    assert not found.found
    assert [refusal.reason for refusal in found.refused] == [Why("accent", (name, written)).text()]
    assert make([topic(written)]).match(Document(title=text)).found
    assert make([topic(written)]).match(Document(title=name)).found, "an accent may be missing in the text"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("Citroen",), "Les citroëniens en fête"),
        (("Pena",), "Peñarol gana el clásico"),
        (("Citroen", "Citroën"), "Un vieux Citroën au garage"),
        (("Citroen",), "Un vieux garage"),
    ],
)
def test_part_of_a_word_and_what_another_name_finds_are_not_told(make: Make, names: tuple[str, ...], text: str) -> None:
    assert not make([topic(*names)]).match(Document(title=text)).refused


def test_a_word_of_a_query_is_meant_as_it_is_written(make: Make) -> None:
    matching = make([topic(query="resume AND job")]).match(Document(title="Un résumé du job"))
    assert not matching.found
    assert not matching.refused

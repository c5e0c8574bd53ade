"""A form of a name goes on behind its stem as an ending does: what goes on otherwise is not looked at any further."""

from collections.abc import Iterator

import pytest

from monitor.core.match.scan.automaton import Lexicon
from monitor.core.match.scan.endings.inflection import inflected_name, letters_after_stem, may_be_form
from monitor.core.match.scan.endings.tables import ADJECTIVES, TABLES, TOWN_ADJECTIVES
from monitor.core.match.scan.names import forms_of, name_of
from monitor.core.text.normalize import fold, skeleton_of

NAMES = (
    "Andre", "Delta", "Masters", "Codec", "Roku", "Orlen", "Warszawa", "Żabka", "Łódź", "Tesla", "Praha", "Plzeň",
    "Budapest", "Suomi", "Helsinki", "Virtanen", "Leipzig", "Bremen", "Kassel", "Sparkasse", "Bundestag", "Grüne",
    "Vilnius", "Rīga", "Zagreb", "Košice", "Москва", "Путин", "Київ", "Дніпро", "Сербия", "Αθήνα", "Όλυμπος", "Gazprom",
    "Lisboa", "São", "Ankara", "İzmir", "Astana", "Алматы", "Nokia", "Ally", "Warner", "Marco", "Ajax", "Gdynia",
)  # fmt: skip


def _made_forms(word: str) -> Iterator[str]:
    """Everything that a table could make of a folded word, whether a language would or not."""
    for table in (*TABLES.values(), *ADJECTIVES.values(), *TOWN_ADJECTIVES.values()):
        for key, endings in table.items():
            base = word.removesuffix(key[1:]) if key.startswith("-") else word
            if base != word or not key.startswith("-"):
                yield from (fold(base + ending) for ending in endings.split())
    yield from (word + word[-1] + ending for ending in ("al", "el"))


@pytest.mark.parametrize("name", NAMES)
def test_every_form_of_a_name_is_still_a_candidate(name: str) -> None:
    (form,) = [form for form in forms_of(name_of(name), name) if form.inflected and form.text == fold(name)]
    assert form.inflected is not None
    lexicon = Lexicon([form])
    word = fold(name)
    seen = 0
    for spelt in {*_made_forms(word)}:
        begins = skeleton_of(spelt).startswith(skeleton_of(form.sought))
        if begins and spelt != word and may_be_form(word, spelt):
            seen += 1
            assert lexicon.candidates(skeleton_of(f"x {spelt} y")), spelt
    assert seen


@pytest.mark.parametrize(
    ("name", "text", "is_candidate"),
    [
        ("Codec", "code review", False),
        ("Masters", "master@host", False),
        ("Orlen", "Orlen", False),
        ("Orlen", "Orlenx", False),
        ("Orlen", "u Orlenu", True),
        ("Delta", "o deltě", True),
    ],
)
def test_what_goes_on_as_no_ending_does_is_none(name: str, text: str, is_candidate: bool) -> None:
    lexicon = Lexicon([form for form in forms_of(name_of(name), name) if form.inflected])
    assert lexicon.spell(skeleton_of(text))
    assert bool(lexicon.candidates(skeleton_of(text))) == is_candidate


def test_a_word_beside_others_may_stand_as_it_is() -> None:
    form = inflected_name("Rotes Boot", "rotes boot")
    assert form is not None
    assert letters_after_stem(form) is None

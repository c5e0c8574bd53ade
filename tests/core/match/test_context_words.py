"""Words that speak for or against a name, in the forms that the language of the text gives them."""

from collections.abc import Callable, Sequence

import pytest

from monitor.core.match.matcher import Matcher
from monitor.core.model.matches import Alias, Document, Topic

Make = Callable[[Sequence[Topic]], Matcher]


def found(make: Make, title: str, alias: Alias, *exclude: str) -> bool:
    topic = Topic(id="t", name={"en": "t"}, aliases=(alias,), exclude=exclude)
    return bool(make([topic]).match(Document(title=title)).found)


@pytest.mark.parametrize(
    ("name", "word", "text", "expected"),
    [
        ("Harbour", "завод", "Пожар на заводе Harbour", True),
        ("Harbour", "рыба", "Harbour продаёт рыбу", True),
        ("Harbour", "завод", "Harbour и заводной апельсин", False),
        ("Harbour", "kopalnia", "W kopalni Harbour wybuchł pożar", True),
        ("Harbour", "tehdas", "Harbourin tehtaalla paloi ja savusi", False),  # Another stem.
        ("Harbour", "pankki", "Harbour on pankin uusi omistaja", True),
        ("المرفأ", "بنك", "البنك المرفأ يعلن", True),
        ("المرفأ", "بنك", "المرفأ وبنكنوت", False),
        ("העוגן", "בנק", "העוגן והבנק הודיעו", True),
        ("Harbour", "plant", "Harbour opens planters in Leeds", False),
        ("Harbour", "plant", "Harbour opens two plants", True),
    ],
)
def test_a_needed_word_may_have_the_endings_of_its_language(
    make: Make, name: str, word: str, text: str, expected: bool
) -> None:
    assert found(make, text, Alias(text=name, needs=(word,))) == expected


@pytest.mark.parametrize(
    ("alias", "excluded", "text"),
    [
        ("Bright", "Bright variant", "Bright variants spread"),
        ("Bright", "Bright United", "Bright Uniteds neuer Trainer ist da"),
        ("Орион", "Орион-Казань", "Игрок «Ориона-Казани» травмирован"),
        ("Tessla", "Nikola Tessla", "Otvoren muzej Nikole Tessle u Beogradu"),
        ("Орион", "выставка", "«Орион» на выставке в Уфе"),
    ],
)
def test_an_exclusion_holds_for_the_forms_that_the_name_is_found_in(
    make: Make, alias: str, excluded: str, text: str
) -> None:
    assert not found(make, text, Alias(text=alias), excluded)
    assert found(make, text, Alias(text=alias))

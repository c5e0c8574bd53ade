"""Names as texts of many languages write them: endings, articles that melt, letters written apart, dots left out."""

import pytest

from monitor.core.match.scan.endings.inflection import is_form, may_be_form
from monitor.core.match.scan.endings.tables import LANGUAGES
from tests.core.match.plain_names import Make, found


@pytest.mark.parametrize(
    ("alias", "lang", "text"),
    [
        ("Wrocław", "pl", "Tramwaje we Wrocławiu stoją"),
        ("Poznań", "pl", "Targi w Poznaniu odwołane"),
        ("Żywiec", "pl", "W Żywcu otwarto muzeum"),
        ("Katowice", "pl", "Koncert w Katowicach"),
        ("Zakopane", "pl", "Droga do Zakopanego zamknięta"),
        ("Plzeň", "cs", "Pivo z Plzně"),
        ("Pardubice", "cs", "Dostihy v Pardubicích"),
        ("Karlovy Vary", "cs", "Hosté Karlových Varů"),
        ("Košice", "sk", "Most v Košiciach"),
        ("Turku", "fi", "Turun satama kasvaa"),
        ("Tampere", "fi", "Tampereella uusi ratikka"),
        ("Нова пошта", "uk", "Відділення Нової пошти"),
        ("Суми", "uk", "Ранок у Сумах"),
        ("Gojek", "id", "Gojeknya rusak"),
        ("Pertamina", "id", "Pertaminalah yang salah"),
    ],
)
def test_endings_of_towns_and_bodies_belong_to_the_name(make: Make, alias: str, lang: str, text: str) -> None:
    assert found(make, alias, text, lang)


def test_a_letter_that_english_lacks_tells_whose_endings_count(make: Make) -> None:
    assert found(make, "Škoda", "Prodej Škody roste")
    assert not found(make, "Orlen", "Orleny of Nauvoo")


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("Le Havre", "Le port du Havre est bloqué", True),
        ("Le Mans", "Une nuit au Mans", True),
        ("Les Sables-d'Olonne", "Le maire des Sables-d’Olonne démissionne", True),
        ("La Spezia", "Il porto della Spezia riapre", True),
        ("Le Havre", "Un petit coin du havre de paix", False),
        ("Le Monde", "La Coupe du Monde commence", False),
        ("La Repubblica", "Il presidente della Repubblica firma", False),
    ],
)
def test_an_article_melts_with_a_preposition_before_a_name(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("Mærsk", "Maersk hæver forventningerne", True),
        ("Sacré-Cœur", "Travaux au Sacré-Coeur", True),
        ("Node.js", "NodeJS foundation moves on", True),
        ("Vue.js", "Vuejs conf in Tokyo", True),
        ("E.ON", "The lights go eon by eon", False),
    ],
)
def test_letters_written_apart_and_a_dot_left_out(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_a_form_in_a_language_may_be_one(language: str) -> None:
    words = (
        "warszawa",
        "miskolc",
        "nokia",
        "škoda",
        "ceskych",
        "москва",
        "харків",
        "αθηνα",
        "turku",
        "chelsea",
        "ελλασ",
    )
    endings = ("a", "u", "owi", "nak", "ssa", "lar", "ом", "ові", "ασ", "s", "al", "cal", "n", "ej", "ům", "ý")
    for word in words:
        for spelt in (word[:cut] + ending for cut in range(2, len(word) + 1) for ending in endings):
            assert may_be_form(word, spelt) or not is_form(word, spelt, (language,))


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("InPost", "The figures in post production were wrong", False),
        ("InPost", "In post offices the queues grew", False),
        ("InPost", "InPost opens lockers in Spain", True),
        ("LinkedIn", "Two cases linked in Rome", False),
        ("LinkedIn", "Linked In adds games", True),
        ("InPost", "In Post lockers, as some write", True),
        ("ToTok", "They went to tok village", False),
    ],
)
def test_a_preposition_before_a_small_word_is_a_phrase(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("St. Gallen", "St Gallen gewinnt das Spiel", True),
        ("St Gallen", "Der FC St. Gallen gewinnt", True),
        ("St. Gallen", "St. Gallens Trainer geht", True),
        ("Dr. Pepper", "Dr Pepper has a new owner", True),
        ("Bros. Lumber", "Bros Lumber burnt down", True),
        ("U.N. Habitat", "UN Habitat met in Nairobi", True),
        ("CS Lewis", "A letter of C. S. Lewis was found", True),
        ("C.S. Lewis", "A letter of CS Lewis was found", True),
        ("BPForrest", "B.P. Forrest and BP Forrest", True),
        ("NHTSA", "The N.H.T.S.A. waits", False),
        ("NASA", "Engineers of N.A.S.A. wait", True),
        ("NASA", "N.A.S.A.C. is another club", False),
        ("B.A.T.", "A bat lives in the attic", False),
        ("B.A.T.", "BAT raises its prices", True),
        ("G.ON", "Gon erhöht die Preise", True),
    ],
)
def test_dots_of_abbreviations_may_be_there_or_not(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("4M", "The club has raised $4M", False),
        ("4M", "The club has raised €1.4M", False),
        ("4M", "4M lays off a hundred people", True),
        ("9-Pin", "Two 9-Pins were sold", True),
        ("B&Q", "B&Qs Umsatz sinkt", True),
        ("B&Q", "B&Qsort is a program", False),
    ],
)
def test_names_with_signs_and_digits(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("سایه‌سار", "نمایش سایه سار امشب", True),
        ("سایه سار", "نمایش سایه‌سار امشب", True),
        ("علي", "خرج الناس على الطريق", False),
        ("علي", "قال علي إن الطريق مغلق", True),
        ("현대", "현대인은 바쁘다", False),
        ("현대", "현대사를 배우는 학생들", False),
        ("현대", "현대차와 현대백화점", True),
    ],
)
def test_letters_that_are_written_alike(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ('Ships "R" Us', "Ships “R” Us reopens"),
        ('Ships "R" Us', "Ships R Us reopens"),
        ("Ann Q. Hale", "Ann Q Hale tours"),
        ("Ann Q Hale", "Ann Q. Hale tours"),
        ("K-pop", "Kpop tours"),
        ("well-being", "Wellbeing of ferrymen"),
        ("“蓝鲸”计划", '"蓝鲸"计划启动'),
        ("「原野」", "『原野』更新"),
    ],
)
def test_quotes_initials_and_hyphens_of_a_name_are_those_of_any_writer(make: Make, alias: str, text: str) -> None:
    assert found(make, alias, text)

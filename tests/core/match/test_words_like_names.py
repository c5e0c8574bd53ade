"""Forms that a name takes, and words that are spelt like one and are others."""

import pytest

from tests.core.match.plain_names import Make, found


@pytest.mark.parametrize(
    ("alias", "text", "lang"),
    [
        ("refinery", "Two refineries shut after the storm", ""),
        ("Prius", "Stolen Priuses found in Leeds", ""),
        ("Rotes Rathaus", "Protest vor dem Roten Rathaus", ""),
        ("Weißer Ring", "Die Helfer des Weißen Rings", ""),
        ("Norddeutscher Lloyd", "Schiffe beim Norddeutschen Lloyd", ""),
        ("Landtag", "Sitzung des Landtages vertagt", ""),
        ("Linke", "Der Parteitag der Linken endet mit Streit", ""),
        ("Верхний Уфалей", "Снег в Верхнем Уфалее", ""),
        ("Чёрное море", "Шторм на Чёрном море", ""),
        ("Великие Луки", "Мост в Великих Луках закрыт", ""),
        ("Павел Чехов", "Книга Павла Чехова", ""),
        ("Dąbrowa Górnicza", "Pożar w Dąbrowie Górniczej", ""),
        ("Zielona Wyspa", "Koncert na Zielonej Wyspie", "pl"),
        ("Mäkinen", "Mäkiselle hopeaa", "fi"),
        ("Ruusukko", "Ruusukon myynti kasvaa", "fi"),
        ("Kuusiniemi", "Kuusiniemellä myrskyää", "fi"),
        ("Bahçeli", "Bahçeliye çağrı", ""),
        ("대한항공", "대한항공편 두 시간 지연", ""),
    ],
)
def test_forms_of_words_that_stand_in_names(make: Make, alias: str, text: str, lang: str) -> None:
    assert found(make, alias, text, lang)


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("Ally", "Allies meet in Riga", False),  # A name keeps its y.
        ("Dell", "Il futuro dell'Europa", False),
        ("Dell", "Il ministro Dell'Aquila si dimette", False),
        ("Dell", "Dell's laptops", True),
        ("Dell", "Dell'in yeni dizüstü bilgisayarı", True),
        ("Sant", "Piazza Sant'Andrea riapre", False),
        ("Meta", "A meta-study of Danish nurses", False),
        ("Meta", "Meta-owned apps fail in Perth", True),
        ("Micro", "The Dutch micro-brewery closes", False),
        ("Uber", "An uber-like service in Kenya", True),
        ("Maté", "A mate of the Prime Minister", False),
        ("Maté", "Mate exports grow", True),
        ("Citroën", "The old citroen in the yard of Anna", True),  # No other word is spelt so.
        ("WHO", "Asked who said so, Ann smiled", False),
        ("WHO", "WHO warns of heat", True),
        ("WHO", "who warns of heat", True),  # Nothing here tells capitals.
        ("UN", "Un nouveau train pour la ville", False),
        ("UN", "The un of Now", True),  # Not a word of English.
        ("SAP", "SAPS police in Cape Town", False),
        ("SAP", "Two SAPs in one office", True),
        ("SAP", "SAPS FALL", True),
        ("Lay's", "He lays a carpet in the hall", False),
        ("Lay's", "Lays recalls a batch of crisps", True),
        ("Lay's", "A bag of lay's in the hall of Rome", True),
        ("Land's End", "At the lands end of the pier", False),
        ("McDonald's", "We went to mcdonalds in Rome", True),  # Its stem is no everyday word.
        ("Maté", "mate exports grow", True),  # Who writes no capitals leaves out accents, too.
    ],
)
def test_words_that_are_spelt_like_a_name_are_not_it(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize(("sign", "text"), [("🦊", "A 🦊🦊 browser"), ("☂", "Take your ☂today")])
def test_a_pictograph_is_a_name(make: Make, sign: str, text: str) -> None:
    assert found(make, sign, text)
    assert not found(make, sign, "A browser for today")

"""Words beside figures, in languages that write them after their own fashion."""

import pytest

from monitor.core.text.figures import number_words
from monitor.core.text.figures.numbers import amounts_in
from monitor.core.text.normalize import fold


def test_all_words_are_spelt_as_texts_are_folded() -> None:
    words = (*number_words.SCALES, *number_words.CURRENCIES, *number_words.ONLY_IN, *number_words.COUNT_WORDS)
    assert [word for word in words if fold(word) != word] == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "ارتفاع ٧٫٣ في المئة", "%:7.3"),
        ("ar", "٢٬٤٥٠ دولار", "n:2450"),
        ("ar", "6 آلاف عامل", "n:6000"),
        ("ar", "نمو 8 بالمائة", "%:8"),
        ("fi", "7,3 prosenttia", "%:7.3"),
        ("fi", "1,8 miljardia euroa", "n:1.8e+09"),
        ("hu", "7,3 százalékkal", "%:7.3"),
        ("hu", "6,5 milliárd forint", "n:6.5e+09"),
        ("cs", "340 milionů korun", "n:3.4e+08"),
        ("ro", "2,5 miliarde de lei", "n:2.5e+09"),
        ("uk", "на 7,3 відсотка", "%:7.3"),
        ("uk", "1,8 мільярда гривень", "n:1.8e+09"),
        ("el", "7,3 τοις εκατό", "%:7.3"),
        ("el", "1,8 δισ. ευρώ", "n:1.8e+09"),
        ("id", "Rp1,8 triliun", "n:1.8e+12"),
        ("en", "RM34 million", "n:3.4e+07"),
        ("nb", "7,3 prosent", "%:7.3"),
        ("da", "1,8 milliarder kroner", "n:1.8e+09"),
    ],
)
def test_a_figure_has_the_size_that_its_language_says(language: str, text: str, expected: str) -> None:
    assert amounts_in(fold(text), language) == {expected}

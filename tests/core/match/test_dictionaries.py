"""Word lists read from their files are what the library itself gives; plain text folds as the table has it."""

import random

import pytest
from wordfreq import get_frequency_dict

from monitor.core.match.scan.dictionaries import WordShares, every_word_of, words_beginning, words_of
from monitor.core.text.normalize import fold, fold_map


@pytest.mark.parametrize("language", ["en", "de", "tr", "ja", "zh"])
def test_a_list_is_the_librarys(language: str) -> None:
    """Every word, folded, with its share."""
    expected = {fold(word): share for word, share in get_frequency_dict(language, wordlist="small").items()}
    known = words_of(language)
    assert {word: known.get(word) for word in every_word_of(language)} == expected
    assert not [word for word in expected if word + "\n" in known]


def test_an_unknown_language_has_no_words() -> None:
    """No error, no word."""
    assert not words_of("tlh")
    assert "a" not in words_of("tlh")
    assert every_word_of("tlh") == ()


def test_words_are_found_by_their_beginning() -> None:
    """The first and the last of the list as well."""
    every = every_word_of("ko")
    for start in ("쿠", "롯데", every[0], every[-1], "쿠팡이츠이츠"):
        assert list(words_beginning(start, "ko")) == [word for word in every if word.startswith(start)]


def test_a_list_of_too_many_steps_is_refused() -> None:
    """They would run into the numbers of the words."""
    with pytest.raises(ValueError, match="1024 steps"):
        WordShares([["a"]] * 1024)


def test_text_alone_folds_as_text_with_places() -> None:
    """The quick ways of ``fold`` and the careful one agree: ASCII, and clusters of marks among plain text."""
    chance = random.Random(20)  # noqa: S311 — test data
    marked = [*"aZ`'-_ 9\t\x1f", "é", "e\u0301", "ﬁ", "か\u3099", "\u200b", "Ａ", "한", "한", "臺", "ß", "İ"]
    for _ in range(2000):
        text = "".join(chance.choices(marked if chance.random() < 0.5 else [chr(n) for n in range(128)], k=9))
        assert fold(text) == fold_map(text).text

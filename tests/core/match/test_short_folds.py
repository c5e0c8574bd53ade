"""A short text is folded character by character, and comes out as by the table; so do frequent words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.match.late_matcher import LateMatcher
from monitor.core.match.matcher import compile_matcher
from monitor.core.match.scan.dictionaries import every_word_of, frequent_words_of, words_of
from monitor.core.model.matches import Alias, Document, Topic
from monitor.core.text import fold_tables, normalize
from monitor.core.text.traditional import TRADITIONAL
from monitor.errors import ConfigError


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_short_text_folds_as_a_long_one(text: str) -> None:
    long = "x" * 60
    assert normalize.fold(text + long) == normalize.fold(text) + long


def test_what_is_left_out_of_the_table_folds_to_itself() -> None:
    traditional = frozenset(TRADITIONAL)
    for first, last in fold_tables._UNCHANGED:
        codes = [code for code in range(first, last) if chr(code) not in traditional]
        assert not fold_tables.fold_each(codes).keys() & set(codes)


@pytest.mark.parametrize("language", ["en", "tr", "ru", "xx"])
def test_the_frequent_words_are_all_those_from_a_zipf_value_of_4_2(language: str) -> None:
    frequent, every = frequent_words_of(language), words_of(language)
    assert all(word in every for word in frequent)
    assert {word for word in every_word_of(language) if every.get(word) >= 10**-4.8} <= frequent


def test_a_late_matcher_finds_the_same() -> None:
    topics = [Topic(id="quibblo", name={"en": "Quibblo"}, aliases=(Alias(text="Quibblo"),))]
    document = Document(title="Quibblo 4 is out")
    assert LateMatcher(topics, {}).match(document) == compile_matcher(topics, {}).match(document)


def test_a_late_matcher_tells_of_a_wrong_query_at_once() -> None:
    with pytest.raises(ConfigError):
        LateMatcher([Topic(id="quibblo", name={"en": "Quibblo"}, query="(Quibblo AND")], {})

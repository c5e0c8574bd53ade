"""A long text is cut by a table of characters into the words that its pieces are cut into."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text import index_words
from monitor.core.text.normalize import fold

_PIECES = st.sampled_from(
    ["a", "Zz9", "_", "可灵", "灵", "々", "カタ・カナ", "한국", "\U00020001\U00020002", "\U0001f600", "é", "ß", "١",
     " ", "\n", "-", "\x00", "\ud800", "²", "ǆ", "\U00013000", "x" * 50, "。", "\x1f", "e\u0301", "\u0301", "’", "Ａ"]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, min_size=1, max_size=30).map("".join)


def _cut_by_runs(text: str) -> str:
    return " ".join(word for run in index_words._RUNS.findall(fold(text)) for word in index_words._words_of(run))


@settings(max_examples=300)
@given(_TEXTS)
def test_all_ways_cut_alike(text: str) -> None:
    expected = _cut_by_runs(text)
    for cut in (index_words._cut_by_units(text), index_words._cut_by_table(fold(text))):
        assert cut is None or cut.replace("\x1f", "").rstrip(" ") == expected
    assert index_words.index_words(text) == expected


@settings(max_examples=100)
@given(st.lists(_TEXTS, max_size=12))
def test_texts_cut_together_are_cut_as_each_alone(texts: list[str]) -> None:
    assert index_words.index_words_of(texts) == [_cut_by_runs(text) for text in texts]


def test_more_texts_than_are_cut_at_once_keep_their_order() -> None:
    texts = [f"{number} 港口{'é' if number % 7 else '🎈'}" for number in range(4_000)]
    assert index_words.index_words_of(texts) == [_cut_by_runs(text) for text in texts]


def test_every_character_is_of_the_same_kind() -> None:
    kinds = index_words._kinds_of_characters()
    for code in range(index_words._LAST_UNSPACED):
        found = index_words._RUNS.match(chr(code))
        kind = 0 if found is None else 2 if index_words._PAIRED.match(chr(code)) else 1
        assert kinds[code] == (index_words._APART_KIND if chr(code) == index_words._APART else kind), hex(code)


def test_a_character_beyond_the_table_leaves_the_long_text_to_the_other_way() -> None:
    assert index_words.index_words("可灵 " * 50 + "\U000e0101") == " ".join(["可灵 灵"] * 50)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_plain_text_is_cut_as_any_other(text: str) -> None:
    assert index_words.index_words(text) == _cut_by_runs(text)

"""Folding: one form for every spelling, and the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text.normalize import fold, fold_map, skeleton_of, skeleton_places
from tests.examples import examples


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ｋｌｉｎｇ", "kling"),
        ("可靈 ＡＩ", "可灵 ai"),
        ("通義萬相", "通义万相"),
        ("Seaweed‑7B", "seaweed-7b"),
        ("Seaweed–7B", "seaweed-7b"),
        ("可\u200b灵", "可灵"),
        ("Deep\xadSeek", "deepseek"),
        ("Kling\u00a03.0", "kling 3.0"),
        ("ﬁlm", "film"),
        ("cafe\u0301", "café"),
        ("ｶﾞ", "ガ"),
        ("𝐊𝐥𝐢𝐧𝐠", "kling"),
        ("…", "…"),
        ("\ud800", "\ufffd"),
    ],
)
def test_spellings_of_one_name_fold_to_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("written", ["Seaweed 7B", "Seaweed-7B", "seaweed7b", "SEAWEED_7B", "Ｓｅａｗｅｅｄ－７Ｂ"])
def test_spaces_hyphens_and_underscores_leave_no_trace_in_the_skeleton(written: str) -> None:
    assert skeleton_of(written) == "seaweed7b".encode("utf-16-le")


def test_the_way_back_is_exact_with_surrogates_marks_and_ligatures() -> None:
    text = "😀 ﬁlm cafe\u0301 可\u200b靈 end"
    folded = fold_map(text)
    for word, original in [("film", "ﬁlm"), ("café", "cafe\u0301"), ("可灵", "可\u200b靈"), ("end", "end")]:
        start = folded.text.index(word)
        first, last = folded.original(start, start + len(word))
        assert text[first:last] == original


def test_each_unit_of_the_skeleton_knows_its_place() -> None:
    folded = fold("可 灵-AI 2.1")
    places = skeleton_places(folded)
    assert "".join(folded[place] for place in places) == "可灵ai2.1"


@examples(200)
@given(st.text(max_size=80))
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@examples(200)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=80))
def test_any_text_folds_with_places_inside_it(text: str) -> None:
    folded = fold_map(text)
    assert folded.text == fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert len(skeleton_of(text)) % 2 == 0


@pytest.mark.parametrize("simplified", ["为什么", "著名", "哪吒", "抬头"])
def test_what_simplified_texts_write_stays_as_it_is(simplified: str) -> None:
    assert fold(simplified) == simplified

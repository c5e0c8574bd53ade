"""What an edit changed: the runs that difflib finds, in a time that no text can stretch."""

import time
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as some

from monitor.web.diffs import diff_pieces

WORDS = some.lists(some.sampled_from(["Acme ", "opens ", "a ", ".", "可", "灵"]), max_size=20)


def shown(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in diff_pieces(before, after)]


def test_words_are_taken_out_and_put_in() -> None:
    assert shown("Acme opens a plant in May", "Acme opens two plants in May") == [
        ("same", "Acme opens "),
        ("out", "a plant "),
        ("in", "two plants "),
        ("same", "in May"),
    ]
    assert shown("可灵发布", "可灵不发布") == [("same", "可灵"), ("in", "不"), ("same", "发布")]
    assert (shown("", ""), shown("", "new"), shown("old", "")) == ([], [("in", "new")], [("out", "old")])


def test_long_runs_that_are_kept_are_shown_by_their_ends() -> None:
    whole = "word " * 100
    assert shown(whole, f"{whole}new") == [("same", f"{whole[:60]} … {whole[-60:]}"), ("in", "new")]


@given(WORDS, WORDS)
def test_what_is_kept_is_what_difflib_keeps(before: list[str], after: list[str]) -> None:
    wanted = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        kinds = ("same",) if what == "equal" else ("out", "in")
        texts = ("".join(before[a:b]), "".join(after[c:d]))
        wanted += [(kind, text) for kind, text in zip(kinds, texts, strict=False) if text]
    assert shown("".join(before), "".join(after)) == wanted


@pytest.mark.parametrize("end", [". ", "0 1 ", "啊吧", "la la . "])
def test_no_text_takes_long(end: str) -> None:
    before, after = end[0] * 6_000, end * 3_000
    began = time.process_time()
    pieces = shown(before, after)
    assert time.process_time() - began < 5
    assert [kind for kind, _ in pieces if kind != "same"], "the change is shown, if not word by word"

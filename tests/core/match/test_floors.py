"""Pinned floors on the measured data, with its hash. Lower one only in its own commit, with a reason."""

import hashlib
import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.core.match.matcher import Matcher
from monitor.core.model.matches import Document
from monitor.evaluation.matching import score_mentions

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("MONITOR_DATA", ROOT.parent / "shared" / "data"))
WILD = ROOT / "docs" / "development" / "measurements" / "mentions-wild.tsv"
HASHES = {
    "mentions/mentions.jsonl": "c05ddf1a0a0bf2044da5d5edfe779841ce7c849d6f97e4156d52260616fef698",
    "mentions/variants.jsonl": "be33b4b7222fd8d6788c4652faff9388e6b75342cd1cee25e3ec6906dc80c149",
    "news/items.jsonl.xz": "243ea082caa8bf03f72caefef807e60dd6d9837952818247c483d63536936726",
}
FLOORS = {"precision": 0.99, "recall": 0.985, "variants": 0.99, "topic": 0.90}
FEW = 15

pytestmark = pytest.mark.data


def measured(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the measured data is not here: {path.name} (set MONITOR_DATA)")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != HASHES[name]:
        pytest.skip(f"{name} is not the data that the floors were measured on")
    return path


def rows(name: str) -> Iterator[dict[str, Any]]:
    with measured(name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def test_labelled_sentences_stay_above_the_floor(matcher: Matcher) -> None:
    overall = score_mentions(rows("mentions/mentions.jsonl"), matcher).document["overall"]
    assert overall["precision"] >= FLOORS["precision"]
    assert overall["recall"] >= FLOORS["recall"]


def test_no_topic_falls_behind(matcher: Matcher) -> None:
    for topic, counted in score_mentions(rows("mentions/mentions.jsonl"), matcher).document["topics"].items():
        for right, wrong in (("tp", "fn"), ("tn", "fp")):
            of = counted[right] + counted[wrong]
            fine = counted[right] / of >= FLOORS["topic"] if of >= FEW else counted[wrong] <= 1
            assert fine, (topic, counted)


def test_spelling_variants_stay_above_the_floor(matcher: Matcher) -> None:
    overall = score_mentions(rows("mentions/variants.jsonl"), matcher).document["overall"]
    assert overall["recall"] >= FLOORS["variants"]


def test_no_real_document_makes_it_raise(matcher: Matcher) -> None:
    feeds = DATA / "feeds"
    if not feeds.is_dir():
        pytest.skip("the measured feeds are not here (set MONITOR_DATA)")
    for path in sorted(feeds.rglob("*")):
        if path.is_file():
            matcher.match(Document(title=path.name, body=path.read_bytes()[:300_000].decode("utf-8", "replace")))


def test_every_verdict_in_the_wild_is_as_it_was_read(matcher: Matcher) -> None:
    with lzma.open(measured("news/items.jsonl.xz"), "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    table = [line.split("\t") for line in WILD.read_text("utf-8").splitlines()[1:]]
    changed = []
    for number, topic, verdict, _ in table:
        item = items[int(number)]
        found = matcher.match(Document(title=item["title"], body=item["body"])).found
        if any(mention.topic == topic for mention in found) != (verdict == "accepted"):
            changed.append((number, topic, verdict))
    assert changed == []

"""Fit the weights of `monitor.core.cluster.similarity` on labelled pairs and stories, and say how they carry over.

python -m bench.stories_fit               # one table, cross-validated: no pair is judged by weights that saw it
python -m bench.stories_fit --write       # also writes monitor/core/cluster/similarity_weights.py

The weights between two languages with meaning need the extra ``semantic``.
"""

import argparse
import json
import lzma
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.adapters.embeddings import SentenceEmbedder
from monitor.core.cluster.compared import in_two_languages
from monitor.core.cluster.features.compared_report import ReportFeatures, read_features
from monitor.core.cluster.features.embeddings import Embed
from monitor.core.cluster.features.report_features import extract_features
from monitor.core.cluster.similarity import bridge_evidence, compare_meaning, evidence_between
from monitor.evaluation.clustering import pair_document, predict_pair, report_of, score_stories

DATA = Path(os.environ.get("MONITOR_DATA", "../shared/data"))
PAIR_FILES = {"pairs": "stories/pairs.jsonl", "stranger": "stranger/pairs.jsonl"}
ACROSS = "stories/pairs_crosslang.jsonl"
WEIGHTS_FILE = Path("monitor/core/cluster/similarity_weights.py")
STREAM_PAIRS = Path("bench/stream_pairs.tsv")
RIDGE = 2.0
DIFFERENT_WEIGHT = 0.3
"""Of a pair out of two stories: there are many of them, and few pairs out of one."""
WINDOW_DAYS = 14.0
FOLDS = 10
Floats = NDArray[np.float64]
Row = dict[str, Any]
Evidence = Callable[[ReportFeatures, ReportFeatures], Mapping[str, float]]
Like = Callable[[ReportFeatures, ReportFeatures], float]


@dataclass(frozen=True)
class Fitted:
    """The names of the evidence, their weights, and the constant."""

    names: Sequence[str]
    weights: Floats
    bias: float


@dataclass(frozen=True)
class Sample:
    """One pair with its truth; ``groups`` are what a fold keeps together."""

    a: ReportFeatures
    b: ReportFeatures
    same: bool
    weight: float
    groups: frozenset[str]


class Remembering:
    """An embedder that computes each text once: the folds ask for the same again and again."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._known: dict[str, Sequence[float]] = {}

    def __call__(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        missing = [text for text in texts if text not in self._known]
        self._known |= dict(zip(missing, self._embed(missing), strict=True))
        return [self._known[text] for text in texts]


def rows(name: str) -> list[Row]:
    """The rows of a JSON Lines file of the shared data."""
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


def grouped(pairs: Iterable[Row]) -> dict[str, str]:
    """A group for each pair id: pairs that share a headline, and all pairs made from one template, are one."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            name = parents[name]
        return name

    for row in pairs:
        for side in "ab":
            parents[root(f"title {row[side]['title']}")] = root(row["id"])
    return {name: root(name) for name in list(parents) if not name.startswith("title ")}


def one_language() -> list[Sample]:
    """All labelled pairs in one language, the pairs of the stream, and the pairs of reports of the labelled stories."""
    found: list[Sample] = []
    for name in PAIR_FILES.values():
        groups = grouped(rows(name))
        for row in rows(name):
            a, b = (read_features(extract_features(report_of(row[side])))[0] for side in "ab")
            if not a.is_roundup and not b.is_roundup and not in_two_languages(a, b):
                known = {groups[row["id"]], row["a"]["title"], row["b"]["title"]}
                found.append(Sample(a, b, row["label"] == "same", 1.0, frozenset(known)))
    return found + stream_samples() + story_samples()


def stream_samples() -> list[Sample]:
    """Pairs of the news stream labelled by reading them: many are one outlet's reports of two events."""
    with lzma.open(DATA / "news" / "items.jsonl.xz", "rt", encoding="utf-8") as lines:
        items = list(lines)
    found = []
    for line in STREAM_PAIRS.read_text().splitlines():
        if not line.startswith("#"):
            first, second, same = line.split()
            articles = [json.loads(items[int(at)]) for at in (first, second)]
            a, b = (read_features(extract_features(report_of(article)))[0] for article in articles)
            found.append(Sample(a, b, same == "1", 1.0, frozenset(article["title"] for article in articles)))
    return found


def story_samples() -> list[Sample]:
    """All pairs of reports of the labelled stories that lie within two weeks."""
    reports = [
        (row, made)
        for row in rows("stories/clusters.jsonl")
        for made in read_features(extract_features(report_of(row)))
    ]
    reports = [(row, made) for row, made in reports if not made.is_roundup]
    found = []
    for index, (row, ours) in enumerate(reports):
        for other, theirs in reports[:index]:
            if abs(ours.at - theirs.at) <= WINDOW_DAYS * 86400 and not in_two_languages(ours, theirs):
                same = row["story"] == other["story"] and row["role"] == other["role"] == "member"
                groups = {row["title"], other["title"], row["story"], other["story"]}
                found.append(Sample(ours, theirs, same, 1.0 if same else DIFFERENT_WEIGHT, frozenset(groups)))
    return found


def across(embed: Embed | None) -> list[Sample]:
    """The labelled pairs in two languages."""
    groups = grouped(rows(ACROSS))
    found = []
    for row in rows(ACROSS):
        a, b = (read_features(extract_features(report_of(row[side]), embed))[0] for side in "ab")
        found.append(Sample(a, b, row["label"] == "same", 1.0, frozenset({groups[row["id"]]})))
    return found


def with_meaning(a: ReportFeatures, b: ReportFeatures) -> Mapping[str, float]:
    """The evidence between two languages when both reports have vectors."""
    return bridge_evidence(a, b) | compare_meaning(a, b)


def fit(chosen: Sequence[Sample], seen: Evidence) -> Fitted:
    """Weights on the unscaled evidence and the constant: logistic regression, ridge on standardised values, Newton."""
    names = list(seen(chosen[0].a, chosen[0].b))
    values = np.array([list(seen(sample.a, sample.b).values()) for sample in chosen])
    same = np.array([float(sample.same) for sample in chosen])
    importance = np.array([sample.weight for sample in chosen])
    mean, spread = values.mean(0), values.std(0) + 1e-9
    scaled = np.hstack([(values - mean) / spread, np.ones((len(values), 1))])
    ridge = np.diag([RIDGE] * values.shape[1] + [1e-6])
    weights = np.zeros(scaled.shape[1])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-scaled @ weights))
        gradient = scaled.T @ (importance * (guess - same)) + ridge @ weights
        curvature = (scaled.T * (importance * guess * (1 - guess))) @ scaled + ridge
        weights -= np.linalg.solve(curvature, gradient)
    plain = weights[:-1] / spread
    return Fitted(names, plain, float(weights[-1] - mean @ plain))


def model(fitted: Fitted, seen: Evidence) -> Like:
    """A similarity with these weights."""

    def like(a: ReportFeatures, b: ReportFeatures) -> float:
        values = seen(a, b)
        total = sum(w * values[name] for name, w in zip(fitted.names, fitted.weights, strict=True))
        return float(1 / (1 + np.exp(-(fitted.bias + total))))

    return like


def folds(groups: Iterable[str], seed: int) -> dict[str, int]:
    """A fold for each group, by chance."""
    shuffled = np.random.default_rng(seed).permutation(sorted(groups))
    return {str(group): place % FOLDS for place, group in enumerate(shuffled)}


def held_out(found: Sequence[Sample], seen: Evidence, seed: int) -> tuple[dict[str, int], list[Like]]:
    """The fold of each group, and for each fold a similarity that saw nothing of it."""
    by_group = folds({group for sample in found for group in sample.groups}, seed)
    likes = [
        model(fit([s for s in found if all(by_group[group] != fold for group in s.groups)], seen), seen)
        for fold in range(FOLDS)
    ]
    return by_group, likes


def judged(name: str, by_group: Mapping[str, int], likes: Sequence[Like], embed: Embed | None = None) -> dict[str, Any]:
    """What ``monitor eval pairs`` says of a file when each pair is judged by its own fold."""
    pairs = rows(name)
    groups = grouped(pairs)
    predicted = [predict_pair(row, like=likes[by_group.get(groups[row["id"]], 0)], embed=embed) for row in pairs]
    return pair_document(pairs, predicted)


def judged_stories(by_group: Mapping[str, int], likes: Sequence[Like]) -> dict[str, Any]:
    """What ``monitor eval stories`` says: the stream of all stories, each report judged by its own story's fold."""
    story_rows = rows("stories/clusters.jsonl")
    fold_of = {
        (made.title, made.at): by_group[row["story"]]
        for row in story_rows
        for made in read_features(extract_features(report_of(row)))
    }
    return score_stories(story_rows, like=lambda a, b: likes[fold_of[a.title, a.at]](a, b))


def line(name: str, documents: Sequence[dict[str, Any]], key: str) -> str:
    """One line of the table: the mean over the seeds, and the span of F1."""
    each = [document[key] for document in documents]
    means = [sum(one[measure] for one in each) / len(each) for measure in ("precision", "recall", "f1")]
    spread = [one["f1"] for one in each]
    return f"{name:36} {means[0]:.3f}  {means[1]:.3f}  {means[2]:.3f}   ({min(spread):.3f} to {max(spread):.3f})"


def print_table(
    seeds: int, inside: Sequence[Sample], bridged: Sequence[Sample], met: Sequence[Sample], embed: Embed
) -> None:
    """Every labelled set, held out."""
    print(
        f"{len(inside)} comparisons in one language, {sum(s.same for s in inside)} of one event; {len(bridged)} in two"
    )
    print(f"{'held out':36} prec.  recall F1")
    runs = [held_out(inside, evidence_between, seed) for seed in range(seeds)]
    for name, file in PAIR_FILES.items():
        print(line(f"{name}, same", [judged(file, *run) for run in runs], "same"), flush=True)
    stories = [judged_stories(*run) for run in runs]
    print(line("stories, B-cubed", stories, "b_cubed"))
    for name in ("related_merged", "digest_led", "digest_joined"):
        print(f"{name}: {[story[name]['n'] for story in stories]} of {stories[0][name]['of']}")
    runs = [held_out(bridged, bridge_evidence, seed) for seed in range(seeds)]
    print(line("two languages", [judged(ACROSS, *run) for run in runs], "same"), flush=True)
    runs = [held_out(met, with_meaning, seed) for seed in range(seeds)]
    print(line("two languages, semantic", [judged(ACROSS, *run, embed=embed) for run in runs], "same"))


def written(models: Mapping[str, Fitted]) -> str:
    """The text of monitor/core/cluster/similarity_weights.py."""
    head = '"""What each piece of evidence adds to the log odds that two reports tell one event."""'
    note = "# Fitted by `python -m bench.stories_fit --write` on the labelled pairs and stories: docs/stories.md."
    lines = [head, "", note]
    for prefix, fitted in models.items():
        each = [f'    "{name}": {weight:.2f},' for name, weight in zip(fitted.names, fitted.weights, strict=True)]
        lines += [f"{prefix}WEIGHTS = {{", *each, "}", f"{prefix}BIAS = {fitted.bias:.2f}"]
    return "\n".join([*lines, ""])


def main() -> None:
    """Print the figures; with ``--write`` also write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    embed = Remembering(SentenceEmbedder().embed)
    inside, bridged, met = one_language(), across(None), across(embed)
    if options.seeds:
        print_table(options.seeds, inside, bridged, met, embed)
    if options.write:
        models = {
            "": fit(inside, evidence_between),
            "BRIDGE_": fit(bridged, bridge_evidence),
            "BRIDGE_SEMANTIC_": fit(met, with_meaning),
        }
        WEIGHTS_FILE.write_text(written(models))


if __name__ == "__main__":
    main()

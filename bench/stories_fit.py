"""Fit the weights of `monitor.core.cluster.similarity` on labelled pairs and stories, and say how they carry over.

python -m bench.stories_fit               # cross-validated figures
python -m bench.stories_fit --semantic    # the same with the extra: some 900 headlines are embedded
python -m bench.stories_fit --write       # also writes both sets to monitor/core/cluster/similarity_weights.py
"""

import argparse
import json
import lzma
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.adapters.embeddings import E5Embedder
from monitor.core.cluster.features.embeddings import Embed
from monitor.core.cluster.features.report_features import ReportFeatures, features, prints
from monitor.core.cluster.similarity import evidence, meaning
from monitor.evaluation.clustering import pair_document, predict_pair, report_of, score_pairs, score_stories

DATA = Path(os.environ.get("MONITOR_DATA", "../shared/data")) / "stories"
WEIGHTS_FILE = Path("monitor/core/cluster/similarity_weights.py")
STREAM_PAIRS = Path("bench/stream_pairs.tsv")
RIDGE = 2.0
DIFFERENT_WEIGHT = 0.3
"""Of a pair out of two stories: there are many of them, and few pairs out of one."""
WINDOW_DAYS = 14.0
FOLDS = 10
Floats = NDArray[np.float64]
Row = dict[str, Any]
Fitted = tuple[list[str], Floats, float]
"""Names of the evidence, their weights, and the constant."""


@dataclass(frozen=True)
class Sample:
    """One pair with its truth; ``groups`` are the pair's id or its stories, which a fold keeps together."""

    values: tuple[float, ...]
    same: bool
    weight: float
    groups: frozenset[str]


def rows(name: str) -> list[Row]:
    """The rows of a JSON Lines file of the story data."""
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


class Remembering:
    """An embedder that computes each text once: the folds ask for the same again and again."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._known: dict[str, Sequence[float]] = {}

    def __call__(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        missing = [text for text in texts if text not in self._known]
        self._known |= dict(zip(missing, self._embed(missing), strict=True))
        return [self._known[text] for text in texts]


def samples(names: list[str], embed: Embed | None = None) -> list[Sample]:
    """All labelled pairs, and all pairs of reports of the labelled stories; fills ``names`` with the evidence's."""
    found, by_title = [], _groups_by_title()
    for row in rows("pairs.jsonl"):
        one, other = (prints(features(report_of(row[side]), embed)) for side in "ab")
        if not one[0].digest and not other[0].digest:
            same = row["label"] == "same"
            groups = {row["id"]} | by_title[row["a"]["title"]] | by_title[row["b"]["title"]]
            found.append(_sample(one[0], other[0], names, same=same, weight=1.0, groups=groups))
    found += stream_samples(names, embed)
    reports = [(row, print_) for row in rows("clusters.jsonl") for print_ in prints(features(report_of(row), embed))]
    reports = [(row, print_) for row, print_ in reports if not print_.digest]
    for index, (row, ours) in enumerate(reports):
        for other_row, theirs in reports[:index]:
            if abs(ours.at - theirs.at) <= WINDOW_DAYS * 86400:
                same = row["story"] == other_row["story"] and row["role"] == other_row["role"] == "member"
                groups = by_title[row["title"]] | by_title[other_row["title"]]
                weight = 1.0 if same else DIFFERENT_WEIGHT
                found.append(_sample(ours, theirs, names, same=same, weight=weight, groups=groups))
    return found


def stream_samples(names: list[str], embed: Embed | None) -> list[Sample]:
    """Pairs of the news stream labelled by reading them: many are one outlet's reports of two events.

    A report that is also among the labelled rows shares their fold, so that nothing is judged by what it taught.
    """
    with lzma.open(DATA.parent / "news" / "items.jsonl.xz", "rt", encoding="utf-8") as lines:
        items = list(lines)
    labelled = _groups_by_title()
    found = []
    for number, line in enumerate(STREAM_PAIRS.read_text().splitlines()):
        if not line.startswith("#"):
            first, second, same = line.split()
            articles = [json.loads(items[int(at)]) for at in (first, second)]
            one, other = (prints(features(report_of(article), embed))[0] for article in articles)
            groups = {f"stream {number}"}.union(*(labelled[article["title"]] for article in articles))
            found.append(_sample(one, other, names, same=same == "1", weight=1.0, groups=groups))
    return found


def _groups_by_title() -> dict[str, set[str]]:
    """Pair ids and stories by the titles in them."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows("pairs.jsonl"):
        for side in "ab":
            groups[row[side]["title"]].add(row["id"])
    for row in rows("clusters.jsonl"):
        groups[row["title"]].add(row["story"])
    return groups


def _sample(
    a: ReportFeatures, b: ReportFeatures, names: list[str], *, same: bool, weight: float, groups: set[str]
) -> Sample:
    values = evidence(a, b) | meaning(a, b)
    names[:] = list(values)
    return Sample(values=tuple(values.values()), same=same, weight=weight, groups=frozenset(groups))


def fit(chosen: Sequence[Sample]) -> tuple[Floats, float]:
    """Weights on the unscaled evidence and the constant: logistic regression, ridge on standardised values, Newton."""
    values = np.array([sample.values for sample in chosen])
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
    return plain, float(weights[-1] - mean @ plain)


def model(names: Sequence[str], weights: Floats, bias: float) -> Callable[[ReportFeatures, ReportFeatures], float]:
    """A likeness with these weights."""

    def like(a: ReportFeatures, b: ReportFeatures) -> float:
        values = evidence(a, b) | meaning(a, b)
        return float(1 / (1 + np.exp(-(bias + sum(w * values[name] for name, w in zip(names, weights, strict=True))))))

    return like


def folds(groups: Sequence[str], seed: int) -> dict[str, int]:
    """A fold for each group, by chance."""
    shuffled = np.random.default_rng(seed).permutation(sorted(groups))
    return {str(group): place % FOLDS for place, group in enumerate(shuffled)}


def cross_validated(
    found: Sequence[Sample], names: Sequence[str], seed: int, embed: Embed | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two documents of ``monitor eval`` in which no report was judged by weights that had seen its label."""
    pair_rows, story_rows = rows("pairs.jsonl"), rows("clusters.jsonl")
    by_group = folds(
        sorted({group for sample in found for group in sample.groups} | {row["id"] for row in pair_rows}), seed
    )
    likes = [
        model(names, *fit([sample for sample in found if all(by_group[group] != fold for group in sample.groups)]))
        for fold in range(FOLDS)
    ]
    predicted = [predict_pair(row, like=likes[by_group[row["id"]]], embed=embed) for row in pair_rows]
    fold_of = {
        (one.title, one.at): by_group[row["story"]] for row in story_rows for one in prints(features(report_of(row)))
    }
    return (
        pair_document(pair_rows, predicted),
        # The first print is the new report's: the stream of all stories, each report judged by its own fold.
        score_stories(story_rows, like=lambda a, b: likes[fold_of[a.title, a.at]](a, b), embed=embed),
    )


def mean(documents: Sequence[dict[str, Any]], *path: str) -> float:
    """The mean of one figure over several documents."""
    found = []
    for document in documents:
        value: Any = document
        for name in path:
            value = value[name]
        found.append(float(value))
    return round(sum(found) / len(found), 3)


def written(models: Mapping[str, Fitted]) -> str:
    """The text of monitor/core/cluster/similarity_weights.py."""
    head = '"""What each piece of evidence adds to the log odds that two reports tell one event."""'
    note = "# Fitted by `python -m bench.stories_fit --write` on the labelled pairs and stories: docs/stories.md."
    lines = [head, "", note]
    for prefix, (names, weights, bias) in models.items():
        each = [f'    "{name}": {weight:.2f},' for name, weight in zip(names, weights, strict=True)]
        lines += [f"{prefix}WEIGHTS = {{", *each, "}", f"{prefix}BIAS = {bias:.2f}"]
    return "\n".join([*lines, ""])


def measured(seeds: int, embed: Embed | None) -> Fitted:
    """Print the figures, and fit on all data."""
    names: list[str] = []
    found = samples(names, embed)
    print(f"{len(found)} comparisons, {sum(sample.same for sample in found)} of them of one event")
    runs = [cross_validated(found, names, seed, embed) for seed in range(seeds)]
    for measure in ("precision", "recall", "f1") if runs else ():
        each = [run[0]["same"][measure] for run in runs]
        print(f"pairs {measure:9} {sum(each) / len(each):.3f} ({min(each):.3f} to {max(each):.3f} over the seeds)")
        print(f"stories, B-cubed {measure:9} {mean([run[1] for run in runs], 'b_cubed', measure):.3f}")
    for name in ("related_merged", "digest_led", "digest_joined") if runs else ():
        print(f"{name:14} {mean([run[1] for run in runs], name, 'n')} of {runs[0][1][name]['of']}")
    weights, bias = fit(found)
    like = model(names, weights, bias)
    print("seen data:")
    print(score_pairs(rows("pairs.jsonl"), like=like, embed=embed))
    print(score_stories(rows("clusters.jsonl"), like=like, embed=embed))
    return names, weights, bias


def main() -> None:
    """Print the figures; with ``--write`` also write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--semantic", action="store_true")
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    models: dict[str, Fitted] = {}
    if options.write or not options.semantic:
        models[""] = measured(options.seeds, None)
    if options.write or options.semantic:
        models["SEMANTIC_"] = measured(options.seeds, Remembering(E5Embedder().embed))
    if options.write:
        WEIGHTS_FILE.write_text(written(models))


if __name__ == "__main__":
    main()

"""Peers beside us on the labelled pairs: exact title, title cosine, rapidfuzz, and reader's entry_dedupe.

    python -m bench.peers_pairs

``entry_dedupe`` is run when the package ``reader`` is installed (it is no dependency of this project). Thresholds of
peers are the best for these very pairs, which flatters them: ours comes from ``python -m bench.stories_fit``.
"""

import importlib
import json
import math
import os
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from monitor.adapters.embeddings import SentenceEmbedder
from monitor.core.cluster.features.embeddings import Embed
from monitor.core.text.normalize import fold
from monitor.errors import UserError
from monitor.evaluation.clustering import pair_document, predict_pair, report_of

PAIRS = Path(os.environ.get("MONITOR_DATA", "../shared/data")) / "stories" / "pairs.jsonl"
Row = dict[str, Any]
Score = Callable[[Row, Row], float]


def exact_title(a: Row, b: Row) -> float:
    """The folded titles without spaces are equal."""
    return float("".join(fold(a["title"]).split()) == "".join(fold(b["title"]).split()))


def title_cosine(a: Row, b: Row) -> float:
    """Cosine of counts of character pairs in the folded titles."""
    first, second = (Counter(title[at : at + 2] for at in range(len(title) - 1)) for title in _titles(a, b))
    norm = math.sqrt(sum(n * n for n in first.values()) * sum(n * n for n in second.values()))
    return sum(first[pair] * second[pair] for pair in first) / norm if norm else 0.0


def token_ratio(a: Row, b: Row) -> float:
    """rapidfuzz ``token_ratio`` of the folded titles, a space between all Han characters."""
    first, second = (" ".join(title) for title in _titles(a, b))
    return fuzz.token_ratio(first, second) / 100


def partial_token_ratio(a: Row, b: Row) -> float:
    """rapidfuzz ``partial_token_ratio``: the shorter title inside the longer."""
    first, second = (" ".join(title) for title in _titles(a, b))
    return fuzz.partial_token_ratio(first, second) / 100


def _titles(a: Row, b: Row) -> tuple[str, str]:
    return "".join(fold(a["title"]).split()), "".join(fold(b["title"]).split())


def entry_dedupe() -> Score | None:
    """reader's plugin as it decides: same title, link or time, and texts alike; ``None`` where it is not installed."""
    try:
        plugin, types = importlib.import_module("reader.plugins.entry_dedupe"), importlib.import_module("reader.types")
    except ImportError:
        return None

    def entry(row: Row, number: int) -> Any:
        report = report_of(row)
        return types.Entry(
            id=str(number),
            updated=None,
            title=row["title"],
            link=row["url"] or None,
            published=report.published_at,
            content=(types.Content(row["body"], "text/plain"),),
            added=datetime(2026, 1, 1, tzinfo=UTC),
            last_updated=datetime(2026, 1, 1, tzinfo=UTC),
        )

    def score(a: Row, b: Row) -> float:
        one, other = entry(a, 1), entry(b, 2)
        same_title = plugin.tokenize_title(one.title) == plugin.tokenize_title(other.title)
        grouped = same_title or (one.link and one.link == other.link) or one.published == other.published
        return float(bool(grouped) and bool(plugin.is_duplicate_entry(one, other)))

    return score


def semantic() -> Embed | None:
    """The extra, where it is installed; without it the last two lines are the same."""
    try:
        return SentenceEmbedder().embed
    except UserError as missing:
        print(missing)
        return None


def best(rows: Sequence[Row], score: Score) -> tuple[float, dict[str, float]]:
    """The threshold with the best F1 on these rows, and what it gives."""
    scores = [score(row["a"], row["b"]) for row in rows]
    tried = []
    for threshold in sorted({value for value in scores if value > 0}) or [1.0]:
        predicted = ["same" if value >= threshold else "different" for value in scores]
        tried.append((threshold, pair_document(rows, predicted)["same"]))
    return max(tried, key=lambda pair: pair[1]["f1"])


def main() -> None:
    """Print one line for each."""
    rows = [json.loads(line) for line in PAIRS.read_text().splitlines()]
    peers: dict[str, Score | None] = {
        "exact title": exact_title,
        "title cosine": title_cosine,
        "rapidfuzz token_ratio": token_ratio,
        "rapidfuzz partial_token_ratio": partial_token_ratio,
        "reader entry_dedupe": entry_dedupe(),
    }
    print(f"{'':32}precision  recall  f1     threshold")
    for name, score in peers.items():
        if score is None:
            print(f"{name:32}not installed")
            continue
        threshold, same = best(rows, score)
        print(f"{name:32}{same['precision']:.3f}      {same['recall']:.3f}   {same['f1']:.3f}  {threshold:.2f}")
    for name, embed in (("this monitor", None), ("this monitor, semantic", semantic())):
        same = pair_document(rows, [predict_pair(row, embed=embed) for row in rows])["same"]
        print(f"{name:32}{same['precision']:.3f}      {same['recall']:.3f}   {same['f1']:.3f}  its weights saw these")


if __name__ == "__main__":
    main()

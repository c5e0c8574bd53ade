"""Measures article extraction beside trafilatura's own modes: ``python -m bench.extraction``."""

import gzip
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trafilatura

from bench.tally import data_folder
from monitor.core.parse.article import extract_article
from monitor.core.parse.encoding import decode_document
from monitor.evaluation.extraction import extraction_report, score_phrases, score_text

Extract = Callable[[bytes], str]


def ours(html: bytes) -> str:
    """As ``monitor`` does it."""
    return extract_article(html, url="https://example.org/article").text


def trafilatura_mode(**options: Any) -> Extract:
    """trafilatura itself, without comments."""
    return lambda html: trafilatura.extract(decode_document(html).text, include_comments=False, **options) or ""


MODES: dict[str, Extract] = {
    "ours": ours,
    "trafilatura": trafilatura_mode(),
    "trafilatura, precision": trafilatura_mode(favor_precision=True),
    "trafilatura, recall": trafilatura_mode(favor_recall=True),
    "trafilatura, fast": trafilatura_mode(fast=True),
    "trafilatura, baseline": lambda html: trafilatura.baseline(decode_document(html).text)[1],
}


def pages(folder: Path) -> dict[str, tuple[bytes, str]]:
    """(HTML, expected text) by name."""
    found = {}
    for file in sorted(folder.glob("*.html.gz")):
        name = file.name.removesuffix(".html.gz")
        found[name] = gzip.decompress(file.read_bytes()), (folder / f"{name}.txt").read_text("utf-8")
    return found


def measured(extract: Extract, data: Path) -> dict[str, Any]:
    """The report over ``extraction/articles`` with the phrases of ``extraction/gne``."""
    articles = pages(data / "extraction" / "articles")
    scores = {name: score_text(extract(html), expected) for name, (html, expected) in articles.items()}
    folder = data / "extraction" / "gne"
    truth = json.loads((folder / "truth_phrases.json").read_text("utf-8"))
    texts = {case["file"]: extract((folder / case["file"]).read_bytes()) for case in truth.values()}
    phrases, _ = score_phrases(truth, texts)
    return extraction_report(scores, {name: expected for name, (_, expected) in articles.items()}, phrases)


def main() -> None:
    """Print a table."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    data = data_folder()
    print("| | precision | recall | F1 | F1, Chinese | phrases wanted | phrases unwanted, absent | time of ours |")
    print("|---|---|---|---|---|---|---|---|")
    reference = 0.0
    for name, extract in MODES.items():
        began = time.perf_counter()
        made = measured(extract, data)
        took = time.perf_counter() - began
        reference = reference or took
        figures = " | ".join(f"{made[figure]:.3f}" for figure in ("precision", "recall", "f1"))
        chinese = f"{made['chinese']['f1']:.3f} ({made['chinese']['pages']})"
        wanted, unwanted = made["phrases"]["with"], made["phrases"]["without"]
        phrases = f"{wanted['found']} of {wanted['of']} | {unwanted['absent']} of {unwanted['of']}"
        print(f"| {name} | {figures} | {chinese} | {phrases} | × {took / reference:.1f} |")


if __name__ == "__main__":
    main()

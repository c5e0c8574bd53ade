"""Floors on the measured data: lower one only in a commit of its own, with a reason."""

import gzip
import json
import logging
from pathlib import Path

import pytest

from bench import fidelity
from monitor.parse.article import extract_article
from monitor.parse.evaluate import mean, score_pages, score_phrases

pytestmark = pytest.mark.data


def test_feedparsers_own_cases_are_read_as_well_as_by_feedparser(data: Path) -> None:
    ours, theirs = fidelity.wellformed(data / "testsuites")
    assert ours.of >= 80
    assert ours.right >= theirs.right, ours.wrong


def test_gofeeds_cases_are_read_as_gofeed_expects(data: Path) -> None:
    tally = fidelity.gofeed(data / "testsuites")
    assert tally.of >= 600
    assert tally.share >= 0.99, tally.wrong


def test_every_title_of_the_re_encoded_feeds_is_right(data: Path) -> None:
    ours, _ = fidelity.transcoded(data / "feeds_transcoded")
    assert (ours.right, ours.of) == (16, 16), ours.wrong


def test_nearly_all_real_feeds_take_the_fast_path_and_none_differs(data: Path) -> None:
    done = fidelity.sweep(data / "feeds", fast_only=False)
    assert done.different == []
    assert done.crashed == []
    assert done.refused == 0
    assert done.paths["fast"] / done.documents >= 0.95


def test_no_file_of_the_suites_crashes_or_hangs(data: Path) -> None:
    done = fidelity.sweep(data / "testsuites", fast_only=True)
    assert done.crashed == []
    assert done.slow == []
    # Where we differ, feedparser took a wrong label at its word.
    assert [what for what in done.different if "/chardet/" not in what and "/encoding/" not in what] == []


def test_articles_are_extracted(data: Path) -> None:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    files = sorted((data / "extraction" / "articles").glob("*.html.gz"))
    pages = [
        (gzip.decompress(file.read_bytes()), file.with_suffix("").with_suffix(".txt").read_text("utf-8"))
        for file in files
    ]
    assert mean(score_pages(pages, _text)).f1 >= 0.955


def test_phrases_of_chinese_portals_are_right(data: Path) -> None:
    folder = data / "extraction" / "gne"
    truth = json.loads((folder / "truth_phrases.json").read_text("utf-8"))
    texts = {case["file"]: _text((folder / case["file"]).read_bytes()) for case in truth.values()}
    _, wrong = score_phrases(truth, texts)
    assert len(wrong) <= 1, wrong


def _text(html: bytes) -> str:
    return extract_article(html, url="https://example.org/a").text

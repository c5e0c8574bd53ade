"""Floors on the measured data: lower one only in a commit of its own, with a reason."""

import logging
from pathlib import Path

import pytest

from bench import extraction, fidelity
from bench.gofeed import gofeed

pytestmark = pytest.mark.data


def test_feedparsers_own_cases_are_read_as_well_as_by_feedparser(data: Path) -> None:
    ours, theirs = fidelity.wellformed(data / "testsuites")
    assert ours.of >= 80
    assert ours.right >= theirs.right, ours.wrong


def test_gofeeds_cases_are_read_as_gofeed_expects(data: Path) -> None:
    tally = gofeed(data / "testsuites")
    assert tally.of >= 600
    assert tally.share >= 0.99, tally.wrong


def test_every_title_of_the_re_encoded_feeds_is_right(data: Path) -> None:
    ours, _ = fidelity.transcoded(data / "feeds_transcoded")
    assert (ours.right, ours.of) == (16, 16), ours.wrong


def test_nearly_all_real_feeds_take_the_fast_path_and_none_differs(data: Path) -> None:
    done = fidelity.sweep(data / "feeds", fast_only=False, compare_every=4)
    assert done.different == []
    assert done.crashed == []
    assert done.refused == 0
    assert done.paths["fast"] / done.documents >= 0.95


_NOT_AS_FEEDPARSER = (
    "entry_content_text_plain_brackets.xml",  # "<blink>" in plain text is a word
    "itunes_item_subtitle.xml",  # read where there is no other text
    "atom10_id.xml",  # the link would be an id inside a foreign <image>
    "item_category_image.xml",  # a title inside a category
    "issue_217_enclosure_children.xml",  # a title inside an enclosure
    "atom10_2.xml",  # the caption of a picture
    "rss_channel_item_description_cdata_escaped_markup.xml",  # markup that was escaped twice is markup
)


def test_no_file_of_the_suites_crashes_or_hangs(data: Path) -> None:
    done = fidelity.sweep(data / "testsuites", fast_only=True)
    assert done.crashed == []
    assert done.slow == []
    # Where we differ, feedparser took a wrong label at its word, markup for text, or words not the entry's own.
    others = [what for what in done.different if "/chardet/" not in what and "/encoding/" not in what]
    assert [what for what in others if not any(f"/{file} " in what for file in _NOT_AS_FEEDPARSER)] == []


def test_articles_are_extracted_and_phrases_of_chinese_portals_are_right(data: Path) -> None:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    made = extraction.measured(extraction.ours, data)
    assert made["f1"] >= 0.955
    phrases = made["phrases"]
    wrong = phrases["with"]["of"] - phrases["with"]["found"] + phrases["without"]["of"] - phrases["without"]["absent"]
    assert wrong <= 1

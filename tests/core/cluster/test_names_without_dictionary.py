"""The Chinese dictionary is asked only where it can know something: it takes some megabytes to be loaded."""

import subprocess
import sys

import pytest

from monitor.core.cluster.features.words import proper_names

_PROGRAM = """
import sys
from monitor.core.cluster.features.words import proper_names
names = proper_names({text!r})
print("rjieba.rjieba" in sys.modules)
"""

_FEATURES = """
import sys
from datetime import UTC, datetime
from monitor.core.cluster.features.report_features import extract_features
from monitor.core.model.stories import Report
report = Report(title={text!r}, text={text!r}, seen_at=datetime(2026, 11, 28, tzinfo=UTC))
extract_features(report)
print("rjieba.rjieba" in sys.modules)
"""


@pytest.mark.parametrize(
    ("text", "is_loaded"),
    [
        ("quibblo opens a plant near tampere", "False"),
        ("киберлаб открыл завод в туле", "False"),
        ("ラジオ が まちに ある", "False"),
        ("quibblo 在上海开工", "True"),
        ("a compiler for c++ from quibblo", "True"),
    ],
)
def test_the_dictionary_is_loaded_for_its_own_script(text: str, is_loaded: str) -> None:
    assert outcome(_PROGRAM.format(text=text)) == is_loaded


@pytest.mark.parametrize(
    ("text", "is_loaded"), [("Quibblo opens its third plant near Tampere", "False"), ("Quibblo 在上海开工", "True")]
)
def test_nor_is_it_loaded_for_the_story_of_a_report_in_other_scripts(text: str, is_loaded: str) -> None:
    assert outcome(_FEATURES.format(text=text)) == is_loaded


def outcome(program: str) -> str:
    """What the program prints, in a process of its own."""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 our own lines
    return ran.stdout.strip()


def test_what_the_dictionary_knows_of_other_scripts_is_still_found() -> None:
    assert "c++" in proper_names("a compiler for c++ from quibblo")
    assert "上海" in proper_names("quibblo 在上海开工")

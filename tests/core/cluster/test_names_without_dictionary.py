"""The Chinese dictionary is asked only where it can know something: it takes 32 MB to be loaded."""

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
    ran = subprocess.run([sys.executable, "-c", _PROGRAM.format(text=text)], capture_output=True, text=True, check=True)  # noqa: S603 our own lines
    assert ran.stdout.strip() == is_loaded


def test_what_the_dictionary_knows_of_other_scripts_is_still_found() -> None:
    assert "c++" in proper_names("a compiler for c++ from quibblo")
    assert "上海" in proper_names("quibblo 在上海开工")

"""``monitor run`` by its plain name: the same as by way of the command line's library, without loading that."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor.cli.plain_run import is_plain_run

_PROGRAM = """
import sys
sys.argv = ["monitor", *{words!r}]
from monitor.__main__ import main
try:
    main()
except SystemExit as end:
    print(end.code, "typer" in sys.modules)
"""


@pytest.mark.parametrize(
    "words", [["run"], ["-c", "other.yaml", "run"], ["run", "--config", "other.yaml"], ["run", "-c", "other.yaml"]]
)
def test_what_services_call_is_plain(words: Sequence[str]) -> None:
    assert is_plain_run(words)


@pytest.mark.parametrize(
    "words",
    [
        [], ["once"], ["run", "--help"], ["-v", "run"], ["run", "now"], ["-c", "run"], ["run", "-c"], ["help", "run"],
        ["--config=other.yaml", "run"], ["-c", "--help", "run"], ["run", "-c", ""],
        ["--server", "http://x.example", "run"],
    ],
)  # fmt: skip
def test_everything_else_is_not(words: Sequence[str]) -> None:
    assert not is_plain_run(words)


@pytest.mark.parametrize("words", [["run"], ["-c", "own.yaml", "run"], ["run", "--config", "own.yaml"]])
def test_it_says_the_same_and_loads_less(tmp_path: Path, words: Sequence[str]) -> None:
    (tmp_path / "own.yaml" if "own.yaml" in words else tmp_path / "monitor.yaml").write_text("langauge: en\n")
    plain, careful = outcome(tmp_path, words), outcome(tmp_path, ["--log-level", "warning", *words])
    assert "langauge" in plain.stderr
    assert (plain.stderr, plain.stdout) == (careful.stderr, careful.stdout.replace("True", "False"))
    assert plain.stdout == "2 False\n"


def outcome(folder: Path, words: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """How the program ends."""
    program = _PROGRAM.format(words=list(words))
    return subprocess.run(  # noqa: S603 our own lines
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True, timeout=120
    )

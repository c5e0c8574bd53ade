"""How the program ends when it is a program of its own: at once, with all that was said and the right status."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_BEFORE = "import atexit, sys, monitor.__main__ as program\nprogram.main = lambda: {does}\n"
_SAID = "atexit.register(lambda: print('tidied'))\nprogram.run()\n"
_BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def _ended(does: str, *, stdout: int = subprocess.PIPE) -> "subprocess.CompletedProcess[str]":
    code = _BEFORE.format(does=does) + _SAID
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=_BUFFERED
    )


@pytest.mark.parametrize(
    ("does", "status"), [("None", 0), ("sys.exit()", 0), ("sys.exit(3)", 3), ("sys.exit(0)", 0), ("sys.exit('no')", 1)]
)
def test_the_status_is_what_it_was_told(does: str, status: int) -> None:
    ended = _ended(does)
    assert (ended.returncode, ended.stdout) == (status, "tidied\n")
    assert ended.stderr == ("no\n" if status == 1 else "")


def test_all_that_was_said_arrives() -> None:
    ended = _ended("print('x' * 300_000)")
    assert (ended.returncode, ended.stdout) == (0, "x" * 300_000 + "\ntidied\n")


def test_a_bug_is_told_as_ever() -> None:
    ended = _ended("1 / 0")
    assert ended.returncode == 1
    assert "ZeroDivisionError" in ended.stderr


def test_a_stream_that_cannot_be_written_is_told_as_ever() -> None:
    with Path("/dev/full").open("w") as full:
        assert _ended("print('lost')", stdout=full.fileno()).returncode == 120


def test_both_names_of_the_program_end_so() -> None:
    environment = {**os.environ, "COLUMNS": "80"}
    ended = subprocess.run(
        [sys.executable, "-m", "monitor", "no-such-command"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert ended.returncode == 2
    assert "no-such-command" in ended.stderr

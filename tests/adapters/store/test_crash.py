"""A process that dies at any instant leaves whole transactions only."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_killed_writers_leave_whole_polls() -> None:
    """After 20 kills at random instants each poll's entry, mention, delivery and validators are all there, or none."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.adapters.store.killing", "20", "7"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "20 kills" in done.stdout

"""The whole daemon dies at random instants, and by power cuts: small runs of two benches."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run_bench(*words: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, which forks and has no threads."""
    return subprocess.run(  # noqa: S603 our own bench
        [sys.executable, "-m", *words], cwd=ROOT, check=False, capture_output=True, text=True, timeout=600
    )


@pytest.mark.slow
def test_twelve_kills_of_the_daemon_lose_nothing() -> None:
    ran = run_bench("bench.daemon_kills", "12", "3", "8", "1", "5", "10")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "kills=12, whole=12" in ran.stdout


@pytest.mark.slow
def test_twelve_power_cuts_lose_nothing_that_was_promised() -> None:
    if shutil.which("gcc") is None:
        pytest.skip("gcc makes the disk that forgets: apt install gcc")
    ran = run_bench("bench.power_losses", "12", "3", "8", "1", "5", "10")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "did not know after a cut: 0" in ran.stdout

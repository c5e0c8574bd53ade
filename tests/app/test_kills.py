"""Nothing owed is lost to ``kill -9``: a small run of ``bench/kills.py``."""

from pathlib import Path

from bench.kills import measure


def test_fifteen_kills_lose_nothing_and_every_repeat_says_so(tmp_path: Path) -> None:
    result = measure(tmp_path, kills=15, seed=7, deliveries=90)
    assert (result.enqueued, result.lost, result.after_dedup) == (90, 0, 0)
    assert (result.unmarked["honours"], result.unmarked["ignores"]) == (0, 0)

"""What a mention's story step costs, before and after, paired in one call: this checkout beside another one.

    python -m bench.story_step --before FOLDER [--sizes 10000 1000000] [--rounds 5] [--mentions 60]

``FOLDER``: a checkout of the code to compare with (``git worktree add FOLDER COMMIT``). For each size a process of each
checkout makes a store of the same history (``bench.stories_history``). They take turns, ``--mentions`` mentions at a
time, the same reports; so what else the machine does meets both alike. Printed are medians of the rounds in
milliseconds of processor time: the story step (features, candidates, decision, storing report, keys and facts) and the
whole mention (identity, entry, mention and alert as well), each in a transaction of its own.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CHILD = "--serve"


@dataclass(frozen=True, slots=True)
class _Side:
    """A checkout whose process answers how long each part of the mentions took."""

    name: str
    process: subprocess.Popen[str]
    costs: list[tuple[float, float]]

    def measure(self) -> None:
        """One turn."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        step, whole = json.loads(self.process.stdout.readline())
        self.costs.append((step, whole))

    def median(self) -> tuple[float, float]:
        """Of the step and of the whole mention, in milliseconds."""
        steps, wholes = zip(*self.costs, strict=True)
        return statistics.median(steps), statistics.median(wholes)


def serve(url: str, size: int, mentions: int, turns: int) -> None:
    """Make a store, then place the next reports at every line of the input, and say what one took of them."""
    # Imported here: of the checkout in whose folder this process runs.
    from bench.stories import _named, _StoryHarness
    from bench.stories_history import load
    from monitor.adapters.store.database import open_store
    from monitor.app.polling import place_reports

    spent = 0.0
    placer: Any = place_reports.StoryPlacer
    placed = placer.place_report

    def timed(self: Any, *args: Any) -> Any:
        nonlocal spent
        begun = time.process_time()
        try:
            return placed(self, *args)
        finally:
            spent += time.process_time() - begun

    placer.place_report = timed
    rest = iter(load(url, size, turns * mentions))
    with closing(open_store(url, check=False)) as store:
        harness = _StoryHarness(store)
        for _ in sys.stdin:
            spent, begun = 0.0, time.process_time()
            for _, told in zip(range(mentions), rest, strict=False):
                harness.poll([told], {0: _named(told)})
            whole = time.process_time() - begun
            print(json.dumps([spent / mentions * 1000, whole / mentions * 1000]), flush=True)


def compare(size: int, checkouts: Sequence[tuple[str, Path]], rounds: int, mentions: int) -> list[_Side]:
    """Both sides' costs over one history; the first turn of each only makes the store and fills the caches."""
    with tempfile.TemporaryDirectory() as folder:
        sides = []
        for name, checkout in checkouts:
            asked = [_CHILD, f"sqlite:///{folder}/{name}.db", str(size), str(mentions), str(rounds + 1)]
            process = subprocess.Popen(  # noqa: S603 our own program
                [sys.executable, str(Path(__file__).resolve()), *asked],
                cwd=checkout,
                env={"PYTHONPATH": str(checkout), "MONITOR_DATA": str(_data())},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            sides.append(_Side(name, process, []))
        for _ in range(rounds + 1):
            for side in sides:
                side.measure()
        for side in sides:
            side.process.communicate()
            side.costs.pop(0)
        return sides


def _data() -> Path:
    from bench.newswire import ITEMS

    return ITEMS.resolve().parent.parent


def main() -> None:
    """A line for each size and checkout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, help="a checkout of other code; without one, this code alone")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mentions", type=int, default=60)
    asked = parser.parse_args()
    here = Path(__file__).resolve().parent.parent
    checkouts = [*([("before", asked.before.resolve())] if asked.before else []), ("after", here)]
    print("history   code    story step ms  whole mention ms")
    rows = []
    for size in asked.sizes:
        for side in compare(size, checkouts, asked.rounds, asked.mentions):
            step, whole = side.median()
            rows.append({"entries": size, "code": side.name, "step_ms": step, "mention_ms": whole})
            print(f"{size:>8}  {side.name:<7} {step:>12.2f}  {whole:>16.2f}", flush=True)
    from bench.machine import about_machine, write_result

    write_result("stories", {"rounds": asked.rounds, "rows": rows, **about_machine()})


if __name__ == "__main__":
    if sys.argv[1:2] == [_CHILD]:
        serve(sys.argv[2], *map(int, sys.argv[3:6]))
    else:
        main()

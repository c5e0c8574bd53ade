"""What a mention's story step costs, before and after, paired in one call: this checkout beside another one.

    python -m bench.story_step --before FOLDER [--sizes 10000 1000000] [--rounds 5] [--mentions 60]

``FOLDER``: a checkout of the code to compare with (``git worktree add FOLDER COMMIT``). For each size a process of each
checkout makes a store of the same history (``bench.stories_history``). They take turns, ``--mentions`` mentions at a
time, the same reports; so what else the machine does meets both alike. Printed are medians of the rounds in
milliseconds of processor time: the story step (features, candidates, decision, storing report, keys and facts), its
parts, the whole mention (identity, entry, mention and alert as well), each in a transaction of its own; and an entry
that names nothing beside them, of documents of 20 entries, 19 of them known, right after the mentions.
"""

import argparse
import gc
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
_PARTS = {
    "features": ("place_reports", "features_of"),
    "search": ("Stories", "candidates"),
    "decision": ("place_reports", "assign_story"),
    "report": ("Stories", "add_report"),
    "facts": ("place_reports", "facts_of"),
    "told": ("Stories", "tell"),
}
"""The step's parts, each with the module or class and the name of what does it, in any of the checkouts."""
_DOCUMENTS, _SHOWN = 30, 20
"""Documents a turn that name nothing, and their entries."""
Costs = dict[str, float]
"""Milliseconds by what they were spent on: step, mention, entry, and each of ``_PARTS``."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A checkout whose process answers how long each part of the mentions took."""

    name: str
    process: subprocess.Popen[str]
    costs: list[Costs]

    def measure(self) -> None:
        """One turn."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.costs.append(json.loads(self.process.stdout.readline()))

    def medians(self) -> Costs:
        """Of the rounds."""
        return {name: statistics.median(costs[name] for costs in self.costs) for name in self.costs[0]}


class _Watch:
    """Adds up the processor time of functions, by name."""

    def __init__(self) -> None:
        self.spent: Costs = {}

    def time_function(self, holder: Any, function: str, name: str) -> None:
        """From now on the time of this function, with all that it calls, is counted."""
        called = getattr(holder, function)
        self.spent[name] = 0.0

        def timed(*args: Any, **options: Any) -> Any:
            begun = time.process_time()
            try:
                return called(*args, **options)
            finally:
                self.spent[name] += time.process_time() - begun

        setattr(holder, function, timed)


def serve(url: str, size: int, mentions: int, turns: int) -> None:
    """Make a store, then place the next reports at every line of the input, and say what each part took of them."""
    # Imported here: of the checkout in whose folder this process runs.
    from bench.stories import _named, _StoryHarness
    from bench.stories_history import load
    from monitor.adapters.store.database import open_store
    from monitor.adapters.store.repositories.stories import Stories
    from monitor.app.polling import place_reports

    gc.set_threshold(20_000)  # as a daemon has it: monitor.cli.context
    watch = _Watch()
    watch.time_function(place_reports.StoryPlacer, "place_report", "step")
    for name, (holder, function) in _PARTS.items():
        watch.time_function({"place_reports": place_reports, "Stories": Stories}[holder], function, name)
    reports = list(load(url, size, turns * (mentions + _DOCUMENTS) + _SHOWN))
    known, rest = reports[:_SHOWN], iter(reports[_SHOWN:])
    with closing(open_store(url, check=False)) as store:
        harness = _StoryHarness(store)
        harness.poll(known, {})
        for _ in sys.stdin:
            watch.spent = dict.fromkeys(watch.spent, 0.0)
            begun = time.process_time()
            for _, told in zip(range(mentions), rest, strict=False):
                harness.poll([told], {0: _named(told)})
            told_of = time.process_time()
            for _, told in zip(range(_DOCUMENTS), rest, strict=False):
                known = [*known[1:], told]
                harness.poll(known, {})
            ended = time.process_time()
            costs = {name: spent / mentions for name, spent in watch.spent.items()}
            costs |= {"mention": (told_of - begun) / mentions, "entry": (ended - told_of) / _DOCUMENTS / _SHOWN}
            print(json.dumps({name: cost * 1000 for name, cost in costs.items()}), flush=True)


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
    names = ["step", *_PARTS, "mention", "entry"]
    print("milliseconds of processor time; features to told are parts of the step")
    print("history   code   ", *(f"{name:>8}" for name in names))
    rows = []
    for size in asked.sizes:
        for side in compare(size, checkouts, asked.rounds, asked.mentions):
            costs = side.medians()
            rows.append({"entries": size, "code": side.name} | {f"{name}_ms": cost for name, cost in costs.items()})
            print(f"{size:>8}  {side.name:<7}", *(f"{costs[name]:>8.3f}" for name in names), flush=True)
    from bench.machine import about_machine, write_result

    write_result("stories", {"rounds": asked.rounds, "rows": rows, **about_machine()})


if __name__ == "__main__":
    if sys.argv[1:2] == [_CHILD]:
        serve(sys.argv[2], *map(int, sys.argv[3:6]))
    else:
        main()

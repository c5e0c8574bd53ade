"""What commands cost before they do anything: processor seconds and memory, medians of whole processes.

Compiled code is kept in a folder of this run, as every installation has it beside the sources.

    python -m bench.start_up [--runs 5]

Writes ``bench/results/start_up.json``.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from bench.machine import about_machine, write_result
from bench.passes import run_process
from bench.shipped import shipped_topics

_ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ("--help", "check", "once", "mentions", "stories")


def main() -> None:
    """Print a line for each command, and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shipped_topics(place)
        (place / "monitor.yaml").write_text("state_dir: state\n", "utf-8")
        kept = {"PYTHONPATH": str(_ROOT), "PYTHONPYCACHEPREFIX": str(place / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
        run_process([sys.executable, "-m", "monitor", "once"], place, kept)
        for command in COMMANDS:
            # With the shipped sources, too: they are read, and nothing is asked of them.
            where = _ROOT if command == "check" else place
            costs = [
                run_process([sys.executable, "-m", "monitor", command], place, {**kept, **_lists(where)})
                for _ in range(runs + 1)
            ][1:]
            found[command] = {
                "cpu": round(statistics.median(made.cpu for made in costs), 3),
                "rss_mib": round(statistics.median(made.rss_mib for made in costs), 1),
            }
            print(
                f"monitor {command:10} {found[command]['cpu']:6.2f} s {found[command]['rss_mib']:7.1f} MiB", flush=True
            )
    write_result("start_up", {"runs": runs, "commands": found, **about_machine()})


def _lists(folder: Path) -> dict[str, str]:
    return {"MONITOR_WATCHLISTS": str(folder / "watchlists")}


if __name__ == "__main__":
    main()

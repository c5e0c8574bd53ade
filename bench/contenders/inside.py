"""One pass of this program in a process that has started already: processor seconds without the start.

``python -m bench.contenders.inside SETTINGS``; prints polls and seconds as JSON.
"""

import asyncio
import json
import logging
import os
import sys
import time
from pathlib import Path

import structlog

from monitor.app.runtime.run_once import run_once
from monitor.cli.context import collect_as_usual, load_all
from monitor.wiring import open_context


async def measure(settings: Path) -> dict[str, float]:
    """A first pass that loads what is loaded on demand, then one that is measured."""
    here = load_all(settings, os.environ)
    # As the program does it (``cli.context``): Python's own threshold would look through all that was loaded.
    collect_as_usual()
    async with open_context(here.settings, here.watchlists, here.templates, patient=False) as app:
        await run_once(app, force=True)
        began, wall = time.process_time(), time.perf_counter()
        done = await run_once(app, force=True)
        return {
            "polls": len(done.polls),
            "unchanged": sum(poll.not_modified for poll in done.polls),
            "cpu": time.process_time() - began,
            "wall": time.perf_counter() - wall,
        }


def main() -> None:
    """Print the figures."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1])))))


if __name__ == "__main__":
    main()

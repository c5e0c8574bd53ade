"""How long others wait for the store while one feed brings very many near-identical entries that name a topic.

``python -m bench.crowded [ENTRIES]``, over documents in memory. Prints the time of the round and the longest wait of
an empty write transaction beside it.
"""

import asyncio
import logging
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import structlog

from tests.app.harness import NOON, Harness, opener, rss

FEED = "https://outlet.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))


async def longest_wait(harness: Harness, round_over: asyncio.Event) -> float:
    """Seconds; a write that does nothing is asked for all the time."""
    longest = 0.0
    while not round_over.is_set():
        began = time.monotonic()
        await harness.app.in_store.write(lambda _tx: None)
        longest = max(longest, time.monotonic() - began)
        await asyncio.sleep(0.01)
    return longest


async def measure(entries: int) -> None:
    """Print one line."""
    crowd = ((f"可灵公告第{number}号：办公室开张", "可灵今天公告办公室开张。", NOON) for number in range(entries))
    with tempfile.TemporaryDirectory() as folder:
        async with opener(Path(folder))({FEED: rss(QUIET)}) as harness:
            await harness.round()
            harness.documents[FEED] = rss(*crowd)
            over, began = asyncio.Event(), time.monotonic()
            waiting = asyncio.create_task(longest_wait(harness, over))
            await harness.round()
            over.set()
            print(f"{entries} entries: round {time.monotonic() - began:.1f} s, longest wait {await waiting:.2f} s")


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))

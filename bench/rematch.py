"""How long others wait, for the loop and for the store, while stored entries are matched by a topic that is new.

``python -m bench.rematch [ENTRIES] [EVERY]``: every EVERYth entry names the new topic. Prints the time of it all, the
longest wait of an empty write transaction and the longest time without an answer of the loop beside it.
"""

import asyncio
import logging
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import structlog

from bench.crowded import longest_wait
from monitor.app.stories.backfill import catch_up
from monitor.core.change_detection.identity import identify_entry
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.matches import Alias, Topic
from monitor.ports import Transaction
from tests.app.harness import NOON, TOPICS, Harness, opener, rss

FEED = "https://outlet.example/feed.xml"
PIER = Topic(id="pier", name={"en": "Kelmere Pier"}, aliases=(Alias(text="Kelmere Pier"),))
FILLER = "The council heard reports on roads, schools and the winter budget before it rose for lunch. " * 8
BATCH = 5_000


async def longest_silence(over: asyncio.Event) -> float:
    """Seconds in which the loop gave no answer."""
    longest = 0.0
    while not over.is_set():
        began = time.monotonic()
        await asyncio.sleep(0.01)
        longest = max(longest, time.monotonic() - began - 0.01)
    return longest


async def fill(harness: Harness, entries: int, every: int) -> None:
    """Store the entries without matching them."""
    (source,) = await harness.app.in_store.read(lambda tx: tx.sources.all())

    def add(start: int, tx: Transaction) -> None:
        for number in range(start, min(start + BATCH, entries)):
            named = f"Kelmere Pier gets lamp {number}. " if number % every == 0 else ""
            entry = ParsedEntry(
                title=f"{named}Report {number} of the council",
                url=f"https://outlet.example/{number}",
                text=named + FILLER,
                published_at=NOON,
            )
            identity = identify_entry(entry)
            tx.entries.add(
                source.id,
                entry,
                key=identity.key,
                content_hash=identity.content_hash,
                keys=identity.keys,
                first_sight=False,
                now=NOON,
            )

    for start in range(0, entries, BATCH):
        await harness.app.in_store.write(partial(add, start))


async def measure(entries: int, every: int) -> None:
    """Print one line."""
    with tempfile.TemporaryDirectory() as folder:
        async with opener(Path(folder))({FEED: rss(("旧闻一则", "天气晴。", NOON))}) as harness:
            await harness.round()
            await fill(harness, entries, every)
            topics = (*TOPICS, PIER)
            watchlists = replace(harness.app.watchlists, topics=topics)
            app = replace(harness.app, matcher=compile_matcher(topics, {}), watchlists=watchlists)
            over, began = asyncio.Event(), time.monotonic()
            waits = asyncio.gather(longest_wait(harness, over), longest_silence(over))
            found = await catch_up(app)
            over.set()
            wait, silence = await waits
            print(
                f"{entries} entries, {found} hits: {time.monotonic() - began:.1f} s, longest wait for the store "
                f"{wait:.2f} s, longest silence of the loop {silence:.2f} s"
            )


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    given = [int(word) for word in sys.argv[1:]]
    asyncio.run(measure(given[0] if given else 100_000, given[1] if len(given) > 1 else 200))

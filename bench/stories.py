"""What candidate search and clustering cost as the history grows, in memory and in the SQLite store.

    python -m bench.stories --sizes 1000 10000 100000 [--sqlite]

A seeded generator writes reports at the pace of the real stream (23,020 items in 124 days): the headline of one item
with names, figures and dates replaced, over sentences of others; a share of them retells a report of the last day, as
many as in the real stream. Each size is measured over the 500 reports after a history of that size; the ratio to the
first size is the figure to look at, since the machine is shared.
"""

import argparse
import json
import lzma
import os
import random
import re
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from monitor.dedup.evaluate import CANDIDATES
from monitor.dedup.index import StoryIndex
from monitor.dedup.prints import features
from monitor.dedup.stories import WINDOW_DAYS, assign
from monitor.store.database import open_store
from monitor.types.entries import ParsedEntry
from monitor.types.sources import SourceSpec
from monitor.types.stories import Joins, Report

ITEMS = Path(os.environ.get("MONITOR_DATA", "../shared/data")) / "news" / "items.jsonl.xz"
START = datetime(2026, 1, 1, tzinfo=UTC)
PACE = timedelta(days=124) / 23_020
RETOLD = 0.042
"""Share of reports of the real stream (966 of 23,020) that are as like as a join to one of the 14 days before."""
RETOLD_WITHIN = timedelta(days=1)
SPARSE = 16
"""Every which report may be retold."""
MEASURED = 500
SYLLABLES = re.findall("..", "kalomiretazunepovishadormarquote")
HAN = "安博辰德方光海嘉凯龙明宁欧鹏启瑞胜泰威鑫远中卓宇蓝星云河天和"


def sentences(items: Sequence[dict[str, Any]]) -> list[str]:
    """Sentences of all bodies."""
    return [part for item in items for part in re.split(r"(?<=[。!?])", item["body"]) if 12 < len(part) < 160]


def disguised(text: str, chance: random.Random) -> str:
    """The text with other names, figures and dates."""
    latin = "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()
    text = re.sub(r"\d+", lambda match: str(chance.randrange(1, 10 ** min(len(match[0]), 9))), text)
    text = re.sub(r"[A-Za-z]{4,}", lambda match: latin if chance.random() < 0.8 else match[0], text)
    return "".join(chance.choices(HAN, k=3)) + text


def stream(count: int, seed: int = 4) -> Iterator[Report]:
    """Reports in time order."""
    chance = random.Random(seed)
    with lzma.open(ITEMS, "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    pool = sentences(items)
    window = int(RETOLD_WITHIN / PACE)
    recent: list[Report] = []
    for number in range(count):
        at = START + number * PACE
        if recent and chance.random() < RETOLD:
            told = chance.choice(recent)
            report = replace(
                told,
                title=f"【快讯】{told.title}",
                text=told.text[:120],
                source="reprints",
                seen_at=at,
                published_at=at,
            )
        else:
            title = disguised(chance.choice(items)["title"], chance)
            text = "".join(disguised(chance.choice(pool), chance) for _ in range(5))
            report = Report(title=title, text=text, source=f"outlet {number % 15}", seen_at=at, published_at=at)
        recent = [*recent[1 - window // SPARSE :], report] if number % SPARSE == 0 else recent
        yield replace(report, url=f"https://example.com/report/{number:08}")


class Desk:
    """Files reports in memory or in a store."""

    def __init__(self, stack: ExitStack, folder: str | None) -> None:
        self.index = StoryIndex()
        self.store = stack.enter_context(closing(open_store(f"sqlite:///{folder}/bench.db"))) if folder else None
        self.number = 0
        self.entry = 0
        if self.store is not None:
            with self.store.write() as tx:
                tx.sources.sync([SourceSpec(url="https://example.com/feed.xml")], now=START)
                # All reports are sections of one entry: only the stories' tables are measured.
                entry = ParsedEntry(guid="1", title="1", url="https://example.com/1")
                wanted = {"key": "1", "content_hash": "1", "keys": {1: "guid"}, "first_sight": False, "now": START}
                self.entry = tx.entries.add(tx.sources.all()[0].id, entry, **wanted)  # type: ignore[arg-type]  # by name

    def file(self, reports: Sequence[Report], *, known: bool) -> int:
        """Look up, decide and store, a transaction for each; ``known`` = only store, in one transaction.

        Returns how many joined a story.
        """
        joined = 0
        step = len(reports) if known else 1
        for first in range(0, len(reports), step):
            batch = reports[first : first + step]
            if self.store is None:
                joined += sum(self._file(report, self.index, None, known=known) for report in batch)
            else:
                with self.store.write() as tx:
                    joined += sum(self._file(report, tx.stories, tx.stories, known=known) for report in batch)
        return joined

    def _file(self, report: Report, search: Any, stories: Any, *, known: bool) -> bool:
        found = features(report)
        since = report.seen_at - timedelta(days=WINDOW_DAYS)
        looked_up = () if known else search.candidates(found.keys, since=since, limit=CANDIDATES)
        assignment = assign(report, found, looked_up)
        self.number += 1
        if stories is None:
            self.index.add(report, found, assignment)
        else:
            stories.add_report(
                report,
                found,
                assignment,
                entry_id=self.entry,
                section=self.number,
                signals=(),
                snippet="",
                highlights=(),
                score=1.0,
                now=report.seen_at,
            )
        return isinstance(assignment, Joins)


def main() -> None:
    """One line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--sqlite", action="store_true")
    options = parser.parse_args()
    sizes = sorted(options.sizes)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory()) if options.sqlite else None
        desk, reports, first = Desk(stack, folder), stream(sizes[-1] + MEASURED), 0.0
        print("history    ms a report   ratio   joined   peak MiB   store MiB")
        for size, before in zip(sizes, [0, *(size + MEASURED for size in sizes)], strict=False):
            for _ in range((size - before) // MEASURED):
                desk.file(list(islice(reports, MEASURED)), known=True)
            measured, started = list(islice(reports, MEASURED)), time.process_time()
            joined = desk.file(measured, known=False)
            each = (time.process_time() - started) / MEASURED * 1000
            first = first or each
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            held = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20 if folder else 0.0
            share = joined / MEASURED
            print(
                f"{size:>9}  {each:>9.2f}  {each / first:>7.2f}  {share:>7.3f}  {peak:>9.0f}  {held:>9.1f}", flush=True
            )


if __name__ == "__main__":
    main()

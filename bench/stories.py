"""What candidate search and clustering cost as the history grows, in memory and in the SQLite store.

    python -m bench.stories --sizes 1000 10000 100000 [--sqlite]

A seeded generator writes reports at the pace of the real stream (23,020 items in 124 days): the headline of one item
with names, figures and dates replaced, over sentences of others; a share of them retells a report of the last 14 days,
as in the real stream. Each size is measured over the last 500 reports; figures are ratios to the first size, since the
machine is shared.
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
    window = int(timedelta(days=WINDOW_DAYS) / PACE)
    recent: list[Report] = []
    for number in range(count):
        at = START + number * PACE
        if recent and chance.random() < RETOLD:
            told = chance.choice(recent)
            report = replace(told, title=f"【快讯】{told.title}", text=told.text[:120], seen_at=at, published_at=at)
        else:
            title = disguised(chance.choice(items)["title"], chance)
            text = "".join(disguised(chance.choice(pool), chance) for _ in range(5))
            report = Report(title=title, text=text, source=f"outlet {number % 15}", seen_at=at, published_at=at)
        recent = [*recent[-window:], report] if number % 64 == 0 else recent
        yield replace(report, url=f"https://example.com/report/{number:08}")


class Desk:
    """Files reports in memory or in a store, and counts what that takes."""

    def __init__(self, stack: ExitStack, folder: str | None) -> None:
        self.index = StoryIndex()
        self.folder = folder
        self.joined = 0
        if folder:
            self.store = stack.enter_context(closing(open_store(f"sqlite:///{folder}/bench.db")))
            with self.store.write() as tx:
                tx.sources.sync([SourceSpec(url="https://example.com/feed.xml")], now=START)
                self.source = tx.sources.all()[0].id

    def file(self, report: Report) -> None:
        """As production does it: look up, decide, store, in one transaction."""
        found = features(report)
        since = report.seen_at - timedelta(days=WINDOW_DAYS)
        if not self.folder:
            assignment = assign(report, found, self.index.candidates(found.keys, since=since, limit=CANDIDATES))
            self.index.add(report, found, assignment)
        else:
            with self.store.write() as tx:
                assignment = assign(report, found, tx.stories.candidates(found.keys, since=since, limit=CANDIDATES))
                entry = ParsedEntry(guid=report.url, title=report.title, url=report.url, text=report.text)
                key = int(report.url.rpartition("/")[2])
                number = tx.entries.add(
                    self.source,
                    entry,
                    key=report.url,
                    content_hash=report.url,
                    keys={key: "guid"},
                    first_sight=False,
                    now=report.seen_at,
                )
                tx.stories.add_report(
                    report,
                    found,
                    assignment,
                    entry_id=number,
                    section=0,
                    signals=(),
                    snippet="",
                    highlights=(),
                    score=1.0,
                    now=report.seen_at,
                )
        self.joined += isinstance(assignment, Joins)


def main() -> None:
    """One line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--sqlite", action="store_true")
    options = parser.parse_args()
    sizes = sorted(options.sizes)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory()) if options.sqlite else None
        desk = Desk(stack, folder)
        spent, first = 0.0, 0.0
        print("history    ms a report   ratio   joined   peak MiB   store MiB")
        for number, report in enumerate(stream(sizes[-1]), start=1):
            before = time.process_time()
            desk.file(report)
            spent += time.process_time() - before
            if number % MEASURED == 0:
                if number in sizes:
                    each = spent / MEASURED * 1000
                    first = first or each
                    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                    size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20 if folder else 0.0
                    share = desk.joined / number
                    print(
                        f"{number:>9}  {each:>10.2f}  {each / first:>6.2f}  {share:>7.3f}  {peak:>9.0f}  {size:>9.1f}",
                        flush=True,
                    )
                spent = 0.0


if __name__ == "__main__":
    main()

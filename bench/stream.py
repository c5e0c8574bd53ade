"""The news stream through the whole program in time order: what is alerted, what twice, what merged wrongly.

    python -m bench.stream [--from 2026-04-01 --to 2026-05-01] [--out FOLDER] [--batch 1]

The items of ``$MONITOR_DATA/news/items.jsonl.xz`` are what 15 feeds show; every ``--batch`` hours each feed that has
news is polled (fetched from memory, parsed, matched, stored), with the shipped topics and one route that sends every
story at once to a channel in memory. Lists to be read by hand go to ``--out``: pairs of stories alerted within 7 days,
the likest first, some of the others drawn by seed, and all stories with several entries.
"""

import argparse
import asyncio
import json
import logging
import lzma
import os
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import structlog

from bench.shipped import shipped_topics
from monitor.adapters.channels.fake import ListChannel
from monitor.adapters.clock import SteppedClock
from monitor.adapters.config.bundled import read_templates
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.adapters.sandbox.inline import InlineSandbox
from monitor.adapters.store.database import open_store
from monitor.app.context import AppContext
from monitor.app.delivery.waiting import send_due
from monitor.app.polling.poll_source import poll_source
from monitor.app.runtime.start import start_round
from monitor.app.store_thread import StoreThread
from monitor.core.channels.rendering import compile_templates
from monitor.core.cluster.features.compared_report import ReportFeatures, read_features
from monitor.core.cluster.similarity import similarity
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.filters import DeliveryFilter, MentionFilter, StoryFilter
from monitor.core.model.settings import AlertSettings, ChannelSettings, Route, Settings, Watchlists
from monitor.core.model.sources import SourceSpec
from monitor.core.model.stories import Story
from monitor.ports import Transaction

_SHOWN = 10
"""Older entries that a feed goes on showing."""
_NEAR = timedelta(days=7)
_LISTED = 200
_DRAWN = 100
"""Of the pairs that are not listed, drawn by seed: what the reading of the list may have left out."""
_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """One news item; its number is its line."""

    number: int
    at: datetime
    row: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """An alerted story: when it was told, and its reports reduced to what is compared."""

    story: Story
    at: datetime
    prints: Sequence[ReportFeatures]


def items(path: Path) -> list[Item]:
    """All items in time order."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    read = [Item(number, datetime.fromisoformat(row["published"]), row) for number, row in enumerate(rows)]
    return sorted(read, key=lambda item: (item.at, item.number))


def feed(title: str, shown: Sequence[Item]) -> bytes:
    """What a feed shows, the newest first."""
    parts = [
        f"<item><title>{escape(item.row['title'])}</title><guid isPermaLink='false'>{item.number}</guid>"
        f"<link>{escape(item.row['url'])}</link><description>{escape(escape(item.row['body']))}</description>"
        f"<pubDate>{format_datetime(item.at)}</pubDate></item>"
        for item in reversed(shown)
    ]
    head = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{escape(title)}</title>"
    return f"{head}{''.join(parts)}</channel></rss>".encode()


def batches(stream: Sequence[Item], length: timedelta) -> Iterator[tuple[datetime, Mapping[str, list[Item]]]]:
    """The end of each stretch of time with news, and the news of it by source."""
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    stretches: dict[int, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in stream:
        stretches[(item.at - begun) // length][item.row["source"]].append(item)
    for number, by_source in sorted(stretches.items()):
        yield begun + (number + 1) * length, by_source


@asynccontextmanager
async def program(
    folder: Path, addresses: Mapping[str, str], documents: Any, clock: SteppedClock, **changes: Any
) -> Any:
    """The program with the shipped topics, these sources, and one route that sends all at once, but for ``changes``."""
    lists = shipped_topics(folder)
    settings = Settings(
        state_dir=str(folder),
        database=f"sqlite:///{folder}/monitor.db",
        timezone="Asia/Shanghai",
        watchlists=str(lists),
        templates=str(folder / "templates"),
        channels=(ChannelSettings(name="team", kind="webhook"),),
        alerts=AlertSettings(routes=(Route(channels=("team",)),)),
    )
    settings = replace(settings, **changes)
    read = load_watchlists(lists, settings=settings, env={})
    sources = tuple(SourceSpec(url=url, title=name) for name, url in addresses.items())
    store = open_store(settings.database)
    in_store = StoreThread(store)
    try:
        yield AppContext(
            clock=clock,
            in_store=in_store,
            fetcher=MemoryFetcher(documents),
            sandbox=InlineSandbox(),
            matcher=compile_matcher(read.topics, read.signals),
            templates=compile_templates(read_templates(Path(settings.templates))),
            channels={channel.name: ListChannel() for channel in settings.channels},
            settings=settings,
            watchlists=Watchlists(topics=read.topics, signals=read.signals, sources=sources),
            patient=False,
        )
    finally:
        in_store.close()
        store.close()


async def play(stream: Sequence[Item], folder: Path, length: timedelta, out: Path) -> None:
    """Poll by poll; then count, and write the lists."""
    names = sorted({item.row["source"] for item in stream})
    addresses = {name: f"https://feeds.example/{number}.xml" for number, name in enumerate(names)}
    # A first sight tells nobody: every feed is seen once with an entry that names nothing.
    before = stream[0].at - timedelta(hours=2)
    nothing = Item(-1, before, {"title": "-", "url": "https://feeds.example/first", "body": "-"})
    shown = {name: [nothing] for name in names}
    documents = {addresses[name]: feed(name, shown[name]) for name in names}
    clock = SteppedClock(before)
    done: Counter[str] = Counter()
    async with program(folder, addresses, documents, clock) as app:
        await start_round(app)
        await poll_all(app, names, done)
        for at, by_source in batches(stream, length):
            clock.jump_to(at)
            for name, news in by_source.items():
                shown[name] = [*shown[name][-_SHOWN:], *news]
                documents[addresses[name]] = feed(name, shown[name])
            await poll_all(app, list(by_source), done)
            await send_due(app)
        await app.in_store.read(lambda tx: tell(tx, done, out))


async def poll_all(app: AppContext, names: Sequence[str], done: Counter[str]) -> None:
    """Each of these sources, one after the other."""
    for source in await app.in_store.read(lambda tx: tx.sources.all()):
        if source.title in names:
            report = await poll_source(app, source)
            done["polls"] += 1
            done["failed polls"] += bool(report.error)
            done["entries"] += report.entries_new
            done["edits"] += report.entries_updated


def tell(tx: Transaction, done: Counter[str], out: Path) -> None:
    """Print the counts; write both lists."""
    mentions = tx.mentions.find(MentionFilter(limit=_ALL))
    stories = tx.stories.find(StoryFilter(limit=_ALL))
    sent = tx.outbox.find(DeliveryFilter(limit=_ALL))
    kinds = Counter(f"{one.kind} {one.state}" for one in sent)
    several = [story for story in stories if len({(o.source, o.entry_id) for o in story.outlets}) > 1]
    print(json.dumps(done))
    print(f"mentions {len(mentions)} {dict(Counter(one.status for one in mentions))}")
    print(f"stories {len(stories)}, with several entries {len(several)}")
    print(f"deliveries {dict(kinds)}")
    alerts = {number: one.created_at for one in sent if one.kind == "alert" for number in one.stories}
    told = [Told(s, alerts[s.id], prints_of(tx, s)) for s in stories if s.id in alerts]
    pairs = like_pairs(told)
    listed = pairs[:_LISTED]
    out.mkdir(parents=True, exist_ok=True)
    with (out / "pairs.txt").open("w", encoding="utf-8") as file:
        file.writelines(f"{score:.2f}\n{shown(a.story)}{shown(b.story)}\n" for score, a, b in listed)
    rest = random.Random(0).sample(pairs[_LISTED:], min(_DRAWN, len(pairs[_LISTED:])))
    with (out / "drawn.txt").open("w", encoding="utf-8") as file:
        file.writelines(f"{score:.3f}\n{shown(a.story)}{shown(b.story)}\n" for score, a, b in rest)
    with (out / "alerts.txt").open("w", encoding="utf-8") as file:
        file.writelines(f"{a.at:%m-%d %H:%M} {a.story.outlets[0].source}: {a.story.title}\n" for a in told)
    with (out / "stories.txt").open("w", encoding="utf-8") as file:
        file.writelines(f"{shown(story)}\n" for story in sorted(several, key=lambda story: story.first_seen_at))
    with (out / "follow-ups.txt").open("w", encoding="utf-8") as file:
        file.writelines(f"{one.subject} {one.created_at:%m-%d %H:%M}\n" for one in sent if one.kind == "follow-up")
    marks = [round(score, 2) for score, _, _ in listed[::50]]
    print(f"pairs alerted within 7 days {len(pairs)}; listed {len(listed)}, similarity of every 50th {marks}")


def prints_of(tx: Transaction, story: Story) -> list[ReportFeatures]:
    """The prints of all its reports."""
    numbers = {outlet.report_id for outlet in story.outlets}
    reports = [one for entry in {o.entry_id for o in story.outlets} for one in tx.stories.of_entry(entry)]
    return [made for one in reports if one.report_id in numbers for made in read_features(one.features)]


def like_pairs(told: Sequence[Told]) -> list[tuple[float, Told, Told]]:
    """Pairs of stories alerted within 7 days of each other, by the similarity of their most similar reports."""
    near = [(a, b) for a, b in combinations(told, 2) if abs(a.at - b.at) <= _NEAR]
    scored = [(max((similarity(x, y) for x in a.prints for y in b.prints), default=0.0), a, b) for a, b in near]
    return sorted(scored, key=lambda pair: -pair[0])


def shown(story: Story) -> str:
    """A story's reports, a line each."""
    lines = [f"  story {story.id} {','.join(story.topics)}\n"]
    for one in story.outlets:
        round_up = "round-up " if one.is_roundup else ""
        lines.append(f"    {one.published_at or one.seen_at:%m-%d %H:%M} {round_up}{one.source}: {one.title}\n")
    return "".join(lines)


def main() -> None:
    """The stream, or a part of it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="since", type=datetime.fromisoformat, default=datetime(2026, 1, 1))  # noqa: DTZ001 zone below
    parser.add_argument("--to", dest="until", type=datetime.fromisoformat, default=datetime(2027, 1, 1))  # noqa: DTZ001 zone below
    parser.add_argument("--batch", type=float, default=1.0, help="hours between polls")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "stream")
    asked = parser.parse_args()
    since, until = asked.since.replace(tzinfo=UTC), asked.until.replace(tzinfo=UTC)
    data = Path(os.environ.get("MONITOR_DATA", "../shared/data"))
    stream = [item for item in items(data / "news" / "items.jsonl.xz") if since <= item.at < until]
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(stream, Path(folder), timedelta(hours=asked.batch), asked.out))
    print(f"{len(stream)} items, {time.process_time() - begun:.0f} s of processor time")


if __name__ == "__main__":
    main()

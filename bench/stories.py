"""What one entry and one mention cost as the history grows: candidate search, clustering and storing, in a real store.

    python -m bench.stories --sizes 10000 100000 1000000 [--postgresql URL]

For each size a store is made whose history is that long (``bench.stories_history``). Then, in a process of its own and
a transaction each, as a poll does it: documents of 20 entries, 19 of them known (looked up, decided, the new one
stored), and documents of one entry that names a topic (looked up and stored, candidates found, a story founded or
joined, the mention stored, the alert owed). Processor time; the machine is shared, so that the ratio counts.
"""

import argparse
import multiprocessing
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from bench.newswire import START, TOPIC, parsed
from bench.stories_history import CHANNEL, load
from monitor.adapters.channels.fake import ListChannel
from monitor.adapters.clock import SteppedClock
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.adapters.sandbox.inline import InlineSandbox
from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.app.context import AppContext
from monitor.app.polling.record_entries import Recorder
from monitor.app.store_thread import StoreThread
from monitor.core.change_detection.feed_quirks import FeedShape
from monitor.core.change_detection.identity import identify_all
from monitor.core.channels.rendering import compile_templates
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.matches import Alias, Match, MatchResult, Topic
from monitor.core.model.settings import AlertSettings, ChannelSettings, Route, Settings, Watchlists
from monitor.core.model.stories import Report

MEASURED = 500
SHOWN = 20
"""Entries of a feed's document, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Milliseconds of processor time, and what the measuring process held at most."""

    entry: float
    """Of each entry of a document, known or new."""
    mention: float
    joined: float
    """Share of the mentions that joined a story."""
    peak_mib: float


def measured(url: str, known: Sequence[Report], further: Sequence[Report]) -> Cost:
    """What the reports after a history cost: the first half as entries that name nothing, the rest as mentions."""
    with closing(open_store(url, check=False)) as store:
        harness = _StoryHarness(store)
        half = len(further) // 2
        shown = [*known, *further[:half]]
        begun = time.process_time()
        for number in range(len(known), len(shown)):
            harness.poll(shown[number - SHOWN + 1 : number + 1], {})
        looked_up = time.process_time()
        stories = sum(harness.poll([told], {0: _named(told)}) for told in further[half:])
        ended = time.process_time()
    return Cost(
        entry=(looked_up - begun) / half / SHOWN * 1000,
        mention=(ended - looked_up) / (len(further) - half) * 1000,
        joined=1 - stories / (len(further) - half),
        peak_mib=_peak_mib(),
    )


def _peak_mib() -> float:
    """What this process held at most. ``getrusage`` counts in what the process that started it held."""
    held = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(held[1]) / 1024 if held else 0.0


class _StoryHarness:
    """The part of a poll between parsing and sending, over a store."""

    def __init__(self, store: DatabaseStore) -> None:
        self._store = store
        topics = (Topic(id=TOPIC, name={"en": "Bench"}, aliases=(Alias(text="Bench"),)),)
        settings = Settings(
            state_dir="",
            database="",
            timezone="Asia/Shanghai",
            watchlists="",
            templates="",
            channels=(ChannelSettings(name=CHANNEL, kind="webhook"),),
            alerts=AlertSettings(routes=(Route(channels=(CHANNEL,)),)),
        )
        with store.read() as tx:
            self._source = tx.sources.all()[0]
        self._app = AppContext(
            clock=SteppedClock(START),
            in_store=StoreThread(store),
            fetcher=MemoryFetcher({}),
            sandbox=InlineSandbox(),
            matcher=compile_matcher(topics, {}),
            templates=compile_templates(read_templates(bundled_folder("templates"))),
            channels={CHANNEL: ListChannel()},
            settings=settings,
            watchlists=Watchlists(topics=topics),
            patient=False,
        )

    def poll(self, reports: Sequence[Report], matchings: Mapping[int, MatchResult]) -> int:
        """Record one document, the last report being the newest; returns how many stories it founded."""
        entries: list[ParsedEntry] = [parsed(told) for told in reports]
        with self._store.write() as tx:
            recorder = Recorder(app=self._app, tx=tx, source=self._source, first_sight=False, now=reports[-1].seen_at)
            return recorder.record(identify_all(entries, FeedShape()), matchings, FeedShape()).stories


def _named(told: Report) -> MatchResult:
    return MatchResult(found=[Match(topic=TOPIC, spans=(), surface="Bench", score=1.0, snippet=told.title)])


def run(url: str, size: int) -> tuple[Cost, float]:
    """Make the history, then measure in a process that knows nothing of how it was made; with the seconds it took."""
    begun = time.monotonic()
    further = load(url, size, SHOWN + 2 * MEASURED)
    made = time.monotonic() - begun
    # The first of them are shown as known entries of the first documents.
    known, rest = further[:SHOWN], further[SHOWN:]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
        return alone.submit(_with_known, url, known, rest).result(), made


def _with_known(url: str, known: Sequence[Report], rest: Sequence[Report]) -> Cost:
    with closing(open_store(url, check=False)) as store:
        _StoryHarness(store).poll(known, {})
    return measured(url, known, rest)


def stores(postgresql: str, sizes: Sequence[int]) -> Iterator[tuple[int, str]]:
    """An empty database for each size: a file that is removed again, or a database of the server."""
    for size in sizes:
        if not postgresql:
            with tempfile.TemporaryDirectory() as folder:
                yield size, f"sqlite:///{folder}/bench.db"
            continue
        server = create_engine(make_url(postgresql).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with server.connect() as db:
            db.execute(text(f"CREATE DATABASE bench_{size}"))
        yield size, make_url(postgresql).set(database=f"bench_{size}").render_as_string(hide_password=False)
        with server.connect() as db:
            db.execute(text(f"DROP DATABASE bench_{size}"))
        server.dispose()


def held_mib(url: str) -> float:
    """The size of the store."""
    parsed_url = make_url(url)
    if parsed_url.get_backend_name() == "sqlite":
        return sum(path.stat().st_size for path in Path(parsed_url.database or "").parent.iterdir()) / 2**20
    engine = create_engine(parsed_url.set(drivername="postgresql+psycopg"))
    with engine.connect() as db:
        size = float(db.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    engine.dispose()
    return size / 2**20


def main() -> None:
    """One line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--postgresql", default="", help="a server where databases may be made, instead of SQLite")
    options = parser.parse_args()
    first: Cost | None = None
    print("history   ms an entry  ratio  ms a mention  ratio  joined  peak MiB  store MiB  seconds to make it")
    for size, url in stores(options.postgresql, sorted(options.sizes)):
        cost, made = run(url, size)
        first = first or cost
        print(
            f"{size:>8}  {cost.entry:>10.3f}  {cost.entry / first.entry:>5.2f}  {cost.mention:>12.2f}  "
            f"{cost.mention / first.mention:>5.2f}  {cost.joined:>6.3f}  {cost.peak_mib:>8.0f}  {held_mib(url):>9.1f}  "
            f"{made:>8.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

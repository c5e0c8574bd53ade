"""Stops and reloads the daemon cleanly at random instants while alerts wait, and counts what was lost or came twice.

``python -m bench.stops [STOPS] [SEED] [ALERTS]``. It is the daemon itself (``app.runtime.daemon.run``) over a store in
a file: half of the times it is told to stop and is started again, half of the times to reload. The receiver takes a few
milliseconds for each message, so that most instants fall into one. Nothing is killed: no message may come twice, with
or without a mark, and none may be missing at the end.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.adapters.sandbox.inline import InlineSandbox
from monitor.adapters.store.database import open_store
from monitor.app.context import AppContext
from monitor.app.runtime.daemon import Signals, run_daemon
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.app.store_thread import StoreThread
from monitor.core.channels.rendering import compile_templates
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.deliveries import Envelope, NewDelivery, SendOutcome, Sent
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import ChannelSettings, Settings, Watchlists
from monitor.core.model.sources import SourceSpec
from monitor.core.model.stories import Excerpt, Features, NewStory, Report
from monitor.ports import Transaction

TEMPLATES = compile_templates(read_templates(bundled_folder("templates")))
MATCHER = compile_matcher((), {})
LONGEST_LIFE = 0.12
SLOWEST = 0.015
TOP_UP = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of the messages."""

    stops: int
    reloads: int
    enqueued: int
    lost: int
    twice: int
    marked: int
    """Messages that said "possible repeat" although nothing was killed."""


@dataclass(slots=True)
class Receiver:
    """Takes everything, in its own time."""

    chance: random.Random
    keys: Counter[str] = field(default_factory=Counter)
    marked: int = 0

    async def send(self, envelope: Envelope) -> SendOutcome:
        """Note it when it arrives, and answer a little later."""
        await asyncio.sleep(self.chance.uniform(0, SLOWEST) / 2)
        self.keys[envelope.key] += 1
        self.marked += "possible_repeat': True" in str(envelope.rendered.payload)
        await asyncio.sleep(self.chance.uniform(0, SLOWEST) / 2)
        return Sent()


class NoPages:
    """Serves nothing."""

    def listen(self, app: AppContext) -> None:
        """No address is taken."""

    async def start(self, app: AppContext, heartbeat: Heartbeat) -> None:
        """Nobody asks."""

    async def stop(self, *, within: timedelta) -> None:
        """Nothing ends."""

    def close(self) -> None:
        """Nothing is held."""


def measure(folder: Path, *, stops: int, seed: int, alerts: int) -> Result:
    """Owe ``alerts`` little by little, and stop or reload the daemon ``stops`` times meanwhile."""
    return asyncio.run(_measure(folder, stops, seed, alerts))


async def _measure(folder: Path, stops: int, seed: int, alerts: int) -> Result:
    chance = random.Random(seed)
    receiver = Receiver(chance)
    open_app = partial(_opened, folder, receiver)
    done = Counter[str]()
    enqueued = 0
    while done.total() < stops:
        signals = Signals(stop=asyncio.Event(), reload=asyncio.Event())
        daemon = asyncio.create_task(run_daemon(open_app, signals, NoPages(), ready=_ready))
        lives = 1 + chance.randrange(4)
        for life in range(lives):
            if enqueued < alerts and enqueued - sum(receiver.keys.values()) < TOP_UP:
                enqueued += await asyncio.to_thread(_enqueue, folder, enqueued, min(TOP_UP, alerts - enqueued))
            await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
            how = "stop" if life == lives - 1 else "reload"
            getattr(signals, how).set()
            done[how] += 1
        await daemon
    enqueued += await asyncio.to_thread(_enqueue, folder, enqueued, max(alerts - enqueued, 0))
    signals = Signals(stop=asyncio.Event(), reload=asyncio.Event())
    daemon = asyncio.create_task(run_daemon(open_app, signals, NoPages(), ready=_ready))
    while len(receiver.keys) < enqueued and not daemon.done():
        await asyncio.sleep(0.05)
        if await asyncio.to_thread(_is_empty, folder):
            break
    signals.stop.set()
    await daemon
    return Result(
        stops=done["stop"],
        reloads=done["reload"],
        enqueued=enqueued,
        lost=enqueued - len(receiver.keys),
        twice=sum(count > 1 for count in receiver.keys.values()),
        marked=receiver.marked,
    )


async def _ready(_app: AppContext) -> None:
    """Nobody waits for it."""


@asynccontextmanager
async def _opened(folder: Path, receiver: Receiver) -> AsyncIterator[AppContext]:
    settings = Settings(
        state_dir=str(folder),
        database=f"sqlite:///{folder}/monitor.db",
        timezone="Etc/UTC",
        language="en",
        watchlists=str(folder),
        templates=str(folder),
        channels=(ChannelSettings(name="team", kind="webhook"),),
    )
    store = open_store(settings.database, check=False)
    in_store = StoreThread(store)
    try:
        yield AppContext(
            clock=SystemClock(),
            in_store=in_store,
            fetcher=MemoryFetcher({}),
            sandbox=InlineSandbox(),
            matcher=MATCHER,
            templates=TEMPLATES,
            channels={"team": receiver},
            settings=settings,
            watchlists=Watchlists(),
        )
    finally:
        in_store.close()
        store.close()


def _enqueue(folder: Path, first: int, count: int) -> int:
    """So many alerts, each of a story of its own."""
    store = open_store(f"sqlite:///{folder}/monitor.db", check=False)
    try:
        with store.write() as tx:
            for number in range(first, first + count):
                _enqueue_alert(tx, number)
    finally:
        store.close()
    return count


def _is_empty(folder: Path) -> bool:
    store = open_store(f"sqlite:///{folder}/monitor.db", check=False)
    try:
        with store.read() as tx:
            return not tx.outbox.how_many_wait() and not tx.outbox.find(DeliveryFilter(state="sending", limit=1))
    finally:
        store.close()


def _enqueue_alert(tx: Transaction, number: int) -> None:
    now = SystemClock().now()
    if not tx.sources.all(removed=True):
        tx.sources.sync([SourceSpec(url="https://outlet.example/feed.xml")], now=now)
    source, title = tx.sources.all(removed=True)[0], f"story {number}"
    entry_id = tx.entries.add(
        source.id, ParsedEntry(title=title), key=title, content_hash="", keys={number + 1: "guid"},
        first_sight=False, now=now,
    )  # fmt: skip
    story_id = tx.stories.add_report(
        Report(title=title, text=title, topics=frozenset({"kling"}), seen_at=now, source="Outlet"),
        Features(keys=(number,)),
        NewStory(),
        Excerpt(entry_id=entry_id, snippet=title, score=0.9),
        now=now,
    )
    alert = NewDelivery(
        kind="alert", subject=f"story:{story_id}", channel="team", recipient="", stories=(story_id,), send_at=now,
        topics=("kling",),
    )  # fmt: skip
    tx.outbox.enqueue([alert], now=now)


def main() -> None:
    """Print the result; exit 1 when a message was lost, or came twice."""
    stops, seed, alerts = (int(text) for text in (*sys.argv[1:], *("1000", "1", "600")[len(sys.argv) - 1 :]))
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        result = measure(Path(folder), stops=stops, seed=seed, alerts=alerts)
    print(f"{result} in {time.monotonic() - begun:.0f} s")
    sys.exit(1 if result.lost or result.twice or result.marked else 0)


if __name__ == "__main__":
    main()

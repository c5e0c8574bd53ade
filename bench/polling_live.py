"""The running program against a loopback newsroom that replays measured days: is it as quick as the evaluation says?

    python -m bench.polling_live TRACES.jsonl.gz [--sources 20] [--days 7] [--budget 4]

The evaluation plays the warm-up; what it learnt is loaded into the store. Then the whole program (settings, store,
fetching over HTTP, parsing) runs on the stepped clock, and its delays are held against those of the evaluation.
"""

import argparse
import asyncio
import gzip
import hashlib
import json
import logging
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import structlog
from aiohttp import web

from monitor.adapters.clock import SteppedClock
from monitor.app.context import AppContext
from monitor.app.runtime.scheduler import drive_clock
from monitor.app.runtime.start import start_round
from monitor.cli.context import Loaded, load_all
from monitor.core.model.filters import EntryFilter
from monitor.core.model.settings import PollingSettings
from monitor.core.polling.posting_rate import DAY, encode_rate
from monitor.evaluation.polling.baselines import AdaptivePolicy
from monitor.evaluation.polling.simulate import Player, Trace, make_players, play_traces, read_traces
from monitor.ports import Transaction
from monitor.wiring import open_context

WARM_UP = 14 * DAY
HELD = 25
HOSTS = 2
SPACING = timedelta(seconds=10)
HALF_AN_HOUR = timedelta(minutes=30)
"""Before the measured time the program reads all feeds once, as they stood when the evaluation last saw them."""
SETTINGS = """
state_dir: state
timezone: UTC
watchlists: watchlists
fetch: {{allow_networks: ["127.0.0.0/8"], per_host_delay: {spacing}s}}
polling: {{budget: {budget:g}/day}}
channels: {{}}
digests: []
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as the newsroom logged it: two hosts, by the program's clock."""

    host: str
    source: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Delays in minutes and requests per source and day, of the program and of the evaluation."""

    program: Sequence[float]
    evaluation: Sequence[float]
    program_requests: float
    evaluation_requests: float
    entries: int
    closest: timedelta | None
    """The least time between two requests to one host."""
    waited: int
    """Requests that came within twice the spacing after another to the same host."""


class Newsroom:
    """Serves each trace as a feed of its last 25 entries by the clock of the program."""

    def __init__(self, traces: Sequence[Trace], clock: SteppedClock) -> None:
        self._traces, self._clock = traces, clock
        self.as_of: Mapping[int, float] | None = None
        """While warming up: what each feed showed when it was last polled."""
        self.log: list[Asked] = []

    def app(self) -> web.Application:
        """The routes."""
        app = web.Application()
        app.router.add_get("/{number}.xml", self._feed)
        return app

    async def _feed(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        self.log.append(Asked(request.host, number, self._clock.now()))
        at = self._clock.now().timestamp() if self.as_of is None else self.as_of[number]
        times = self._traces[number].times
        out = int(np.searchsorted(times, at, side="right"))
        body = feed(number, [(n, float(times[n])) for n in range(max(out - HELD, 0), out)])
        return web.Response(body=body, content_type="application/rss+xml")


def feed(number: int, entries: Sequence[tuple[int, float]]) -> bytes:
    """An RSS document; every entry has words of its own."""
    items = []
    for n, at in reversed(entries):
        word = hashlib.blake2b(f"{number}/{n}".encode(), digest_size=12).hexdigest()
        date = format_datetime(datetime.fromtimestamp(at, tz=UTC))
        link = f"http://outlet{number}.example/{word}"
        items.append(
            f"<item><title>{word}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate></item>"
        )
    head = f"<title>Outlet {number}</title><link>http://outlet{number}.example/</link><description>x</description>"
    text = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'
    return text.encode()


async def compare(traces: Sequence[Trace], folder: Path, *, days: int, budget: float) -> Compared:
    """Play ``days`` after the warm-up twice: in the evaluation, and with the program that was given its knowledge."""
    begin = float(min(trace.times[0] for trace in traces) // DAY * DAY)
    clock = SteppedClock(_time(begin + WARM_UP) - HALF_AN_HOUR)
    newsroom = Newsroom(traces, clock)
    runner = web.AppRunner(newsroom.app(), access_log=None)
    await runner.setup()
    try:
        for host in range(HOSTS):
            await web.TCPSite(runner, f"127.0.0.{host + 1}", 0 if not host else runner.addresses[0][1]).start()
        port = runner.addresses[0][1]
        urls = [f"http://127.0.0.{number % HOSTS + 1}:{port}/{number}.xml" for number in range(len(traces))]
        # Jitter is a hash of the address and the time: with the same names it falls the same way.
        named = [replace(trace, source=url) for trace, url in zip(traces, urls, strict=True)]
        policy = AdaptivePolicy(urls, PollingSettings(budget=budget), weighted=True)
        players = make_players(named, policy)
        warm, end = begin + WARM_UP, begin + WARM_UP + days * DAY
        play_traces(players, policy, begin=begin, end=warm, held=HELD, start=warm)
        here = _configured(folder, urls, budget)
        async with open_context(here.settings, here.watchlists, here.templates, clock=clock) as app:
            await _teach(app, clock, newsroom, policy, players)
            newsroom.log.clear()
            await drive_clock(app, clock, until=_time(end))
            delays = await app.in_store.read(lambda tx: _delays(tx, _time(warm)))
        play_traces(players, policy, begin=warm, end=end, held=HELD, start=warm)
    finally:
        await runner.cleanup()
    gaps = _gaps(newsroom.log)
    return Compared(
        program=delays,
        evaluation=[delay / 60 for player in players for delay in player.delays],
        program_requests=len(newsroom.log) / days / len(traces),
        evaluation_requests=sum(player.requests for player in players) / days / len(traces),
        entries=sum(int(((trace.times >= warm) & (trace.times < end)).sum()) for trace in traces),
        closest=min(gaps, default=None),
        waited=sum(gap < 2 * SPACING for gap in gaps),
    )


def _configured(folder: Path, urls: Sequence[str], budget: float) -> Loaded:
    lists = folder / "watchlists"
    lists.mkdir()
    sources = "\n".join(f'  - {{url: "{url}"}}' for url in urls)
    (lists / "newsroom.yaml").write_text(f"watchlist: newsroom\nsources:\n{sources}\n", encoding="utf-8")
    settings = SETTINGS.format(spacing=int(SPACING.total_seconds()), budget=budget)
    (folder / "monitor.yaml").write_text(settings, encoding="utf-8")
    return load_all(folder / "monitor.yaml", {})


async def _teach(
    app: AppContext, clock: SteppedClock, newsroom: Newsroom, policy: AdaptivePolicy, players: Sequence[Player]
) -> None:
    """Load the warm-up: the entries that were seen, what was learnt of each source, and the state of the budget."""
    posting_rates = {
        number: posting_rate for number, posting_rate in enumerate(policy.posting_rates) if posting_rate is not None
    }
    newsroom.as_of = {number: posting_rate.polled_at for number, posting_rate in posting_rates.items()}
    await start_round(app)
    await drive_clock(app, clock, until=clock.now() + HALF_AN_HOUR)
    newsroom.as_of = None
    now = app.clock.now()

    def load_all(tx: Transaction) -> None:
        for source in tx.sources.all():
            number = int(source.url.rsplit("/", 1)[1].removesuffix(".xml"))
            polled_at = _time(posting_rates[number].polled_at)
            taught = replace(
                source,
                posting_rate=encode_rate(posting_rates[number]),
                next_due_at=_time(players[number].due),
                last_polled_at=polled_at,
                last_success_at=polled_at,
            )
            tx.sources.save(taught, now=now)
        tx.budget.save(policy.steering)
        tx.budget.set_solved_at(now - timedelta(hours=1))

    await app.in_store.write(load_all)


def _delays(tx: Transaction, since: datetime) -> list[float]:
    entries = tx.entries.find(EntryFilter(limit=10_000_000))
    return [
        (entry.first_seen_at - entry.published_at) / timedelta(minutes=1)
        for entry in entries
        if entry.published_at is not None and entry.published_at >= since
    ]


def _gaps(log: Sequence[Asked]) -> list[timedelta]:
    hosts = {asked.host for asked in log}
    times = {host: sorted(asked.at for asked in log if asked.host == host) for host in hosts}
    return [after - before for host in hosts for before, after in pairwise(times[host])]


def _time(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, tz=UTC)


def chosen(file: Path, count: int, *, seed: int = 7) -> list[Trace]:
    """``count`` of the traces, drawn by ``seed``, in whole seconds."""
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        traces = read_traces([json.loads(row) for row in rows])
    places = np.sort(np.random.default_rng(seed).choice(len(traces), count, replace=False))
    begin = min(trace.times[0] for trace in traces) // DAY * DAY
    some = [traces[place] for place in places]
    # All begin on the first day, as in the evaluation of all.
    return [replace(one, times=np.floor(one.times[one.times >= begin])) for one in some]


def main() -> None:
    """Compare, say the figures, and fail when they are not what is promised."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--sources", type=int, default=20)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--budget", type=float, default=4.0)
    wanted = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        done = asyncio.run(
            compare(chosen(wanted.file, wanted.sources), Path(folder), days=wanted.days, budget=wanted.budget)
        )
    for name, delays, asked in (
        ("program", done.program, done.program_requests),
        ("evaluation", done.evaluation, done.evaluation_requests),
    ):
        print(
            f"{name:11} mean {np.mean(delays):6.2f}  median {np.median(delays):6.2f}"
            f"  p95 {np.percentile(delays, 95):6.2f}  seen {len(delays)} of {done.entries}  requests a day {asked:.3f}"
        )
    print(f"closest two requests to one host: {done.closest}; {done.waited} came within {2 * SPACING}")
    print(f"{time.perf_counter() - began:.0f} s")
    assert abs(np.mean(done.program) / np.mean(done.evaluation) - 1) < 0.05
    assert done.closest is None or done.closest >= SPACING


if __name__ == "__main__":
    main()

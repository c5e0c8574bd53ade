"""Plays recorded feed histories through the whole program, poll by poll, and counts what was stored and sent.

    python -m bench.replay [NAME …] [--runs 2] [--show 可灵]

Each recorded document of ``$MONITOR_DATA/replay/NAME.tar.xz`` is served once by a server on loopback, the clock is set
to its time, and the poll is forced. A second run over the same documents must send nothing.
"""

import argparse
import asyncio
import csv
import logging
import os
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from demo.sinks import is_signed
from monitor.app.daemon import start
from monitor.app.once import once
from monitor.cli.context import load
from monitor.clock import SteppedClock
from monitor.types.queries import DeliveryFilter, EntryFilter, MentionFilter
from monitor.wiring import running

SECRET = "whsec_cmVwbGF5LXNlY3JldC1mb3ItbG9vcGJhY2stb25seQ=="  # noqa: S105 made up, for loopback only
SETTINGS = """
state_dir: state
timezone: Asia/Shanghai
watchlists: watchlists
fetch: {allow_networks: ["127.0.0.0/8"], per_host_delay: 0s}
channels:
  hook: {type: webhook, url: "http://127.0.0.1:PORT/hook", secret: "env:REPLAY_SECRET"}
alerts:
  routes:
    - {match: {}, channels: [hook]}
"""
_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded poll."""

    at: datetime
    body: bytes


class Stage:
    """Serves the document of the moment and takes web hooks in."""

    def __init__(self) -> None:
        self.document = b""
        self.hooks: list[str] = []

    def app(self) -> web.Application:
        """The routes."""
        app = web.Application()
        app.router.add_get("/feed.xml", self._feed)
        app.router.add_post("/hook", self._hook)
        return app

    async def _feed(self, _request: web.Request) -> web.Response:
        return web.Response(body=self.document, content_type="application/xml")

    async def _hook(self, request: web.Request) -> web.Response:
        body = await request.text()
        if not is_signed(SECRET, request.headers, body):
            return web.Response(status=401)
        self.hooks.append(request.headers["webhook-id"])
        return web.Response()


def recorded(path: Path) -> Iterator[Recorded]:
    """The documents of a bundle, oldest first."""
    with tarfile.open(path) as bundle:
        for member in sorted(bundle.getmembers(), key=lambda member: member.name):
            file = bundle.extractfile(member)
            if file is not None:
                yield Recorded(datetime.fromtimestamp(int(Path(member.name).name.split("_")[0]), UTC), file.read())


async def play(path: Path, folder: Path, *, runs: int, show: str) -> dict[str, Any]:
    """Replay one history ``runs`` times over one store; what was counted, run by run."""
    stage = Stage()
    runner = web.AppRunner(stage.app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    configure(folder, port)
    here = load(folder / "monitor.yaml", {"REPLAY_SECRET": SECRET})
    polls = list(recorded(path))
    # The clock only goes forward: a second run starts where the first ended.
    clock = SteppedClock(polls[0].at)
    sent: list[int] = []
    errors: Counter[str] = Counter()
    first: dict[str, Any] = {}
    try:
        for run in range(runs):
            async with running(here.settings, here.watchlists, here.templates, clock=clock, patient=False) as app:
                await start(app)
                before = len(stage.hooks)
                for poll in polls:
                    stage.document = poll.body
                    clock.jump_to(poll.at if run == 0 else clock.now() + timedelta(minutes=5))
                    for report in (await once(app, force=True)).polls:
                        errors[report.error] += bool(report.error)
                sent.append(len(stage.hooks) - before)
                if run == 0:
                    first = await counted(app, show)
    finally:
        await runner.cleanup()
    repeats = sum(count - 1 for count in Counter(stage.hooks).values())
    return first | {"alerts_by_run": sent, "sent_twice": repeats, "failed_polls": dict(errors), "polls": len(polls)}


async def counted(app: Any, show: str) -> dict[str, Any]:
    """What the store holds after the first run."""
    entries = await app.in_store.read(lambda tx: tx.entries.find(EntryFilter(limit=_ALL)))
    mentions = await app.in_store.read(lambda tx: tx.mentions.find(MentionFilter(limit=_ALL)))
    sent = await app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(state="sent", limit=_ALL)))
    named = {mention.entry_id for mention in mentions}
    shown = [
        (entry.id, entry.id in named, entry.title)
        for entry in entries
        if show and (show in entry.title or show in entry.text)
    ]
    return {
        "entries": len(entries),
        "mentions": len(mentions),
        "deliveries": Counter(delivery.kind for delivery in sent),
        "shown": shown,
    }


def shipped_topics(folder: Path) -> Path:
    """A folder of watchlists with the shipped topics and no sources."""
    lists = folder / "watchlists"
    lists.mkdir(parents=True)
    shipped = Path(__file__).resolve().parents[1] / "watchlists"
    for name in ("video-models", "models-and-apps", "companies"):
        (lists / f"{name}.yaml").write_bytes((shipped / f"{name}.yaml").read_bytes())
    return lists


def configure(folder: Path, port: int) -> None:
    """The shipped topics, one source, one hook."""
    source = f'watchlist: replay\nsources:\n  - {{url: "http://127.0.0.1:{port}/feed.xml", title: replay}}\n'
    (shipped_topics(folder) / "replay.yaml").write_text(source, encoding="utf-8")
    (folder / "monitor.yaml").write_text(SETTINGS.replace("PORT", str(port)), encoding="utf-8")


def expectations(data: Path) -> Mapping[str, int]:
    """Distinct entries by bundle, from the data's own index."""
    with (data / "replay" / "index.tsv").open(encoding="utf-8") as file:
        return {row["bundle"]: int(row["distinct_entries"]) for row in csv.DictReader(file, delimiter="\t")}


def main() -> None:
    """Replay what was named, or all."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--show", default="", help="list the entries that contain this string")
    asked = parser.parse_args()
    data = Path(os.environ.get("MONITOR_DATA", "../shared/data"))
    expected = expectations(data)
    print(f"{'history':40} polls  distinct  stored  mentions  alerts by run  sent twice  failed polls")
    for name in asked.names or sorted(expected):
        with tempfile.TemporaryDirectory() as folder:
            path = data / "replay" / f"{name}.tar.xz"
            result = asyncio.run(play(path, Path(folder), runs=asked.runs, show=asked.show))
        print(
            f"{name:40} {result['polls']:5}  {expected[name]:8}  {result['entries']:6}  {result['mentions']:8}  "
            f"{result['alerts_by_run']!s:13}  {result['sent_twice']:10}  {result['failed_polls'] or ''}",
            flush=True,
        )
        for entry_id, named, title in sorted(result["shown"]):
            print(f"    {'mention' if named else '-':8} {entry_id:6} {title}")


if __name__ == "__main__":
    main()

"""Plays recorded feed histories through the whole program, poll by poll, and counts what was stored and sent.

    python -m bench.replay [NAME …] [--runs 2] [--show 可灵] [--out FOLDER]

Each recorded document of ``$MONITOR_DATA/replay/NAME.tar.xz`` is served once by a server on loopback, the clock is set
to its time, and the poll is forced. A second run over the same documents must send nothing. What was sent is compared
by key and by headline; ``--out`` writes all of it, and the pairs of stories told within 7 days, the likest first, to
be read by hand.
"""

import argparse
import asyncio
import csv
import json
import logging
import os
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from bench.shipped import shipped_topics
from bench.stream import Told, like_pairs, prints_of, shown
from demo.sinks import is_signed
from monitor.adapters.clock import SteppedClock
from monitor.app.runtime.run_once import run_once
from monitor.app.runtime.start import start_round
from monitor.cli.context import load_all
from monitor.core.change_detection.titles import steady_title
from monitor.core.model.filters import DeliveryFilter, EntryFilter, MentionFilter, StoryFilter
from monitor.core.model.stories import Story
from monitor.ports import Transaction
from monitor.wiring import open_context

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
_READ = 100
"""Pairs of told stories that are written out for a reader."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded poll."""

    at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class Hook:
    """One message that came in: its id, and what it says."""

    key: str
    payload: Mapping[str, Any]

    def headlines(self) -> list[str]:
        """The headlines that it tells as news."""
        data = self.payload["data"]
        if self.payload["type"] != "alert" or data["kind"] == "follow-up":
            return []
        stories = data.get("stories") or [data["story"]]
        return [story["title"] for story in stories]

    def line(self) -> str:
        """When, what kind, what is new, the headlines."""
        data = self.payload["data"]
        stories = data.get("stories") or [data["story"]] if self.payload["type"] == "alert" else []
        facts = ", ".join(f"{fact['kind']} {fact['value']}" for fact in data.get("new_facts", ()))
        told = " / ".join(f"{story['id']} {story['title']}" for story in stories)
        return f"{self.payload['timestamp']} {data.get('kind', self.payload['type'])} [{facts}] {told}"


class Stage:
    """Serves the document of the moment and takes web hooks in."""

    def __init__(self) -> None:
        self.document = b""
        self.hooks: list[Hook] = []

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
        self.hooks.append(Hook(request.headers["webhook-id"], json.loads(body)))
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
    here = load_all(folder / "monitor.yaml", {"REPLAY_SECRET": SECRET})
    polls = list(recorded(path))
    # The clock only goes forward: a second run starts where the first ended.
    clock = SteppedClock(polls[0].at)
    sent: list[int] = []
    errors: Counter[str] = Counter()
    stored: Counter[str] = Counter()
    first: dict[str, Any] = {}
    try:
        for run in range(runs):
            async with open_context(here.settings, here.watchlists, here.templates, clock=clock, patient=False) as app:
                await start_round(app)
                before = len(stage.hooks)
                for poll in polls:
                    stage.document = poll.body
                    clock.jump_to(poll.at if run == 0 else clock.now() + timedelta(minutes=5))
                    for report in (await run_once(app, force=True)).polls:
                        errors.update([report.error] if report.error else [])
                        stored[f"entries {run}"] += report.entries_new
                        stored[f"mentions {run}"] += report.mentions
                sent.append(len(stage.hooks) - before)
                if run == 0:
                    first = await counted(app, show)
    finally:
        await runner.cleanup()
    kinds = Counter(hook.payload["data"].get("kind", hook.payload["type"]) for hook in stage.hooks)
    return first | {
        "entries": [stored[f"entries {run}"] for run in range(runs)],
        "mentions": [stored[f"mentions {run}"] for run in range(runs)],
        "sent_by_run": sent,
        "kinds": dict(kinds),
        "same_key": repeats([hook.key for hook in stage.hooks]),
        "same_headline": repeats([steady_title(title) for hook in stage.hooks for title in hook.headlines()]),
        "lines": [hook.line() for hook in stage.hooks],
        "failed_polls": dict(errors),
        "polls": len(polls),
    }


def repeats(values: Sequence[str]) -> int:
    """How many of them were there before."""
    return len(values) - len(set(values))


async def counted(app: Any, show: str) -> dict[str, Any]:
    """What the store shows after the first run (retention has removed what is older than its time)."""
    entries = await app.in_store.read(lambda tx: tx.entries.find(EntryFilter(limit=_ALL)))
    mentions = await app.in_store.read(lambda tx: tx.mentions.find(MentionFilter(limit=_ALL)))
    pairs = await app.in_store.read(told_alike)
    named = {mention.entry_id for mention in mentions}
    asked = [
        (entry.id, entry.id in named, entry.title)
        for entry in entries
        if show and (show in entry.title or show in entry.text)
    ]
    return {
        "pairs": pairs,
        "shown": asked,
    }


def told_alike(tx: Transaction) -> list[str]:
    """Pairs of stories told within 7 days of each other, the likest first."""
    sent = tx.outbox.find(DeliveryFilter(limit=_ALL))
    first = {number: one.created_at for one in sent if one.kind in ("alert", "grouped") for number in one.stories}
    told = [Told(story, first[story.id], prints_of(tx, story)) for story in _stories(tx) if story.id in first]
    return [f"{score:.2f}\n{shown(a.story)}{shown(b.story)}" for score, a, b in like_pairs(told)[:_READ]]


def _stories(tx: Transaction) -> Sequence[Story]:
    return tx.stories.find(StoryFilter(limit=_ALL))


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
    parser.add_argument("--out", type=Path, help="write what was sent, and the likest pairs of it, into this folder")
    asked = parser.parse_args()
    data = Path(os.environ.get("MONITOR_DATA", "../shared/data"))
    expected = expectations(data)
    print(
        f"{'history':40} polls  distinct  stored      mentions   sent by run  same key  same headline  kinds, failures"
    )
    for name in asked.names or sorted(expected):
        with tempfile.TemporaryDirectory() as folder:
            path = data / "replay" / f"{name}.tar.xz"
            result = asyncio.run(play(path, Path(folder), runs=asked.runs, show=asked.show))
        print(
            f"{name:40} {result['polls']:5}  {expected[name]:8}  {result['entries']!s:10}  {result['mentions']!s:9}  "
            f"{result['sent_by_run']!s:11}  {result['same_key']:8}  {result['same_headline']:13}  "
            f"{result['kinds']} {result['failed_polls'] or ''}",
            flush=True,
        )
        if asked.out:
            asked.out.mkdir(parents=True, exist_ok=True)
            (asked.out / f"{name}.sent.txt").write_text("\n".join(result["lines"]), encoding="utf-8")
            (asked.out / f"{name}.pairs.txt").write_text("\n".join(result["pairs"]), encoding="utf-8")
        for entry_id, named, title in sorted(result["shown"]):
            print(f"    {'mention' if named else '-':8} {entry_id:6} {title}")


if __name__ == "__main__":
    main()

"""What the daemon holds in memory when it has nothing to do: ``python -m bench.idle_memory [SOURCES …] [chinese]``.

``monitor run`` as users start it, the shipped topics and SOURCES loopback feeds (2, 1,000 and 10,000 as a rule), once
on a fresh store and once again on the same. VmRSS of the daemon when every feed was polled, or after two minutes, and
twenty quiet seconds more. Feeds are English, one entry of forty names a watched name; with ``chinese`` every second
one is Chinese, and every fifth of its entries names one, beside names that no dictionary has: all that is loaded for
Chinese is counted. Writes ``bench/results/idle_memory.json``.
"""

import mmap
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from typing_extensions import override

from bench.loopback_newsroom import Newsroom, open_newsroom, write_configuration
from bench.machine import about_machine, resident_mib, write_result
from bench.shipped import shipped_topics

_QUIET, _PATIENCE = 20.0, 120.0
_SHOWN = 25
_CHINESE = (
    "快手", "发布", "新版", "视频", "北京", "今天", "公司", "市场", "研究", "大学", "消息", "手机", "喆懿婧", "张维炜",
)  # fmt: skip
"""Words of made-up headlines, two of them names that the segmenter must guess at."""


@dataclass(kw_only=True)
class CountingNewsroom(Newsroom):
    """Counts in shared memory which feeds were asked for."""

    asked: mmap.mmap
    chinese: bool

    @override
    async def _feed(self, request: web.Request) -> web.StreamResponse:
        self.asked[int(request.match_info["number"])] = 1
        return await super()._feed(request)

    @override
    def publish_due(self, feed: int) -> None:
        while (count := len(self.items[feed])) < _SHOWN:
            if self.chinese and feed % 2:
                named = "可灵" if count % 5 == 0 else "天气"
                self.publish(feed, named + "".join(self._chance.choices(_CHINESE, k=8)))
            else:
                self.publish(feed, "Kling" if (feed * _SHOWN + count) % 40 == 0 else "Weather")


def measure(folder: Path, sources: int, asked: mmap.mmap) -> float:
    """MiB of a daemon that has polled what it had to."""
    asked[:] = bytes(len(asked))
    daemon = subprocess.Popen(
        [sys.executable, "-m", "monitor", "run"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
    )  # fmt: skip
    try:
        begun = time.monotonic()
        while sum(asked[:sources]) < sources and time.monotonic() - begun < _PATIENCE:
            time.sleep(0.5)  # noqa: TID251 - a real daemon on the real clock
        time.sleep(_QUIET)  # noqa: TID251 - a real daemon on the real clock
        if daemon.poll() is not None:
            raise SystemExit(f"the daemon ended by itself with {daemon.returncode}")
        return resident_mib(daemon.pid)
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait()


def measure_both(sources: int, *, chinese: bool) -> dict[str, float]:
    """On a fresh store, and again on the same."""
    asked, found = mmap.mmap(-1, max(sources, 8)), dict[str, float]()

    def make(log: Path) -> Newsroom:
        return CountingNewsroom(log=log, feeds=sources, rate=1, seed=1, shown=_SHOWN, asked=asked, chinese=chinese)

    with open_newsroom(make) as (folder, _, ports):
        shipped_topics(folder)
        pace = {"polling": "budget: 24/day", "digests": "08:30"}
        write_configuration(folder, feeds=sources, ports=ports, hosts=200, topics="", **pace)
        for store in ("fresh", "again"):
            found[store] = round(measure(folder, sources, asked), 1)
            seen = sum(asked[:sources])
            print(f"{sources:6,} sources, {store}: {found[store]:6.1f} MiB, {seen:,} asked", flush=True)
    return found


def main(words: Sequence[str]) -> None:
    """Print and write the figures."""
    chinese = "chinese" in words
    counts = [int(word) for word in words if word != "chinese"] or [2, 1_000, 10_000]
    found = {str(count): measure_both(count, chinese=chinese) for count in counts}
    write_result("idle_memory", {"mib": found, "chinese": chinese, **about_machine()})


if __name__ == "__main__":
    main(sys.argv[1:])

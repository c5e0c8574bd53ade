"""Passes over 202 real feeds side by side: this program, ``reader``, ``rss2email``, ``urlwatch``, and the limit.

    python -m bench.passes [--runs 5] [--feeds 202] [--only ours,limit,reader] [--peers .venv/peers]

Each contender has a state of its own and makes three passes over the same loopback feeds: cold, unchanged, one new
entry in each feed. Processor and wall seconds of the whole process, start-up included; medians in
``bench/results/passes.json``. The contenders take turns within each run, so that a busy machine is busy for all.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.machine import about_machine, write_result
from bench.real_feeds import address_of, feed_files
from bench.shipped import shipped_topics

PASSES = ("cold", "unchanged", "one new")
_HERE = Path(__file__).resolve().parent
_CONTENDERS = _HERE / "contenders"
_ROOT = _HERE.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process used, children included."""

    cpu: float
    wall: float
    rss_mib: float


def run_process(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run it to its end; RuntimeError with what it said when it fails."""
    said = folder / "said.txt"
    began = time.perf_counter()
    with said.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            list(command), cwd=folder, stdout=out, stderr=out, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)[:200]}: {said.read_text('utf-8', 'replace')[-2000:]}")
    wall = time.perf_counter() - began
    return Cost(cpu=usage.ru_utime + usage.ru_stime, wall=wall, rss_mib=usage.ru_maxrss / 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """``prepare`` makes its state in a folder; ``command`` is one pass there."""

    name: str
    prepare: Callable[[Path, Sequence[str]], None]
    command: Callable[[Path, Sequence[str]], list[str]]


def _nothing(_folder: Path, _urls: Sequence[str]) -> None:
    pass


def configure_ours(folder: Path, urls: Sequence[str]) -> None:
    """The shipped topics over these feeds; pages of articles lie elsewhere, and no contender reads them."""
    lists = shipped_topics(folder)
    sources = "".join(f'  - {{url: "{url}", fulltext: never}}\n' for url in urls)
    (lists / "feeds.yaml").write_text(f"watchlist: feeds\nsources:\n{sources}", "utf-8")
    (folder / "monitor.yaml").write_text(
        "state_dir: state\nfetch: {allow_networks: [127.0.0.0/8], per_host_delay: 0s}\nalerts: {routes: []}\n", "utf-8"
    )


def _configure_rss2email(folder: Path, urls: Sequence[str]) -> None:
    feeds = "".join(f"[feed.f{number}]\nurl = {url}\n" for number, url in enumerate(urls))
    defaults = f"from = a@example.org\nto = b@example.org\nemail-protocol = maildir\nmaildir-path = {folder}/mail\n"
    (folder / "r2e.cfg").write_text(f"[DEFAULT]\n{defaults}maildir-mailbox = in\n{feeds}", "utf-8")
    for part in ("cur", "new", "tmp"):
        (folder / "mail" / "in" / part).mkdir(parents=True)


def _configure_urlwatch(folder: Path, urls: Sequence[str]) -> None:
    (folder / "urls.yaml").write_text("---\n".join(f"url: {url}\n" for url in urls), "utf-8")
    (folder / "urlwatch.yaml").write_text("report: {stdout: {enabled: false}}\n", "utf-8")


def contenders(peers: Path) -> list[Contender]:
    """Those that can be run here."""
    python = str(peers / "bin" / "python")
    found = [
        Contender(
            name="ours",
            prepare=configure_ours,
            command=lambda _folder, _urls: [sys.executable, "-m", "monitor", "once", "--force", "--json"],
        ),
        Contender(
            name="limit",
            prepare=_nothing,
            command=lambda _folder, urls: [sys.executable, str(_CONTENDERS / "limit.py"), "limit.db", *urls],
        ),
        Contender(
            name="reader",
            prepare=_nothing,
            command=lambda _folder, urls: [python, str(_CONTENDERS / "with_reader.py"), "reader.db", *urls],
        ),
        Contender(
            name="rss2email",
            prepare=_configure_rss2email,
            command=lambda folder, _urls: [
                str(peers / "bin" / "r2e"), "-c", str(folder / "r2e.cfg"), "-d", str(folder / "r2e.json"), "run",
            ],
        ),
        Contender(
            name="urlwatch",
            prepare=_configure_urlwatch,
            command=lambda folder, _urls: [
                str(peers / "bin" / "urlwatch"), "--urls", str(folder / "urls.yaml"), "--config",
                str(folder / "urlwatch.yaml"), "--cache", str(folder / "urlwatch.db"), "--hooks", "/dev/null",
            ],
        ),
    ]  # fmt: skip
    return [one for one in found if one.name in ("ours", "limit") or (peers / "bin" / "python").exists()]


class Feeds:
    """The newsroom, in a process of its own."""

    def __init__(self, count: int) -> None:
        command = [sys.executable, "-m", "bench.real_feeds", str(count)]
        self._process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE)  # noqa: S603 - our own program
        assert self._process.stdout is not None
        self.port = int(json.loads(os.read(self._process.stdout.fileno(), 20)))

    def step(self, number: int) -> None:
        """Which state of the feeds is shown from now on."""
        urllib.request.urlopen(f"http://127.0.0.1:{self.port}/step/{number}").read()

    def close(self) -> None:
        """End it."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def one_run(wanted: Sequence[Contender], feeds: Feeds, urls: Sequence[str]) -> dict[str, dict[str, Cost]]:
    """Each contender's costs by pass; they take turns pass by pass."""
    made: dict[str, dict[str, Cost]] = {one.name: {} for one in wanted}
    with tempfile.TemporaryDirectory() as folder:
        for one in wanted:
            place = Path(folder) / one.name
            place.mkdir()
            one.prepare(place, urls)
        for number, what in enumerate(PASSES):
            feeds.step(1 if what == "one new" else 0)
            for one in wanted if number % 2 else reversed(wanted):
                place = Path(folder) / one.name
                made[one.name][what] = run_process(one.command(place, urls), place, {"PYTHONPATH": str(_ROOT)})
        if "ours" in made:
            feeds.step(0)
            made["ours"]["started"] = _started_pass(Path(folder) / "ours")
    return made


def _started_pass(place: Path) -> Cost:
    run_process([sys.executable, "-m", "bench.contenders.inside", "monitor.yaml"], place, {"PYTHONPATH": str(_ROOT)})
    said = json.loads((place / "said.txt").read_text().splitlines()[-1])
    assert said["unchanged"] == said["polls"], said
    return Cost(cpu=said["cpu"] / said["polls"], wall=said["wall"] / said["polls"], rss_mib=0)


def show(runs: Sequence[dict[str, dict[str, Cost]]]) -> dict[str, dict[str, dict[str, float]]]:
    """Medians, as a table and as a document."""
    medians: dict[str, dict[str, dict[str, float]]] = {}
    for name in runs[0]:
        medians[name] = {
            what: {
                key: round(statistics.median(getattr(run[name][what], key) for run in runs), 6)
                for key in ("cpu", "wall", "rss_mib")
            }
            for what in runs[0][name]
        }
    print(f"{'':12}" + "".join(f"{what:>24}" for what in PASSES))
    for name, figures in medians.items():
        cells = (f"{figures[what]['cpu']:8.2f} s {figures[what]['wall']:6.2f} wall" for what in PASSES)
        print(f"{name:12}" + "".join(f"{cell:>24}" for cell in cells))
    if "ours" in medians:
        print(f"started already: {1 / medians['ours']['started']['cpu']:.0f} unchanged polls a processor second")
    return medians


def main() -> None:
    """Run them and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--feeds", type=int, default=1000, help="at most so many of them")
    parser.add_argument("--only", default="")
    parser.add_argument("--peers", type=Path, default=_ROOT / ".venv" / "peers")
    asked = parser.parse_args()
    count = min(asked.feeds, sum(1 for _ in feed_files()))
    wanted = [one for one in contenders(asked.peers.absolute()) if not asked.only or one.name in asked.only.split(",")]
    feeds = Feeds(count)
    try:
        urls = [address_of(number, feeds.port) for number in range(count)]
        runs = [one_run(wanted, feeds, urls) for _ in range(asked.runs)]
    finally:
        feeds.close()
    document = {"feeds": count, "runs": asked.runs, "medians": show(runs), **about_machine(asked.peers)}
    write_result("passes", document)


if __name__ == "__main__":
    main()

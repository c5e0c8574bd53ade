"""Plays the faults of a fleet against real processes, and counts what was lost, came twice or was asked too early.

``sh .ci/with-postgres .venv/bin/python -m bench.fleet_faults [SECONDS] [ONLY]``, as root: two ``monitor run``, three
``monitor worker`` (the third reaches PostgreSQL through a gate that can be shut), 48 sources on twelve loopback hosts,
each asked once a minute with a second between two requests, a lease of twenty seconds, four entries a second. Each
fault has SECONDS (75); ONLY = a part of the name of those to play. The publishers' own log and what the web hooks got
are held against the store at the end.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import psycopg
from typing_extensions import override

from bench.fleet import own_database
from bench.loopback_newsroom import Newsroom, end, read_lines, start_newsroom, write_configuration, write_line
from monitor.adapters.fleet.leadership import connection_text

FEEDS, HOSTS, RATE = 48, 12, 4.0
LEASE = 20.0
PAUSE = 1.0
LEADS = "this process leads now"


def rest(seconds: float) -> None:
    """Real time must pass: the processes are real."""
    threading.Event().wait(seconds)


class PublicNewsroom(Newsroom):
    """Notes when which feed was asked for."""

    @override
    def publish_due(self, feed: int) -> None:
        """See ``Newsroom``."""
        write_line(self.log, {"what": "asked", "feed": feed, "at": time.time()})


class Gate:
    """Passes connections on to PostgreSQL's socket, until it is shut."""

    def __init__(self, behind: str) -> None:
        self._behind = behind
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open = True
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        """Cut what is connected, and let nobody in."""
        self._open = False
        for pair in self._pairs:
            for end_of_it in pair:
                with suppress(OSError):
                    end_of_it.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def open(self) -> None:
        """Let everybody in again."""
        self._open = True

    def _accept(self) -> None:
        while True:
            front, _ = self._listener.accept()
            if not self._open:
                front.close()
                continue
            back = socket.socket(socket.AF_UNIX)
            try:
                back.connect(self._behind)
            except OSError:
                # The server behind it is being restarted.
                front.close()
                continue
            self._pairs.append((front, back))
            for one, other in ((front, back), (back, front)):
                threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for closed in (one, other):
        with suppress(OSError):
            closed.shutdown(socket.SHUT_RDWR)


@dataclass(slots=True)
class Machine:
    """One process of the fleet, with its own settings folder and log."""

    name: str
    words: Sequence[str]
    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        """What it wrote to stderr."""
        return self.folder / f"{self.name}.log"

    def start(self) -> None:
        """Start it, or start it again."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 our own words
                [sys.executable, "-m", "monitor", *self.words], cwd=self.folder, stdout=log, stderr=log
            )

    def send(self, what: signal.Signals) -> None:
        """Signal it."""
        assert self.process is not None
        self.process.send_signal(what)
        if what == signal.SIGKILL:
            self.process.wait()

    @property
    def lives(self) -> bool:
        """Whether it is still there."""
        return self.process is not None and self.process.poll() is None


def _json_lines(log: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]


@dataclass(slots=True)
class Trial:
    """The fleet, its publishers and its database."""

    url: str
    ports: Sequence[int]
    machines: Mapping[str, Machine]
    gate: Gate
    data: str
    """PostgreSQL's folder."""
    seconds: float
    told: list[str] = field(default_factory=list)

    def leader(self) -> Machine:
        """Who leads now: who said so last."""
        said = {
            line["timestamp"]: machine
            for name, machine in self.machines.items()
            if name.startswith("leader") and machine.lives
            for line in _json_lines(machine.log)
            if line["event"] == LEADS
        }
        return said[max(said)]

    def leading(self) -> int:
        """How often a process began to lead."""
        return sum(
            machine.log.read_text("utf-8").count(LEADS)
            for name, machine in self.machines.items()
            if name.startswith("leader")
        )

    def play(self, what: str, fault: Callable[[], object]) -> None:
        """One fault; then the fleet has time to itself."""
        before, began, taken = self.leading(), time.monotonic(), None
        done = threading.Thread(target=fault, daemon=True)
        done.start()
        while time.monotonic() - began < self.seconds or done.is_alive():
            if taken is None and self.leading() > before:
                taken = time.monotonic() - began
            rest(0.1)
        dead = [name for name, machine in self.machines.items() if not machine.lives]
        print(
            f"{what}: " + (f"another leads after {taken:.1f} s" if taken else "the same leads"), dead or "", flush=True
        )

    def restart_postgresql(self) -> None:
        """As ``systemctl restart postgresql`` does."""
        binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
        command = f"{binaries}/pg_ctl -D {self.data} -w -m fast restart >/dev/null"
        subprocess.run(["su", "postgres", "-s", "/bin/sh", "-c", command], check=True)  # noqa: S603, S607 - our own words

    def frozen(self, machine: Machine, seconds: float) -> None:
        """SIGSTOP, and SIGCONT after so long."""
        machine.send(signal.SIGSTOP)
        rest(seconds)
        machine.send(signal.SIGCONT)

    def control(self, what: str) -> None:
        """Publish, or stop publishing."""
        urllib.request.urlopen(f"http://127.0.0.1:{self.ports[0]}/control/{what}").close()


def die(machine: Machine, seconds: float) -> None:
    """SIGKILL, and a new start after so long."""
    machine.send(signal.SIGKILL)
    rest(seconds)
    machine.start()


def cut_off(gate: Gate, seconds: float) -> None:
    """No way to the database for so long."""
    gate.shut()
    rest(seconds)
    gate.open()


def make_faults(trial: Trial) -> dict[str, Callable[[], object]]:
    """By name."""
    first, second = trial.machines["worker1"], trial.machines["worker2"]
    return {
        "nothing": lambda: None,
        "a worker dies (kill -9)": lambda: die(first, 2 * LEASE),
        "a worker is frozen past its lease and woken": lambda: trial.frozen(second, 2 * LEASE),
        "a worker is cut off from the database": lambda: cut_off(trial.gate, 2 * LEASE),
        "the leader dies (kill -9)": lambda: die(trial.leader(), LEASE),
        "the leader is frozen for 30 s and woken": lambda: trial.frozen(trial.leader(), 30),
        "PostgreSQL is restarted": trial.restart_postgresql,
        "nothing again": lambda: None,
    }


def say(trial: Trial, log: Path) -> None:
    """What the logs and the store say in the end."""
    lines = read_lines(log)
    published = {line["title"] for line in lines if line["what"] == "entry"}
    named = {title for title in published if title.startswith("Kling")}
    with psycopg.connect(connection_text(trial.url)) as connection:
        rows = [row[0] for row in connection.execute("SELECT title FROM entry")]
        mentions = [
            row[0] for row in connection.execute("SELECT e.title FROM mention m JOIN entry e ON e.id = m.entry_id")
        ]
        states: dict[str, int] = dict(connection.execute("SELECT state, count(*) FROM delivery GROUP BY 1").fetchall())
    print(f"published {len(published)}, lost {len(published - set(rows))}, stored twice {len(rows) - len(set(rows))}")
    print(
        f"mentions wanted {len(named)}, lost {len(named - set(mentions))}, twice {len(mentions) - len(set(mentions))}"
    )
    for hook in ("honours", "ignores"):
        got = Counter(line["id"] for line in lines if line["what"] == "hook" and line["to"] == hook)
        unmarked = Counter(
            line["id"] for line in lines if line["what"] == "hook" and line["to"] == hook and not line["marked"]
        )
        twice = sum(count - 1 for count in got.values())
        print(f"{hook}: {len(got)} messages, {twice} came again, unmarked {sum(n - 1 for n in unmarked.values())}")
    print(f"deliveries by state: {states}")
    asked: defaultdict[int, list[float]] = defaultdict(list)
    by_host: defaultdict[int, list[float]] = defaultdict(list)
    for line in lines:
        if line["what"] == "asked":
            asked[line["feed"]].append(line["at"])
            by_host[line["feed"] % HOSTS].append(line["at"])
    gaps = [later - earlier for times in asked.values() for earlier, later in pairwise(sorted(times))]
    hosts = [later - earlier for times in by_host.values() for earlier, later in pairwise(sorted(times))]
    counts = sorted(len(times) for times in asked.values())
    print(
        f"requests {sum(counts)}, a source {counts[0]} to {counts[-1]} times; pause of a source {min(gaps):.1f} to "
        f"{max(gaps):.1f} s (lease {LEASE:.0f}); shortest pause of a host {min(hosts):.2f} s (set {PAUSE:.0f})"
    )


def write_machines(folder: Path, trial_urls: Mapping[str, str], ports: Sequence[int]) -> dict[str, Machine]:
    """A folder for each, with its own address of the database."""
    machines = {}
    for name, url in trial_urls.items():
        own = folder / name
        own.mkdir()
        more = f'database: "{url}"\nfleet: {{enabled: true, lease: {LEASE:.0f}s}}\nreload: manual\n'
        write_configuration(own, feeds=FEEDS, ports=ports, hosts=HOSTS, digests="0 3 * * *", more=more)
        file = own / "monitor.yaml"
        file.write_text(file.read_text("utf-8").replace("per_host_delay: 0s", f"per_host_delay: {PAUSE:.0f}s"), "utf-8")
        words = ["run"] if name.startswith("leader") else ["worker", "--concurrency", "8"]
        machines[name] = Machine(name=name, words=words, folder=own)
    return machines


def measure(server: str, seconds: float, only: str) -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as name, own_database(server) as url:
        folder = Path(name)
        with psycopg.connect(connection_text(url)) as connection:
            ((data, sockets),) = connection.execute(
                "SELECT current_setting('data_directory'), current_setting('unix_socket_directories')"
            )
        room, ports = start_newsroom(PublicNewsroom(log=folder / "log", feeds=FEEDS, rate=RATE, seed=18))
        gate = Gate(f"{sockets}/.s.PGSQL.5432")
        gated = url.partition("?")[0].replace("@/", f"@127.0.0.1:{gate.port}/")
        urls = {"leader1": url, "leader2": url, "worker1": url, "worker2": url, "worker3": gated}
        machines = write_machines(folder, urls, ports)
        trial = Trial(url=url, ports=ports, machines=machines, gate=gate, data=data, seconds=seconds)
        try:
            for machine in machines.values():
                machine.start()
                rest(5)
            trial.control("publish")
            for name_of_it, fault in make_faults(trial).items():
                if only in name_of_it:
                    trial.play(name_of_it, fault)
            trial.control("rest")
            rest(120)
            say(trial, folder / "log")
        finally:
            for machine in machines.values():
                if machine.lives:
                    machine.send(signal.SIGKILL)
                print(
                    "\n".join(f"  {machine.name}: {line}" for line in machine.log.read_text("utf-8").splitlines()[-3:])
                )
            end(room)


if __name__ == "__main__":
    given = [*sys.argv[1:], *("75", "")[len(sys.argv) - 1 :]]
    measure(os.environ["MONITOR_TEST_POSTGRESQL"], float(given[0]), given[1])

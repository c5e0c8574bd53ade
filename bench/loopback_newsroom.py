"""A newsroom on loopback in a process of its own: feeds that grow, web hooks and a mail server that log what they get.

What was published and what arrived goes line by line into one log, before it is answered. ``bench.daemon_kills`` and
``bench.soak`` use it.
"""

import asyncio
import json
import os
import random
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP

SHOWN = 40
"""Entries that a feed shows at once."""
EAGER = "budget: 1440/day, min: 1m, max: 1m"
KLING = "topics:\n  - {id: kling, name: {en: Kling}, aliases: [Kling]}\n"
"""The topic of a watchlist that watches the name in most headlines."""
_SYLLABLES = ("ka", "lo", "mi", "ru", "ze", "va", "tin", "dor", "bel", "qua", "fis", "gem", "hol", "jar", "nep", "sul")
Fault = Callable[[web.Request], Any]


def fork(run: Callable[[], Any]) -> int:
    """A child process that runs ``run``; this process has no threads, so forking is safe."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            run()
            code = 0
        finally:
            os._exit(code)
    return child


def write_line(log: Path, line: dict[str, object]) -> None:
    """One line, whole."""
    with log.open("a") as file:
        file.write(json.dumps(line) + "\n")


def read_lines(log: Path) -> list[dict[str, Any]]:
    """All whole lines."""
    return [json.loads(line) for line in log.read_text().splitlines()]


def made_up_words(chance: random.Random, count: int) -> str:
    """Words that no other headline shares, so that each entry is a story of its own."""
    return " ".join("".join(chance.choices(_SYLLABLES, k=3)).capitalize() for _ in range(count))


@dataclass(slots=True)
class Newsroom:
    """Publishes ``rate`` entries a second into ``feeds`` feeds; ``faults`` = what some feeds do instead, by number."""

    log: Path
    feeds: int
    rate: float
    seed: int
    faults: Sequence[int] = ()
    late: float = 5.0
    """Seconds that a slow feed takes."""
    shown: int = SHOWN
    """Entries that a feed shows at once: what slides off while no daemon lives was never promised."""
    publishing: bool = False
    items: dict[int, list[tuple[int, str, datetime]]] = field(default_factory=dict)
    published: int = 0
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    async def serve(self, ready: int) -> None:
        """Until killed; the ports of pages and mail are told through ``ready``."""
        app = web.Application()
        app.router.add_get("/feed/{number}.xml", self._feed)
        app.router.add_post("/hook/{name}", self._hook)
        app.router.add_get("/control/{what}", self._control)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "0.0.0.0", 0).start()  # noqa: S104 - all of 127.0.0.0/8 are hosts of the bench
        loop = asyncio.get_running_loop()
        mail = await loop.create_server(lambda: SMTP(self, hostname="localhost", loop=loop), "127.0.0.1", 0)
        ports = [runner.addresses[0][1], mail.sockets[0].getsockname()[1]]
        for number in range(self.feeds):
            self.publish(number, "Nothing of note")
        os.write(ready, json.dumps(ports).encode())
        while True:
            await asyncio.sleep(1 / self.rate)
            if self.publishing:
                about = "Kling" if self._chance.random() < 0.8 else "Weather"
                self.publish(self._chance.randrange(self.feeds), about)

    def publish(self, feed: int, about: str, at: datetime | None = None) -> None:
        """One more entry on top of a feed, of now or of ``at``."""
        self.published += 1
        title = f"{about} {made_up_words(self._chance, 4)} {self.published}"
        write_line(self.log, {"what": "entry", "number": self.published, "feed": feed, "title": title})
        at = at or datetime.now(UTC)  # noqa: TID251 - real daemons on the real clock
        self.items[feed] = [(self.published, title, at), *self.items.get(feed, [])][: self.shown]

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        number = int(request.match_info["number"])
        self.publish_due(number)
        if number in self.faults and (broken := await self._broken(number)) is not None:
            return broken
        etag = f'"{self.items[number][0][0]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        items = "".join(
            f"<item><title>{title}</title><guid isPermaLink='false'>n{key}</guid>"
            f"<link>http://127.0.0.1/a/{key}</link><description>{title}.</description>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
            for key, title, at in self.items[number]
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet {number}</title>{items}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag})

    def publish_due(self, feed: int) -> None:
        """Called before a feed is shown: for newsrooms that publish by another clock."""

    async def _broken(self, number: int) -> web.StreamResponse | None:
        """One of four faults, three times of four: refused, cut short, rubbish, late."""
        if self._chance.random() < 0.25:
            return None
        match number % 4:
            case 0:
                return web.Response(status=503)
            case 1:
                return web.Response(text='<?xml version="1.0"?><rss version="2.0"><channel><title>cut', status=200)
            case 2:
                return web.Response(body=self._chance.randbytes(2000), content_type="application/rss+xml")
            case _:
                await asyncio.sleep(self.late)
                return None

    async def _hook(self, request: web.Request) -> web.Response:
        body = await request.json()
        write_line(
            self.log,
            {
                "what": "hook",
                "to": request.match_info["name"],
                "id": request.headers["webhook-id"],
                "marked": bool(body["data"].get("possible_repeat")),
                "kind": body["type"],
                "titles": [mention["entry"]["title"] for mention in body["data"].get("mentions", ())],
            },
        )
        # The sender may die between our note and our yes.
        await asyncio.sleep(0.002)
        return web.Response(status=204)

    async def _control(self, request: web.Request) -> web.Response:
        self.publishing = request.match_info["what"] == "publish"
        return web.json_response({"published": self.published})

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """A mail, logged before it is taken."""
        mail = message_from_bytes(envelope.content)
        key = str(mail["Message-ID"]).strip("<>").split("@")[0]
        write_line(self.log, {"what": "mail", "to": "mail", "id": key, "marked": False})
        return "250 OK"


def write_configuration(
    folder: Path,
    *,
    feeds: int,
    ports: Sequence[int],
    more: str = "",
    hosts: int = 1,
    polling: str = EAGER,
    digests: str = "* * * * *",
    topics: str = KLING,
) -> None:
    """Settings and a watchlist for such a newsroom; its feeds are spread over so many names of this machine."""
    pages, smtp = ports
    settings = f"""\
timezone: Etc/UTC
language: en
state_dir: state
fetch: {{allow_networks: ["127.0.0.0/8"], per_host_delay: 0s, concurrency: 16, timeout: 3s}}
polling: {{{polling}}}
channels:
  honours: {{type: webhook, url: "http://127.0.0.1:{pages}/hook/honours"}}
  ignores: {{type: webhook, url: "http://127.0.0.1:{pages}/hook/ignores"}}
  mail: {{type: email, smtp: "smtp://127.0.0.1:{smtp}", from: news@example.org, to: [a@example.org]}}
alerts: {{routes: [{{match: {{}}, channels: [honours, ignores, mail]}}]}}
digests: [{{name: minute, at: "{digests}", channels: [honours]}}]
web: {{listen: "127.0.0.1:0"}}
{more}"""
    sources = "".join(
        f'  - {{url: "http://127.0.1.{1 + number % hosts}:{pages}/feed/{number}.xml"}}\n' for number in range(feeds)
    )
    (folder / "watchlists").mkdir(exist_ok=True)
    (folder / "monitor.yaml").write_text(settings, "utf-8")
    (folder / "watchlists" / "bench.yaml").write_text(f"watchlist: bench\n{topics}sources:\n{sources}", "utf-8")


def start_newsroom(room: Newsroom) -> tuple[int, list[int]]:
    """Its process, and its ports."""
    reading, ready = os.pipe()
    process = fork(lambda: asyncio.run(room.serve(ready)))
    ports: list[int] = json.loads(os.read(reading, 100))
    return process, ports


@contextmanager
def open_newsroom(make: Callable[[Path], Newsroom]) -> Iterator[tuple[Path, int, list[int]]]:
    """The newsroom made with a log, until the block ends; with the log's folder, the newsroom's process and ports."""
    with tempfile.TemporaryDirectory() as name:
        log = Path(name) / "log"
        log.touch()
        process, ports = start_newsroom(make(log))
        try:
            yield Path(name), process, ports
        finally:
            end(process)


def end(process: int) -> int:
    """Kill a child at once; returns its status."""
    os.kill(process, signal.SIGKILL)
    return os.waitpid(process, 0)[1]

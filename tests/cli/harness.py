"""What the tests of the command line share: how a command ended, and a small newsroom on loopback."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from aiohttp import web

_PATIENCE = 60
SETTINGS = """\
timezone: Asia/Shanghai
fetch: {{allow_networks: ["127.0.0.0/8"], per_host_delay: 0s}}
channels:
  team: {{type: webhook, url: "{base}/hook", secret: "env:HOOK_SECRET"}}
alerts: {{routes: [{{match: {{}}, channels: [team]}}]}}
digests: [{{name: daily, at: "08:30", channels: [team]}}]
web: {{listen: "127.0.0.1:0"}}
"""
WATCHLIST = """\
# A comment that every edit keeps.
watchlist: first
topics:
  - id: kling
    name: {{zh: 可灵, en: Kling}}
    aliases: [可灵, Kling AI]
    examples: {{match: [快手可灵发布2.0], reject: [座椅可灵活调节]}}
signals:
  launch: [发布, released]
sources:
  - {{url: "{base}/feed.xml", title: Newsroom, lang: zh}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout; anything else on it is an error."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """One document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Monitor = Callable[..., Ran]


@dataclass(slots=True)
class FakeSite:
    """What the loopback server shows, and what its web hook was sent."""

    base: str = ""
    items: list[tuple[str, str]] = field(default_factory=list)
    hooks: list[dict[str, Any]] = field(default_factory=list)
    hook_status: int = 200
    published: datetime | None = None
    """When its items were published; ``None`` = this very moment."""
    pages: dict[str, str] = field(default_factory=dict)
    """Other pages and feeds, by path."""
    charset: str = "utf-8"
    """Of the other pages; only the header names it."""

    def feed(self) -> str:
        """An RSS document of the items, the newest first, all of this minute."""
        now = format_datetime(self.published or datetime.now(UTC))  # noqa: TID251 as the program under test does
        items = "".join(
            f"<item><title>{title}</title><link>{self.base}/{number}</link><guid isPermaLink='false'>{number}</guid>"
            f"<pubDate>{now}</pubDate><description>{text}</description></item>"
            for number, (title, text) in zip(range(len(self.items), 0, -1), self.items, strict=True)
        )
        return f'<rss version="2.0"><channel><title>Newsroom</title>{items}</channel></rss>'

    async def serve_feed(self, _request: web.Request) -> web.Response:
        """The feed."""
        return web.Response(text=self.feed(), content_type="application/rss+xml")

    async def serve_page(self, request: web.Request) -> web.Response:
        """One of the other pages."""
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        kind = "text/html" if "<html" in page else "application/rss+xml"
        return web.Response(text=page, content_type=kind, charset=self.charset)

    async def take_hook(self, request: web.Request) -> web.Response:
        """Keep what was posted."""
        self.hooks.append(json.loads(await request.text()))
        return web.Response(status=self.hook_status)


async def serve(fake_site: FakeSite, stop: asyncio.Event, ready: Callable[[], None]) -> None:
    """Serve the newsroom until ``stop``."""
    app = web.Application()
    app.router.add_get("/feed.xml", fake_site.serve_feed)
    app.router.add_post("/hook", fake_site.take_hook)
    app.router.add_get("/{page:.*}", fake_site.serve_page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake_site.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    ready()
    await stop.wait()
    await runner.cleanup()


class Daemon:
    """A running ``monitor run``, what it has said on stderr, and what it has printed on stdout."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "-v", "run"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self.printed: list[str] = []
        self._printer = threading.Thread(target=self._read_printed)
        self._printer.start()
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stderr or ():
            with self._more:
                self.said.append(line)
                self._more.notify_all()

    def _read_printed(self) -> None:
        self.printed.extend(iter((self.process.stdout or io.StringIO()).readline, ""))

    def wait_for(self, words: str, *, times: int = 1) -> None:
        """Until it has said ``words`` so often."""
        with self._more:
            heard = self._more.wait_for(lambda: sum(words in line for line in self.said) >= times, _PATIENCE)
        assert heard, "".join(self.said)

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(_PATIENCE)
        for reader in (self._reader, self._printer):
            reader.join()
        for stream in (self.process.stderr, self.process.stdout):
            if stream:
                stream.close()
        return code

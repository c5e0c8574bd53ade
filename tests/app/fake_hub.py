"""A WebSub hub on loopback, and the callback that it reaches."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from monitor.adapters.fetch.websub_client import HttpHubs
from monitor.adapters.net.client import open_client
from monitor.app.context import AppContext
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.model.settings import FetchSettings, WebSettings, WebSubSettings
from monitor.web.serving.server import PageServer
from tests.app.harness import Harness

LOOPBACK = FetchSettings(allow_networks=("127.0.0.0/8",), per_host_delay=timedelta(0), max_body=500_000)


@dataclass(kw_only=True)
class Hub:
    """Takes subscriptions, verifies them at once, and delivers when told to; tests change what it answers."""

    port: int = 0
    status: int = 202
    words: str = ""
    lease: str = "864000"
    verifies: bool = True
    denies: str = ""
    asked: list[Mapping[str, str]] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    """What the callback said to the hub's own questions."""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/"

    async def take(self, request: web.Request) -> web.Response:
        """A request of a subscriber; verified before it is answered, as hubs may."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        if self.denies:
            await self.call(form, {"hub.mode": "denied", "hub.reason": self.denies})
        elif self.verifies and self.status < 300:
            question = {"hub.mode": form["hub.mode"], "hub.challenge": f"challenge-{len(self.asked)}"}
            await self.call(form, question | {"hub.lease_seconds": self.lease})
        return web.Response(status=self.status, text=self.words)

    async def send_on(self, _: web.Request) -> web.Response:
        """Another address of this hub."""
        return web.Response(status=308, headers={"location": "/"})

    async def call(self, form: Mapping[str, str], question: Mapping[str, str]) -> tuple[int, str]:
        """A GET at a callback."""
        async with aiohttp.ClientSession() as session:
            query = urlencode({"hub.topic": form["hub.topic"]} | dict(question))
            async with session.get(f"{form['hub.callback']}?{query}") as answer:
                self.answers.append((answer.status, await answer.text()))
        return self.answers[-1]

    async def deliver(self, body: bytes, *, method: str = "sha256", secret: str | None = None, to: int = -1) -> int:
        """A POST at the callback of the last request to subscribe. ``secret``: not the one agreed; "" = unsigned."""
        form = [one for one in self.asked if one["hub.mode"] == "subscribe"][to]
        secret = form["hub.secret"] if secret is None else secret
        signature = hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()
        headers = {"content-type": "application/rss+xml"}
        headers |= {"x-hub-signature": f"{method}={signature}"} if secret else {}
        async with (
            aiohttp.ClientSession() as session,
            session.post(form["hub.callback"], data=body, headers=headers) as answer,
        ):
            return answer.status


@asynccontextmanager
async def running_hub() -> AsyncIterator[Hub]:
    """A hub that listens."""
    hub = Hub()
    site = web.Application()
    site.router.add_post("/", hub.take)
    site.router.add_post("/moved", hub.send_on)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        hub.port = runner.addresses[0][1]
        yield hub
    finally:
        await runner.cleanup()


@asynccontextmanager
async def reachable(harness: Harness, *, subscribes: bool = True) -> AsyncIterator[AppContext]:
    """The harness's program with its pages on loopback and a client that reaches hubs there."""
    pages = PageServer(reload=lambda: None)
    settings = replace(harness.app.settings, fetch=LOOPBACK, web=WebSettings(listen="127.0.0.1:0"))
    pages.listen(replace(harness.app, settings=settings))
    callback = f"http://127.0.0.1:{pages.port}" if subscribes else ""
    settings = replace(settings, websub=WebSubSettings(callback=callback))
    async with open_client(LOOPBACK, user_agent="test") as client:
        hubs = HttpHubs(client, clock=harness.clock, per_host_delay=timedelta(0))
        app = replace(harness.app, settings=settings, hubs=hubs)
        await pages.start(app, Heartbeat(harness.clock))
        try:
            yield app
        finally:
            await pages.stop(within=timedelta(seconds=1))
            pages.close()
            await asyncio.sleep(0)

"""Twenty-one alerts at once to each bot, before a server that enforces the provider's limit by its own log.

``python -m bench.limits [ALERTS]``, in real time, one or two minutes. ``tests/app/test_limits.py`` plays the same rules
on a stepped clock.
"""

import asyncio
import json
import logging
import re
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.app.context import AppContext
from monitor.app.runtime.scheduler import Scheduler
from monitor.core.model.deliveries import NewDelivery
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import ChannelSettings, FetchSettings, Settings, Watchlists
from monitor.core.model.sources import SourceSpec
from monitor.core.model.stories import Excerpt, Features, NewStory, Report
from monitor.ports import Transaction
from monitor.wiring import open_context

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
RULES: Mapping[str, Sequence[tuple[int, timedelta]]] = {
    "dingtalk": ((20, MINUTE),),
    "wecom": ((20, MINUTE),),
    "feishu": ((100, MINUTE), (5, SECOND)),
    "slack": ((1, SECOND),),
    "telegram": ((20, MINUTE), (1, SECOND)),
    # Discord tells its bucket in headers; this one is a common size.
    "discord": ((5, 2 * SECOND),),
}
"""What each provider allows: so many in any span of that length."""
YES = {
    "dingtalk": '{"errcode": 0, "errmsg": "ok"}',
    "wecom": '{"errcode": 0, "errmsg": "ok"}',
    "feishu": '{"code": 0, "msg": "success"}',
    "slack": "ok",
    "telegram": '{"ok": true, "result": {"message_id": 5}}',
    "discord": '{"id": "1"}',
}
NO = {
    "dingtalk": (200, '{"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}'),
    "wecom": (200, '{"errcode": 45009, "errmsg": "api freq out of limit"}'),
    "feishu": (200, '{"code": 11232, "msg": "frequency limited"}'),
    "slack": (429, "rate_limited"),
    "telegram": (429, '{"ok": false, "error_code": 429, "parameters": {"retry_after": 60}}'),
    "discord": (429, '{"retry_after": 2.0, "global": false}'),
}


@dataclass
class Provider:
    """Takes messages within its limit, refuses the others, and remembers both."""

    kind: str
    taken: list[tuple[datetime, str]] = field(default_factory=list)
    refused: list[datetime] = field(default_factory=list)

    def answer(self, at: datetime, body: str) -> tuple[int, str, dict[str, str]]:
        """Status, body and headers."""
        for count, span in RULES[self.kind]:
            if sum(at - before < span for before, _ in self.taken) >= count:
                self.refused.append(at)
                return (*NO[self.kind], {"Retry-After": "1"})
        self.taken.append((at, body))
        if self.kind != "discord":
            return 200, YES[self.kind], {}
        count, span = RULES["discord"][0]
        recent = [before for before, _ in self.taken if at - before < span]
        reset = (min(recent) + span - at).total_seconds()
        left = {"X-RateLimit-Remaining": str(count - len(recent)), "X-RateLimit-Reset-After": f"{reset:.3f}"}
        return 200, YES[self.kind], left

    def told(self, stories: int) -> int:
        """How many of the stories stand in what it took."""
        said = "".join(body for _, body in self.taken)
        return sum(bool(re.search(rf"story {number}\b", said)) for number in range(stories))


def options_of(kind: str, port: int) -> dict[str, object]:
    """A channel of this kind whose provider is on this machine."""
    base = f"http://127.0.0.1:{port}"
    return (
        {"token": "1:x", "chat": "-1", "api": f"{base}/telegram"} if kind == "telegram" else {"url": f"{base}/{kind}"}
    )


def enqueue(tx: Transaction, stories: int, settings: Settings, now: datetime) -> None:
    """So many stories, each owed to every channel."""
    tx.sources.sync([SourceSpec(url="https://example.org/feed")], now=now)
    tx.sources.set_state(tx.sources.all()[0].id, "paused", now=now)
    for number in range(stories):
        title = f"story {number}"
        key = zlib.crc32(title.encode())
        entry_id = tx.entries.add(
            tx.sources.all()[0].id, ParsedEntry(title=title), key=title, content_hash="", keys={key: "guid"},
            first_sight=False, now=now,
        )  # fmt: skip
        story = tx.stories.add_report(
            Report(title=title, topics=frozenset({"kling"}), seen_at=now),
            Features(keys=(key,)),
            NewStory(),
            Excerpt(entry_id=entry_id, snippet=title, score=0.9),
            now=now,
        )
        new_deliveries = [
            NewDelivery(
                kind="alert", subject=f"story:{story}", channel=one.name, recipient="", stories=(story,), send_at=now
            )
            for one in settings.channels
        ]
        tx.outbox.enqueue(new_deliveries, now=now)


async def serve(providers: Mapping[str, Provider], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection: each request is judged by the first part of its path, at the moment it has arrived."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(re.search(r"content-length: (\d+)", head)[1])  # type: ignore[index]  # every POST has one
            body = (await reader.readexactly(length)).decode()
            kind = re.split(r"[/ ?]", head)[2]
            now = datetime.now(UTC)  # noqa: TID251 - the provider's own clock is the real one
            status, said, headers = providers[kind].answer(now, json.dumps(json.loads(body), ensure_ascii=False))
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            writer.write(f"HTTP/1.1 {status} x\r\n{lines}Content-Length: {len(said)}\r\n\r\n{said}".encode())
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def sent_all(app: AppContext) -> None:
    """Tick as the daemon does, until nothing waits."""
    scheduler = Scheduler(app)
    while scheduler.busy or await app.in_store.read(lambda tx: bool(tx.outbox.waiting())):
        await scheduler.tick()
        await asyncio.sleep(1)


async def measure(folder: Path, alerts: int) -> None:
    """One line a provider."""
    providers = {kind: Provider(kind) for kind in RULES}
    server = await asyncio.start_server(lambda reader, writer: serve(providers, reader, writer), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = Settings(
        state_dir=str(folder),
        database=f"sqlite:///{folder}/monitor.db",
        timezone="Asia/Shanghai",
        watchlists=str(folder),
        templates=str(folder),
        channels=tuple(ChannelSettings(name=kind, kind=kind, options=options_of(kind, port)) for kind in RULES),
        digests=(),
        fetch=FetchSettings(allow_networks=("127.0.0.0/8",)),
    )
    templates = read_templates(bundled_folder("templates"))
    async with open_context(settings, Watchlists(), templates) as app:
        begun = app.clock.now()
        await app.in_store.write(lambda tx: enqueue(tx, alerts, settings, begun))
        await sent_all(app)
        rows = await app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(limit=100_000)))
    for kind, provider in providers.items():
        states = dict(Counter(row.state for row in rows if row.channel == kind and row.kind == "alert"))
        lasted = (provider.taken[-1][0] - begun).total_seconds()
        sys.stdout.write(
            f"{kind:9} {len(provider.taken):3} messages in {lasted:5.1f} s, {len(provider.refused)} refused, "
            f"{provider.told(alerts)} of {alerts} stories told, alerts {states}\n"
        )
    server.close()


def main(alerts: int = 21) -> None:
    """In a folder that goes again."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), alerts))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))

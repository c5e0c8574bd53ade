"""Kills the sender at random instants while deliveries flow, and counts what was lost and what came twice.

``python -m bench.kills [KILLS] [SEED] [DELIVERIES] [SECONDS]``. A server process logs web hooks and mail; the
sender is a real child process that dies by SIGKILL. At the end one sender drains the rest, and the servers' log is held
against what was owed.
"""

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from monitor.app.outbox import recover, send_owed
from monitor.app.parts import App
from monitor.app.storing import InStore
from monitor.clock import SystemClock
from monitor.config.shipped import read_templates, shipped
from monitor.deliver.table import open_channels
from monitor.fetch.memory import MemoryFetcher
from monitor.match.matcher import compile_matcher
from monitor.net.client import open_client
from monitor.net.guard import guard_for
from monitor.render.renderer import compile_templates
from monitor.sandbox.inline import InlineSandbox
from monitor.store.database import open_store
from monitor.types.delivery import Owed
from monitor.types.entries import ParsedEntry
from monitor.types.queries import DeliveryFilter
from monitor.types.settings import ChannelSettings, FetchSettings, Settings, Watchlists
from monitor.types.sources import SourceSpec
from monitor.types.stories import Features, Founds, Report

TEMPLATES = compile_templates(read_templates(shipped("templates")))
MATCHER = compile_matcher((), {})
ALL = 1_000_000
CHANNELS = ("honours", "ignores", "mail")
LONGEST_LIFE = 0.7
"""Seconds a sender lives at most; its start takes about half of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the servers' log says."""

    kills: int
    owed: int
    lost: int
    repeats: dict[str, int]
    unmarked: dict[str, int]
    """Repeats without the mark; e-mail and the hook that honours ids need none."""
    after_dedup: int


def settings_of(folder: str, hook: int, smtp: int) -> Settings:
    """Three channels on loopback."""
    hooks = [
        ChannelSettings(name=name, kind="webhook", options={"url": f"http://127.0.0.1:{hook}/{name}"})
        for name in CHANNELS[:2]
    ]
    options = {"from": "news@example.org", "smtp": f"smtp://127.0.0.1:{smtp}"}
    mail = ChannelSettings(name="mail", kind="email", options=options, recipients=("a@example.org",))
    return Settings(
        state_dir=folder,
        database=f"sqlite:///{folder}/monitor.db",
        timezone="Asia/Shanghai",
        watchlists=folder,
        templates=folder,
        channels=(*hooks, mail),
        fetch=FetchSettings(allow_networks=("127.0.0.0/8",)),
    )


def owe(settings: Settings, deliveries: int) -> set[str]:
    """So many alerts, spread over the channels; returns their keys."""
    now = datetime.now(UTC)  # noqa: TID251 - real senders on the real clock
    store = open_store(settings.database)
    keys = set()
    with store.write() as tx:
        tx.sources.sync([SourceSpec(url="https://example.org/feed")], now=now)
        (source,) = tx.sources.all()
        for number in range(deliveries // len(CHANNELS)):
            title = f"story {number}"
            key = zlib.crc32(title.encode())
            entry_id = tx.entries.add(
                source.id, ParsedEntry(title=title), key=title, content_hash="", keys={key: "guid"}, first_sight=False,
                now=now,
            )  # fmt: skip
            story = tx.stories.add_report(
                Report(title=title, topics=frozenset({"kling"}), seen_at=now), Features(keys=(key,)), Founds(),
                entry_id=entry_id, section=0, signals=(), snippet=title, highlights=(), score=0.9, now=now,
            )  # fmt: skip
            owed = [
                Owed(
                    kind="alert",
                    subject=f"story:{story}",
                    channel=channel.name,
                    recipient=channel.recipients[0],
                    stories=(story,),
                    send_at=now,
                )
                for channel in settings.channels
            ]
            tx.outbox.owe(owed, now=now)
            keys |= {one.key for one in owed}
    store.close()
    return keys


async def send(settings: Settings) -> None:
    """The sender: what the daemon does at a start, and then until nothing waits."""
    store = open_store(settings.database)
    clock = SystemClock()
    async with open_client(settings.fetch, user_agent="news-monitor") as client:
        app = App(
            clock=clock,
            in_store=InStore(store),
            fetcher=MemoryFetcher({}),
            sandbox=InlineSandbox(),
            matcher=MATCHER,
            templates=TEMPLATES,
            channels=open_channels(
                settings.channels,
                client=client,
                clock=clock,
                state_dir=Path(settings.state_dir),
                echo=lambda _: None,
                guard=guard_for(settings.fetch),
            ),
            settings=settings,
            watchlists=Watchlists(),
        )
        await recover(app)
        while await app.in_store.read(lambda tx: tx.outbox.waiting()):
            if not await send_owed(app):
                await asyncio.sleep(0.2)
        app.in_store.close()
    store.close()


class Mailbox:
    """Logs each mail before it says yes."""

    def __init__(self, log: Path) -> None:
        self._log = log

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content)
        key = str(mail["Message-ID"]).strip("<>").split("@")[0]
        write(self._log, {"to": "mail", "id": key, "marked": False})
        return "250 OK"


def write(log: Path, line: dict[str, object]) -> None:
    """One line, whole."""
    with log.open("a") as file:
        file.write(json.dumps(line) + "\n")


async def serve(log: Path, ready: int) -> None:
    """Web hooks and mail on ports of the system's choice, told through ``ready``."""

    async def hook(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                body = json.loads(await reader.readexactly(int(fields["content-length"])))
                marked = bool(body["data"]["possible_repeat"])
                write(log, {"to": head.split()[1].strip("/"), "id": fields["webhook-id"], "marked": marked})
                # The sender may die between our note and our yes.
                await asyncio.sleep(0.002)
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    loop = asyncio.get_running_loop()
    hooks = await asyncio.start_server(hook, "127.0.0.1", 0)
    mail = await loop.create_server(lambda: SMTP(Mailbox(log), hostname="localhost", loop=loop), "127.0.0.1", 0)
    ports = [server.sockets[0].getsockname()[1] for server in (hooks, mail)]
    os.write(ready, json.dumps(ports).encode())
    await asyncio.Event().wait()


def fork(run: Any) -> int:
    """A child process that runs ``run``; this process has no threads, so forking is safe."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), 1)
                run()
            code = 0
        finally:
            os._exit(code)
    return child


def measure(folder: Path, *, kills: int, seed: int, deliveries: int, seconds: float) -> Result:
    """Kill until ``kills`` or ``seconds`` are over or nothing is left to send, then drain and count."""
    chance = random.Random(seed)
    log = folder / "log"
    log.touch()
    reading, ready = os.pipe()
    server = fork(lambda: asyncio.run(serve(log, ready)))
    hook, smtp = json.loads(os.read(reading, 100))
    try:
        settings = settings_of(str(folder), hook, smtp)
        keys = owe(settings, deliveries)
        done, begun = 0, time.monotonic()
        while done < kills and time.monotonic() - begun < seconds:
            child = fork(lambda: asyncio.run(send(settings)))
            time.sleep(chance.uniform(0.1, LONGEST_LIFE))  # noqa: TID251 - the instant of death is real time
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            if not os.WIFSIGNALED(status):
                break
            done += 1
        last = fork(lambda: asyncio.run(send(settings)))
        assert os.waitpid(last, 0)[1] == 0, "the last sender failed"
        return _count(settings, log, keys, done)
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)


def _count(settings: Settings, log: Path, keys: set[str], kills: int) -> Result:
    store = open_store(settings.database)
    with store.read() as tx:
        states = Counter(one.state for one in tx.outbox.find(DeliveryFilter(limit=ALL)))
    store.close()
    assert states == {"sent": len(keys)}, states
    got = [json.loads(line) for line in log.read_text().splitlines()]
    repeats: Counter[str] = Counter()
    unmarked: Counter[str] = Counter()
    seen: set[str] = set()
    for one in got:
        if one["id"] in seen:
            repeats[one["to"]] += 1
            unmarked[one["to"]] += not one["marked"]
        seen.add(one["id"])
    return Result(
        kills=kills,
        owed=len(keys),
        lost=len(keys - seen),
        repeats={name: repeats[name] for name in CHANNELS},
        unmarked={name: unmarked[name] for name in CHANNELS},
        after_dedup=len(seen - keys),
    )


def main(kills: int = 1000, seed: int = 11, deliveries: int = 3000, seconds: float = 1e9) -> None:
    """Print what was lost and what came twice."""
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(f"{measure(Path(folder), kills=kills, seed=seed, deliveries=deliveries, seconds=seconds)}\n")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))

"""Kills the sender at random instants while deliveries flow, and counts what was lost and what came twice.

``python -m bench.kills [KILLS] [SEED] [DELIVERIES]``. A server process logs web hooks and mail; another one owes alerts
all the time; the sender is a real child process that dies by SIGKILL, again and again. At the end one sender drains the
rest, and the servers' log is held against what was owed.
"""

import asyncio
import json
import os
import random
import signal
import ssl
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

from monitor.adapters.channels.registry import open_channels
from monitor.adapters.clock import SystemClock
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.adapters.net.client import open_client
from monitor.adapters.net.ssrf_guard import guard_for
from monitor.adapters.sandbox.inline import InlineSandbox
from monitor.adapters.store.database import open_store
from monitor.app.context import AppContext
from monitor.app.delivery.recovery import recover_interrupted
from monitor.app.delivery.waiting import send_due
from monitor.app.store_thread import StoreThread
from monitor.core.channels.rendering import compile_templates
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.deliveries import NewDelivery
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import ChannelSettings, FetchSettings, Settings, Watchlists
from monitor.core.model.sources import SourceSpec
from monitor.core.model.stories import Excerpt, Features, NewStory, Report
from monitor.ports import Store

TEMPLATES = compile_templates(read_templates(bundled_folder("templates")))
MATCHER = compile_matcher((), {})
ALL = 1_000_000
CHANNELS = ("honours", "ignores", "mail")
FIRST_LIFE = 0.25
"""Seconds that the first senders live at most after they said that they are ready."""
LONGEST_LIFE = 2.0
EARLY = 0.2
"""Share of senders that die while they start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the servers' log says."""

    kills: int
    enqueued: int
    while_killing: int
    """Messages that had arrived when the last sender was killed."""
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


def enqueue(store: Store, settings: Settings, number: int) -> set[str]:
    """One story's alert for each channel; returns their keys."""
    now = datetime.now(UTC)  # noqa: TID251 - real senders on the real clock
    title = f"story {number}"
    key = zlib.crc32(title.encode())
    with store.write() as tx:
        if not tx.sources.all():
            tx.sources.sync([SourceSpec(url="https://example.org/feed")], now=now)
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
        enqueued = [
            NewDelivery(
                kind="alert",
                subject=f"story:{story}",
                channel=channel.name,
                recipient=channel.recipients[0],
                stories=(story,),
                send_at=now,
            )
            for channel in settings.channels
        ]
        tx.outbox.enqueue(enqueued, now=now)
    return {one.key for one in enqueued}


def feed(settings: Settings, stories: int, kills: int, asked: int) -> None:
    """Owe stories while senders live and die: as many by the n-th word through ``asked`` as n of ``kills`` ask for."""
    store, done = open_store(settings.database), 0
    for kill in range(1, kills + 1):
        if not os.read(asked, 1):
            break
        while done < stories * kill // kills:
            enqueue(store, settings, done)
            done += 1
    for number in range(done, stories):
        enqueue(store, settings, number)
    store.close()


async def send(settings: Settings, ready: int, *, to_the_end: bool = False) -> None:
    """The sender: what the daemon does at a start, and then what comes until it is killed, or until nothing waits."""
    store = open_store(settings.database)
    clock = SystemClock()
    # Everything is on loopback without TLS: a start must not be spent on reading certificates.
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with open_client(settings.fetch, user_agent="news-monitor", tls=tls) as client:
        app = AppContext(
            clock=clock,
            in_store=StoreThread(store),
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
        await recover_interrupted(app)
        os.write(ready, b"r")
        while not to_the_end or await app.in_store.read(lambda tx: bool(tx.outbox.waiting())):
            if not await send_due(app):
                await asyncio.sleep(0.01)
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


def measure(folder: Path, *, kills: int, seed: int, deliveries: int) -> Result:
    """Kill so many senders while the deliveries are owed and flow, then let one drain the rest, and count."""
    chance = random.Random(seed)
    log = folder / "log"
    log.touch()
    reading, ready = os.pipe()
    server = fork(lambda: asyncio.run(serve(log, ready)))
    hook, smtp = json.loads(os.read(reading, 100))
    settings = settings_of(str(folder), hook, smtp)
    open_store(settings.database).close()
    asked, ask = os.pipe()
    feeder = fork(lambda: feed(settings, deliveries // len(CHANNELS), kills, asked))
    try:
        longest, while_killing = FIRST_LIFE, 0
        for kill in range(1, kills + 1):
            os.write(ask, b"n")
            kill_one(settings, chance, longest)
            while_killing = log.read_bytes().count(b"\n")
            # A machine that is slow or busy gives each sender longer, so that messages flow all the time.
            longest = min(longest * (1.1 if while_killing / deliveries < kill / kills else 0.9), LONGEST_LIFE)
        assert os.waitpid(feeder, 0)[1] == 0, "the feeder failed"
        last = fork(lambda: asyncio.run(send(settings, ready, to_the_end=True)))
        assert os.waitpid(last, 0)[1] == 0, "the last sender failed"
        return _count(settings, log, kills, while_killing)
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)


def kill_one(settings: Settings, chance: random.Random, longest: float) -> None:
    """A sender that dies at a random instant: one of five while it starts, the others once it sends."""
    reading, ready = os.pipe()
    child = fork(lambda: asyncio.run(send(settings, ready)))
    os.close(ready)
    if chance.random() >= EARLY:
        os.read(reading, 1)
    time.sleep(chance.uniform(0, longest))  # noqa: TID251 - the instant of death is real time
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "a sender ended by itself"


def _count(settings: Settings, log: Path, kills: int, while_killing: int) -> Result:
    store = open_store(settings.database)
    with store.read() as tx:
        enqueued = tx.outbox.find(DeliveryFilter(limit=ALL))
    store.close()
    keys = {one.key for one in enqueued}
    # Alerts that waited for a quarter of an hour come as one summary, and arrive under its key.
    told = {
        one.key: next(by.key for by in enqueued if by.id == one.grouped_into)
        for one in enqueued
        if one.grouped_into is not None
    }
    assert {one.state for one in enqueued} == {"sent"}, Counter(one.state for one in enqueued)
    got = [json.loads(line) for line in log.read_text().splitlines()]
    repeats: Counter[str] = Counter()
    unmarked: Counter[str] = Counter()
    seen: set[str] = set()
    arrived: set[str] = set()
    for one in got:
        # Parts of one message have their number behind its key.
        again = one["id"] in arrived
        arrived.add(one["id"])
        if again:
            repeats[one["to"]] += 1
            unmarked[one["to"]] += not one["marked"]
        seen.add(one["id"].partition(".")[0])
    return Result(
        kills=kills,
        enqueued=len(keys),
        while_killing=while_killing,
        lost=sum(told.get(key, key) not in seen for key in keys),
        repeats={name: repeats[name] for name in CHANNELS},
        unmarked={name: unmarked[name] for name in CHANNELS},
        after_dedup=len(seen - keys),
    )


def main(kills: int = 1000, seed: int = 11, deliveries: int = 3000) -> None:
    """Print what was lost and what came twice."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        result = measure(Path(folder), kills=kills, seed=seed, deliveries=deliveries)
        sys.stdout.write(f"{result}\n{time.monotonic() - begun:.0f} s\n")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))

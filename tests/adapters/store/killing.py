"""Kills a writing process at random instants and checks that each transaction is whole: ``killing.py KILLS SEED``."""

import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.adapters.store.database import open_store
from monitor.core.model.deliveries import NewDelivery
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import DeliveryFilter, EntryFilter
from monitor.core.model.matches import Match, Span
from monitor.core.model.sources import SourceSpec, Validators
from monitor.core.model.stories import Excerpt, Features, NewStory, Report

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ALL = 1_000_000


def write_on(url: str, ready: int) -> None:
    """Commit one poll after the other until killed: entry, mention, delivery and validators together."""
    store = open_store(url)
    with store.write() as tx:
        tx.sources.sync([SourceSpec(url="https://example.org/feed")], now=START)
    os.write(ready, b".")
    while True:
        with store.write() as tx:
            (source,) = tx.sources.all()
            number = int(source.validators.etag or 0) + 1
            now = START + timedelta(seconds=number)
            entry = ParsedEntry(title=f"entry {number}", url=f"https://example.org/{number}", text="text " * 200)
            entry_id = tx.entries.add(
                source.id, entry, key=str(number), content_hash="", keys={number: "guid"}, first_sight=False, now=now
            )
            story_id = tx.stories.add_report(
                Report(title=entry.title, topics=frozenset({"kling"}), seen_at=now),
                Features(keys=(number, 1, 2)),
                NewStory(),
                Excerpt(entry_id=entry_id, score=0.5),
                now=now,
            )
            found = Match(topic="kling", spans=(Span(field="title", start=0, end=5),), surface="entry", score=0.5)
            tx.mentions.add(entry_id, found, story_id=story_id, status="new", now=now)
            new_delivery = NewDelivery(
                kind="alert",
                subject=f"story:{story_id}",
                channel="team",
                recipient="",
                stories=(story_id,),
                send_at=now,
            )
            tx.outbox.enqueue([new_delivery], now=now)
            tx.sources.save(replace(source, validators=Validators(etag=str(number))), now=now)


def check(url: str) -> int:
    """How many polls are stored; AssertionError when one of them is not whole."""
    store = open_store(url)
    with store.read() as tx:
        sources = tx.sources.all()
        polls = int(sources[0].validators.etag or 0) if sources else 0
        entries = tx.entries.find(EntryFilter(limit=ALL))
        deliveries = tx.outbox.find(DeliveryFilter(limit=ALL))
        mentions = tx.mentions.window(from_at=START, to_at=START + timedelta(days=99))
        known = tx.entries.known(sources[0].id, range(1, polls + 2)) if sources else ()
    store.close()
    numbers = [f"entry {number}" for number in range(polls, 0, -1)]
    assert [entry.title for entry in entries] == numbers, "entries"
    assert [mention.entry_title for mention in reversed(mentions)] == numbers, "mentions"
    assert len(deliveries) == len({delivery.key for delivery in deliveries}) == polls, "deliveries"
    assert len(known) == polls, "identity keys"
    return polls


def kill_one(url: str, after_seconds: float, *, while_opening: bool) -> None:
    """Start a writer and kill it some time after it began to open the store, or to write."""
    reading, ready = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write_on(url, ready)
        finally:
            os._exit(1)
    if not while_opening:
        os.read(reading, 1)
    time.sleep(after_seconds)  # noqa: TID251 - the instant of death is real time
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    os.close(ready)
    assert os.WIFSIGNALED(status), "the writer ended by itself"


def main(kills: int, seed: int) -> None:
    """Every fifth writer dies while it opens a new store, the others while they write."""
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "monitor.db"
        for number in range(kills):
            if number % 5 == 4:
                fresh = f"sqlite:///{folder}/{number}.db"
                kill_one(fresh, chance.uniform(0, 0.06), while_opening=True)
                check(fresh)
            else:
                kill_one(f"sqlite:///{written}", chance.uniform(0, 0.06), while_opening=False)
                check(f"sqlite:///{written}")
        sys.stdout.write(f"{kills} kills, {check(f'sqlite:///{written}')} polls stored, every one whole\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

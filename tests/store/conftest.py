"""The stores that every contract runs over, and the little that tests of several nouns need."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zlib import crc32

import pytest

from monitor.ports import Transaction
from monitor.store.database import DatabaseStore, open_store
from monitor.types.entries import ParsedEntry
from monitor.types.matching import Found, Span
from monitor.types.sources import SourceSpec, Tier
from monitor.types.stories import Assignment, Features, Founds, Report

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The instant at which a test starts."""
    return NOW


@pytest.fixture(params=["file", "memory", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DatabaseStore]:
    """The same contract over every database."""
    match request.param:
        case "file":
            url = f"sqlite:///{tmp_path}/monitor.db"
        case "memory":
            url = "sqlite://"
        case _:
            url = request.getfixturevalue("postgresql_url")
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def postgresql_url() -> str:
    """An empty PostgreSQL database."""
    if not os.environ.get("MONITOR_TEST_POSTGRESQL"):
        pytest.skip("set MONITOR_TEST_POSTGRESQL to the address of a PostgreSQL server to run this")
    return ""


class News(Protocol):
    """Puts an entry into the store and its only section into a story."""

    def __call__(
        self,
        tx: Transaction,
        title: str,
        *,
        keys: tuple[int, ...] = (1, 2, 3),
        assignment: Assignment = ...,
        tier: Tier = "press",
        topics: tuple[str, ...] = ("kling",),
        at: datetime = NOW,
        digest: bool = False,
        published_at: datetime | None = None,
    ) -> tuple[int, int]:
        """The entry's and the story's number."""
        ...


@pytest.fixture
def news() -> News:
    """See ``News``."""

    def tell(
        tx: Transaction,
        title: str,
        *,
        keys: tuple[int, ...] = (1, 2, 3),
        assignment: Assignment = Founds(),
        tier: Tier = "press",
        topics: tuple[str, ...] = ("kling",),
        at: datetime = NOW,
        digest: bool = False,
        published_at: datetime | None = None,
    ) -> tuple[int, int]:
        source_id = a_source(tx)
        url = f"https://example.org/{title.replace(' ', '-')}"
        parsed = ParsedEntry(guid=title, title=title, url=url, text=f"All about {title}.", published_at=published_at)
        entry_id = tx.entries.add(
            source_id, parsed, key=title, content_hash=f"hash of {title}", keys={crc32(title.encode()): "guid"},
            first_sight=False, now=at,
        )  # fmt: skip
        report = Report(
            title=title, url=url, tier=tier, topics=frozenset(topics), seen_at=at, digest=digest,
            published_at=published_at, source="Example",
        )  # fmt: skip
        story_id = tx.stories.add_report(
            report, Features(keys=keys, payload={"title": title}), assignment, entry_id=entry_id, section=0,
            signals=("launch",), snippet=f"… {title} …", highlights=((2, 4),), score=0.7, now=at,
        )  # fmt: skip
        for topic in topics:
            tx.mentions.add(entry_id, found(topic), story_id=story_id, status="new", now=at)
        return entry_id, story_id

    return tell


def a_source(tx: Transaction) -> int:
    """The number of the only source."""
    if not tx.sources.all():
        tx.sources.sync([SourceSpec(url="https://example.org/feed.xml", title="Example")], now=NOW)
    return tx.sources.all()[0].id


def found(topic: str) -> Found:
    """A mention of a topic in a title."""
    span = Span(field="title", start=0, end=2)
    return Found(
        topic=topic, spans=(span,), surface=topic, score=0.7, signals=("launch",), snippet=f"… {topic} …",
        highlights=((2, 4),), reason="alias",
    )  # fmt: skip

"""The databases that every contract runs over, and a newsroom that fills them."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import pytest

from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.core.model.deliveries import Delivery, DeliveryKind, NewDelivery
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.matches import Evidence, Match, MentionStatus, Span
from monitor.core.model.sources import Source, SourceSpec, Tier
from monitor.core.model.stories import Assignment, Excerpt, Features, NewStory, Report
from monitor.ports import Transaction

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LEASE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The numbers that a report got."""

    entry: int
    story: int


@dataclass(slots=True)
class StoreHarness:
    """Writes ordinary news; tests say only what matters to them."""

    now: datetime = START
    keys: dict[str, int] = field(default_factory=dict)

    def claim(self, tx: Transaction, *, now: datetime | None = None) -> list[Delivery]:
        """All that is due, the oldest first, each leased for a quarter of an hour."""
        at = now or self.now
        due = [one for name in tx.outbox.waiting() for one in tx.outbox.find(DeliveryFilter(channel=name, due_by=at))]
        claims = (tx.outbox.claim_one(one.id, now=at, lease=LEASE) for one in sorted(due, key=lambda one: one.id))
        return [claimed for claimed in claims if claimed is not None]

    def source(self, tx: Transaction, url: str = "https://example.org/feed.xml") -> Source:
        """The source of this address, wished for if need be beside those that are there."""
        wished = {one.configured_url: one for one in tx.sources.all()}
        if url not in wished:
            specs = [SourceSpec(url=one, title="Example") for one in (*wished, url)]
            tx.sources.sync(specs, now=self.now)
        return next(one for one in tx.sources.all() if one.configured_url == url)

    def entry(
        self,
        tx: Transaction,
        title: str,
        *,
        at: datetime | None = None,
        source_id: int | None = None,
        published_at: datetime | None = None,
        first_sight: bool = False,
    ) -> int:
        """A new entry's number; its only key is ``key_of(title)``."""
        parsed = ParsedEntry(
            guid=title, title=title, url=self.url_of(title), text=f"All about {title}.", published_at=published_at
        )
        return tx.entries.add(
            self.source(tx).id if source_id is None else source_id,
            parsed,
            key=title,
            content_hash=f"hash of {title}",
            keys={self.key_of(title): "guid"},
            first_sight=first_sight,
            now=at or self.now,
        )

    def report(
        self,
        tx: Transaction,
        title: str,
        *,
        keys: Sequence[int] = (1, 2, 3),
        assignment: Assignment = NewStory(),  # noqa: B008 - frozen
        tier: Tier = "press",
        topics: Sequence[str] = ("kling",),
        at: datetime | None = None,
        published_at: datetime | None = None,
        is_roundup: bool = False,
        status: MentionStatus = "new",
    ) -> Told:
        """A new entry that is one report of one story, with a mention a topic."""
        seen_at = at or self.now
        entry_id = self.entry(tx, title, at=seen_at)
        report = Report(
            title=title,
            url=self.url_of(title),
            source="Example",
            tier=tier,
            lang="en",
            topics=frozenset(topics),
            seen_at=seen_at,
            published_at=published_at,
            is_roundup=is_roundup,
        )
        story_id = tx.stories.add_report(
            report,
            Features(keys=tuple(keys), payload={"title": title}),
            assignment,
            Excerpt(
                entry_id=entry_id,
                signals=[f"signal of {title}"],
                snippet=f"… {title} …",
                highlights=[(2, 4)],
                score=0.7,
            ),
            now=seen_at,
        )
        for topic in topics:
            tx.mentions.add(entry_id, self.found(topic), story_id=story_id, status=status, now=seen_at)
        return Told(entry=entry_id, story=story_id)

    def new_delivery(
        self, subject: str, *, stories: Sequence[int] = (), kind: DeliveryKind = "alert", channel: str = "team",
        send_at: datetime | None = None, digest_id: int | None = None,
    ) -> NewDelivery:  # fmt: skip
        """A delivery to the only recipient of a channel."""
        return NewDelivery(
            kind=kind,
            subject=subject,
            channel=channel,
            recipient="",
            stories=tuple(stories),
            send_at=send_at or self.now,
            digest_id=digest_id,
        )

    @staticmethod
    def found(topic: str, *, section: int = 0, section_key: str = "") -> Match:
        """A mention of a topic."""
        return Match(
            topic=topic,
            section=section,
            section_key=section_key,
            spans=(Span(field="title", start=0, end=2),),
            surface=topic,
            score=0.7,
            signals=("launch",),
            snippet=f"… {topic} …",
            highlights=((2, 4),),
            reason="an alias of its own",
            evidence=(Evidence(kind="alias", text=topic, weight=0.2),),
        )

    @staticmethod
    def url_of(title: str) -> str:
        """Where the entry of this title stands."""
        return f"https://example.org/{title.replace(' ', '-')}"

    @staticmethod
    def key_of(title: str) -> int:
        """The identity key of this title."""
        return crc32(title.encode())


@pytest.fixture
def harness() -> StoreHarness:
    """See ``StoreHarness``."""
    return StoreHarness()


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """The address of a database file that does not exist yet."""
    return f"sqlite:///{tmp_path}/monitor.db"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with its tables, made once."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(params=["file", "memory", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, empty_file: Path) -> Iterator[DatabaseStore]:
    """The same contract over every database."""
    match request.param:
        case "file":
            url = f"sqlite:///{shutil.copy(empty_file, tmp_path / 'store.db')}"
        case "memory":
            url = "sqlite://"
        case _:
            url = request.getfixturevalue("postgresql_store_url")
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(  # noqa: S603 - fixed words
        ["/bin/mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root: sudo -E .venv/bin/pytest tests/store")
    yield disk
    subprocess.run(["/bin/umount", str(disk)], check=True)  # noqa: S603 - fixed words

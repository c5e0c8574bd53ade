"""What the listing commands look at: the store of this machine, or another monitor. Both give the same rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar
from zoneinfo import ZoneInfo

from monitor.cli.actor import typing_user
from monitor.cli.arguments.options import current_time, require_topic
from monitor.cli.context import Loaded, in_store, load_for_reading, settings_of
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.matches import MentionStatus
from monitor.core.model.settings import Settings
from monitor.core.render.json_documents import Json
from monitor.values import dataclass

if TYPE_CHECKING:
    from monitor.adapters.remote.api_client import ApiClient
    from monitor.ports import Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a list is narrowed to."""

    topic: str = ""
    since: datetime | None = None
    state: str = ""
    limit: int = 50

    @property
    def since_text(self) -> str:
        """As the API takes it."""
        return self.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if self.since else ""


class Reader(Protocol):
    """Rows as ``/api/v1`` has them."""

    @property
    def zone(self) -> ZoneInfo: ...

    def mentions(self, wanted: Listing) -> Sequence[Json]: ...

    def stories(self, wanted: Listing) -> Sequence[Json]: ...

    def story(self, number: int) -> Json: ...

    def sources(self, wanted: Listing) -> Sequence[Json]: ...

    def topics(self) -> Sequence[Json]: ...

    def deliveries(self, wanted: Listing) -> Sequence[Json]: ...

    def sending(self) -> Json: ...

    def search(self, query: str, wanted: Listing) -> Json: ...

    def audit(self, about: str, wanted: Listing) -> Sequence[Json]: ...


@contextmanager
def open_reader() -> Iterator[Reader]:
    """The store of this machine, or what ``--server`` or the settings name."""
    settings = settings_of(needs_secrets=False)
    if settings.remote.server:
        with open_client(settings) as client:
            yield RemoteReader(client, settings)
    else:
        yield LocalReader(load_for_reading())


@contextmanager
def open_client(settings: Settings) -> "Iterator[ApiClient]":
    """The other monitor; said on stderr when the token would go to it in the open."""
    # Only who speaks to another machine loads what that takes.
    from monitor.adapters.config.schema.urls import on_this_machine
    from monitor.adapters.remote.api_client import ApiClient
    from monitor.cli.console.output import say_error

    server, token = settings.remote.server, settings.remote.token
    if token and server.startswith("http://") and not on_this_machine(server):
        say_error(f"the token goes to {server} without TLS: whoever is between can read it")
    with ApiClient.open(server, token) as client:
        yield client


@dataclass(frozen=True, slots=True)
class RemoteReader:
    """Another monitor."""

    client: "ApiClient"
    settings: Settings

    @property
    def zone(self) -> ZoneInfo:
        """Of whoever looks."""
        return ZoneInfo(self.settings.timezone)

    def mentions(self, wanted: Listing) -> Sequence[Json]:
        """Newest first."""
        return self._rows("/mentions", wanted, status=wanted.state)

    def stories(self, wanted: Listing) -> Sequence[Json]:
        """Last seen first."""
        return self._rows("/stories", wanted, status=wanted.state)

    def story(self, number: int) -> Json:
        """One with all that is kept of it."""
        return self.client.get(f"/stories/{number}")

    def sources(self, wanted: Listing) -> Sequence[Json]:
        """By number."""
        return self._rows("/sources", wanted, state=wanted.state)

    def topics(self) -> Sequence[Json]:
        """All."""
        return self.client.rows("/topics", limit=100_000)

    def deliveries(self, wanted: Listing) -> Sequence[Json]:
        """Newest first."""
        return self._rows("/deliveries", wanted, state=wanted.state)

    def sending(self) -> Json:
        """Whether anything is sent."""
        return self.client.get("/sending")

    def search(self, query: str, wanted: Listing) -> Json:
        """Up to 200 hits, and how many there are."""
        return self.client.get(
            "/search", query=query, topic=wanted.topic, since=wanted.since_text, limit=min(wanted.limit, 200)
        )

    def audit(self, about: str, wanted: Listing) -> Sequence[Json]:
        """The newest 200 lines at most."""
        limit = min(wanted.limit, 200)
        return self.client.rows("/audit", limit=limit, about=about, since=wanted.since_text)

    def _rows(self, path: str, wanted: Listing, **more: str) -> Sequence[Json]:
        return self.client.rows(path, limit=wanted.limit, topic=wanted.topic, since=wanted.since_text, **more)


@dataclass(frozen=True, slots=True)
class LocalReader:
    """The store of this machine, beside a running daemon, too."""

    here: Loaded

    @property
    def zone(self) -> ZoneInfo:
        """The settings'."""
        return ZoneInfo(self.here.settings.timezone)

    def mentions(self, wanted: Listing) -> Sequence[Json]:
        """Newest first."""
        from monitor.app.queries.rows import mention_row
        from monitor.core.model.filters import MentionFilter

        require_topic(self.here, wanted.topic)
        asked = MentionFilter(
            topic=wanted.topic, since=wanted.since, state=_status_of(wanted.state), limit=wanted.limit
        )
        return [mention_row(mention) for mention in in_store(self.here, lambda tx: tx.mentions.find(asked))]

    def stories(self, wanted: Listing) -> Sequence[Json]:
        """Last seen first."""
        from monitor.core.model.filters import StoryFilter
        from monitor.core.render.json_documents import whole_story_json

        require_topic(self.here, wanted.topic)
        asked = StoryFilter(topic=wanted.topic, since=wanted.since, state=_status_of(wanted.state), limit=wanted.limit)
        return [whole_story_json(story) for story in in_store(self.here, lambda tx: tx.stories.find(asked))]

    def story(self, number: int) -> Json:
        """One, without what only its page shows."""
        from monitor.app.stories.regroup import story_of
        from monitor.core.render.json_documents import whole_story_json

        return whole_story_json(in_store(self.here, lambda tx: story_of(tx, number)))

    def sources(self, wanted: Listing) -> Sequence[Json]:
        """By number."""
        from monitor.app.queries.rows import source_document
        from monitor.app.queries.sources import source_rows

        require_topic(self.here, wanted.topic)
        settings, now = self.here.settings, current_time()
        rows = in_store(
            self.here, lambda tx: source_rows(tx, settings, now=now, topic=wanted.topic, since=wanted.since)
        )
        kept = [row for row in rows if _has_state(row.source.state, row.source.health, wanted.state)]
        return [source_document(row, now=now) for row in kept[: wanted.limit]]

    def topics(self) -> Sequence[Json]:
        """All."""
        from monitor.app.queries.rows import topic_documents

        topics, now = self.here.watchlists.topics, current_time()
        return in_store(self.here, lambda tx: topic_documents(tx, topics, now=now))

    def deliveries(self, wanted: Listing) -> Sequence[Json]:
        """Newest first."""
        from monitor.app.queries.rows import delivery_rows
        from monitor.core.model.filters import DeliveryFilter

        require_topic(self.here, wanted.topic)
        asked = DeliveryFilter(
            topic=wanted.topic, state=_delivery_state(wanted.state), since=wanted.since, limit=wanted.limit
        )
        return in_store(self.here, lambda tx: delivery_rows(tx, tx.outbox.find(asked)))

    def sending(self) -> Json:
        """Whether anything is sent."""
        from monitor.app.queries.rows import sending_document

        return in_store(self.here, sending_document)

    def search(self, query: str, wanted: Listing) -> Json:
        """Hits, and how many there are."""
        from monitor.app.queries.page_documents import search_document
        from monitor.app.queries.search import SearchWish, read_search, search_entries
        from monitor.core.model.searches import SearchFilter

        require_topic(self.here, wanted.topic)
        filters = SearchFilter(since=wanted.since, limit=wanted.limit)
        known = [topic.id for topic in self.here.watchlists.topics]
        asked, plan = read_search(SearchWish(query=query, topic=wanted.topic, filters=filters), topics=known)
        return search_document(in_store(self.here, lambda tx: search_entries(tx, asked, plan)), plan)

    def audit(self, about: str, wanted: Listing) -> Sequence[Json]:
        """Newest first."""
        from monitor.app.queries.rows import audit_document
        from monitor.core.model.operations.audit import AuditFilter

        asked = AuditFilter(since=wanted.since, words=about, limit=wanted.limit)
        return [audit_document(entry) for entry in in_store(self.here, lambda tx: tx.audit.find(asked))]


def make_change(
    locally: "Callable[[Loaded, Transaction, str], T]", elsewhere: "Callable[[ApiClient], T]"
) -> tuple[T, Settings]:
    """Make a change where the reader reads; ``locally`` is told who does it. With the settings of this machine."""
    settings = settings_of(needs_secrets=False)
    if settings.remote.server:
        with open_client(settings) as client:
            return elsewhere(client), settings
    here = load_for_reading()
    return in_store(here, lambda tx: locally(here, tx, typing_user()), write=True), here.settings


def parse_time(written: object) -> datetime | None:
    """A time of a row."""
    return datetime.fromisoformat(written) if isinstance(written, str) else None


def document_in(row: Mapping[str, object], name: str) -> Mapping[str, object]:
    """A document inside a row; empty where there is none."""
    found = row.get(name)
    return found if isinstance(found, Mapping) else {}


def rows_in(row: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    """Rows inside a row."""
    found = row.get(name)
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list) else []


def _has_state(state: str, health: str, wanted: str) -> bool:
    return wanted in (state, health) if wanted else state != "removed"


def _status_of(written: str) -> MentionStatus | None:
    from monitor.cli.arguments.options import MENTION_STATUSES

    return next((known for known in MENTION_STATUSES if known == written), None)


def _delivery_state(written: str) -> DeliveryState | None:
    from monitor.cli.arguments.options import DELIVERY_STATES

    return next((known for known in DELIVERY_STATES if known == written), None)

"""What the use cases need from the outside world: small Protocols, owned here, provided by the adapters.

Repositories are handed out by a ``Transaction``: whatever is written through one transaction is committed whole or
not at all. Repository methods are plain functions and run in the store's thread (``app`` hops there).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import ParamSpec, Protocol, TypeVar

from monitor.types.delivery import Delivery, DeliveryState, Digest, Envelope, Owed, SendOutcome
from monitor.types.entries import Entry, EntryChange, ParsedEntry
from monitor.types.feedback import Judged, Proposal, ProposalState, Verdict
from monitor.types.fetching import FetchOutcome, FetchRequest
from monitor.types.gists import GistAttempt, GistOutcome, ModelAnswer, Prompt
from monitor.types.matching import Found
from monitor.types.mentions import Mention, MentionStatus
from monitor.types.queries import (
    DeliveryFilter,
    EntryFilter,
    KnownEntry,
    MentionFilter,
    SourceCounts,
    StoryFilter,
    WindowCounts,
)
from monitor.types.sources import RhythmRow, Source, SourceSpec, SourceState
from monitor.types.stories import Assignment, Candidate, Features, Report, Story
from monitor.types.subscriptions import Advertised, Subscription

P = ParamSpec("P")
T = TypeVar("T")


class Clock(Protocol):
    """Everything about *when* asks here; only socket time-outs and sandbox limits run on real time."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...

    async def sleep_until(self, at: datetime) -> None:
        """Return at or after ``at``; at once when that has passed."""
        ...


class Fetcher(Protocol):
    """One GET through the guard."""

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """Never raises for what a server or the network does."""
        ...


class Hubs(Protocol):
    """Requests to WebSub hubs, through the guard."""

    async def ask(self, hub: str, form: Mapping[str, str]) -> str:
        """Empty when the hub took the request, else a sentence that says why not. Never raises for what it does."""
        ...


class Sandbox(Protocol):
    """Runs a pure step on untrusted input where it can be killed."""

    async def run(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``step`` must be importable by name; SandboxError when it was stopped, else its own errors."""
        ...


class Channel(Protocol):
    """A way out, ready to send."""

    async def send(self, envelope: Envelope) -> SendOutcome:
        """Send one part. Never raises for what the provider or the network does."""
        ...


class LanguageModel(Protocol):
    """Answers one question in words."""

    async def ask(self, prompt: Prompt) -> ModelAnswer:
        """Within its own time limit. Never raises for what the endpoint or the network does."""
        ...


class Embedder(Protocol):
    """What texts mean, as vectors whose cosine says how alike two are, in one language or across two."""

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A vector for each text; an empty one for a text that it cannot embed. Never raises for any text."""
        ...


class SourceRepository(Protocol):
    """The sources, and what each poll learnt about them."""

    def sync(self, wished: Sequence[SourceSpec], *, now: datetime) -> None:
        """Make the table follow the watchlists: add, change, mark ``removed``, bring back where it was."""
        ...

    def claim_due(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        force: bool = False,
        rank: Callable[[Source], float] | None = None,
    ) -> Sequence[Source]:
        """Lease sources that are due (``force``: all active ones), the longest overdue first.

        ``rank``: when more are due than ``limit``, the highest of some hundreds of them.
        """
        ...

    def save(self, source: Source, *, now: datetime) -> None:
        """Store every changeable column of ``source`` and give the lease back."""
        ...

    def all(self, *, removed: bool = False) -> Sequence[Source]: ...

    def set_state(self, source_id: int, state: SourceState, *, now: datetime) -> None:
        """Pause, resume, or mark gone; resuming makes it due at once."""
        ...

    def counts(self, *, since: datetime) -> Mapping[int, SourceCounts]:
        """Entries by source: in all, and since."""
        ...


class EntryRepository(Protocol):
    """Entries, and every identity key ever seen (kept beyond retention)."""

    def known(self, source_id: int, keys: Collection[int]) -> Sequence[KnownEntry]:
        """What this source showed before under any of these keys."""
        ...

    def add(
        self,
        source_id: int,
        entry: ParsedEntry,
        *,
        key: str,
        content_hash: str,
        keys: Mapping[int, str],
        first_sight: bool,
        now: datetime,
    ) -> int:
        """Store a new entry; ``keys`` maps identity keys to their kind (guid, url, content, title)."""
        ...

    def update(
        self,
        entry_id: int,
        entry: ParsedEntry,
        *,
        content_hash: str,
        keys: Mapping[int, str],
        now: datetime,
    ) -> None:
        """Store an edit in place, keep what it replaced, and remember the keys it came under."""
        ...

    def remember(self, source_id: int, entry_id: int | None, keys: Mapping[int, str], *, now: datetime) -> None:
        """Note further keys of an entry (a re-issue under a new guid)."""
        ...

    def get(self, entry_id: int) -> Entry | None: ...

    def changes(self, entry_id: int) -> Sequence[EntryChange]:
        """What edits replaced, the oldest first."""
        ...

    def find(self, wanted: EntryFilter) -> Sequence[Entry]:
        """Newest first."""
        ...


class MentionRepository(Protocol):
    """Mentions."""

    def add(
        self,
        entry_id: int,
        found: Found,
        *,
        story_id: int,
        status: MentionStatus,
        now: datetime,
        seen_at: datetime | None = None,
    ) -> int | None:
        """Store one; ``None`` when this entry × section key × topic is already there.

        ``seen_at`` decides which digest tells it: when the entry was first seen, unless an edit brought it.
        """
        ...

    def edit(self, entry_id: int, found: Found) -> None:
        """What an edited entry says now of a mention that is there; its status and time stay."""
        ...

    def of_entry(self, entry_id: int) -> Sequence[Mention]: ...

    def of_stories(self, story_ids: Collection[int]) -> Sequence[Mention]: ...

    def find(self, wanted: MentionFilter) -> Sequence[Mention]:
        """Newest first."""
        ...

    def window(self, *, from_at: datetime, to_at: datetime) -> Sequence[Mention]:
        """Mentions seen in [from_at, to_at): by the first sight of the entry, or of the edit that brought them."""
        ...

    def newest_seen_at(self) -> datetime | None:
        """When the newest mention was seen."""
        ...

    def bring_back(self, *, from_at: datetime, before: datetime | None, to: datetime) -> None:
        """Entries and mentions first seen in [from_at, before) were first seen at ``to``: the clock was set back."""
        ...

    def trend(self, topic: str, *, days: Sequence[tuple[datetime, datetime]]) -> Sequence[int]:
        """Mentions of a topic in each interval."""
        ...


class StoryRepository(Protocol):
    """Stories and the index that finds candidates for a new report."""

    def candidates(self, keys: Collection[int], *, since: datetime, limit: int) -> Sequence[Candidate]:
        """Reports since then that share most keys: an index look-up, not a scan."""
        ...

    def of_entry(self, entry_id: int) -> Sequence[Candidate]:
        """The reports that an entry's sections became; their ``shared`` counts all keys."""
        ...

    def add_report(
        self,
        report: Report,
        features: Features,
        assignment: Assignment,
        *,
        entry_id: int,
        section: int,
        signals: Sequence[str],
        snippet: str,
        highlights: Sequence[tuple[int, int]],
        score: float,
        now: datetime,
        section_key: str = "",
    ) -> int:
        """Found or join a story; returns its id. Idempotent per entry and section (its key, else its number).

        A report that is already there stays in its story and takes over what an edit changed.
        """
        ...

    def edit_report(
        self,
        report: Report,
        features: Features,
        *,
        entry_id: int,
        section: int,
        signals: Sequence[str],
        snippet: str,
        highlights: Sequence[tuple[int, int]],
        score: float,
        section_key: str = "",
    ) -> None:
        """Bring a report in line with what its edited entry says now; nothing happens when there is none."""
        ...

    def get(self, story_ids: Collection[int]) -> Sequence[Story]:
        """Whole stories with outlets and facts, in the order asked."""
        ...

    def tell(self, story_id: int, facts: Sequence[tuple[str, str, str]], *, now: datetime) -> None:
        """Note facts (kind, value, surface) as told, so that only new ones alert again."""
        ...

    def find(self, wanted: StoryFilter) -> Sequence[Story]:
        """Last seen first."""
        ...

    def of_reports(self, report_ids: Collection[int]) -> Mapping[int, int]:
        """The story of each report; those that are not there are left out."""
        ...

    def regroup(self, *, merge: Sequence[int] = (), split: Sequence[int] = (), now: datetime) -> int:
        """Undo by hand: merge stories into the first, or split reports (ids) off into a new one; it stays so."""
        ...


class Outbox(Protocol):
    """Deliveries. Nothing on an error path deletes."""

    def owe(self, owed: Sequence[Owed], *, now: datetime) -> int:
        """Store what is owed; a key that is already there is left alone. Returns how many are new.

        A ``summary`` of a topic whose delivery is still pending takes the new stories in instead.
        """
        ...

    def claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        """Lease pending and deferred ones whose time has come, oldest first, at most one per channel."""
        ...

    def claim_one(self, delivery_id: int, *, now: datetime, lease: timedelta) -> Delivery | None:
        """Lease this one at once, whatever else waits; ``None`` when somebody has it or it has ended."""
        ...

    def mark(
        self,
        delivery_id: int,
        state: DeliveryState,
        *,
        now: datetime,
        send_at: datetime | None = None,
        code: str = "",
        answer: str = "",
        parts_sent: int | None = None,
        possible_repeat: bool | None = None,
        told_by: int | None = None,
    ) -> None:
        """Note how an attempt ended. One with ``told_by`` waits for that summary and is claimed by nobody."""
        ...

    def restart(self, delivery_id: int, *, now: datetime, code: str = "", answer: str = "") -> None:
        """Make it pending and due now, as if it had never been tried; a mark as possible repeat stays."""
        ...

    def retell(self, delivery_id: int, stories: Sequence[int]) -> None:
        """Change which stories a delivery tells that nobody has yet."""
        ...

    def waiting(self) -> Mapping[str, datetime]:
        """Channels that something waits for, with the earliest time of it."""
        ...

    def recover(self, *, now: datetime) -> Sequence[Delivery]:
        """Deliveries in ``sending`` whose lease has ended: their fate is in doubt. They stay as they are."""
        ...

    def find(self, wanted: DeliveryFilter) -> Sequence[Delivery]:
        """Newest first."""
        ...

    def counts(self, *, since: datetime) -> Mapping[DeliveryState, int]:
        """How many changed into each state since then."""
        ...

    def bring_back(self, *, now: datetime) -> int:
        """Times later than now become now: the clock was set back since they were noted. Returns how many waited."""
        ...


class DigestRepository(Protocol):
    """Digests by name and local period."""

    def open(self, name: str, period: str, *, from_at: datetime, to_at: datetime, now: datetime) -> Digest | None:
        """Create it; ``None`` when this period of this name already exists."""
        ...

    def last(self, name: str) -> Digest | None: ...

    def get(self, digest_id: int) -> Digest | None: ...

    def beyond(self, now: datetime) -> Sequence[Digest]:
        """Those whose window ends later than now: the clock was set back since."""
        ...

    def bring_back(self, digest_id: int, *, period: str, from_at: datetime, to_at: datetime) -> None:
        """Give such a digest the window it should have had."""
        ...

    def counts(self, *, from_at: datetime, to_at: datetime) -> WindowCounts:
        """Entries read and hits refused in a window."""
        ...


class GistRepository(Protocol):
    """What a language model was asked about stories, and what came of it."""

    def ask(self, story_id: int, language: str, state: str, *, characters: int, now: datetime) -> int:
        """Note that a question is about to go out; it counts from now on, whatever comes of it."""
        ...

    def settle(
        self,
        attempt_id: int,
        outcome: GistOutcome,
        *,
        text: str = "",
        basis: Sequence[tuple[int, int, str]] = (),
        why: str = "",
    ) -> None:
        """Note what came of a question."""
        ...

    def of(self, story_ids: Collection[int], language: str) -> Mapping[int, Sequence[GistAttempt]]:
        """Every question about these stories in this language, oldest first, by story."""
        ...

    def spent(self, *, since: datetime) -> tuple[int, int]:
        """Questions asked and characters sent since then."""
        ...

    def outcomes(self, *, from_at: datetime, to_at: datetime) -> Mapping[GistOutcome, int]:
        """How many questions of [from_at, to_at) ended in which way."""
        ...

    def latest(self, *, limit: int) -> Sequence[GistAttempt]:
        """Newest first."""
        ...


class Memory(Protocol):
    """Small facts that outlive a run, and the audit trail."""

    def recall(self, name: str) -> str: ...

    def keep(self, name: str, value: str, *, now: datetime) -> None: ...

    def count_refusals(self, refused: int, *, now: datetime) -> None:
        """Add to the day's count of refused hits."""
        ...

    def audit(self, what: str, *, who: str, now: datetime) -> None: ...


class VerdictRepository(Protocol):
    """What readers said about stories."""

    def add(self, said: Verdict) -> int:
        """Store one; returns its number."""
        ...

    def of_ticket(self, ticket: str) -> Sequence[Verdict]:
        """What a link recorded; nothing when it was not used."""
        ...

    def find(self, *, limit: int = 100) -> Sequence[Verdict]:
        """Newest first."""
        ...

    def judged(self, story_ids: Collection[int]) -> Judged:
        """(story, topic) → the newest judgement; ``mute`` is none."""
        ...


class ProposalRepository(Protocol):
    """Rule changes that wait for a yes or no."""

    def add(self, proposed: Proposal) -> int:
        """Store one; returns its number."""
        ...

    def get(self, proposal_id: int) -> Proposal | None: ...

    def find(self, *, limit: int = 100) -> Sequence[Proposal]:
        """Newest first."""
        ...

    def decide(self, proposal_id: int, state: ProposalState, *, who: str, now: datetime) -> None:
        """Close one."""
        ...


class Timetable(Protocol):
    """When sources are polled, read without all the rest."""

    def active(self, *, after: int, limit: int) -> Sequence[RhythmRow]:
        """Active sources with a higher id, in order of their ids."""
        ...

    def next_due(self) -> datetime | None:
        """The earliest time at which an active source is due."""
        ...

    def source(self, source_id: int) -> Source | None: ...

    def hurry(self, source_id: int, due: datetime, *, why: str) -> None:
        """Poll it then, unless that is to be sooner anyway."""
        ...


class SubscriptionRepository(Protocol):
    """What was agreed with hubs."""

    def advertised(self) -> Sequence[Advertised]:
        """The active sources that name a hub."""
        ...

    def all(self) -> Sequence[Subscription]: ...

    def of_source(self, source_id: int) -> Subscription | None:
        """The one that is not being ended."""
        ...

    def by_token(self, token: str) -> Subscription | None: ...

    def due(self, *, now: datetime, limit: int) -> Sequence[Subscription]:
        """Those whose hub is to be asked, the longest waiting first."""
        ...

    def save(self, subscription: Subscription | None, *, was: Subscription) -> None:
        """Store what became of one: changed, new (id 0), or ended (``None``)."""
        ...


class Pruner(Protocol):
    """What removes rows that are older than their keeping time."""

    def prune(self, *, entries_before: datetime, deliveries_before: datetime) -> int:
        """Remove what is older, but never what is still owed nor an identity key; returns how many rows went."""
        ...


class Transaction(Protocol):
    """One transaction's view of the store."""

    @property
    def sources(self) -> SourceRepository: ...
    @property
    def entries(self) -> EntryRepository: ...
    @property
    def mentions(self) -> MentionRepository: ...
    @property
    def stories(self) -> StoryRepository: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def digests(self) -> DigestRepository: ...
    @property
    def gists(self) -> GistRepository: ...
    @property
    def memory(self) -> Memory: ...
    @property
    def verdicts(self) -> VerdictRepository: ...
    @property
    def proposals(self) -> ProposalRepository: ...
    @property
    def timetable(self) -> Timetable: ...
    @property
    def subscriptions(self) -> SubscriptionRepository: ...
    @property
    def retention(self) -> Pruner: ...


class Store(Protocol):
    """Where everything is kept."""

    def write(self) -> AbstractContextManager[Transaction]:
        """A transaction that takes the write lock at once and commits at the end, or rolls back on any error."""
        ...

    def read(self) -> AbstractContextManager[Transaction]:
        """A consistent snapshot; writing through it is a bug."""
        ...

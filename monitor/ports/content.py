"""What the store keeps of what was read: entries, mentions, stories."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from monitor.core.model.entries import Entry, EntryChange, ParsedEntry, UnseenEntry
from monitor.core.model.filters import (
    EntryFilter,
    KnownEntry,
    MentionFilter,
    StoryFilter,
)
from monitor.core.model.matches import Match, Mention, MentionStatus
from monitor.core.model.stories import Assignment, Candidate, Excerpt, Fact, Features, Report, Story


class EntryRepository(Protocol):
    """Entries, and every identity key ever seen (kept beyond retention)."""

    def known(self, source_id: int, keys: Collection[int]) -> Sequence[KnownEntry]:
        """What this source showed before under any of these keys."""
        ...

    def has_shown(self, source_id: int) -> bool:
        """Whether anything of this source is known."""
        ...

    def seen(self, source_id: int, keys: Collection[int]) -> frozenset[int]:
        """Those of the keys under which this source showed something before."""
        ...

    def texts(self, entry_ids: Collection[int], *, clip: int) -> Mapping[int, str]:
        """The first ``clip`` characters of the texts of these entries, by number."""
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

    def add_all(
        self, source_id: int, unseen: Sequence[UnseenEntry], *, first_sight: bool, now: datetime
    ) -> Sequence[int]:
        """Store several as ``add`` stores one, and in a fraction of the time; their numbers rise in their order."""
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

    def changes(self, entry_id: int, *, newest: int | None = None) -> Sequence[EntryChange]:
        """What edits replaced, the oldest first: all of them, or so many of the newest."""
        ...

    def find(self, wanted: EntryFilter) -> Sequence[Entry]:
        """Newest first."""
        ...


class MentionRepository(Protocol):
    """Mentions."""

    def add(
        self,
        entry_id: int,
        found: Match,
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

    def edit(self, entry_id: int, found: Match) -> None:
        """What an edited entry says now of a mention that is there; its status and time stay."""
        ...

    def of_entry(self, entry_id: int) -> Sequence[Mention]: ...

    def of_entries(self, entry_ids: Collection[int]) -> Sequence[Mention]: ...

    def of_stories(self, story_ids: Collection[int]) -> Sequence[Mention]: ...

    def topics_of_story(
        self,
        story_id: int,
        status: MentionStatus,
        *,
        created_from: datetime | None = None,
        created_to: datetime | None = None,
    ) -> frozenset[str]:
        """The topics of which the story has a mention of this status, stored in [from, to) or at any time."""
        ...

    def find(self, wanted: MentionFilter) -> Sequence[Mention]:
        """Newest first."""
        ...

    def window(self, *, from_at: datetime, to_at: datetime) -> Sequence[Mention]:
        """Mentions seen in [from_at, to_at): by the first sight of the entry, or of the edit that brought them."""
        ...

    def sources_naming(self, topic: str, *, since: datetime | None = None) -> frozenset[int]:
        """The sources of which an entry mentioned the topic, since then or ever."""
        ...

    def counts(self, *, since: datetime) -> Mapping[str, int]:
        """Topic → how many mentions were found since then; topics without one are left out."""
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
        self, report: Report, features: Features, assignment: Assignment, excerpt: Excerpt, *, now: datetime
    ) -> int:
        """Found or join a story; returns its id. Idempotent per entry and section (its key, else its number).

        A report that is already there stays in its story and takes over what an edit changed.
        """
        ...

    def edit_report(self, report: Report, features: Features, excerpt: Excerpt) -> None:
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

    def merge(self, story_ids: Sequence[int]) -> int:
        """Put all into the first, or the one it was merged into, for good; returns its id."""
        ...

    def split(self, report_ids: Sequence[int], *, facts_of: Callable[[Report], Sequence[Fact]], now: datetime) -> int:
        """Put reports into a new story, for good; each side keeps the facts that its reports tell."""
        ...

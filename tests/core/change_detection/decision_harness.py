"""A source's memory of identities, and what polls of it decide."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from monitor.core.change_detection.decide import Edited, New, Reissued, Unchanged, decide_changes
from monitor.core.change_detection.feed_quirks import FeedShape, learn_links
from monitor.core.change_detection.habits import learn_shape
from monitor.core.change_detection.identity import identify_all, to_look_up
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import KnownEntry

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
NOW = NOON + timedelta(days=400)
"""Long after anything here was published."""


class DecisionHarness:
    """A source with a memory like the store's: keys outlive their entries."""

    def __init__(self) -> None:
        self.shape = FeedShape()
        self.keys: dict[int, tuple[str, int | None]] = {}
        self.kept: dict[int, tuple[ParsedEntry, str]] = {}
        self.gone: dict[int, str] = {}
        """Content hashes of what retention took, by key."""
        self.told_again = 0
        """New entries so far that are other events in words that were here before."""

    def poll(self, entries: Sequence[ParsedEntry], *, home: str = "", now: datetime = NOW) -> Counter[str]:
        """How many decisions of each kind."""
        self.shape = FeedShape.loads(learn_links(self.shape, entries).dumps())
        incoming = identify_all(entries, self.shape, home=home)
        known = [self.known(key) for key in to_look_up(incoming) if key in self.keys]
        self.shape = learn_shape(self.shape, incoming, known, now=now)
        decisions = decide_changes(incoming, known, self.shape, now=now)
        for decision in decisions:
            match decision:
                case New(entry=entry, identity=identity, again=again):
                    self.told_again += again
                    self._keep(len(self.kept), entry, identity.content_hash, identity.keys)
                case Edited(entry_id=entry_id, entry=entry, identity=identity):
                    self._keep(entry_id, entry, identity.content_hash, identity.keys)
                case Reissued(entry_id=entry_id, keys=keys):
                    self.keys |= {key: (kind, entry_id) for key, kind in keys.items()}
                case Unchanged():
                    pass
        return Counter(type(decision).__name__ for decision in decisions)

    def forget_entries(self) -> None:
        """What retention does."""
        self.gone |= {key: self.kept[entry_id][1] for key, (_, entry_id) in self.keys.items() if entry_id is not None}
        self.keys = {key: (kind, None) for key, (kind, _) in self.keys.items()}

    def _keep(self, entry_id: int, entry: ParsedEntry, content_hash: str, keys: object) -> None:
        assert isinstance(keys, dict)
        self.kept[entry_id] = (entry, content_hash)
        for key, kind in keys.items():
            self.keys[key] = (self.keys.get(key, (kind, None))[0], entry_id)

    def known(self, key: int) -> KnownEntry:
        """What the store would say of a key."""
        kind, entry_id = self.keys[key]
        if entry_id is None:
            return KnownEntry(key=key, kind=kind, entry_id=None, content_hash=self.gone.get(key, ""), seen_at=NOON)
        entry, content_hash = self.kept[entry_id]
        return KnownEntry(
            key=key,
            kind=kind,
            entry_id=entry_id,
            content_hash=content_hash,
            title=entry.title,
            url=entry.url,
            published_at=entry.published_at,
            text=entry.text,
        )

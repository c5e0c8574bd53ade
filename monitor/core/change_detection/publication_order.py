"""Which of two entries was published later, as far as their dates say it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from monitor.core.change_detection.identity import publication_second
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import KnownEntry

ANOTHER_DAY: Final = timedelta(hours=20)
LATER: Final = timedelta(minutes=1)


def is_later(entry: ParsedEntry, before: KnownEntry, *, by: timedelta = LATER) -> bool:
    """Whether an entry says to the second that it was published after the known one."""
    if before.published_at is None or entry.published_at is None or not publication_second(entry):
        return False
    return entry.published_at - before.published_at > by


def order_of(entry: ParsedEntry, before: KnownEntry) -> Literal["same", "later", "earlier", "unknown"]:
    """How the date of a post stands to that of a known one; days count as days, and what was worked out roughly."""
    if entry.published_at is None or entry.trust == "first_seen":
        return "unknown"
    if before.entry_id is None:
        gone = before.seen_at is not None and entry.published_at - before.seen_at > ANOTHER_DAY
        return "later" if gone else "unknown"
    if before.published_at is None:
        return "unknown"
    exact = bool(publication_second(entry)) and entry.trust == "stated"
    gap = entry.published_at - before.published_at
    least = LATER if exact else ANOTHER_DAY
    if abs(gap) > least:
        return "later" if gap > least else "earlier"
    return "same" if exact else "unknown"


def oldest_first(published: Sequence[datetime | None], *, now: datetime) -> Sequence[int]:
    """The places of a document's entries, the one that was published first before the others.

    Documents show their newest on top, so of one time, and where nobody says when, the lower one is older. An entry
    without a time came out with the one below it, and a time ahead of ``now`` is none.
    """
    known, times = datetime.min.replace(tzinfo=UTC), {}
    for place in reversed(range(len(published))):
        at = published[place]
        known = times[place] = known if at is None or at > now else at
    return sorted(times, key=times.__getitem__)

"""What the entries of a document are against what the store knows: new, edited, known."""

from collections.abc import Sequence
from datetime import datetime

from monitor.core.change_detection.decide import Decision, decide_changes
from monitor.core.change_detection.feed_quirks import FeedShape
from monitor.core.change_detection.habits import learn_shape
from monitor.core.change_detection.identity import Incoming, to_look_up
from monitor.core.change_detection.posts_without_ids import COMPARED, texts_to_compare, with_texts
from monitor.core.model.filters import KnownEntry
from monitor.core.model.sources import Source
from monitor.ports import Transaction
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided of a document, and against what."""

    decisions: Sequence[Decision]
    shape: FeedShape
    """With what the document taught of the feed."""
    looked_up: frozenset[int] | None
    """``None`` of a source that had shown nothing."""
    known: Sequence[KnownEntry]


def decide_document(
    tx: Transaction,
    source: Source,
    incoming: Sequence[Incoming],
    shape: FeedShape,
    *,
    now: datetime,
    before: Decided | None = None,
) -> Decided:
    """What each entry of a document is, against what the store knows, and what that teaches of the feed.

    ``before``: what was decided of these very entries before; it stands while the store knows the same.
    """
    looked_up = before.looked_up if before is not None else None
    known: Sequence[KnownEntry] = ()
    # Of a first reading that was cut short something may be stored.
    if source.first_success_at is not None or tx.entries.has_shown(source.id):
        looked_up = looked_up if looked_up is not None else to_look_up(incoming)
        known = tx.entries.known(source.id, looked_up)
    if before is not None and known == before.known:
        return before
    wanted = texts_to_compare(incoming, known)
    compared = with_texts(known, tx.entries.texts(wanted, clip=COMPARED)) if wanted else known
    learnt = learn_shape(shape, incoming, compared, now=now)
    decisions = decide_changes(incoming, compared, learnt, now=now)
    return Decided(decisions=decisions, shape=learnt, looked_up=looked_up, known=known)

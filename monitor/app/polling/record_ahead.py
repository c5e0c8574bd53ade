"""A document that names topics very often is stored in parts, so that nobody waits long for the store."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from monitor.app.admin.restored import unread_since_restore
from monitor.app.context import AppContext
from monitor.app.polling.decide_document import decide_document
from monitor.app.polling.record_entries import Plan, Recorder, plan_of
from monitor.app.store_thread import NAMED_AT_ONCE
from monitor.core.change_detection.feed_quirks import FeedShape
from monitor.core.change_detection.identity import Incoming
from monitor.core.model.matches import MatchResult
from monitor.core.model.sources import Source
from monitor.errors import ClaimLostError
from monitor.ports import Transaction


def open_recorder(app: AppContext, tx: Transaction, source: Source) -> Recorder:
    """For what a poll of this source brought."""
    return Recorder(
        app=app,
        tx=tx,
        source=source,
        first_sight=source.first_success_at is None,
        now=app.clock.now(),
        restored_at=unread_since_restore(tx, source),
    )


async def record_ahead(
    app: AppContext,
    source: Source,
    incoming: Sequence[Incoming],
    matchings: Mapping[int, MatchResult],
    shape: FeedShape,
) -> Plan | None:
    """Record most of a document that names topics very often, in transactions between which others have their turn.

    ``None`` for every ordinary document: it is stored whole, with all that follows. Cut short in between, nothing is
    lost or told twice: what is stored is known by its identity when the document is read again, which it is, because
    its validators are only stored with the rest.
    """
    if sum(bool(matching.found) for matching in matchings.values()) <= NAMED_AT_ONCE:
        return None
    now = app.clock.now()
    decided = await app.in_store.read(lambda tx: decide_document(tx, source, incoming, shape, now=now))
    plan = plan_of(decided, now=now)

    def record_next(end: int, tx: Transaction) -> None:
        held = tx.timetable.source(source.id)
        if held is not None and held.claim != source.claim:
            raise ClaimLostError(f"source {source.url}: another worker took it over and stores what it brings")
        open_recorder(app, tx, source).record_part(plan, matchings, end)

    for end in _part_ends(plan, matchings):
        await app.in_store.write(partial(record_next, end))
    return plan


def _part_ends(plan: Plan, matchings: Mapping[int, MatchResult]) -> Iterator[int]:
    """Where transactions of their own end, before the one that completes the poll: after each 25 named entries."""
    named = 0
    for done, position in enumerate(plan.order, 1):
        named += bool(position in matchings and matchings[position].found)
        if named == NAMED_AT_ONCE and done < len(plan.decisions):
            yield done
            named = 0

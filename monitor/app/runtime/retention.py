"""What is old goes: entries and deliveries past their keeping time, but never an identity and never a debt."""

from datetime import timedelta

from monitor.app.context import AppContext
from monitor.app.runtime.watches.clock_trust import observe_clock
from monitor.core.model.operations.key_values import PRUNED_ON
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction

log = lazy_logger(__name__)

_SLICE = 200
"""Rows that one transaction removes at most: what follows each of them goes too, and others wait for the writer."""
_STATE_KEPT = timedelta(days=7)
"""Cool-downs and storms decide nothing after hours."""


async def prune_daily(app: AppContext) -> int:
    """Remove what is past retention, once a local day, and tend the database; returns how many rows went.

    Nothing goes while the clock is not trusted: what is deleted by a wrong date does not come back.
    """
    now = app.clock.now()
    today = now.astimezone(app.zone).date()

    def is_due(tx: Transaction) -> bool:
        return observe_clock(tx, now) and tx.key_values.get(PRUNED_ON) != today

    await app.in_store.maintain()
    if not await app.in_store.write(is_due):
        return 0
    keep, gone = app.settings.retention, 0

    def remove_slice(tx: Transaction) -> int:
        return tx.retention.prune(
            entries_before=now - keep.entries, deliveries_before=now - keep.deliveries, limit=_SLICE
        )

    def close(tx: Transaction) -> None:
        tx.channels.prune(before=now - _STATE_KEPT)
        tx.topics.prune(now=now)
        tx.audit.prune(before=now - keep.deliveries)
        tx.key_values.set(PRUNED_ON, today, now=now)

    while went := await app.in_store.write(remove_slice):
        gone += went
    await app.in_store.write(close)
    if gone:
        log.info("pruned", rows=gone)
    return gone

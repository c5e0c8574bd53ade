"""What is old goes: entries and deliveries past their keeping time, but never an identity and never a debt."""

import structlog

from monitor.app.context import AppContext
from monitor.ports import Transaction

log = structlog.get_logger(__name__)

_NOTE = "pruned-on"


async def prune_daily(app: AppContext) -> int:
    """Remove what is past retention, once a local day; returns how many rows went."""

    def work(tx: Transaction) -> int:
        now = app.clock.now()
        today = now.astimezone(app.zone).date().isoformat()
        if tx.memory.get_text(_NOTE) == today:
            return 0
        tx.memory.keep(_NOTE, today, now=now)
        keep = app.settings.retention
        return tx.retention.prune(entries_before=now - keep.entries, deliveries_before=now - keep.deliveries)

    gone = await app.in_store.write(work)
    if gone:
        log.info("pruned", rows=gone)
    return gone

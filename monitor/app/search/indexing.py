"""The search index follows what was stored: in small steps of their own, never in the transaction of a poll."""

import asyncio

from monitor.app.context import AppContext

BATCH = 100
"""Entries of one step: some ten milliseconds, so that no poll waits for longer."""
LARGE_BATCH = 20 * BATCH
"""For whoever has nobody waiting: half the work, since the index is put together anew less often."""
_REST = 0.02
_MOST = 50_000


async def index_some(app: AppContext, *, batch: int = BATCH) -> bool:
    """Take in what is new, in steps of ``batch`` entries, up to 50,000; True when nothing is left."""
    if not (await app.in_store.look(lambda tx: tx.search.progress())).is_behind:
        return True
    for _ in range(_MOST // batch):
        if not await app.in_store.write(lambda tx: tx.search_index.index_more(limit=batch)):
            return True
        await asyncio.sleep(_REST)
    return False


async def index_all(app: AppContext) -> None:
    """Until nothing is left, without rests: for whoever waits for it."""
    while await app.in_store.write(lambda tx: tx.search_index.index_more(limit=LARGE_BATCH)):
        pass

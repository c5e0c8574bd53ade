"""The search index follows what was stored: in small steps of their own, never in the transaction of a poll."""

import asyncio

from monitor.app.context import AppContext

BATCH = 100
"""Entries of one step: some ten milliseconds, so that no poll waits for longer."""
_REST = 0.02
_MOST_STEPS = 500


async def index_some(app: AppContext) -> bool:
    """Take in what is new, step by step, up to 50,000 entries; True when nothing is left."""
    if not (await app.in_store.look(lambda tx: tx.search.progress())).is_behind:
        return True
    for _ in range(_MOST_STEPS):
        if not await app.in_store.write(lambda tx: tx.search_index.index_more(limit=BATCH)):
            return True
        await asyncio.sleep(_REST)
    return False


async def index_all(app: AppContext) -> None:
    """Until nothing is left, without rests: for whoever waits for it."""
    while await app.in_store.write(lambda tx: tx.search_index.index_more(limit=10 * BATCH)):
        pass

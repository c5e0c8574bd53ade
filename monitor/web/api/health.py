"""``/healthz``: is the daemon alive, and does it see its sources?"""

import asyncio
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from monitor.app.queries.sources import sources_seen
from monitor.core.render.json_documents import time_json
from monitor.version import VERSION
from monitor.web.context import Context

LONGEST_SILENCE = timedelta(minutes=2)
"""A tick is due every second; a large write may hold it up for a while."""
_PATIENCE = 5.0
_FRESH = 10.0


def routes(context: Context) -> APIRouter:
    """200 while it ticks, 503 when it stopped; sources that fail are no reason for 503."""
    router = APIRouter()
    app, pulse = context.app, context.pulse

    kept: dict[str, object] = {}
    kept_at = 0.0

    async def sources() -> dict[str, object]:
        # Anybody may ask, and counting reads every source: once in a while is enough.
        nonlocal kept, kept_at
        now = app.clock.monotonic()
        if not kept or now - kept_at > _FRESH:
            seen, of = await app.in_store.read(lambda tx: sources_seen(tx, now=app.clock.now()))
            kept, kept_at = {"sources": of, "sources_seen": seen}, now
        return kept

    @router.api_route("/healthz", methods=["GET", "HEAD"])
    async def healthz() -> JSONResponse:
        silent = pulse.silence()
        problem = f"no tick for {silent.total_seconds():.0f} s" if silent > LONGEST_SILENCE else ""
        counts: dict[str, object] = {"sources": None, "sources_seen": None}
        try:
            async with asyncio.timeout(_PATIENCE):
                counts = await sources()
        except TimeoutError:
            problem = problem or f"the store gave no answer within {_PATIENCE:.0f} s"
        document = {
            "status": "failing" if problem else "ok",
            "problem": problem or None,
            "version": VERSION,
            "last_tick_at": time_json(pulse.beat_at),
            **counts,
        }
        return JSONResponse(document, status_code=503 if problem else 200)

    return router

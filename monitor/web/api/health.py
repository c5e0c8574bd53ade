"""``/healthz``: is the daemon alive, and does it see its sources?"""

import asyncio

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from monitor.app.queries.health import LONGEST_SILENCE as LONGEST_SILENCE  # what the pages go by, too
from monitor.app.queries.health import problems_of
from monitor.app.queries.sources import sources_seen
from monitor.core.render.json_documents import time_json
from monitor.errors import StoreError
from monitor.version import VERSION
from monitor.web.context import Context

_PATIENCE = 5.0
_FRESH = 10.0


def health_routes(context: Context) -> APIRouter:
    """200 while it works, "degraded" with the reason where it does with less; 503 when it does not."""
    router = APIRouter()
    app, heartbeat = context.app, context.heartbeat

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
        problems = problems_of(
            silence=heartbeat.silence(),
            troubles={str(what): sentence for what, sentence in heartbeat.troubles.items()},
            reach=app.reachability.reach,
            now=app.clock.now(),
            zone=app.zone,
        )
        failing = any(problem.level == "failing" for problem in problems)
        problem = problems[0].sentence if problems else ""
        counts: dict[str, object] = {"sources": None, "sources_seen": None}
        try:
            async with asyncio.timeout(_PATIENCE):
                counts = await sources()
        except TimeoutError:
            failing, problem = True, problem or f"the store gave no answer within {_PATIENCE:.0f} s"
        except StoreError as error:
            failing, problem = True, problem or str(error)
        document = {
            "status": "failing" if failing else "degraded" if problem else "ok",
            "problem": app.redact(problem) or None,
            "version": VERSION,
            "last_tick_at": time_json(heartbeat.beat_at),
            **counts,
        }
        return JSONResponse(document, status_code=503 if failing else 200)

    return router

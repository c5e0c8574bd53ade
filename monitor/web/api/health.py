"""``/healthz``: is the daemon alive, and is all well with it? ``/readyz``: has it begun, and does the store answer?"""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from monitor.core.render.json_documents import time_json
from monitor.core.status.conditions import MonitorStatus
from monitor.version import VERSION
from monitor.web.context import Context


def health_routes(context: Context) -> APIRouter:
    """200 while it works, "degraded" with the reason where anything is wrong, "starting" before the first answers; 503
    when it does not work."""
    router = APIRouter()

    @router.api_route("/healthz", methods=["GET", "HEAD"])
    async def healthz() -> JSONResponse:
        status = await context.status.read()
        document = health_document(status, is_open=not context.app.settings.web.password)
        document |= {"version": VERSION, "last_tick_at": time_json(context.heartbeat.beat_at)}
        return JSONResponse(document, status_code=503 if status.state == "failing" else 200)

    @router.api_route("/readyz", methods=["GET", "HEAD"])
    async def readyz() -> JSONResponse:
        status = await context.status.read()
        ready = context.heartbeat.beat_at is not None and status.state != "failing"
        return JSONResponse({"status": "ready" if ready else "not-ready"}, status_code=200 if ready else 503)

    return router


def health_document(status: MonitorStatus, *, is_open: bool) -> dict[str, object]:
    """Nobody gives a password here: where the pages ask for one, names and answers of others are left out."""
    store = status.facts.store
    problems = [
        {
            "kind": condition.kind,
            "level": condition.level,
            "since": time_json(condition.since),
            "sentence": condition.reason if is_open else condition.public,
        }
        for condition in status.conditions
    ]
    return {
        "status": status.state,
        "problem": problems[0]["sentence"] if problems else None,
        "problems": problems,
        "sources": store.sources.watched if store else None,
        "sources_seen": store.sources.seen if store else None,
    }

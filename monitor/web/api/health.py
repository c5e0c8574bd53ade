"""``/healthz``: is the daemon alive, and is all well with it? ``/readyz``: has it begun, and does the store answer?"""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from monitor.web.context import Context
from monitor.web.health_document import healthz_answer, readyz_answer


def health_routes(context: Context) -> APIRouter:
    """200 while it works, "degraded" with the reason where anything is wrong, "starting" before the first answers; 503
    when it does not work."""
    router = APIRouter()

    @router.api_route("/healthz", methods=["GET", "HEAD"])
    async def healthz() -> JSONResponse:
        is_open = not context.app.settings.web.password
        code, document = healthz_answer(await context.status.read(), context.heartbeat, is_open=is_open)
        return JSONResponse(document, status_code=code)

    @router.api_route("/readyz", methods=["GET", "HEAD"])
    async def readyz() -> JSONResponse:
        code, document = readyz_answer(await context.status.read(), context.heartbeat)
        return JSONResponse(document, status_code=code)

    return router

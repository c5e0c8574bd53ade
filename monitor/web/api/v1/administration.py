"""What administrators see and do by the API: tokens, settings in force, watchlists, the audit trail."""

import asyncio
import os
from collections import Counter

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from monitor.adapters.config.in_force import settings_in_force
from monitor.app.context import AppContext
from monitor.app.queries.rows import audit_document, token_document
from monitor.app.tokens import add_token, list_tokens, revoke_token
from monitor.core.model.operations.audit import AuditFilter
from monitor.core.model.operations.tokens import SCOPES
from monitor.core.render.json_documents import Json
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.web.api.export import moment_in
from monitor.web.api.v1.bodies import answer_conflicts, read_fields, refuse_repeated, text_field
from monitor.web.api.v1.reads import answer, limit_in, page
from monitor.web.context import Context
from monitor.web.security.log_ins import web_actor


def administration_routes(context: Context) -> APIRouter:
    """Behind the password; by token: ``read`` for what is shown, ``admin`` for tokens."""
    router, app = APIRouter(prefix="/api/v1", dependencies=[Depends(refuse_repeated)]), context.app
    _add_tokens(router, app)
    _add_views(router, app)
    return router


def _add_tokens(router: APIRouter, app: AppContext) -> None:
    @router.get("/tokens")
    async def tokens(request: Request) -> Response:
        found = await app.in_store.look(list_tokens)
        return answer(request, page([token_document(token) for token in found], None))

    @router.post("/tokens")
    async def make(request: Request) -> JSONResponse:
        fields, now = await read_fields(request, {"name", "scope"}), app.clock.now()
        name, written = text_field(fields, "name"), text_field(fields, "scope")
        scope = next((known for known in SCOPES if known == written), None)
        if scope is None:
            raise UserError(f'"scope": expected one of {", ".join(SCOPES)}')
        who = web_actor(request, "api")

        def added(tx: Transaction) -> str:
            if any(known.name == name for known in list_tokens(tx)):
                raise HTTPException(409, f"There is a token {name[:60]} already.")
            return add_token(tx, name, scope, who=who, now=now)

        return JSONResponse({"name": name, "scope": scope, "token": await app.in_store.write(added)})

    @router.post("/tokens/{name}/revoke")
    async def revoke(request: Request, name: str) -> JSONResponse:
        await read_fields(request, set())
        now, who = app.clock.now(), web_actor(request, "api")

        def gone(tx: Transaction) -> dict[str, object]:
            if not any(known.name == name for known in list_tokens(tx)):
                raise HTTPException(404, f"There is no token {name[:60]}.")
            with answer_conflicts():
                return token_document(revoke_token(tx, name, who=who, now=now))

        return JSONResponse(await app.in_store.write(gone))


def _add_views(router: APIRouter, app: AppContext) -> None:
    @router.get("/settings")
    async def settings(request: Request) -> Response:
        found = await asyncio.to_thread(settings_in_force, app.settings, os.environ)
        rows: list[Json] = [
            {
                "name": one.name,
                "value": None if one.is_secret else app.redact(one.value),
                "secret": one.is_secret,
                "set": one.is_set,
                "from": one.place or "default",
            }
            for one in found
        ]
        return answer(request, page(rows, None))

    @router.get("/watchlists")
    async def watchlists(request: Request) -> Response:
        topics = Counter(topic.watchlist for topic in app.watchlists.topics)
        rows: list[Json] = [{"name": name, "topics": count} for name, count in sorted(topics.items())]
        return answer(request, page(rows, None))

    @router.get("/audit")
    async def audit(request: Request, about: str = "", since: str = "", limit: str = "50") -> Response:
        wanted = AuditFilter(words=about, since=moment_in(since, app.clock.now()), limit=limit_in(limit))
        found = await app.in_store.look(lambda tx: tx.audit.find(wanted))
        return answer(request, page([audit_document(entry) for entry in found], None))

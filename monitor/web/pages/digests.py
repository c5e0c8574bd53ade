"""``/digests/{id}``: a digest as its mail reads, for browsers; what the store no longer has is left out."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from monitor.app.context import AppContext
from monitor.app.delivery.compose import compose_digest, naming_of
from monitor.app.delivery.render import render_message
from monitor.core.model.messages import DigestMessage
from monitor.ports import Transaction
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.security.headers import CONTENT_POLICY

_POLICY = CONTENT_POLICY.replace("style-src 'self'", "style-src 'unsafe-inline'")
"""A mail carries its style inside; nothing else in it is more than text and links."""


def digest_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.api_route("/digests/{number}", methods=["GET", "HEAD"])
    @router.api_route("/digests/{number}.html", methods=["GET", "HEAD"])
    async def digest(number: str) -> Response:
        wanted = number_in(number)
        message = await app.in_store.read(lambda tx: _message_of(app, tx, wanted))
        if message is None:
            raise HTTPException(404, "Not Found")
        wording = app.wording(digest=message.name)
        (part, *_) = await render_message(app.templates, app.own_templates, "file", message, wording)
        return HTMLResponse(part.html, headers={"Content-Security-Policy": _POLICY})

    return router


def _message_of(app: AppContext, tx: Transaction, digest_id: int) -> DigestMessage | None:
    digest = tx.digests.get(digest_id)
    if digest is None:
        return None
    return compose_digest(tx, digest, naming_of(app.settings, app.wording(digest=digest.name), app.digest_topics))

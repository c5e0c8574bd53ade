"""``/websub/TOKEN``: where hubs verify subscriptions and deliver; the token itself is the right."""

import asyncio

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse
from starlette.requests import ClientDisconnect

from monitor.app.polling.websub import Reply, answer_hub, take_delivery
from monitor.core.polling.websub import Question
from monitor.web.context import Context
from monitor.web.security.request_body import address_of_text

_PATIENCE = 30.0


def websub_routes(context: Context) -> APIRouter:
    """GET asks whether a request was ours, POST delivers (WebSub §5.3, §7)."""
    router = APIRouter(dependencies=[Depends(address_of_text)])
    app = context.app

    @router.get("/websub/{token}")
    async def verify(token: str, request: Request) -> PlainTextResponse:
        said = request.query_params
        question = Question(
            mode=said.get("hub.mode", ""),
            topic=said.get("hub.topic", ""),
            challenge=said.get("hub.challenge", ""),
            lease_seconds=said.get("hub.lease_seconds", ""),
            reason=said.get("hub.reason", ""),
        )
        return _as_text(await answer_hub(app, token, question))

    @router.post("/websub/{token}")
    async def deliver(token: str, request: Request) -> PlainTextResponse:
        signature = request.headers.get("x-hub-signature", "")
        try:
            async with asyncio.timeout(_PATIENCE):
                return _as_text(await take_delivery(app, token, signature, request.stream()))
        except TimeoutError:
            return PlainTextResponse(f"The body did not arrive within {_PATIENCE:.0f} s.", status_code=408)
        except ClientDisconnect:
            return PlainTextResponse("The body broke off.", status_code=400)

    return router


def _as_text(reply: Reply) -> PlainTextResponse:
    """Plain text, so that no browser takes an echoed challenge for a page."""
    return PlainTextResponse(reply.body, status_code=reply.status)

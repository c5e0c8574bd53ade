"""``/mcp``: the tools for language models over HTTP, with a token that may read, or the password."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.types import Message, Receive, Scope, Send
from typing_extensions import override

from monitor.app.context import AppContext
from monitor.web.context import Context
from monitor.web.security.request_body import body_of

MCP = "/mcp"
_LARGEST = 256 * 1024
_MISSING = "This monitor was installed without MCP: pip install 'news-monitor[mcp]' and start it again."


def mcp_routes(context: Context) -> APIRouter:
    """One request, one answer (Streamable HTTP without sessions): there is no stream to open by GET."""
    router = APIRouter()

    @router.post(MCP)
    async def call(request: Request) -> Response:
        # Not at the top: whoever asks no tools never loads the SDK, and loading it must not hold up other requests.
        try:
            await asyncio.to_thread(import_module, "monitor.mcp.server")
        except ModuleNotFoundError as error:
            raise HTTPException(501, _MISSING) from error
        return _McpAnswer(context.app, await body_of(request, at_most=_LARGEST))

    return router


class _McpAnswer(Response):
    """Hands the request, whose body was read already, to the SDK, which writes the answer."""

    def __init__(self, app: AppContext, body: bytes) -> None:
        super().__init__()
        self._app = app
        self._asked = body

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from monitor.mcp.server import answer_http

        @asynccontextmanager
        async def look() -> AsyncIterator[AppContext]:
            yield self._app

        given = [self._asked]

        async def replay() -> Message:
            return {"type": "http.request", "body": given.pop(), "more_body": False} if given else await receive()

        await answer_http(look, scope, replay, send)

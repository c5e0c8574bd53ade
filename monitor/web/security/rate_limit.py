"""How often API and tools may be asked: so many requests a minute from each asker; answers say what is left."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.security.guess_brake import asker_of

LIMITED = ("/api/v1/", "/mcp")
PER_WINDOW = 600
WINDOW = 60
"""Seconds."""
_MOST_KNOWN = 10_000


class RateLimit:
    """Counts by address and what was logged in with, in windows of a minute."""

    def __init__(self, app: ASGIApp, now: Callable[[], float]) -> None:
        self._app = app
        self._now = now
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on while there is room, and say in the answer how much is left."""
        if scope["type"] != "http" or not scope["path"].startswith(LIMITED):
            await self._app(scope, receive, send)
            return
        asked, left_seconds = self._count(Request(scope))
        told = {
            "RateLimit-Policy": f'"default";q={PER_WINDOW};w={WINDOW}',
            "RateLimit-Limit": str(PER_WINDOW),
            "RateLimit-Remaining": str(max(PER_WINDOW - asked, 0)),
            "RateLimit-Reset": str(left_seconds),
        }

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        if asked > PER_WINDOW:
            await _too_many(scope["path"], left_seconds)(scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)

    def _count(self, request: Request) -> tuple[int, int]:
        now = int(self._now())
        window, left_seconds = now // WINDOW, WINDOW - now % WINDOW
        who = hashlib.sha256(request.headers.get("authorization", "").encode()).hexdigest()
        key = f"{asker_of(request)} {who}"
        known = self._counts.get(key, (window, 0))
        asked = known[1] + 1 if known[0] == window else 1
        self._counts[key] = (window, asked)
        self._counts.move_to_end(key)
        while len(self._counts) > _MOST_KNOWN:
            self._counts.popitem(last=False)
        return asked, left_seconds


def _too_many(path: str, seconds: int) -> Response:
    document = {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": f"At most {PER_WINDOW} requests in {WINDOW} s; try again in {seconds} s.",
        "instance": path,
    }
    headers = {"Content-Type": "application/problem+json", "Retry-After": str(seconds)}
    return Response(json.dumps(document), status_code=429, headers=headers)

"""What every answer says to the browser: show nothing foreign, frame nothing, tell nobody, index nothing."""

from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
LETTER_POLICY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'; sandbox"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
"""Of a letter that is shown inside a page: mails carry their styles in themselves. It runs no script, opens nothing,
and is nobody: the sandbox takes even its origin away (decision 161)."""
_SAFE = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Other sites are told nothing. Not ``no-referrer``: browsers then hide from us, too, where a form comes from
(``Origin: null``, https://fetch.spec.whatwg.org/#append-a-request-origin-header), and over plain HTTP, off this
machine, nothing else says it."""


class SafeHeaders:
    """Adds them to every answer that does not say otherwise; nothing is kept in caches unless a route allows it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _fill_headers(message)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def _fill_headers(message: MutableMapping[str, Any]) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in {**_SAFE, "Cache-Control": "no-store"}.items():
        headers.setdefault(name, value)

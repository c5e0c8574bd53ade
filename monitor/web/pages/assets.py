"""``/style.css`` and the scripts: the few files that pages ask for."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.web.assets import Asset, htmx, page_icon, script, style_sheet
from monitor.web.context import Context

_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


def asset_routes(context: Context) -> APIRouter:
    """Open: the pages of links need them, too. The style is a template, so that it can be overridden like the pages.

    Pages name each with its version, so a new one is seen at once; without the version a browser asks each time.
    """
    router = APIRouter()
    files: Mapping[str, Callable[[], Asset]] = {
        "/style.css": lambda: style_sheet(context.app.templates, context.app.page_style),
        "/htmx.js": htmx,
        "/app.js": script,
        "/icon.svg": page_icon,
    }
    for path, made in files.items():
        router.add_api_route(path, _served(made), methods=["GET", "HEAD"])
    return router


def _served(made: Callable[[], Asset]) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        found = made()
        etag = f'"{found.version}"'
        caching = _FOR_GOOD if request.query_params.get("v") == found.version else _ASK_AGAIN
        headers = {"Cache-Control": caching, "ETag": etag, "Vary": "Accept-Encoding"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(found.packed, media_type=found.media_type, headers=headers)
        return Response(found.content, media_type=found.media_type, headers=headers)

    return serve

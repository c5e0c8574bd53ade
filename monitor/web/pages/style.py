"""``/style.css``: the one file that pages ask for."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.web.context import Context
from monitor.web.page import style_sheet, style_version

_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


def style_routes(context: Context) -> APIRouter:
    """Open: the pages of links need it, too. It is a template, so that it can be overridden like the pages.

    Pages name it with its version, so a new one is seen at once; without the version a browser asks each time.
    """
    router = APIRouter()
    text = style_sheet(context.app.templates)
    version = style_version(context.app.templates)

    @router.api_route("/style.css", methods=["GET", "HEAD"])
    async def style(request: Request) -> Response:
        etag = f'"{version}"'
        caching = _FOR_GOOD if request.query_params.get("v") == version else _ASK_AGAIN
        headers = {"Cache-Control": caching, "ETag": etag}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(text, media_type="text/css", headers=headers)

    return router

"""Errors as answers: a page for people, JSON for programs, never a traceback."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException as StarletteError

from monitor.core.i18n.catalog import find_phrase
from monitor.core.i18n.phrases import reason_of, render_reason
from monitor.errors import MonitorError, UserError
from monitor.log_lines import lazy_logger
from monitor.web.api.v1.operations import methods_at, methods_of
from monitor.web.context import Context
from monitor.web.page import own_path, reader_of, root_of
from monitor.web.pages.login import login_address
from monitor.web.security.auth import LOGIN, is_cross_site
from monitor.web.security.request_body import typed_in

log = lazy_logger(__name__)

_V1 = "/api/v1/"
_NOT_NOW = (401, 403)
"""The session is over, or the form too old: what was typed was right."""
_TYPED = frozenset(
    {"address", "called", "date", "item", "link", "name", "names", "opml", "query", "text", "title", "url", "word"}
)
"""Fields of forms that hold what people write."""
_PROGRAMS = ("/api/", "/websub/", "/healthz", "/readyz", "/metrics", "/feeds/", "/export/", "/mcp")


def handle_mistakes(site: FastAPI, context: Context) -> None:
    """Give ``site`` its error answers."""

    def answer(
        request: Request, status: int, what: str, headers: dict[str, str] | None = None, *, typed: Sequence[str] = ()
    ) -> Response:
        made: Response
        if (headers or {}).get("Location") == LOGIN:
            query = f"?{request.url.query}" if request.url.query else ""
            target = login_address(root_of(context.app), f"{request.url.path}{query}")
            return RedirectResponse(target, status_code=303)
        if request.url.path.startswith(_V1):
            made = _problem_answer(request, status, what)
        elif request.url.path.startswith(_PROGRAMS):
            made = JSONResponse({"error": what}, status_code=status)
        else:
            reader = reader_of(context.app, request)
            key = f"error_{status}" if find_phrase("en", f"page.error_{status}") else "error"
            lead = "" if what == "Not Found" else render_reason(what, reader.wording.language)
            is_wide = not request.url.path.startswith("/f/")
            back = _came_from(request, context)
            made = reader.message(reader.say(key), lead, status=status, wide=is_wide, back=back, typed=typed)
        made.headers.update(headers or {})
        return made

    @site.exception_handler(StarletteError)
    async def refused(request: Request, error: StarletteError) -> Response:
        status, what, headers = error.status_code, error.detail, dict(error.headers or {})
        if request.url.path.startswith(_V1):
            status, what, headers = _as_described(request, status, what, headers)
        return answer(request, status, what, headers, typed=await _typed_texts(request, context, status))

    @site.exception_handler(UserError)
    async def wrong(request: Request, error: UserError) -> Response:
        return answer(request, 400, reason_of(error))

    @site.exception_handler(MonitorError)
    async def unable(request: Request, error: MonitorError) -> Response:
        log.error("a page could not be served", path=request.url.path, error=str(error))
        return answer(request, 503, reason_of(error))


async def _typed_texts(request: Request, context: Context, status: int) -> Sequence[str]:
    """What a page of ours sent that is not taken now: what somebody typed in it, but no password."""
    if status not in _NOT_NOW or request.method != "POST" or request.url.path.startswith((*_PROGRAMS, "/login")):
        return ()
    if is_cross_site(request.headers, context.app.settings.web.base_url):
        return ()
    fields = await typed_in(request)
    return [value for name, value in fields.items() if name in _TYPED and value.strip()]


def _came_from(request: Request, context: Context) -> str:
    """The page of ours whose form was refused, as a path; empty for anything else."""
    if request.method != "POST":
        return ""
    try:
        named = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    root = root_of(context.app)
    if named.netloc != request.headers.get("host", "") or not named.path.startswith(f"{root}/"):
        return ""
    path = named.path.removeprefix(root)
    return own_path(f"{path}?{named.query}" if named.query else path)


def _as_described(request: Request, status: int, what: str, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
    """Which methods a path has, as the description says."""
    path = request.url.path.removeprefix(_V1.rstrip("/"))
    # For the router "/stories/merge" is a story, too, and a path has the methods of its first route.
    if status == HTTPStatus.NOT_FOUND and methods_of(path) and request.method not in methods_of(path):
        status, what = HTTPStatus.METHOD_NOT_ALLOWED.value, "Method Not Allowed"
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = headers | {"Allow": ", ".join(methods_at(path))}
    return status, what, headers


def _problem_answer(request: Request, status: int, what: str) -> Response:
    """What went wrong as RFC 9457 has it."""
    title = HTTPStatus(status).phrase
    document = {"type": "about:blank", "title": title, "status": status, "detail": what, "instance": request.url.path}
    return JSONResponse(document, status_code=status, media_type="application/problem+json")


def number_in(text: str) -> int:
    """A row's number in a path; 404 for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise HTTPException(404, "Not Found")
    return int(text)

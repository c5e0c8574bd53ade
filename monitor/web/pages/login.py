"""``/login``: the password becomes a session; ``/logout`` ends it, or all of them."""

from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from monitor.values import dataclass
from monitor.web.access import Access
from monitor.web.context import Context
from monitor.web.page import Page, Reader, own_path, reader_of
from monitor.web.security.auth import is_cross_site
from monitor.web.security.guess_brake import asker_of
from monitor.web.security.passwords import is_right_password
from monitor.web.security.request_body import form_of
from monitor.web.security.sessions import SESSION


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginPage(Page):
    """Asks for the password."""

    onwards: str
    problem: str = ""


def login_routes(context: Context, access: Access) -> APIRouter:
    """Open: whoever comes here has no session yet. Without a password there is nothing to log in to."""
    router, app = APIRouter(), context.app
    password = app.settings.web.password

    @router.api_route("/login", methods=["GET", "HEAD"])
    async def ask(request: Request) -> Response:
        reader = reader_of(app, request)
        onwards = own_path(request.query_params.get("next", ""))
        if not password or await access.sessions.holds(request):
            return RedirectResponse(f"{reader.root}{onwards}", status_code=303)
        return reader.html("login", _login_page(reader, onwards))

    @router.post("/login")
    async def log_in(request: Request) -> Response:
        if why := is_cross_site(request.headers, app.settings.web.base_url):
            raise HTTPException(403, why)
        reader, form = reader_of(app, request), await form_of(request)
        onwards, given = own_path(form.get("next", "")), form.get("password", "").encode()
        right = partial(is_right_password, password, given)
        if not password or not await access.brake.judge(asker_of(request), right):
            problem = reader.say("password_wrong")
            return reader.html("login", _login_page(reader, onwards, problem=problem), status=401)
        answer = RedirectResponse(f"{reader.root}{onwards}", status_code=303)
        await access.sessions.open(answer, request)
        return answer

    return router


def logout_routes(context: Context, access: Access) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    async def end(request: Request, *, everywhere: bool) -> Response:
        await form_of(request)
        await access.sessions.end(request, everywhere=everywhere)
        reader = reader_of(app, request)
        answer = RedirectResponse(f"{reader.root}/login", status_code=303)
        reader.cookies.drop(answer, SESSION)
        return answer

    @router.post("/logout")
    async def log_out(request: Request) -> Response:
        return await end(request, everywhere=False)

    @router.post("/logout-everywhere")
    async def log_out_everywhere(request: Request) -> Response:
        return await end(request, everywhere=True)

    return router


def login_address(root: str, here: str) -> str:
    """Where a page that needs the password sends to; one comes back from there."""
    onwards = f"?{urlencode({'next': here})}" if here != "/" else ""
    return f"{root}/login{onwards}"


def _login_page(reader: Reader, onwards: str, *, problem: str = "") -> LoginPage:
    title = reader.say("log_in")
    return LoginPage(title=title, lang=reader.lang, root=reader.root, narrow=True, onwards=onwards, problem=problem)

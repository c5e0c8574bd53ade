"""Every page the daemon serves, as one ASGI application: a route is a file in ``routes`` and a line here."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, FastAPI

from monitor.web.context import Context as Context  # what whoever makes a site must hand over
from monitor.web.guard import guard
from monitor.web.headers import SafeHeaders
from monitor.web.mistakes import handle_mistakes
from monitor.web.pages import root_of
from monitor.web.prefix import WithoutPrefix
from monitor.web.routes import api, feedback, health, index, links, stories, style, websub

Routes = Callable[[Context], APIRouter]

OPEN: tuple[Routes, ...] = (health.routes, style.routes, links.routes, websub.routes)
"""Need no password: what they answer is meant for everybody, or the address itself is the right."""
GUARDED: tuple[Routes, ...] = (index.routes, stories.routes, feedback.routes, api.routes)
"""Behind the password; without one they answer on loopback only."""


def make_site(context: Context) -> FastAPI:
    """The application over ``context``; nothing is shared between two of them."""
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    site.add_middleware(WithoutPrefix, prefix=root_of(context.app))
    site.add_middleware(SafeHeaders)
    handle_mistakes(site, context)
    for routes in OPEN:
        site.include_router(routes(context))
    for routes in GUARDED:
        site.include_router(routes(context), dependencies=[Depends(guard(context))])
    return site

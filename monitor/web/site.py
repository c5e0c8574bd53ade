"""Every page the daemon serves, as one ASGI application: a route is a file in ``routes`` and a line here."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, FastAPI

from monitor.web.context import Context as Context  # what whoever makes a site must hand over
from monitor.web.guard import guard
from monitor.web.headers import SafeHeaders
from monitor.web.routes import health, websub

Routes = Callable[[Context], APIRouter]

OPEN: tuple[Routes, ...] = (health.routes, websub.routes)
"""Need no password: what they answer is meant for everybody, or the address itself is the right."""
GUARDED: tuple[Routes, ...] = ()
"""Behind the password; without one they answer on loopback only."""


def make_site(context: Context) -> FastAPI:
    """The application over ``context``; nothing is shared between two of them."""
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    site.add_middleware(SafeHeaders)
    for routes in OPEN:
        site.include_router(routes(context))
    for routes in GUARDED:
        site.include_router(routes(context), dependencies=[Depends(guard(context))])
    return site

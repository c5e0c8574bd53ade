"""Every page the daemon serves, as one ASGI application: a route is a file in ``routes`` and a line here."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from monitor.web.access import open_access
from monitor.web.api import events, export, feeds, health, mcp, metrics
from monitor.web.api import stories as api
from monitor.web.api import websub_callback as websub
from monitor.web.api.v1 import administration, changes, explain, reads, views
from monitor.web.context import Context as Context  # what whoever makes a site must hand over
from monitor.web.errors import handle_mistakes
from monitor.web.page import root_of
from monitor.web.pages import (
    assets,
    deliveries,
    digests,
    feedback,
    login,
    preview,
    search,
    selectors,
    settings,
    source_import,
    sources,
    start,
    today,
    tokens,
    topics,
    watch,
    watchlists,
)
from monitor.web.pages import feedback_link as links
from monitor.web.pages import story as stories
from monitor.web.security.auth import require_password
from monitor.web.security.headers import SafeHeaders
from monitor.web.security.path_prefix import WithoutPrefix
from monitor.web.security.rate_limit import RateLimit
from monitor.web.security.request_body import address_of_text
from monitor.web.security.tokens import token_or_password
from monitor.web.serving.polls_first import PollsFirst
from monitor.web.serving.usual_form import UsualForm

Routes = Callable[[Context], APIRouter]

OPEN: tuple[Routes, ...] = (health.health_routes, assets.asset_routes, links.link_routes, websub.websub_routes)
"""Need no password: what they answer is meant for everybody, or the address itself is the right."""
GUARDED: tuple[Routes, ...] = (
    today.today_routes,
    stories.story_page_routes,
    stories.regrouping_routes,
    feedback.feedback_routes,
    search.search_routes,
    topics.topic_routes,
    # Before those whose path ends in a number: the first that fits answers.
    selectors.selector_routes,
    sources.source_change_routes,
    source_import.source_import_routes,
    sources.source_routes,
    sources.source_state_routes,
    preview.preview_routes,
    deliveries.delivery_routes,
    deliveries.delivery_state_routes,
    digests.digest_routes,
    watchlists.watchlist_routes,
    watch.watch_routes,
    tokens.token_routes,
    settings.settings_routes,
    start.start_routes,
    events.event_routes,
    api.story_routes,
    metrics.metric_routes,
    feeds.feed_routes,
    export.export_routes,
    mcp.mcp_routes,
    reads.read_routes,
    views.view_routes,
    explain.explain_routes,
    administration.administration_routes,
    changes.change_routes,
)
"""Behind the password; without one they answer on loopback only."""


_SMALL = 1_000
"""Bytes that are not worth compressing."""


def make_site(context: Context) -> FastAPI:
    """The application over ``context``; nothing is shared between two of them."""
    # Starlette would redirect to the address that the Host header names.
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    site.add_middleware(PollsFirst, settle=context.app.in_store.settle)
    # Whoever asks too often is refused at once.
    site.add_middleware(RateLimit, now=context.app.clock.monotonic)
    site.add_middleware(WithoutPrefix, prefix=root_of(context.app))
    site.add_middleware(SafeHeaders)
    # Safe beside the tokens of forms: those are others in every page.
    site.add_middleware(GZipMiddleware, minimum_size=_SMALL, compresslevel=5)
    site.add_middleware(UsualForm)
    handle_mistakes(site, context)
    access = open_access(context.app)
    for routes in OPEN:
        site.include_router(routes(context))
    site.include_router(login.login_routes(context, access))
    password = require_password(context, access)
    guarded = [Depends(address_of_text), Depends(token_or_password(context.app, password))]
    for routes in GUARDED:
        site.include_router(routes(context), dependencies=guarded)
    site.include_router(login.logout_routes(context, access), dependencies=guarded)
    return site

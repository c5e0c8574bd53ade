"""Programs log in with tokens, and may what the scope says."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from monitor.app.tokens import add_token, list_tokens, revoke_token
from monitor.core.model.operations.audit import AuditFilter
from monitor.core.model.operations.tokens import SCOPES, Scope
from monitor.core.model.settings import WebSettings
from monitor.errors import UserError
from monitor.web.security.tokens import scope_needed
from tests.web.conftest import OpenPages, Pages
from tests.web.harness import WEB, feed


async def token(pages: Pages, scope: Scope, name: str = "program") -> dict[str, str]:
    """A new token, as a header."""
    app = pages.harness.app
    made = await app.in_store.write(lambda tx: add_token(tx, name, scope, who="test", now=app.clock.now()))
    return {"Authorization": f"Bearer {made}"}


@pytest.mark.parametrize(
    ("scope", "reads", "writes", "administers"),
    [("feeds", 403, 403, 403), ("read", 200, 403, 403), ("write", 200, 400, 403), ("admin", 200, 400, 415)],
)
async def test_a_scope_says_what_a_token_may(
    open_pages: OpenPages, scope: Scope, reads: int, writes: int, administers: int
) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        header = await token(pages, scope)
        assert (await pages.http.get("/metrics", headers=header)).status_code == reads
        assert (await pages.http.get("/", headers=header)).status_code == reads
        refused = await pages.http.post("/api/stories/merge", json={}, headers=header)
        assert refused.status_code == writes
        # A page's form; without fields it says what is missing.
        assert (await pages.http.post("/feedback/verdict", headers=header)).status_code in {administers, 404, 405}
        if writes == 403:
            assert "write" in refused.json()["error"]
            assert "insufficient_scope" in refused.headers["www-authenticate"]


async def test_a_revoked_token_opens_nothing_at_once(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        header = await token(pages, "read")
        assert (await pages.http.get("/metrics", headers=header)).status_code == 200
        app = pages.harness.app
        await app.in_store.write(lambda tx: revoke_token(tx, "program", who="test", now=app.clock.now()))
        for path in ("/metrics", "/", "/api/stories"):
            assert (await pages.http.get(path, headers=header)).status_code == 401
        noted = await app.in_store.read(lambda tx: [line.what for line in tx.audit.find(AuditFilter(words="token"))])
        assert noted == ['token "program" revoked', 'token "program" made, scope read']


async def test_a_token_works_where_there_is_no_password_and_a_made_up_one_never(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WebSettings()) as pages:
        header = await token(pages, "read")
        through_proxy = {"X-Forwarded-For": "203.0.113.9"}
        assert (await pages.http.get("/metrics", headers=through_proxy)).status_code == 403
        assert (await pages.http.get("/metrics", headers=header | through_proxy)).status_code == 200
        made_up = {"Authorization": f"Bearer nm_{'a' * 43}"}
        assert (await pages.http.get("/metrics", headers=made_up)).status_code == 401


async def test_a_token_in_the_address_opens_feeds_only(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        value = (await token(pages, "admin"))["Authorization"].removeprefix("Bearer ")
        for path in ("/metrics", "/", "/api/stories"):
            assert (await pages.http.get(f"{path}?token={value}")).status_code == 401


def _contents(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir() if file.is_file()]


async def test_only_the_hash_is_kept(open_pages: OpenPages, tmp_path: Path) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        value = (await token(pages, "read"))["Authorization"].removeprefix("Bearer ")
        (kept,) = await pages.harness.app.in_store.read(list_tokens)
    assert value not in repr(kept)
    files = _contents(tmp_path)
    assert any(kept.token_hash.encode() in content for content in files)
    assert not any(value.encode() in content for content in files)


async def test_names_are_given_once_and_are_short(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        await token(pages, "read")
        for name in ("program", "", " x", "x" * 61, "a\nb", "<b>"):
            with pytest.raises(UserError):
                await token(pages, "read", name)
        assert len(await pages.harness.app.in_store.read(list_tokens)) == 1


def test_each_scope_may_what_the_ones_before_it_may() -> None:
    assert SCOPES == ("feeds", "read", "write", "admin")
    assert scope_needed("GET", "/feeds/everything.atom") == "feeds"
    assert scope_needed("HEAD", "/api/v1/stories") == "read"
    assert scope_needed("POST", "/api/v1/sources/1/pause") == "write"
    assert scope_needed("POST", "/feeds/everything.atom") == "admin"
    assert scope_needed("GET", "/api/v1/tokens") == "admin"
    assert scope_needed("POST", "/settings") == "admin"


OPEN = {
    "/healthz", "/readyz", "/style.css", "/app.js", "/htmx.js", "/icon.svg", "/favicon.ico",
    "/f/{token}", "/websub/{token}", "/login",
}  # fmt: skip
"""What answers without a password: each stands here for a reason that docs/web.md gives."""


def _routes(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in sorted(route.methods or ()))
        # FastAPI keeps included routers whole.
        yield from _routes(getattr(getattr(route, "original_router", None), "routes", ()))


async def test_every_route_asks_who_is_there(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        site = pages.http._transport.app  # type: ignore[attr-defined] # httpx keeps it there
        routes = list(_routes(site.routes))
        assert len(routes) > 15
        opened = set()
        for method, path in routes:
            asked = path.replace("{", "").replace("}", "")
            answer = await pages.http.request(method, asked)
            if answer.status_code == 401 or (
                answer.status_code in {302, 303} and "login" in answer.headers["location"]
            ):
                continue
            opened.add(path)
    assert opened == OPEN & {path for _, path in routes}

"""Tokens on the settings page: made with a scope and shown once, listed, taken back."""

import re

import pytest

from monitor.app.tokens import list_tokens
from tests.web.conftest import OpenPages
from tests.web.harness import AUTH, WEB, feed


async def test_a_token_is_made_shown_once_and_taken_back(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        made = await pages.http.post("/settings/tokens", data={"name": "grafana", "scope": "read"}, auth=AUTH)
        assert made.status_code == 200
        assert made.headers["cache-control"] == "no-store"
        (value,) = re.findall(r"nm_[\w-]{43}", made.text)
        header = {"Authorization": f"Bearer {value}"}
        assert (await pages.http.get("/metrics", headers=header)).status_code == 200
        page = (await pages.http.get("/settings", auth=AUTH)).text
        assert "grafana" in page
        assert value not in page
        (kept,) = await pages.harness.app.in_store.read(list_tokens)
        assert (kept.name, kept.scope, str(kept.created_by)) == ("grafana", "read", "the pages")
        gone = await pages.http.post("/settings/tokens/revoke", data={"name": "grafana"}, auth=AUTH)
        assert (gone.status_code, gone.headers["location"]) == (303, "/settings#tokens")
        assert (await pages.http.get("/metrics", headers=header)).status_code == 401


@pytest.mark.parametrize(
    "form", [{"name": "x"}, {"name": "x", "scope": "all"}, {"name": "<b>", "scope": "read"}, {"scope": "read"}]
)
async def test_mistakes_make_nothing(open_pages: OpenPages, form: dict[str, str]) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        assert (await pages.http.post("/settings/tokens", data=form, auth=AUTH)).status_code == 400
        assert (await pages.http.post("/settings/tokens/revoke", data={"name": "x"}, auth=AUTH)).status_code == 400
        assert not await pages.harness.app.in_store.read(list_tokens)


async def test_another_site_makes_none(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        form, foreign = {"name": "x", "scope": "admin"}, {"Origin": "https://evil.example"}
        answer = await pages.http.post("/settings/tokens", data=form, headers=foreign, auth=AUTH)
        assert answer.status_code == 403

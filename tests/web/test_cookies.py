"""Cookies: a host may serve two monitors and other programs, and the pages may be reached with TLS and without it."""

import re

import httpx
import pytest

from monitor.core.model.settings import WebSettings
from tests.web.conftest import OpenPages

PASSWORD = "a long enough pass phrase"
OPEN = WebSettings(password=PASSWORD)
BEHIND = WebSettings(password=PASSWORD, base_url="https://news.example.org/news")


async def log_in(http: httpx.AsyncClient, **headers: str) -> str:
    """Log in; the cookie that comes back, with its attributes."""
    answer = await http.post("/login", data={"password": PASSWORD}, headers=headers)
    assert answer.status_code == 303
    http.cookies.clear()
    return answer.headers["set-cookie"]


async def shown(http: httpx.AsyncClient, cookies: str, **headers: str) -> int:
    answer = await http.get("/", headers={"Accept": "text/html", "Cookie": cookies, **headers})
    http.cookies.clear()
    return answer.status_code


async def test_another_programs_cookies_log_nobody_out(open_pages: OpenPages) -> None:
    async with open_pages(web=OPEN) as pages:
        own = (await log_in(pages.http)).partition(";")[0]
        assert await shown(pages.http, own) == 200
        for other in ("session=of-another-program", "visit=1", "language=tlh", "theme=dark"):
            assert await shown(pages.http, f"{own}; {other}") == 200
            assert await shown(pages.http, f"{other}; {own}") == 200
        answer = await pages.http.get("/", headers={"Cookie": f"{own}; theme=dark; language=ja"})
        assert 'data-theme="dark"' not in answer.text
        assert '<html lang="ja"' not in answer.text


async def test_two_monitors_of_one_host_have_cookies_of_their_own(open_pages: OpenPages) -> None:
    names = set[str]()
    async with open_pages(web=OPEN) as pages:
        for host in ("nas.lan:8765", "nas.lan:8766"):
            names.add((await log_in(pages.http, Host=host)).partition("=")[0])
    async with open_pages(web=BEHIND) as pages:
        names.add((await log_in(pages.http, Host="nas.lan:8765")).partition("=")[0])
    assert len(names) == 3


async def test_the_key_that_darkens_writes_the_cookie_that_pages_read(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        page = (await pages.http.get("/")).text
        found = re.search(r'data-theme-cookie="([^"]+)"', page)
        assert found is not None
        dark = await pages.http.get("/", headers={"Cookie": f"{found[1]}=dark"})
        assert 'data-theme="dark"' in dark.text


@pytest.mark.parametrize(
    ("headers", "is_secure"),
    [
        ({"Host": "news.example.org"}, True),
        ({"Host": "monitor:8765", "X-Forwarded-Proto": "https"}, True),
        ({"Host": "monitor:8765", "X-Forwarded-Proto": "https, http"}, True),
        ({"Host": "monitor:8765", "Origin": "https://news.example.org"}, True),
        # Past the proxy, from the house: a browser would not keep a cookie that is for TLS only.
        ({"Host": "192.0.2.7:8765"}, False),
        ({"Host": "192.0.2.7:8765", "Origin": "http://192.0.2.7:8765"}, False),
        ({"Host": "news.example.org", "X-Forwarded-Proto": "http"}, False),
    ],
)
async def test_a_session_is_for_tls_only_where_one_came_over_tls(
    open_pages: OpenPages, headers: dict[str, str], is_secure: bool
) -> None:
    async with open_pages(web=BEHIND) as pages:
        cookie = await log_in(pages.http, **headers)
        assert ("secure" in cookie.lower().split("; ")) == is_secure
        assert "path=/news" in cookie.lower()
        assert await shown(pages.http, cookie.partition(";")[0], **headers) == 200

"""People whom a proxy has logged in: believed from the proxy of the settings, from nobody else."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from monitor.adapters.config.settings.load import load_settings
from monitor.core.model.operations.audit import AuditFilter
from monitor.core.model.settings import WebSettings
from monitor.errors import ConfigError
from tests.web.conftest import OpenPages, Pages
from tests.web.harness import WEB, feed

PROXIED = replace(WEB, user_header="Remote-User", proxies=("172.18.0.2/32", "fd00::/64"))


async def status(pages: Pages, peer: str, *headers: tuple[str, str], path: str = "/metrics") -> int:
    """The answer to a request that comes from ``peer``."""
    site = pages.http._transport.app  # type: ignore[attr-defined] # httpx keeps it there
    transport = httpx.ASGITransport(app=site, client=(peer, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="https://news.example.org") as http:
        return (await http.get(path, headers=list(headers))).status_code


ANN = ("Remote-User", "ann")


@pytest.mark.parametrize(
    ("peer", "headers", "expected"),
    [
        ("172.18.0.2", [ANN], 200),
        ("172.18.0.2", [("remote-user", "安")], 200),
        ("::ffff:172.18.0.2", [ANN], 200),
        ("fd00::7", [ANN], 200),
        ("172.18.0.2", [], 401),
        ("172.18.0.2", [("Remote-User", " ")], 401),
        ("172.18.0.2", [ANN, ("Remote-User", "root")], 401),
        ("172.18.0.2", [("Remote-User", "x" * 101)], 401),
        ("172.18.0.3", [ANN], 401),
        ("127.0.0.1", [ANN], 401),
        ("203.0.113.9", [ANN, ("X-Forwarded-For", "172.18.0.2")], 401),
        ("203.0.113.9", [ANN, ("Forwarded", "for=172.18.0.2")], 401),
        ("fd01::7", [ANN], 401),
        ("testclient", [ANN], 401),
    ],
)
async def test_the_connection_says_who_is_the_proxy(
    open_pages: OpenPages, peer: str, headers: list[tuple[str, str]], expected: int
) -> None:
    encoded = [(name, value.encode() if not value.isascii() else value) for name, value in headers]
    async with open_pages(feed(), web=PROXIED) as pages:
        assert await status(pages, peer, *encoded) == expected  # type: ignore[arg-type] # bytes are taken, too


async def test_without_the_setting_the_header_is_nothing(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        assert await status(pages, "172.18.0.2", ANN) == 401


async def test_another_site_can_ask_for_no_change_through_the_proxy(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=PROXIED) as pages:
        site = pages.http._transport.app  # type: ignore[attr-defined] # httpx keeps it there
        transport = httpx.ASGITransport(app=site, client=("172.18.0.2", 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="https://news.example.org") as http:
            own, foreign = dict([ANN]), dict([ANN, ("Origin", "https://evil.example")])
            assert (await http.post("/api/v1/sending", json={"on": True}, headers=own)).status_code == 200
            assert (await http.post("/api/v1/sending", json={"on": True}, headers=foreign)).status_code == 403
        noted = await pages.harness.app.in_store.read(lambda tx: tx.audit.find(AuditFilter(words="sending")))
        assert [(str(note.who), note.what) for note in noted] == [("ann", "sending resumed")]


@pytest.mark.parametrize(
    ("web", "said"),
    [
        ("{user_header: Remote-User}", "believed from nobody"),
        ("{proxies: [172.18.0.2]}", "without web.user_header"),
        ('{user_header: Remote-User, proxies: ["0.0.0.0/0"]}', "anybody could name themselves"),
        ('{user_header: Remote-User, proxies: ["::/0"]}', "anybody could name themselves"),
        ("{user_header: Remote-User, proxies: [proxy]}", "172.18.0.0/16"),
        ("{user_header: Cookie, proxies: [172.18.0.2]}", "nothing else uses"),
        ('{user_header: "Remote User", proxies: [172.18.0.2]}', "nothing else uses"),
        ('{user_header: Remote-User, proxies: [172.18.0.2], listen: "0.0.0.0:8765"}', "web.password"),
        ("{user_header: Remote-User, proxies: [172.18.0.2], base_url: https://news.example.org}", "web.password"),
    ],
)
def test_settings_that_would_open_the_pages_are_refused(tmp_path: Path, web: str, said: str) -> None:
    file = tmp_path / "monitor.yaml"
    file.write_text(f"web: {web}\n", "utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings(file, env={}, base=tmp_path)
    assert said in str(refused.value)


def test_what_is_set_is_read(tmp_path: Path) -> None:
    file = tmp_path / "monitor.yaml"
    file.write_text('web: {user_header: X-User, proxies: ["10.0.0.5", "fd00::/64"]}\n', "utf-8")
    assert load_settings(file, env={}, base=tmp_path).web == WebSettings(
        user_header="X-User", proxies=("10.0.0.5/32", "fd00::/64")
    )

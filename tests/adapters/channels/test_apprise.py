"""Apprise works in a child under our rules: addresses, redirects, proxies and ``.netrc``."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.channels.apprise import AppriseChannel
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.adapters.channels.registry import build_channel
from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.model.deliveries import Deferred, Envelope, InDoubt, Refused, Sent
from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError
from monitor.ports import Channel
from tests.adapters.channels.httpserver import Says, answering

# Apprise imports it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
Open = Callable[..., Channel]
PAYLOAD = {"title": "星绘 2.5", "body": "星绘 2.5 发布"}


@pytest.fixture
def open_apprise(dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings]) -> Open:
    """A channel on this address; the loopback is allowed unless ``guard`` says otherwise."""

    def make(
        url: str, *, guard: Guard | None = None, proxy: str | None = None, options: dict[str, object] | None = None
    ) -> Channel:
        deps = dependencies()
        deps = replace(deps, guard=guard or deps.guard, proxy=proxy)
        return build_channel(settings("apprise", url=url, **(options or {})), deps)

    return make


async def test_a_message_arrives_and_apprise_is_believed(open_apprise: Open, envelope: Callable[..., Envelope]) -> None:
    async with answering([Says(200, "fine")]) as server:
        told = await open_apprise(f"json://127.0.0.1:{server.port}/hook").send(envelope(payload=PAYLOAD))
    assert isinstance(told, Sent)
    (asked,) = server.asked
    assert (asked.json["title"], asked.json["message"]) == ("星绘 2.5", "星绘 2.5 发布")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_an_address_of_this_machine_is_refused_unless_the_settings_allow_it(
    host: str, open_apprise: Open, envelope: Callable[..., Envelope]
) -> None:
    async with answering([Says(200)]) as server:
        told = await open_apprise(f"json://{host}:{server.port}/hook", guard=Guard()).send(envelope(payload=PAYLOAD))
    assert isinstance(told, Refused)
    assert (told.code, "fetch.allow_networks" in told.reason) == ("guard", True)
    assert server.asked == []


async def test_a_mail_server_of_this_machine_is_judged_as_well(
    open_apprise: Open, envelope: Callable[..., Envelope]
) -> None:
    """Not every plug-in speaks HTTP."""
    touched: list[bool] = []

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        touched.append(True)
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        url = f"mailto://me:pw@example.org?smtp=127.0.0.1&mode=insecure&port={port}&to=a@example.org"
        told = await open_apprise(url, guard=Guard()).send(envelope(payload=PAYLOAD))
    finally:
        server.close()
    assert isinstance(told, Refused)
    assert not touched


async def test_redirects_are_not_followed(open_apprise: Open, envelope: Callable[..., Envelope]) -> None:
    replies = [Says(302, headers={"Location": "/elsewhere"}), Says(200, "fine")]
    async with answering(replies) as server:
        url = f"json://127.0.0.1:{server.port}/hook?redirect=yes"
        told = await open_apprise(url).send(envelope(payload=PAYLOAD))
    assert isinstance(told, Deferred)
    assert "302" in told.reason
    assert len(server.asked) == 1


async def test_neither_a_proxy_of_the_environment_nor_a_netrc_is_read(
    open_apprise: Open, envelope: Callable[..., Envelope], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password hunter2\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    async with answering([Says(200)]) as proxy, answering([Says(200)]) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        told = await open_apprise(f"json://127.0.0.1:{server.port}/hook").send(envelope(payload=PAYLOAD))
    assert isinstance(told, Sent)
    assert proxy.asked == []
    assert "authorization" not in server.asked[0].headers


async def test_the_proxy_of_the_settings_is_used_and_a_channel_may_go_directly(
    open_apprise: Open, envelope: Callable[..., Envelope]
) -> None:
    async with answering([Says(200)]) as server:
        proxy = f"http://127.0.0.1:{server.port}"
        url = "json://news.example.org/hook"
        # The proxy itself need not be allowed; what is asked through it must be.
        told = await open_apprise(url, guard=Guard(), proxy=proxy).send(envelope(payload=PAYLOAD))
        assert isinstance(told, Sent)
        assert [asked.path for asked in server.asked] == ["http://news.example.org/hook"]
        refused = await open_apprise("json://printer.local/x", guard=Guard(), proxy=proxy).send(
            envelope(payload=PAYLOAD)
        )
        assert isinstance(refused, Refused)
        direct = f"json://127.0.0.1:{server.port}/direct"
        await open_apprise(direct, proxy="http://192.0.2.1:3128", options={"proxy": "direct"}).send(
            envelope(payload=PAYLOAD)
        )
    assert [asked.path for asked in server.asked][1:] == ["/direct"]


async def test_a_child_that_says_nothing_in_time_leaves_the_message_in_doubt(
    open_apprise: Open, envelope: Callable[..., Envelope]
) -> None:
    async with answering(["silence"]) as server:
        channel = open_apprise(f"json://127.0.0.1:{server.port}/hook")
        assert isinstance(channel, AppriseChannel)
        told = await replace(channel, patience=timedelta(seconds=0.01)).send(envelope(payload=PAYLOAD))
    assert isinstance(told, InDoubt)


def test_of_an_address_that_apprise_cannot_read_nothing_is_logged(
    open_apprise: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """The password was not written as in an address: what stands behind its @ would be told as the host."""
    with pytest.raises(UserError, match="Apprise cannot use this address") as refused:
        open_apprise("mailto://me:half@half9@127.0.0.1:1/x")
    assert "half" not in caplog.text + str(refused.value)


def test_a_socks_proxy_is_refused_with_a_way_out(open_apprise: Open) -> None:
    with pytest.raises(UserError, match="proxy: direct"):
        open_apprise("json://news.example.org/hook", proxy="socks5://127.0.0.1:1080")
    open_apprise("json://news.example.org/hook", proxy="socks5://127.0.0.1:1080", options={"proxy": "direct"})

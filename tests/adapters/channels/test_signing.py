"""Each service's signature, where and how it wants it, checked against values worked out by hand."""

import base64
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.adapters.channels.registry import build_channel
from monitor.core.channels import dingtalk, feishu
from monitor.core.model.deliveries import Envelope
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError

Posted = Callable[..., Awaitable[tuple[str, dict[str, object]]]]
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # Apprise imports it


@pytest.fixture
def posted(
    dependencies: Callable[..., ChannelDependencies],
    settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope],
    answers: Callable[..., NetAnswer],
) -> Posted:
    async def send(kind: str, **options: object) -> tuple[str, dict[str, object]]:
        deps = dependencies(answers(200, "{}"))
        await build_channel(settings(kind, **options), deps).send(envelope(payload={"text": "可灵"}))
        sent = deps.client.posted[0]  # type: ignore[attr-defined]  # the scripted client keeps them
        assert "可灵".encode() in sent.body
        return sent.url, json.loads(sent.body)

    return send


async def test_feishu_signs_in_the_body_in_seconds_with_the_text_as_key(posted: Posted) -> None:
    url, body = await posted("feishu", url="https://open.example/hook", secret="abc")
    assert url == "https://open.example/hook"
    assert body["timestamp"] == "1795393800"
    key = f"{body['timestamp']}\nabc".encode()
    assert body["sign"] == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
    assert body["sign"] == feishu.sign_timestamp("abc", 1795393800)


async def test_dingtalk_signs_in_the_address_in_milliseconds_with_the_secret_as_key(
    posted: Posted,
) -> None:
    url, body = await posted("dingtalk", url="https://oapi.example/robot/send?access_token=x", secret="SECabc")
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert query["timestamp"] == "1795393800000"
    digest = hmac.new(b"SECabc", b"1795393800000\nSECabc", hashlib.sha256).digest()
    assert query["sign"] == base64.b64encode(digest).decode() == dingtalk.sign_timestamp("SECabc", 1795393800000)
    assert "sign" not in body


@pytest.mark.parametrize("kind", ["feishu", "dingtalk"])
async def test_a_robot_without_a_secret_is_not_signed(kind: str, posted: Posted) -> None:
    url, body = await posted(kind, url="https://open.example/hook")
    assert (url, "sign" in body) == ("https://open.example/hook", False)


async def test_discord_is_asked_to_wait_for_the_message(posted: Posted) -> None:
    url, _ = await posted("discord", url="https://discord.example/api/webhooks/1/x")
    assert url.endswith("?wait=true")


async def test_telegram_names_chat_and_token(posted: Posted) -> None:
    url, body = await posted("telegram", token="1:abc", chat="@news")
    assert url == "https://api.telegram.org/bot1:abc/sendMessage"
    assert body["chat_id"] == "@news"


async def test_ntfy_posts_to_the_root_and_names_the_topic(posted: Posted) -> None:
    url, body = await posted("ntfy", url="https://ntfy.example.org/sub/mytopic?auth=x")
    assert url == "https://ntfy.example.org/sub/?auth=x"
    assert body["topic"] == "mytopic"


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("feishu", {}),
        ("telegram", {"chat": "1"}),
        ("ntfy", {"url": "https://ntfy.example.org/"}),
        ("webhook", {"url": "https://x.example/", "secret": "whsec_"}),
        ("email", {"from": "not an address", "smtp": "smtp://localhost"}),
        ("email", {"from": "a@example.org", "smtp": "http://localhost"}),
        ("email", {"from": "a@example.org", "smtp": "smtp://user:pw@localhost"}),
        ("email", {"from": "a@example.org", "smtp": "smtp://h", "dkim": {"selector": "s", "key": "no key"}}),
        ("apprise", {"url": "nosuch://x"}),
    ],
)
def test_a_mistake_in_a_channels_options_names_the_channel(
    kind: str, options: dict[str, object], dependencies: Callable[..., ChannelDependencies],
    settings: Callable[..., ChannelSettings],
) -> None:  # fmt: skip
    with pytest.raises(UserError, match=f"my-{kind}"):
        build_channel(settings(kind, **options), dependencies())


@pytest.mark.parametrize("kind", ["webhook", "feishu", "slack", "telegram", "email", "apprise"])
def test_no_secret_shows_when_a_channel_is_printed(
    kind: str, dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings]
) -> None:
    options = {
        "url": "json://localhost/S3CRET" if kind == "apprise" else "https://x.example/S3CRET",
        "secret": "whsec_S3CRETS3",
        "token": "S3CRET",
        "chat": "1",
        "from": "a@example.org",
        "smtp": "smtp://u@localhost",
        "password": "S3CRET",
    }
    assert "S3CRET" not in repr(build_channel(settings(kind, **options), dependencies()))

"""The generic web hook against a server of our own, through the real guarded client."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from monitor.adapters.channels.registry import open_channels
from monitor.adapters.net.client import open_client
from monitor.core.model.deliveries import Deferred, Envelope, InDoubt, Refused, SendOutcome, Sent
from monitor.core.model.settings import ChannelSettings, FetchSettings
from monitor.ports import Channel, Clock

OLD = "whsec_" + base64.b64encode(b"old-old-old-old-old-old-").decode()
NEW = "whsec_" + base64.b64encode(b"new-new-new-new-new-new-").decode()
YES = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Receiver:
    """Reads one request a connection and answers what the script says; ``None`` = cut the connection."""

    script: list[bytes | None]
    silent: bool = False
    heads: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()[1:]
            named = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head if line)}
            self.heads.append(named)
            self.bodies.append(await reader.readexactly(int(named["content-length"])))
            if self.silent:
                await reader.read()
                return
            answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            if answer is None:
                writer.transport.abort()
                return
            writer.write(answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()


Receive = Callable[..., "AsyncIterator[Receiver]"]


@asynccontextmanager
async def receiving(*script: bytes | None, silent: bool = False) -> AsyncIterator[Receiver]:
    receiver = Receiver(list(script) or [YES], silent=silent)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        await server.wait_closed()


@dataclass
class NowClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0

    async def sleep_until(self, at: datetime) -> None:
        await asyncio.sleep(0 * at.timestamp())


@asynccontextmanager
async def hook(
    port: int, tmp_path: Path, *, secret: object = None, allow: tuple[str, ...] = ("127.0.0.0/8",)
) -> AsyncIterator[Channel]:
    settings = ChannelSettings(
        name="hook", kind="webhook", options={"url": f"http://127.0.0.1:{port}/in", "secret": secret}
    )
    clock: Clock = NowClock()
    async with open_client(FetchSettings(allow_networks=allow), user_agent="news-monitor-test") as client:
        yield open_channels([settings], client=client, clock=clock, state_dir=tmp_path, echo=print)["hook"]


@pytest.fixture
def fresh(envelope: Callable[..., Envelope]) -> Envelope:
    """Signed now: the verifying library holds stamps against the real time."""
    made = envelope(payload={"type": "alert", "data": {"title": "可灵 2.5 👩‍👩‍👧‍👦"}})
    return replace(made, at=datetime.now(UTC))  # noqa: TID251 — the library that verifies reads the real clock


async def test_the_receiver_can_verify_what_it_gets(tmp_path: Path, fresh: Envelope) -> None:
    async with receiving() as receiver, hook(receiver.port, tmp_path, secret=OLD) as channel:
        assert await channel.send(fresh) == Sent(code="200", answer="ok")
    (body,), (head,) = receiver.bodies, receiver.heads
    told = Webhook(OLD).verify(body, head)
    assert told == fresh.rendered.payload
    assert head["webhook-id"] == fresh.key
    assert head["content-type"].startswith("application/json")
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD).verify(body + b" ", head)


@pytest.mark.parametrize("both", [f"{NEW} {OLD}", [NEW, OLD]])
async def test_while_a_key_is_changed_either_key_verifies(both: object, tmp_path: Path, fresh: Envelope) -> None:
    async with receiving() as receiver, hook(receiver.port, tmp_path, secret=both) as channel:
        await channel.send(fresh)
    for secret in (OLD, NEW):
        assert Webhook(secret).verify(receiver.bodies[0], receiver.heads[0])


async def test_without_a_secret_nothing_is_signed(tmp_path: Path, fresh: Envelope) -> None:
    async with receiving() as receiver, hook(receiver.port, tmp_path) as channel:
        await channel.send(fresh)
    assert "webhook-signature" not in receiver.heads[0]


async def test_the_id_is_the_same_at_every_attempt_and_parts_differ(tmp_path: Path, fresh: Envelope) -> None:
    async with receiving() as receiver, hook(receiver.port, tmp_path, secret=OLD) as channel:
        for sent in (fresh, fresh, replace(fresh, part=1, parts=2), replace(fresh, part=2, parts=2)):
            await channel.send(sent)
    assert [head["webhook-id"] for head in receiver.heads] == [fresh.key, fresh.key, f"{fresh.key}.1", f"{fresh.key}.2"]


async def test_a_redirect_is_a_failure_and_is_not_followed(tmp_path: Path, fresh: Envelope) -> None:
    """D-28"""
    async with receiving() as other:
        away = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{other.port}/\r\nContent-Length: 0\r\n\r\n".encode()
        async with receiving(away) as receiver, hook(receiver.port, tmp_path) as channel:
            told = await channel.send(fresh)
    assert isinstance(told, Deferred)
    assert "redirects" in told.reason
    assert other.bodies == []


async def test_silence_after_the_whole_message_is_in_doubt(
    tmp_path: Path, fresh: Envelope, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D-29"""
    monkeypatch.setattr("monitor.adapters.channels.webhook.WITHIN", timedelta(seconds=2))
    async with receiving(silent=True) as receiver, hook(receiver.port, tmp_path) as channel:
        assert isinstance(await channel.send(fresh), InDoubt)


async def test_a_cut_after_the_message_is_in_doubt_and_before_it_is_not(tmp_path: Path, fresh: Envelope) -> None:
    """D-30"""
    async with receiving(None) as receiver, hook(receiver.port, tmp_path) as channel:
        assert isinstance(await channel.send(fresh), InDoubt)
        port = receiver.port
    async with hook(port, tmp_path) as channel:
        assert isinstance(await channel.send(fresh), Deferred)


@pytest.mark.parametrize(
    "body",
    [b"Content-Length: 3000000\r\n\r\n" + b"x" * 3_000_000, b"Content-Length: 900\r\n\r\n{"],
    ids=["long", "cut"],
)
async def test_a_yes_is_a_yes_whatever_becomes_of_its_body(tmp_path: Path, fresh: Envelope, body: bytes) -> None:
    """A workflow may answer with all that it did: sending it again would tell everything twice."""
    async with receiving(b"HTTP/1.1 200 OK\r\n" + body) as receiver, hook(receiver.port, tmp_path) as channel:
        told = await channel.send(fresh)
    assert isinstance(told, Sent)
    assert told.code == "200"
    async with receiving(b"HTTP/1.1 500 No\r\n" + body) as receiver, hook(receiver.port, tmp_path) as channel:
        assert isinstance(await channel.send(fresh), Deferred)


async def test_a_private_address_is_refused_and_never_asked(tmp_path: Path, fresh: Envelope) -> None:
    """D-39"""
    async with receiving() as receiver, hook(receiver.port, tmp_path, allow=()) as channel:
        told = await channel.send(fresh)
    assert isinstance(told, Refused)
    assert "fetch.allow_networks" in told.reason
    assert receiver.bodies == []


async def test_errors_of_the_server_pass_and_the_message_arrives_in_the_end(tmp_path: Path, fresh: Envelope) -> None:
    """D-31"""
    down = b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops"
    outcomes: list[SendOutcome] = []
    async with receiving(down, down, YES) as receiver, hook(receiver.port, tmp_path) as channel:
        outcomes += [await channel.send(fresh) for _ in range(3)]
    assert [type(outcome).__name__ for outcome in outcomes] == ["Deferred", "Deferred", "Sent"]
    assert {json.loads(body)["type"] for body in receiver.bodies} == {"alert"}

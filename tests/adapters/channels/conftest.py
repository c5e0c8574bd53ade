"""A clock that stands still, a client that answers what it was told to, and envelopes to send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest
from typing_extensions import override

from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.adapters.net.base_client import Client
from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.model.deliveries import DeliveryKind, Envelope
from monitor.core.model.http import NetAnswer, NetFailure, NetRequest
from monitor.core.model.messages import InlineImage, Rendered
from monitor.core.model.settings import ChannelSettings

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


@dataclass
class StillClock:
    """Always the same moment."""

    at: datetime = AT

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0

    async def sleep_until(self, at: datetime) -> None:
        self.at = max(self.at, at)


@dataclass
class ScriptedClient(Client):
    """Answers in the order given, the last one for ever; keeps what was posted."""

    answers: list[NetAnswer | NetFailure]
    posted: list[NetRequest] = field(default_factory=list)

    @override
    async def send(self, request: NetRequest) -> NetAnswer | NetFailure:
        self.posted.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def answer(status: int, body: bytes | str = b"", **headers: str) -> NetAnswer:
    raw = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return NetAnswer(status=status, headers=named, body=raw, url="https://bot.example.org/")


@pytest.fixture
def echoed() -> list[str]:
    return []


@pytest.fixture
def dependencies(tmp_path: Path, echoed: list[str]) -> Callable[..., ChannelDependencies]:
    def make(*answers: NetAnswer | NetFailure) -> ChannelDependencies:
        return ChannelDependencies(
            client=ScriptedClient(list(answers) or [answer(200)]),
            clock=StillClock(),
            state_dir=tmp_path,
            echo=echoed.append,
            guard=Guard(networks=(ip_network("127.0.0.0/8"), ip_network("::1/128"))),
        )

    return make


@pytest.fixture
def settings() -> Callable[..., ChannelSettings]:
    def make(kind: str, *, dry_run: bool = False, **options: object) -> ChannelSettings:
        return ChannelSettings(name=f"my-{kind}", kind=kind, options=options, dry_run=dry_run)

    return make


@pytest.fixture
def envelope() -> Callable[..., Envelope]:
    def make(
        recipient: str = "",
        *,
        subject: str = "可灵 2.5 发布",
        text: str = "可灵 2.5 发布\n",
        html: str = "",
        payload: Mapping[str, object] | None = None,
        images: tuple[InlineImage, ...] = (),
        kind: DeliveryKind = "alert",
        thread: str = "",
        part: int = 1,
        parts: int = 1,
        at: datetime = AT,
    ) -> Envelope:
        rendered = Rendered(subject=subject, text=text, html=html, payload=payload or {}, images=images)
        return Envelope(
            key="0123456789abcdef0123456789abcdef",
            recipient=recipient,
            rendered=rendered,
            kind=kind,
            thread=thread,
            part=part,
            parts=parts,
            at=at,
        )

    return make


@pytest.fixture
def answers() -> Callable[..., NetAnswer]:
    return answer

"""The whole program before one real channel: its outbox, its clock, and a provider of ours at the other end."""

import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.channels.email import EmailChannel
from monitor.adapters.channels.registry import open_channels
from monitor.adapters.channels.smtp import Patience
from monitor.adapters.net.client import open_client
from monitor.adapters.net.ssrf_guard import guard_for
from monitor.app.delivery.on_demand import send_test
from monitor.app.runtime.scheduler import drive_clock
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.settings import ChannelSettings, DigestSettings, FetchSettings, Route
from tests.app.harness import NOON, Desk, DeskRules, opener
from tests.app.scenarios import rows, until

PATIENCE = Patience(connect=2.0, before_data=2.0, after_data=2.0)
DIGEST_AT = NOON + timedelta(hours=12, minutes=30)
OUTLETS = DeskRules()


@dataclass
class Stage:
    """Opens the program with ``team`` as a real channel; the channel "mail" beside it keeps notices and digests."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    opened: int = 0

    @asynccontextmanager
    async def open(
        self,
        team: ChannelSettings,
        *,
        routes: tuple[Route, ...] = OUTLETS.routes,
        digests: tuple[DigestSettings, ...] = OUTLETS.digests,
        allow: Sequence[str] = ("127.0.0.0/8", "::1/128"),
        tls: ssl.SSLContext | None = None,
        again: bool = False,
    ) -> AsyncIterator[Desk]:
        """With an empty store, or ``again`` with the last one."""
        self.opened += not again
        folder = self.folder / str(self.opened)
        folder.mkdir(exist_ok=again)
        for place in ("chat_bot", "webhook"):
            self.monkeypatch.setattr(f"monitor.adapters.channels.{place}.WITHIN", timedelta(seconds=2))
        fetch = FetchSettings(allow_networks=tuple(allow))
        rules = DeskRules(team=team, routes=routes, digests=digests)
        async with opener(folder)({}, rules) as desk, open_client(fetch, user_agent="news-monitor") as client:
            built = open_channels(
                [team], client=client, clock=desk.clock, state_dir=folder, echo=print, guard=guard_for(fetch)
            )[team.name]
            if isinstance(built, EmailChannel):
                built = replace(built, server=replace(built.server, patience=PATIENCE, tls=tls))
            desk.app.channels[team.name] = built  # type: ignore[index]  # a plain dictionary behind the Mapping
            yield desk


def mail_to(*recipients: str, port: int, scheme: str = "smtp", user: str = "", **options: object) -> ChannelSettings:
    """An e-mail channel to a server on this machine."""
    at = f"{user}@" if user else ""
    given = {"from": "news@example.org", "smtp": f"{scheme}://{at}127.0.0.1:{port}", **options}
    return ChannelSettings(name="team", kind="email", options=given, recipients=recipients)


async def states(desk: Desk) -> list[DeliveryState]:
    """Of the channel's deliveries, in the order in which they were owed; digests of the other channel are left out."""
    return [row.state for row in reversed(await rows(desk, channel="team"))]


async def answers(desk: Desk) -> str:
    """All that the providers said, as `monitor deliveries` shows it."""
    return "\n".join(f"{row.provider_code} {row.answer}" for row in await rows(desk, channel="team"))


async def stands_in_the_digest(desk: Desk, words: str) -> bool:
    """Whether the next digest names the dead letter."""
    await drive_clock(desk.app, desk.clock, until=DIGEST_AT + timedelta(minutes=1))
    return any(words in one.rendered.text for one in desk.mail.envelopes if one.kind == "digest")


def notices(desk: Desk) -> list[str]:
    return [one.rendered.text for one in desk.mail.envelopes if one.kind == "notice"]


async def is_stopped(desk: Desk) -> bool:
    return "team" in await desk.app.in_store.read(lambda tx: tx.channels.stops())


async def mended(desk: Desk) -> None:
    """Somebody put it right and tried it with `monitor send-test`; then an hour passes."""
    await send_test(desk.app, "team")
    await until(desk, desk.clock.now() + timedelta(hours=1))


async def wait(desk: Desk, span: timedelta) -> datetime:
    """Let the program work for so long; returns the time."""
    await until(desk, desk.clock.now() + span)
    return desk.clock.now()

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
from tests.app.harness import NOON, Harness, HarnessRules, opener
from tests.app.scenarios import rows, until

PATIENCE = Patience(connect=2.0, before_data=2.0, after_data=2.0)
DIGEST_AT = NOON + timedelta(hours=12, minutes=30)
OUTLETS = HarnessRules()


@dataclass
class ProviderHarness:
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
    ) -> AsyncIterator[Harness]:
        """With an empty store, or ``again`` with the last one."""
        self.opened += not again
        folder = self.folder / str(self.opened)
        folder.mkdir(exist_ok=again)
        for place in ("chat_bot", "webhook"):
            self.monkeypatch.setattr(f"monitor.adapters.channels.{place}.WITHIN", timedelta(seconds=2))
        fetch = FetchSettings(allow_networks=tuple(allow))
        rules = HarnessRules(team=team, routes=routes, digests=digests)
        async with opener(folder)({}, rules) as harness, open_client(fetch, user_agent="news-monitor") as client:
            built = open_channels(
                [team], client=client, clock=harness.clock, state_dir=folder, echo=print, guard=guard_for(fetch)
            )[team.name]
            if isinstance(built, EmailChannel):
                built = replace(built, server=replace(built.server, patience=PATIENCE, tls=tls))
            harness.app.channels[team.name] = built  # type: ignore[index]  # a plain dictionary behind the Mapping
            yield harness


def mail_to(*recipients: str, port: int, scheme: str = "smtp", user: str = "", **options: object) -> ChannelSettings:
    """An e-mail channel to a server on this machine."""
    at = f"{user}@" if user else ""
    given = {"from": "news@example.org", "smtp": f"{scheme}://{at}127.0.0.1:{port}", **options}
    return ChannelSettings(name="team", kind="email", options=given, recipients=recipients)


async def states(harness: Harness) -> list[DeliveryState]:
    """Of the channel's deliveries, in the order in which they were owed; digests of the other channel are left out."""
    return [row.state for row in reversed(await rows(harness, channel="team"))]


async def answers(harness: Harness) -> str:
    """All that the providers said, as `monitor deliveries` shows it."""
    return "\n".join(f"{row.provider_code} {row.answer}" for row in await rows(harness, channel="team"))


async def stands_in_the_digest(harness: Harness, words: str) -> bool:
    """Whether the next digest names the dead letter."""
    await drive_clock(harness.app, harness.clock, until=DIGEST_AT + timedelta(minutes=1))
    return any(words in one.rendered.text for one in harness.mail.envelopes if one.kind == "digest")


def notices(harness: Harness) -> list[str]:
    return [one.rendered.text for one in harness.mail.envelopes if one.kind == "notice"]


async def is_stopped(harness: Harness) -> bool:
    return "team" in await harness.app.in_store.read(lambda tx: tx.channels.stops())


async def mended(harness: Harness) -> None:
    """Somebody put it right and tried it with `monitor send-test`; then an hour passes."""
    await send_test(harness.app, "team")
    await until(harness, harness.clock.now() + timedelta(hours=1))


async def wait(harness: Harness, span: timedelta) -> datetime:
    """Let the program work for so long; returns the time."""
    await until(harness, harness.clock.now() + span)
    return harness.clock.now()

"""Channel kind → how it is built: a new kind is a file and a line here."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.adapters.channels import (
    apprise,
    bark,
    dingtalk,
    discord,
    email,
    feishu,
    file,
    ntfy,
    slack,
    teams,
    telegram,
    terminal,
    webhook,
    wecom,
)
from monitor.adapters.channels.dependencies import Build, ChannelDependencies
from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.channels.answers import HttpPost
from monitor.core.model.deliveries import Deferred, Envelope, SendOutcome, Sent
from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError
from monitor.ports import Channel, Clock

KINDS: dict[str, Build] = {
    "email": email.build,
    "webhook": webhook.build,
    "feishu": feishu.build,
    "dingtalk": dingtalk.build,
    "wecom": wecom.build,
    "slack": slack.build,
    "discord": discord.build,
    "telegram": telegram.build,
    "teams": teams.build,
    "bark": bark.build,
    "ntfy": ntfy.build,
    "apprise": apprise.build,
    "file": file.build,
    "terminal": terminal.build,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """Shows what would be sent, and sends nothing."""

    name: str
    echo: Callable[[str], None]

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        to = f" to {envelope.recipient}" if envelope.recipient else ""
        try:
            await asyncio.to_thread(self.echo, f"[dry run: {self.name}{to}]\n{envelope.rendered.text}")
        except OSError as error:
            return Deferred(reason=f"it could not be printed: {error}", code="terminal")
        return Sent(code="dry-run", answer="shown, not sent")


def open_channels(
    channels: Sequence[ChannelSettings],
    *,
    client: HttpPost,
    clock: Clock,
    state_dir: Path,
    echo: Callable[[str], None],
    guard: Guard | None = None,
) -> dict[str, Channel]:
    """Channel name → channel, ready to send. ``guard`` judges mail servers; UserError names a channel's mistake."""
    around = ChannelDependencies(client=client, clock=clock, state_dir=state_dir, echo=echo, guard=guard or Guard())
    built: dict[str, Channel] = {}
    for channel in channels:
        if channel.kind not in KINDS:
            raise UserError(
                f"channel {channel.name}: unknown type {channel.kind}; known are {', '.join(sorted(KINDS))}"
            )
        ready = KINDS[channel.kind](channel, around)
        built[channel.name] = DryRun(name=channel.name, echo=echo) if channel.dry_run else ready
    return built

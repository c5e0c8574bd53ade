"""Settings of channels → channels ready to send; all chat services are sent to by ``chat_bot``."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from monitor.adapters.channels import file, terminal
from monitor.adapters.channels.dependencies import Build, ChannelDependencies, ChannelSetup
from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.channels.answers import HttpPost
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, Envelope, SendOutcome, Sent
from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError
from monitor.ports import Channel, Clock
from monitor.values import dataclass


def _email(setup: ChannelSetup) -> Channel:
    from monitor.adapters.channels.email import build_channel

    return build_channel(setup)


def _webhook(setup: ChannelSetup) -> Channel:
    from monitor.adapters.channels.webhook import build_channel

    return build_channel(setup)


def _apprise(setup: ChannelSetup) -> Channel:
    from monitor.adapters.channels.apprise import build_channel

    return build_channel(setup)


SENDERS: Final[Mapping[str, Build]] = {
    "email": _email,
    "webhook": _webhook,
    "apprise": _apprise,
    "file": file.build_channel,
    "terminal": terminal.build_channel,
}
"""Of the kinds that are no bot of a chat service; what speaks to servers is loaded for a channel that uses it."""


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
            return Deferred(reason=Reason("send.not-printed", why=str(error)), code="terminal")
        return Sent(code="dry-run", answer=Reason("send.shown"))


def build_channel(settings: ChannelSettings, deps: ChannelDependencies) -> Channel:
    """A channel ready to send; UserError for an unknown kind and for wrong options."""
    kind = CHANNEL_KINDS.get(settings.kind)
    if kind is None:
        known = ", ".join(sorted(CHANNEL_KINDS))
        raise UserError(f"channel {settings.name}: unknown type {settings.kind}; known are {known}")
    if kind.bot is not None:
        from monitor.adapters.channels.chat_bot import build_bot

        return build_bot(kind.bot, settings, deps.client)
    return SENDERS[kind.name](ChannelSetup(settings=settings, deps=deps))


def open_channels(
    channels: Sequence[ChannelSettings],
    *,
    client: HttpPost,
    clock: Clock,
    state_dir: Path,
    echo: Callable[[str], None],
    guard: Guard | None = None,
    proxy: str | None = None,
) -> dict[str, Channel]:
    """Channel name → channel, ready to send. UserError names a channel's mistake.

    ``guard`` judges what does not go through the client (mail servers, Apprise); ``proxy`` is the global one.
    """
    deps = ChannelDependencies(
        client=client, clock=clock, state_dir=state_dir, echo=echo, guard=guard or Guard(), proxy=proxy
    )
    return {
        channel.name: DryRun(name=channel.name, echo=echo) if channel.dry_run else ready
        for channel in channels
        for ready in (build_channel(channel, deps),)
    }

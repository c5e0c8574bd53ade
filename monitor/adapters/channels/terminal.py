"""The terminal: the message as plain text."""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.model.deliveries import Envelope, SendOutcome, Sent
from monitor.core.model.settings import ChannelSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalChannel:
    """Prints; an ``echo`` that fails (a closed pipe) is the program's trouble, not the message's."""

    echo: Callable[[str], None]

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        self.echo(envelope.rendered.text)
        return Sent(code="printed")


def build(channel: ChannelSettings, around: ChannelDependencies) -> TerminalChannel:  # noqa: ARG001 — the form of every builder
    """``{}``"""
    return TerminalChannel(echo=around.echo)

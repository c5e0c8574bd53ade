"""The terminal: the message as plain text."""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.adapters.channels.dependencies import ChannelSetup
from monitor.core.model.deliveries import Envelope, SendOutcome, Sent


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalChannel:
    """Prints; an ``echo`` that fails (a closed pipe) is the program's trouble, not the message's."""

    echo: Callable[[str], None]

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        self.echo(envelope.rendered.text)
        return Sent(code="printed")


def build(setup: ChannelSetup) -> TerminalChannel:
    """Needs nothing but the terminal."""
    return TerminalChannel(echo=setup.deps.echo)

"""The terminal: the message as plain text."""

import asyncio
from collections.abc import Callable

from monitor.adapters.channels.dependencies import ChannelSetup
from monitor.core.model.deliveries import Deferred, Envelope, SendOutcome, Sent
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalChannel:
    """Prints in a thread, for a terminal may not be read at the moment; then, and where it is closed, it waits."""

    echo: Callable[[str], None]

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        try:
            await asyncio.to_thread(self.echo, envelope.rendered.text)
        except OSError as error:
            return Deferred(reason=f"it could not be printed: {error}", code="terminal")
        return Sent(code="printed")


def build_channel(setup: ChannelSetup) -> TerminalChannel:
    """Needs nothing but the terminal."""
    return TerminalChannel(echo=setup.deps.echo)

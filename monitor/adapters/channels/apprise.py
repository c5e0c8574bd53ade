"""Apprise for the services we do not write ourselves: it tells yes or no, and often yes too easily."""

import asyncio
import logging
from dataclasses import dataclass, field
from io import StringIO

from monitor.adapters.channels.dependencies import ChannelSetup
from monitor.core.channels.answers import clip_line
from monitor.core.channels.apprise import ADDRESS
from monitor.core.channels.options import text_option
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, Envelope, SendOutcome, Sent
from monitor.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel:
    """Hands the text to Apprise, which opens its own connections: our guard does not stand before them."""

    url: str = field(repr=False)

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        payload = envelope.rendered.payload
        done, log = await asyncio.to_thread(self._notify, str(payload["title"]), str(payload["body"]))
        if done:
            return Sent(code="apprise", answer=Reason("channel.apprise-sent"))
        why = clip_line(log) or Reason("net.no-reason")
        return Deferred(reason=Reason("channel.apprise-failed", why=why), code="apprise")

    def _notify(self, title: str, body: str) -> tuple[bool, str]:
        # Loading it takes half a second: only whoever has such a channel pays for it.
        import apprise

        service = apprise.Apprise()
        service.add(self.url)
        with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as captured:  # type: ignore[no-untyped-call]  # the library has no types there
            done = service.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT)
            log = captured.getvalue() if isinstance(captured, StringIO) else ""
        return bool(done), log


def build(setup: ChannelSetup) -> AppriseChannel:
    """UserError for an address of no service that Apprise knows."""
    import apprise

    url = text_option(setup.settings, ADDRESS)
    if not apprise.Apprise().add(url):
        raise UserError(f"channel {setup.settings.name}: Apprise does not know this kind of address")
    return AppriseChannel(url=url)

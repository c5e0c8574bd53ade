"""E-mail over SMTP: one envelope per recipient, a stable Message-ID, signed with DKIM when a key is given."""

import asyncio
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from monitor.adapters.channels.dependencies import ChannelSetup
from monitor.adapters.channels.mime import BadAddressError, Sender, message_bytes, plain_address
from monitor.adapters.channels.smtp import MailServer, hand_in, server_of
from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.channels.email import DKIM, PASSWORD, REPLY_TO, SENDER, SERVER, UNSUBSCRIBE
from monitor.core.channels.options import text_option
from monitor.core.model.deliveries import Envelope, Refused, SendOutcome
from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    import dkim
else:
    dkim = lazy_module("dkim")

_SIGNED = [
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references", b"list-id",
    b"list-unsubscribe", b"list-unsubscribe-post", b"mime-version", b"content-type",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dkim:
    """A signing key: published as ``selector._domainkey.domain``; ``key`` is PEM text."""

    selector: str
    domain: str
    key: str = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """The message with its DKIM-Signature in front (RFC 6376)."""
        signature = dkim.sign(
            message,
            self.selector.encode(),
            self.domain.encode(),
            self.key.encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=_SIGNED,
        )
        return bytes(signature) + message


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChannel:
    """Sends each part to one recipient."""

    server: MailServer
    sender: Sender
    guard: Guard
    dkim: Dkim | None = None

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        try:
            _, to = plain_address(envelope.recipient)
            message = message_bytes(envelope, self.sender, to)
        except BadAddressError as problem:
            return Refused(reason=str(problem), code="address")
        if self.dkim:
            message = await asyncio.to_thread(self.dkim.sign, message)
        return await hand_in(self.server, self.guard, sender=self.sender.address, to=to, message=message)


def build_channel(setup: ChannelSetup) -> EmailChannel:
    """UserError for an address or a mail server that cannot be one, and for a key that cannot sign."""
    channel = setup.settings
    try:
        name, address = plain_address(text_option(channel, SENDER))
        answers_to = text_option(channel, REPLY_TO)
        reply_to = plain_address(answers_to)[1] if answers_to else ""
        server = server_of(text_option(channel, SERVER), text_option(channel, PASSWORD))
    except (BadAddressError, UserError) as problem:
        raise UserError(f"channel {channel.name}: {problem}") from None
    domain = address.rpartition("@")[2]
    return EmailChannel(
        server=server,
        sender=Sender(
            name=name,
            address=address,
            reply_to=reply_to,
            unsubscribe=text_option(channel, UNSUBSCRIBE),
            domain=domain,
        ),
        guard=setup.deps.guard,
        dkim=_dkim_signer(channel, domain),
    )


def _dkim_signer(channel: ChannelSettings, domain: str) -> Dkim | None:
    given = channel.options.get(DKIM.name)
    if not given:
        return None
    if not isinstance(given, Mapping) or not given.get("selector") or not given.get("key"):
        raise UserError(f"channel {channel.name}: dkim needs selector and key")
    key = Dkim(selector=str(given["selector"]), domain=str(given.get("domain") or domain), key=str(given["key"]))
    try:
        key.sign(b"From: a@example.org\r\n\r\n")
    except Exception as problem:  # noqa: BLE001 — the library raises many kinds for a key it cannot read
        raise UserError(f"channel {channel.name}: dkim: the key cannot be used: {problem}") from None
    return key

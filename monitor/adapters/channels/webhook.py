"""The generic web hook: Standard Webhooks headers, key rotation, any 2xx that is no web page is a yes."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field

from standardwebhooks import Webhook

from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.answers import (
    WITHIN,
    HttpPost,
    after_failure,
    common_refusal,
    text_of,
    unknown_answer,
    words,
)
from monitor.core.channels.options import list_option, text_option
from monitor.core.model.deliveries import Deferred, Envelope, SendOutcome, Sent
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.limits import json_bytes
from monitor.errors import UserError

_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel:
    """Posts the documented JSON; ``secrets`` sign it, the newest first, so that a receiver may know either."""

    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    client: HttpPost

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        body = json_bytes(envelope.rendered.payload)
        answer = await self.client.post(self.url, body, headers=self._headers(envelope, body), within=WITHIN)
        if isinstance(answer, NetFailure):
            return after_failure(answer)
        return _outcome(answer, envelope)

    def _headers(self, envelope: Envelope, body: bytes) -> Mapping[str, str]:
        message_id = message_id_of(envelope)
        headers = {
            "content-type": "application/json; charset=utf-8",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(envelope.at.timestamp())),
        }
        if self.secrets:
            signatures = (
                Webhook(secret).sign(msg_id=message_id, timestamp=envelope.at, data=body.decode())
                for secret in self.secrets
            )
            headers["webhook-signature"] = " ".join(signatures)
        return headers


def message_id_of(envelope: Envelope) -> str:
    """``webhook-id``: the delivery's key, the same at every attempt; parts have their number behind it."""
    return envelope.key if envelope.parts == 1 else f"{envelope.key}.{envelope.part}"


def _outcome(answer: NetAnswer, envelope: Envelope) -> SendOutcome:
    if verdict := common_refusal(answer, envelope.at):
        return verdict
    told = text_of(answer)
    if 200 <= answer.status < 300:
        start = told.lstrip("\ufeff \r\n\t").lower()
        if start.startswith(("<!doctype html", "<html")):
            # A login page or a captive portal says 200 as well.
            return Deferred(reason=f"HTTP {answer.status} with a web page: {words(told, 80)}", code=str(answer.status))
        return Sent(code=str(answer.status), answer=words(told))
    return unknown_answer(answer)


def build(channel: ChannelSettings, around: ChannelDependencies) -> WebhookChannel:
    """``{url, secret}``; two secrets (a list, or separated by a space) while a key is being changed."""
    secrets = list_option(channel, "secret")
    for secret in secrets:
        _check_secret(channel, secret)
    return WebhookChannel(url=text_option(channel, "url"), secrets=secrets, client=around.client)


def _check_secret(channel: ChannelSettings, secret: str) -> None:
    encoded = secret.removeprefix(_PREFIX)
    try:
        key = base64.b64decode(encoded + "==", validate=False)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise UserError(f"channel {channel.name}: secret must be base64, as in {_PREFIX}… (Standard Webhooks)")

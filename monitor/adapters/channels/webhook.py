"""The generic web hook: Standard Webhooks headers, and key rotation."""

from collections.abc import Mapping
from dataclasses import field

from standardwebhooks import Webhook

from monitor.adapters.channels.dependencies import ChannelSetup
from monitor.core.channels.answers import WITHIN, HttpPost
from monitor.core.channels.options import list_option, proxy_of, text_option
from monitor.core.channels.webhook import ADDRESS, SECRETS, judge_answer, judge_failure, message_id_of
from monitor.core.model.deliveries import Envelope, SendOutcome
from monitor.core.model.http import NetFailure
from monitor.core.render.limits import json_bytes
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel:
    """Posts the documented JSON; ``secrets`` sign it, the newest first, so that a receiver may know either."""

    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    client: HttpPost
    proxy: str | None = field(default=None, repr=False)

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        body = json_bytes(envelope.rendered.payload)
        answer = await self.client.post(
            self.url, body, headers=self._headers(envelope, body), within=WITHIN, proxy=self.proxy
        )
        return judge_failure(answer) if isinstance(answer, NetFailure) else judge_answer(answer, envelope.at)

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


def build_channel(setup: ChannelSetup) -> WebhookChannel:
    """Two secrets (a list, or separated by a space) while a key is being changed."""
    settings = setup.settings
    return WebhookChannel(
        url=text_option(settings, ADDRESS),
        secrets=list_option(settings, SECRETS),
        client=setup.deps.client,
        proxy=proxy_of(settings),
    )

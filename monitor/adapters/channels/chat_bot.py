"""The sender of all chat services: sign the payload, post it, and let the service's own words decide."""

from dataclasses import field, replace

from monitor.core.channels.answers import WITHIN, HttpPost, after_failure
from monitor.core.channels.kind import Bot, Outgoing, Request, Retry, Sign
from monitor.core.channels.options import proxy_of
from monitor.core.model.deliveries import Envelope, SendOutcome, Sent
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.limits import json_bytes
from monitor.values import dataclass

_CHANGES = 3
"""A message is changed for at most so many answers; each takes away what that answer was about."""
_JSON_HEADERS = {"content-type": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatBot:
    """Posts as ``bot`` says; the address and what ``sign`` holds are secrets."""

    bot: Bot
    sign: Sign = field(repr=False)
    client: HttpPost
    proxy: str | None = field(default=None, repr=False)

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        request = self.sign(Outgoing(payload=envelope.rendered.payload, at=envelope.at))
        answer = await self._post(request)
        note = ""
        for _ in range(_CHANGES):
            if isinstance(answer, NetFailure) or (retry := self._retry(request, answer)) is None:
                break
            request, note = retry.request, retry.note or note
            answer = await self._post(request)
        if isinstance(answer, NetFailure):
            return after_failure(answer)
        outcome = self.bot.judge(answer, envelope.at)
        return replace(outcome, answer=note) if note and isinstance(outcome, Sent) else outcome

    def _retry(self, request: Request, answer: NetAnswer) -> Retry | None:
        return None if self.bot.retry is None else self.bot.retry(request, answer)

    async def _post(self, request: Request) -> NetAnswer | NetFailure:
        return await self.client.post(
            request.url, json_bytes(request.payload), headers=_JSON_HEADERS, within=WITHIN, proxy=self.proxy
        )


def build_bot(bot: Bot, channel: ChannelSettings, client: HttpPost) -> ChatBot:
    """A bot ready to send; UserError when the channel's options are wrong."""
    return ChatBot(bot=bot, sign=bot.signer(channel), client=client, proxy=proxy_of(channel))

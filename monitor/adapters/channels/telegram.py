"""Telegram bot: ``ok`` in the body; follows a group that became a supergroup, and falls back to plain text."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.adapters.channels.chat_bot import JSON_HEADERS
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.answers import (
    WITHIN,
    HttpPost,
    after_failure,
    common_refusal,
    json_object,
    retry_after,
    unknown_answer,
    wait,
    words,
)
from monitor.core.channels.options import text_option
from monitor.core.model.deliveries import Deferred, Envelope, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.limits import json_bytes

_TAG = re.compile(r"<[^>]*>")
_NEVER_AGAIN = ("chat not found", "bot was kicked", "bot was blocked", "user is deactivated", "not a member")


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramChannel:
    """Sends to one chat; ``token`` is part of the address."""

    token: str = field(repr=False)
    chat: str
    api: str
    client: HttpPost

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        payload = envelope.rendered.payload
        answer = await self._post(self.chat, payload)
        if isinstance(answer, NetAnswer) and (chat := _moved_to(answer)):
            outcome = self._read(await self._post(chat, payload), envelope.at)
            note = f"the chat is now {chat}: change it in the settings"
            return Sent(code=outcome.code, answer=note) if isinstance(outcome, Sent) else outcome
        if isinstance(answer, NetAnswer) and answer.status == 400 and "parse entities" in _description(answer):
            answer = await self._post(self.chat, _plain(payload))
        return self._read(answer, envelope.at)

    async def _post(self, chat: str, payload: Mapping[str, object]) -> NetAnswer | NetFailure:
        body = json_bytes({"chat_id": chat, **payload})
        url = f"{self.api}/bot{self.token}/sendMessage"
        return await self.client.post(url, body, headers=JSON_HEADERS, within=WITHIN)

    def _read(self, answer: NetAnswer | NetFailure, at: datetime) -> SendOutcome:
        return after_failure(answer) if isinstance(answer, NetFailure) else judge(answer, at)


def judge(answer: NetAnswer, at: datetime) -> SendOutcome:
    """``{"ok": true}``; ``parameters.retry_after`` in seconds."""
    body = json_object(answer)
    if body is None or not isinstance(body.get("ok"), bool):
        return common_refusal(answer, at) or unknown_answer(answer)
    if body["ok"] is True:
        result = body.get("result")
        number = result.get("message_id", "") if isinstance(result, dict) else ""
        return Sent(code=str(answer.status), answer=f"message {number}".strip())
    code, told = str(body.get("error_code", answer.status)), words(body.get("description", ""))
    if code == "429":
        asked = wait(_parameters(body).get("retry_after")) or retry_after(answer.headers.get("retry-after", ""), at)
        return Deferred(reason=f"429 {told}", code=code, retry_after=asked)
    lost = any(text in told.lower() for text in _NEVER_AGAIN)
    if code in {"401", "403", "404"} or lost:
        return Refused(reason=f"{code} {told}", code=code, disable=True)
    if code == "400":
        return Refused(reason=f"{code} {told}", code=code, too_big="too long" in told.lower())
    return Deferred(reason=f"{code} {told}", code=code)


def _parameters(body: Mapping[str, object]) -> Mapping[str, object]:
    parameters = body.get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _moved_to(answer: NetAnswer) -> str:
    chat = _parameters(json_object(answer) or {}).get("migrate_to_chat_id")
    return str(chat) if isinstance(chat, int) and not isinstance(chat, bool) else ""


def _description(answer: NetAnswer) -> str:
    return str((json_object(answer) or {}).get("description", "")).lower()


def _plain(payload: Mapping[str, object]) -> Mapping[str, object]:
    kept = {key: value for key, value in payload.items() if key != "parse_mode"}
    return {**kept, "text": html.unescape(_TAG.sub("", str(payload.get("text", ""))))}


def build(channel: ChannelSettings, around: ChannelDependencies) -> TelegramChannel:
    """``{token, chat, api}``"""
    return TelegramChannel(
        token=text_option(channel, "token"),
        chat=text_option(channel, "chat"),
        api=text_option(channel, "api", "https://api.telegram.org").rstrip("/"),
        client=around.client,
    )

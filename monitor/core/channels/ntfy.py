"""ntfy: JSON goes to the server's root and names the topic; the answer is the message it made.

A message may have 4,096 bytes; a longer one would turn into an attached file.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from monitor.core.channels.answers import clip_line, common_refusal, json_object, retry_after, unknown_answer
from monitor.core.channels.kind import About, Bot, ChannelKind, Outgoing, Request, Sign
from monitor.core.channels.options import PROXY, bot_address, text_option
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.messages import Rendered
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit
from monitor.core.render.message_format import MessageDraft
from monitor.core.text.clip import clip_text, utf8_bytes

_LIMIT, _TITLE, _BUTTONS = 4_096, 200, 3
"""Bytes of the message and of the title; actions that a notification may have."""
_DAY_SPENT = 42908
"""The day's messages are used up."""


def _check_topic(url: str) -> None:
    if not urlsplit(url).path.strip("/"):
        raise ValueError("it must end with the topic, as in https://ntfy.sh/mytopic")


_ADDRESS = bot_address(check=_check_topic)


def _build_payload(draft: MessageDraft) -> Payload:
    payload: Payload = {
        "title": clip_text(draft.title, _TITLE, utf8_bytes),
        "message": draft.body,
        "priority": 4 if draft.urgent else 3,
    }
    if draft.buttons:
        payload["click"] = draft.buttons[0].url
        # A tap opens the first: of more than the service takes it is the one that can be left out.
        shown = draft.buttons[-_BUTTONS:]
        payload["actions"] = [{"action": "view", "label": b.label, "url": b.url} for b in shown]
    return payload


def _message_size(payload: Mapping[str, object]) -> int:
    return utf8_bytes(str(payload["message"]))


def _preview_text(part: Rendered) -> str:
    return f"{part.payload['title']}\n\n{part.payload['message']}"


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """200 with ``{"id", "event": "message"}``; errors have a five-digit code."""
    body = json_object(answer) or {}
    if answer.status == 200 and body.get("id") and body.get("event") == "message":
        return Sent(code="200", answer=f"message {clip_line(body['id'], 40)}")
    code = str(body.get("code", answer.status))
    told = f"{code} {clip_line(body.get('error', ''))}".strip()
    if answer.status == 429:
        asked = retry_after(answer, at)
        spent = timedelta(hours=1) if body.get("code") == _DAY_SPENT else timedelta(minutes=1)
        return Deferred(reason=told, code=code, retry_after=asked or spent)
    if answer.status in (401, 403):
        return Refused(reason=told, code=code, disable=True)
    if answer.status in (400, 413):
        return Refused(reason=told, code=code, too_big=answer.status == 413)
    return common_refusal(answer, at) or unknown_answer(answer)


def _make_signer(channel: ChannelSettings) -> Sign:
    """The address names the topic at its end; an access token may stand behind it as ``?auth=…``."""
    parts = urlsplit(text_option(channel, _ADDRESS))
    base, _, topic = parts.path.rstrip("/").rpartition("/")
    root = urlunsplit(parts._replace(path=f"{base}/"))

    def sign(outgoing: Outgoing) -> Request:
        return Request(url=root, payload={"topic": topic, **outgoing.payload})

    return sign


KIND = ChannelKind(
    name="ntfy",
    about=About(
        message="push with buttons",
        signature="the address",
        accepted="an id and `event: message`",
        wait="`Retry-After`",
    ),
    options=(_ADDRESS, PROXY),
    rates=((25, timedelta(minutes=1)),),  # no published number; this keeps a burst from becoming a flood
    format=ChatFormat(
        folder="ntfy",
        build=_build_payload,
        limits=(SizeLimit(limit=_LIMIT, unit="bytes of the message", measure=_message_size),),
        preview=_preview_text,
    ),
    bot=Bot(signer=_make_signer, judge=judge_answer),
)

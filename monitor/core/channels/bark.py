"""Bark: a push message of 4 KB (APNs), of which our part may take most; a code like HTTP's inside its answer."""

from datetime import datetime, timedelta

from monitor.core.channels.answers import clip_line, common_refusal, json_object, unknown_answer
from monitor.core.channels.kind import About, Bot, ChannelKind, sign_nothing
from monitor.core.channels.options import BOT_ADDRESS, PROXY
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.messages import Rendered
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit, json_size
from monitor.core.render.message_format import MessageDraft
from monitor.core.text.clip import clip_text, utf8_bytes

_LIMIT = 3_500
"""Bytes of JSON; the server wraps them into Apple's payload of 4,096."""


def _build_payload(draft: MessageDraft) -> Payload:
    payload: Payload = {
        "title": clip_text(draft.title, 300, utf8_bytes),
        "body": draft.body,
        "group": "news-monitor",
        "level": "active" if draft.urgent else "passive",
    }
    if draft.buttons:
        payload["url"] = draft.buttons[0].url
    return payload


def _preview_text(part: Rendered) -> str:
    return f"{part.payload['title']}\n\n{part.payload['body']}"


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """``{"code": 200}``"""
    body = json_object(answer)
    code = body.get("code") if body else None
    if body is None or isinstance(code, bool) or not isinstance(code, int):
        return common_refusal(answer, at) or unknown_answer(answer)
    told = f"{code} {clip_line(body.get('message', ''))}".strip()
    if code == 200 and answer.status == 200:
        return Sent(code="200", answer=told)
    if "device token" in told or "device_key" in told:
        return Refused(reason=told, code=str(code), disable=True)
    if code in (400, 413):
        return Refused(reason=told, code=str(code), too_big=code == 413 or "too large" in told.lower())
    return common_refusal(answer, at) or Deferred(reason=told, code=str(code))


KIND = ChannelKind(
    name="bark",
    about=About(message="push", signature="the address", accepted="`code` 200"),
    options=(BOT_ADDRESS, PROXY),
    rates=((25, timedelta(minutes=1)),),  # no published number; this keeps a burst from becoming a flood
    format=ChatFormat(
        folder="bark",
        build=_build_payload,
        limits=(SizeLimit(limit=_LIMIT, unit="bytes of JSON", measure=json_size),),
        preview=_preview_text,
    ),
    bot=Bot(signer=sign_nothing, judge=judge_answer),
)

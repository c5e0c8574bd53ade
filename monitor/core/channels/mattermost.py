"""Mattermost incoming web hook, which Rocket.Chat understands too: one Markdown text of at most 16,383 characters.

Mattermost answers with the word "ok", or with an error whose ``id`` says what it is; Rocket.Chat with ``success``.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.core.channels.answers import (
    clip_line,
    common_refusal,
    json_object,
    retry_after,
    text_of,
    unknown_answer,
    waiting_time,
)
from monitor.core.channels.kind import About, Bot, ChannelKind, sign_nothing
from monitor.core.channels.options import BOT_ADDRESS, PROXY
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.render.escape import MARKDOWN
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit
from monitor.core.render.message_format import MessageDraft

_LIMIT = 16_383
"""Characters (code points) of one post; Rocket.Chat takes 5,000 by default and says when that was too much."""
_GONE = (
    "web.incoming_webhook.channel.",
    "web.incoming_webhook.channel_locked.",
    "web.incoming_webhook.disabled.",
    "web.incoming_webhook.invalid.",
    "web.incoming_webhook.permissions.",
    "web.incoming_webhook.user.",
    "Invalid integration id",
    "error-invalid-room",
    "invalid-channel",
)
"""How errors begin that mean: the hook was removed or switched off, or its channel is no longer there for it."""
_TOO_BIG = ("model.post.is_valid.msg", "model.post.is_valid.message_length", "error-message-size-exceeded")


def _build_payload(draft: MessageDraft) -> Payload:
    return {"text": "\n\n".join((f"#### {draft.blocks[0]}", *draft.blocks[1:]))}


def _text_length(payload: Mapping[str, object]) -> int:
    return len(str(payload["text"]))


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """200 with "ok" or ``{"success": true}``; an error's name decides whether trying again is of use."""
    body = json_object(answer) or {}
    if answer.status == 200 and (text_of(answer).strip() == "ok" or body.get("success") is True):
        return Sent(code="200", answer="ok")
    if answer.status == 429:
        asked = retry_after(answer, at) or _until_reset(answer)
        return Deferred(reason=f"429: {clip_line(text_of(answer))}".rstrip(": "), code="429", retry_after=asked)
    name = clip_line(body.get("id") or body.get("error") or "", 120)
    told = f"{name}: {clip_line(body.get('message', ''))}".rstrip(": ")
    if name.startswith(_GONE):
        return Refused(reason=told, code=name, disable=True)
    if any(mark in name for mark in _TOO_BIG):
        return Refused(reason=told, code=name, too_big=True)
    if name and answer.status == 400:
        return Refused(reason=told, code=name)
    return common_refusal(answer, at) or unknown_answer(answer)


def _until_reset(answer: NetAnswer) -> timedelta | None:
    try:
        return waiting_time(float(answer.headers.get("x-ratelimit-reset", "")))
    except ValueError:
        return None


KIND = ChannelKind(
    name="mattermost",
    about=About(
        message="Markdown",
        signature="the address",
        accepted="`ok`, or `success` (Rocket.Chat)",
        wait="`Retry-After`, `X-RateLimit-Reset`",
    ),
    options=(BOT_ADDRESS, PROXY),
    rates=((25, timedelta(minutes=1)),),  # no published number; this keeps a burst from becoming a flood
    dialect=MARKDOWN,
    format=ChatFormat(
        folder="mattermost",
        build=_build_payload,
        limits=(SizeLimit(limit=_LIMIT, unit="characters of the text", measure=_text_length),),
    ),
    bot=Bot(signer=sign_nothing, judge=judge_answer),
)

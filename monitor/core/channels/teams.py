"""Microsoft Teams workflow: an Adaptive Card of about 28 KB; 202 is its yes.

The older connector said "1", and said its errors with HTTP 200.
"""

from datetime import datetime, timedelta

from monitor.core.channels.answers import clip_line, common_refusal, retry_after, text_of, unknown_answer
from monitor.core.channels.kind import About, Bot, ChannelKind, sign_nothing
from monitor.core.channels.options import BOT_ADDRESS, PROXY
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.render.escape import MARKDOWN
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit, json_size
from monitor.core.render.message_format import MessageDraft

_LIMIT = 27_000
"""Bytes; the service names 28 KB without saying what else it counts."""


_OFF = ("WorkflowTriggerIsNotEnabled", "ApiVersion", "DirectApi")
"""The workflow was switched off (one that nobody uses is, by itself), or its address lost its end: each message would
be refused, and none is at fault."""


def _build_payload(draft: MessageDraft) -> Payload:
    blocks = [_text_block(text, first=place == 0) for place, text in enumerate(draft.blocks)]
    card: Payload = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "fallbackText": draft.title,
        "body": blocks,
    }
    if draft.buttons:
        card["actions"] = [{"type": "Action.OpenUrl", "title": b.label, "url": b.url} for b in draft.buttons]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _text_block(text: str, *, first: bool) -> Payload:
    block: Payload = {"type": "TextBlock", "text": text, "wrap": True}
    return {**block, "size": "Medium", "weight": "Bolder"} if first else {**block, "separator": True}


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """202, or 200 with "1"."""
    told = clip_line(text_of(answer))
    if answer.status == 202 or (answer.status == 200 and told == "1"):
        return Sent(code=str(answer.status), answer=told)
    if "http error 429" in told.lower():
        asked = retry_after(answer, at) or timedelta(minutes=1)
        return Deferred(reason=told, code="429", retry_after=asked)
    if answer.status == 413 or "entity too large" in told.lower():
        return Refused(reason=told or Reason("channel.card-too-large"), code="413", too_big=True)
    if answer.status in (401, 403, 404):
        return Refused(reason=f"{answer.status} {told}".strip(), code=str(answer.status), disable=True)
    if answer.status == 400 and any(name in told for name in _OFF):
        return Refused(reason=told, code="400", disable=True)
    if answer.status == 412:
        return Deferred(reason=f"412 {told}".strip(), code="412")
    return common_refusal(answer, at) or unknown_answer(answer)


KIND = ChannelKind(
    name="teams",
    about=About(
        message="Adaptive Card (workflow)",
        signature="the address",
        accepted="202, or 200 with `1`",
        wait="`Retry-After`",
    ),
    options=(BOT_ADDRESS, PROXY),
    rates=((25, timedelta(minutes=1)),),  # no published number; this keeps a burst from becoming a flood
    dialect=MARKDOWN,
    format=ChatFormat(
        folder="teams",
        build=_build_payload,
        limits=(SizeLimit(limit=_LIMIT, unit="bytes of the request", measure=json_size),),
        line_break="\n\n",
    ),
    bot=Bot(signer=sign_nothing, judge=judge_answer),
)

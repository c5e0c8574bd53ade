"""Feishu/Lark custom robot: an interactive card in, HTTP 200 with a code in the body out.

The request body may have 20 KB, signature included. The signature's key is the text, its message is empty.
"""

import base64
import hmac
import re
from datetime import datetime, timedelta
from hashlib import sha256

from monitor.core.channels.answers import Codes, json_object, judge_codes
from monitor.core.channels.kind import About, Bot, ChannelKind, Outgoing, Request, Sign
from monitor.core.channels.options import BOT_ADDRESS, BOT_SECRET, KEYWORD, PROXY, text_option
from monitor.core.model.deliveries import Deferred, SendOutcome
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.escape import Dialect
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit, json_size
from monitor.core.render.message_format import MessageDraft
from monitor.core.text.clip import clip_text

_LIMIT = 20_000 - 150
"""Bytes of the whole request; ``timestamp`` and ``sign`` take up to 150 of them."""
_COLOURS = {"alert": "red", "digest": "blue", "notice": "grey"}
_MARKS = re.compile(r"[&<>*~`\[\]()#_\-!|:@]")
_CODES = Codes(
    key="code",
    says="msg",
    never=frozenset({9499, 19024}),
    # A changed secret, a new address of this machine: no message is at fault, and each would be refused.
    gone=frozenset({19001, 19021, 19022}),
    too_big=frozenset({9499}),
    slow_down={11232: timedelta(minutes=1)},
    clock=frozenset({19021}),
    meanings={
        9499: "bad-request",
        11232: "too-many",
        19001: "robot-address",
        19021: "signature",
        19022: "not-listed",
        19024: "keyword",
    },
)


def escape_markdown(text: str) -> str:
    """Feishu's card Markdown has HTML entities for its marks (its documentation asks for them)."""
    return _MARKS.sub(lambda found: f"&#{ord(found.group())};", text)


def _build_payload(draft: MessageDraft) -> Payload:
    elements: list[Payload] = []
    for block in draft.blocks:
        if elements:
            elements.append({"tag": "hr"})
        elements.append({"tag": "markdown", "content": block})
    if draft.buttons:
        elements.append(
            {"tag": "action", "actions": [_button_block(b.label, b.url, n) for n, b in enumerate(draft.buttons)]}
        )
    return {
        "msg_type": "interactive",
        "card": {
            "config": {"wide_screen_mode": True},
            "header": {
                "title": {
                    "tag": "plain_text",
                    "content": draft.with_keyword(clip_text(draft.title, 200), elsewhere=draft.body),
                },
                "template": _COLOURS.get(draft.kind, "blue"),
            },
            "elements": elements,
        },
    }


def _button_block(label: str, url: str, place: int) -> Payload:
    return {
        "tag": "button",
        "text": {"tag": "plain_text", "content": label},
        "url": url,
        "type": "primary" if place == 0 else "default",
    }


def sign_timestamp(secret: str, seconds: int) -> str:
    """base64(HMAC-SHA256(key = "timestamp\\nsecret", message = empty)); the time in seconds."""
    return base64.b64encode(hmac.new(f"{seconds}\n{secret}".encode(), b"", sha256).digest()).decode()


def _make_signer(channel: ChannelSettings) -> Sign:
    url, secret = text_option(channel, BOT_ADDRESS), text_option(channel, BOT_SECRET)

    def sign(outgoing: Outgoing) -> Request:
        if not secret:
            return Request(url=url, payload=outgoing.payload)
        seconds = int(outgoing.at.timestamp())
        signed = {"timestamp": str(seconds), "sign": sign_timestamp(secret, seconds), **outgoing.payload}
        return Request(url=url, payload=signed)

    return sign


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """``code == 0``; robots of old answer ``StatusCode == 0`` instead."""
    body = json_object(answer) or {}
    codes = _CODES if "code" in body else Codes(key="StatusCode", says="StatusMessage")
    if body.get("code") == 9499 and "too many" in str(body.get("msg", "")).lower():
        return Deferred(reason=f"9499 {body['msg']}", code="9499", retry_after=timedelta(minutes=1))
    return judge_codes(codes, answer, at)


KIND = ChannelKind(
    name="feishu",
    about=About(
        message="card",
        signature="body: `timestamp` (s), `sign`",
        accepted="`code` 0",
        wait="11232: 1 min",
    ),
    options=(BOT_ADDRESS, BOT_SECRET, KEYWORD, PROXY),
    rates=((90, timedelta(minutes=1)), (4, timedelta(seconds=1))),  # published: 100/min and 5/s
    dialect=Dialect(escape=escape_markdown),
    format=ChatFormat(
        folder="feishu",
        build=_build_payload,
        limits=(SizeLimit(limit=_LIMIT, unit="bytes of the request without signature", measure=json_size),),
    ),
    bot=Bot(signer=_make_signer, judge=judge_answer),
)

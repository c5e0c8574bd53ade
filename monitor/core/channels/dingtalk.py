"""DingTalk custom robot: an action card when there is a button, else Markdown; 20,000 bytes of body.

``errcode`` stands in the body of its answer; the signature stands in the address, its time in milliseconds.
"""

import base64
import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import quote

from monitor.core.channels.answers import Codes, judge_codes
from monitor.core.channels.kind import About, Bot, ChannelKind, Outgoing, Request, Sign
from monitor.core.channels.options import BOT_ADDRESS, BOT_SECRET, KEYWORD, PROXY, text_option
from monitor.core.model.deliveries import Refused, SendOutcome
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.escape import FULLWIDTH_MARKDOWN
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit, json_size
from monitor.core.render.message_format import MessageDraft
from monitor.core.text.clip import clip_text

_MUTED = timedelta(minutes=10)
"""After more than 20 messages in a minute the robot is silenced for so long."""
_UNLOCKED = ("sign", "签名", "timestamp", "whitelist", "白名单", "ip ")
"""A changed secret, or an address of this machine that the robot does not know."""
_CODES = Codes(
    key="errcode",
    says="errmsg",
    # 430101 to 430104: its links, words, picture or content are not let through.
    never=frozenset({310000, 460101, 40035, 43004, 400105, 430101, 430102, 430103, 430104}),
    too_big=frozenset({460101}),
    # A group that was dissolved and a robot that was taken out of it refuse whatever comes.
    gone=frozenset({300001, 300005, 400013, 400101, 400102, 400106}),
    slow_down={130101: _MUTED, 410100: _MUTED, 660026: _MUTED, -1: timedelta(minutes=1)},
    clock=frozenset({310000}),
    meanings={
        -1: "busy",
        130101: "too-many-20",
        410100: "too-many-20",
        300005: "robot-address",
        310000: "robot-locks",
        460101: "over-20000",
        400102: "robot-off",
    },
)


def _build_payload(draft: MessageDraft) -> Payload:
    title = clip_text(draft.title, 100)
    text = draft.with_keyword("\n\n".join((f"### {draft.blocks[0]}", *draft.blocks[1:])))
    if not draft.buttons:
        return {"msgtype": "markdown", "markdown": {"title": title, "text": text}, "at": {"isAtAll": False}}
    card: Payload = {"title": title, "text": text, "btnOrientation": "0"}
    card["btns"] = [{"title": button.label, "actionURL": button.url} for button in draft.buttons]
    return {"msgtype": "actionCard", "actionCard": card}


def sign_timestamp(secret: str, milliseconds: int) -> str:
    """base64(HMAC-SHA256(key = secret, message = "timestamp\\nsecret"))"""
    return base64.b64encode(hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), sha256).digest()).decode()


def _make_signer(channel: ChannelSettings) -> Sign:
    url, secret = text_option(channel, BOT_ADDRESS), text_option(channel, BOT_SECRET)

    def sign(outgoing: Outgoing) -> Request:
        if not secret:
            return Request(url=url, payload=outgoing.payload)
        milliseconds = int(outgoing.at.timestamp() * 1000)
        signed = quote(sign_timestamp(secret, milliseconds), safe="")
        joint = "&" if "?" in url else "?"
        return Request(url=f"{url}{joint}timestamp={milliseconds}&sign={signed}", payload=outgoing.payload)

    return sign


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """``errcode == 0``; 310000 is one number for three refusals, and only the keyword is about the message."""
    outcome = judge_codes(_CODES, answer, at)
    if isinstance(outcome, Refused) and outcome.code == "310000" and any(word in outcome.reason for word in _UNLOCKED):
        return replace(outcome, disable=True)
    return outcome


KIND = ChannelKind(
    name="dingtalk",
    about=About(
        message="actionCard or Markdown",
        signature="address: `timestamp` (ms), `sign`",
        accepted="`errcode` 0",
        wait="130101, 410100: 10 min",
    ),
    options=(BOT_ADDRESS, BOT_SECRET, KEYWORD, PROXY),
    rates=((18, timedelta(minutes=1)),),  # published: 20/min, then muted for 10 min
    dialect=FULLWIDTH_MARKDOWN,
    format=ChatFormat(
        folder="dingtalk",
        build=_build_payload,
        limits=(SizeLimit(limit=20_000, unit="bytes of the body", measure=json_size),),
        line_break="\n\n",
    ),
    bot=Bot(signer=_make_signer, judge=judge_answer),
)

"""DingTalk custom robot: ``errcode`` in the body; the signature stands in the address, its time in milliseconds."""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from urllib.parse import quote

from monitor.adapters.channels.chat_bot import Bot, Codes, Request, judge_codes
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.options import text_option
from monitor.core.model.deliveries import Refused, SendOutcome
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings

_MUTED = timedelta(minutes=10)
"""After more than 20 messages in a minute the robot is silenced for so long."""
_UNLOCKED = ("sign", "签名", "timestamp", "whitelist", "白名单", "ip ")
"""A changed secret, or an address of this machine that the robot does not know."""
CODES = Codes(
    key="errcode",
    says="errmsg",
    never=frozenset({310000, 460101, 40035, 43004, 400013}),
    too_big=frozenset({460101}),
    gone=frozenset({300001, 300005, 400101, 400102}),
    slow_down={130101: _MUTED, 660026: _MUTED, -1: timedelta(minutes=1)},
    clock=frozenset({310000}),
    meanings={
        -1: "the service is busy",
        130101: "more than 20 messages a minute",
        300005: "the robot's address is not valid",
        310000: "one of the robot's locks",
        460101: "larger than 20,000 bytes",
        400102: "the robot is switched off",
    },
)


def signature(secret: str, milliseconds: int) -> str:
    """base64(HMAC-SHA256(key = secret, message = "timestamp\\nsecret"))"""
    return base64.b64encode(hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), sha256).digest()).decode()


def _signed(secret: str, url: str, payload: Mapping[str, object], at: datetime) -> Request:
    if not secret:
        return url, payload
    milliseconds = int(at.timestamp() * 1000)
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}timestamp={milliseconds}&sign={quote(signature(secret, milliseconds), safe='')}", payload


def judge(answer: NetAnswer, at: datetime) -> SendOutcome:
    """``errcode == 0``; 310000 is one number for three refusals, and only the keyword is about the message."""
    outcome = judge_codes(CODES, answer, at)
    if isinstance(outcome, Refused) and outcome.code == "310000" and any(word in outcome.reason for word in _UNLOCKED):
        return replace(outcome, disable=True)
    return outcome


def build(channel: ChannelSettings, around: ChannelDependencies) -> Bot:
    """``{url, secret, keyword}``"""
    return Bot(
        url=text_option(channel, "url"),
        client=around.client,
        sign=partial(_signed, text_option(channel, "secret", "")),
        judge=judge,
    )

"""Feishu/Lark custom robot: HTTP 200 with a code in the body; the signature's key is the text, its message is empty."""

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from monitor.adapters.channels.chat_bot import Bot, Codes, Request, judge_codes
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.answers import json_object
from monitor.core.channels.options import text_option
from monitor.core.model.deliveries import Deferred, SendOutcome
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings

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
        9499: "bad request, also: too large",
        11232: "too many messages",
        19001: "the robot's address is not valid",
        19021: "the signature or its time is wrong",
        19022: "this machine's address is not on the robot's list",
        19024: "the robot's keyword is missing",
    },
)


def signature(secret: str, seconds: int) -> str:
    """base64(HMAC-SHA256(key = "timestamp\\nsecret", message = empty)); the time in seconds."""
    return base64.b64encode(hmac.new(f"{seconds}\n{secret}".encode(), b"", sha256).digest()).decode()


def _signed(secret: str, url: str, payload: Mapping[str, object], at: datetime) -> Request:
    if not secret:
        return url, payload
    seconds = int(at.timestamp())
    return url, {"timestamp": str(seconds), "sign": signature(secret, seconds), **payload}


def judge(answer: NetAnswer, at: datetime) -> SendOutcome:
    """``code == 0``; robots of old answer ``StatusCode == 0`` instead."""
    body = json_object(answer) or {}
    codes = _CODES if "code" in body else Codes(key="StatusCode", says="StatusMessage")
    if body.get("code") == 9499 and "too many" in str(body.get("msg", "")).lower():
        return Deferred(reason=f"9499 {body['msg']}", code="9499", retry_after=timedelta(minutes=1))
    return judge_codes(codes, answer, at)


def build(channel: ChannelSettings, around: ChannelDependencies) -> Bot:
    """``{url, secret, keyword}``"""
    sign = partial(_signed, text_option(channel, "secret", ""))
    return Bot(url=text_option(channel, "url"), client=around.client, sign=sign, judge=judge)

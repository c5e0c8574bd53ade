"""Bark: its server answers with a code like HTTP's inside the body."""

from datetime import datetime

from monitor.adapters.channels.chat_bot import Bot, unsigned
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.answers import common_refusal, json_object, unknown_answer, words
from monitor.core.channels.options import text_option
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings


def judge(answer: NetAnswer, at: datetime) -> SendOutcome:
    """``{"code": 200}``"""
    body = json_object(answer)
    code = body.get("code") if body else None
    if body is None or isinstance(code, bool) or not isinstance(code, int):
        return common_refusal(answer, at) or unknown_answer(answer)
    told = f"{code} {words(body.get('message', ''))}".strip()
    if code == 200 and answer.status == 200:
        return Sent(code="200", answer=told)
    if "device token" in told or "device_key" in told:
        return Refused(reason=told, code=str(code), disable=True)
    if code in (400, 413):
        return Refused(reason=told, code=str(code), too_big=code == 413 or "too large" in told.lower())
    return common_refusal(answer, at) or Deferred(reason=told, code=str(code))


def build(channel: ChannelSettings, around: ChannelDependencies) -> Bot:
    """``{url}``: "https://api.day.app/YOURKEY"."""
    return Bot(url=text_option(channel, "url"), client=around.client, sign=unsigned, judge=judge)

"""Discord web hook: asked to wait, it answers with the message it made; 429 tells fractions of a second."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.adapters.channels.chat_bot import Bot, Request
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.answers import common_refusal, json_object, retry_after, text_of, unknown_answer, wait, words
from monitor.core.channels.options import text_option
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings

_GONE = frozenset({10015, 50027})
"""Unknown web hook; invalid web-hook token."""


def judge(answer: NetAnswer, at: datetime) -> SendOutcome:
    """200 with the id of the message, or 204."""
    body = json_object(answer) or {}
    told = f"{body.get('code', '')} {words(body.get('message', ''))}".strip()
    if answer.status == 204 or (answer.status == 200 and body.get("id")):
        told = f"message {words(body.get('id', ''), 40)}".strip()
        return Sent(code=str(answer.status), answer=told, rest=_bucket(answer.headers))
    if answer.status == 429:
        asked = wait(body.get("retry_after")) or retry_after(answer.headers.get("retry-after", ""), at)
        whose = "all of this machine's requests" if body.get("global") is True else "this web hook"
        return Deferred(reason=f"429 slow down, for {whose}: {told}".rstrip(": "), code="429", retry_after=asked)
    if body.get("code") in _GONE or answer.status == 401:
        return Refused(reason=told or "401", code=str(body.get("code", 401)), disable=True)
    if answer.status == 400 and body:
        too_big = "MAX_LENGTH" in text_of(answer)
        return Refused(reason=told or words(body), code=str(body.get("code", 400)), too_big=too_big)
    return common_refusal(answer, at) or unknown_answer(answer)


def _bucket(headers: Mapping[str, str]) -> timedelta | None:
    """How long the web hook's bucket stays empty; the limit itself changes and is never published."""
    if headers.get("x-ratelimit-remaining", "").strip() != "0":
        return None
    try:
        return wait(float(headers.get("x-ratelimit-reset-after", "")))
    except ValueError:
        return None


def _waiting(url: str, payload: Mapping[str, object], at: datetime) -> Request:  # noqa: ARG001 — the form of every signer
    # Without it the answer is 204 before the message exists.
    return f"{url}{'&' if '?' in url else '?'}wait=true", payload


def build(channel: ChannelSettings, around: ChannelDependencies) -> Bot:
    """``{url}``"""
    return Bot(url=text_option(channel, "url"), client=around.client, sign=_waiting, judge=judge)

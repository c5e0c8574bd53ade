"""ntfy: JSON goes to the server's root and names the topic; the answer is the message it made."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit, urlunsplit

from monitor.adapters.channels.chat_bot import Bot, Request
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.answers import common_refusal, json_object, retry_after, unknown_answer, words
from monitor.core.channels.options import text_option
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError

_DAY_SPENT = 42908
"""The day's messages are used up."""


def judge(answer: NetAnswer, at: datetime) -> SendOutcome:
    """200 with ``{"id", "event": "message"}``; errors have a five-digit code."""
    body = json_object(answer) or {}
    if answer.status == 200 and body.get("id") and body.get("event") == "message":
        return Sent(code="200", answer=f"message {words(body['id'], 40)}")
    code = str(body.get("code", answer.status))
    told = f"{code} {words(body.get('error', ''))}".strip()
    if answer.status == 429:
        asked = retry_after(answer.headers.get("retry-after", ""), at)
        spent = timedelta(hours=1) if body.get("code") == _DAY_SPENT else timedelta(minutes=1)
        return Deferred(reason=told, code=code, retry_after=asked or spent)
    if answer.status in (401, 403):
        return Refused(reason=told, code=code, disable=True)
    if answer.status in (400, 413):
        return Refused(reason=told, code=code, too_big=answer.status == 413)
    return common_refusal(answer, at) or unknown_answer(answer)


def _to_root(topic: str, url: str, payload: Mapping[str, object], at: datetime) -> Request:  # noqa: ARG001 — the form of every signer
    return url, {"topic": topic, **payload}


def build(channel: ChannelSettings, around: ChannelDependencies) -> Bot:
    """``{url}``: "https://ntfy.sh/YOURTOPIC"; an access token may stand behind it as ``?auth=…``."""
    parts = urlsplit(text_option(channel, "url"))
    base, _, topic = parts.path.rstrip("/").rpartition("/")
    if not topic:
        raise UserError(f"channel {channel.name}: url must end with the topic, as in https://ntfy.sh/mytopic")
    root = urlunsplit(parts._replace(path=f"{base}/"))
    return Bot(url=root, client=around.client, sign=partial(_to_root, topic), judge=judge)

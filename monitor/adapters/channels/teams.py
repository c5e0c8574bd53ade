"""Microsoft Teams workflow: 202 is its yes; the older connector said "1", and said its errors with HTTP 200."""

from datetime import datetime, timedelta

from monitor.adapters.channels.chat_bot import Bot, unsigned
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.answers import common_refusal, retry_after, text_of, unknown_answer, words
from monitor.core.channels.options import text_option
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings


def judge(answer: NetAnswer, at: datetime) -> SendOutcome:
    """202, or 200 with "1"."""
    told = words(text_of(answer))
    if answer.status == 202 or (answer.status == 200 and told == "1"):
        return Sent(code=str(answer.status), answer=told)
    if "http error 429" in told.lower():
        asked = retry_after(answer.headers.get("retry-after", ""), at) or timedelta(minutes=1)
        return Deferred(reason=told, code="429", retry_after=asked)
    if answer.status == 413 or "entity too large" in told.lower():
        return Refused(reason=told or "413: the card is too large", code="413", too_big=True)
    if answer.status in (401, 403, 404):
        return Refused(reason=f"{answer.status} {told}".strip(), code=str(answer.status), disable=True)
    if answer.status == 412:
        return Deferred(reason=f"412 {told}".strip(), code="412")
    return common_refusal(answer, at) or unknown_answer(answer)


def build(channel: ChannelSettings, around: ChannelDependencies) -> Bot:
    """``{url}``"""
    return Bot(url=text_option(channel, "url"), client=around.client, sign=unsigned, judge=judge)

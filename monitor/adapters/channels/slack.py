"""Slack incoming web hook: the word "ok", or why not."""

from datetime import datetime, timedelta

from monitor.adapters.channels.chat_bot import Bot, unsigned
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.answers import common_refusal, json_object, text_of, unknown_answer, words
from monitor.core.channels.options import text_option
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings

_GONE = frozenset(
    {
        "account_inactive",
        "channel_is_archived",
        "channel_not_found",
        "invalid_auth",
        "invalid_token",
        "is_archived",
        "no_active_hooks",
        "no_service",
        "no_service_id",
        "no_team",
        "team_disabled",
        "token_revoked",
    }
)
_NEVER = frozenset(
    {
        "action_prohibited",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_payload",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "posting_to_general_channel_denied",
        "too_many_attachments",
    }
)
_TOO_BIG = frozenset({"invalid_blocks", "msg_blocks_too_long", "msg_too_long"})
"""``invalid_blocks`` is also what a section of too many characters is called."""
_SLOW_DOWN = frozenset({"rate_limited", "ratelimited", "message_limit_exceeded"})


def judge(answer: NetAnswer, at: datetime) -> SendOutcome:
    """200 with "ok" or ``{"ok": true}``; an error's name decides whether trying again is of use."""
    body = json_object(answer)
    told = words(body.get("error", "") if body else text_of(answer))
    if answer.status == 200 and (told == "ok" or (body is not None and body.get("ok") is True)):
        return Sent(code="200", answer="ok")
    name = told.split(" ", 1)[0].rstrip(":,.")
    if name in _GONE:
        return Refused(reason=told, code=name, disable=True)
    if name in _NEVER:
        return Refused(reason=told, code=name, too_big=name in _TOO_BIG)
    if name in _SLOW_DOWN and answer.status != 429:
        return Deferred(reason=told, code=name, retry_after=timedelta(minutes=1))
    return common_refusal(answer, at) or unknown_answer(answer)


def build(channel: ChannelSettings, around: ChannelDependencies) -> Bot:
    """``{url}``"""
    return Bot(url=text_option(channel, "url"), client=around.client, sign=unsigned, judge=judge)

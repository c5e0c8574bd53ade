"""Slack incoming web hook: Block Kit; 50 blocks, 3,000 characters a section, some 13,000 in all (bolt-js#2509).

It answers with the word "ok", or with why not.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from monitor.core.channels.answers import clip_line, common_refusal, json_object, text_of, unknown_answer
from monitor.core.channels.kind import About, Bot, ChannelKind, sign_nothing
from monitor.core.channels.options import BOT_ADDRESS, PROXY
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.render.escape import UNSEEN_SPACE, Dialect, without_naming
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit, json_bytes
from monitor.core.render.message_format import MessageDraft
from monitor.core.text.clip import clip_text, utf16_units

_SECTION, _HEADER, _BLOCKS, _TOTAL = 3_000, 150, 50, 12_000
_MARKS = re.compile(r"([*_~`]+)")
_GONE = frozenset(
    {
        "account_inactive",
        "action_prohibited",
        "channel_is_archived",
        "channel_not_found",
        "invalid_auth",
        "invalid_token",
        "is_archived",
        "no_active_hooks",
        "no_service",
        "no_service_id",
        "no_team",
        "posting_to_general_channel_denied",
        "team_disabled",
        "token_revoked",
        "user_not_found",
    }
)
_NEVER = frozenset(
    {
        "invalid_attachments",
        "invalid_blocks",
        "invalid_payload",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
    }
)
_TOO_BIG = frozenset({"invalid_blocks", "msg_blocks_too_long", "msg_too_long"})
"""``invalid_blocks`` is also what a section of too many characters is called."""
_SLOW_DOWN = frozenset({"rate_limited", "ratelimited", "message_limit_exceeded"})


def escape_mrkdwn(text: str) -> str:
    """Slack's mrkdwn: control sequences live in <…>; a zero-width space keeps marks from forming pairs."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return without_naming(_MARKS.sub(rf"{UNSEEN_SPACE}\1{UNSEEN_SPACE}", escaped))


def _build_payload(draft: MessageDraft) -> Payload:
    blocks: list[Payload] = [
        {
            "type": "header",
            "text": {"type": "plain_text", "text": clip_text(draft.title, _HEADER, utf16_units), "emoji": False},
        }
    ]
    # verbatim: names and addresses in foreign text stay text.
    blocks += [{"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}} for text in draft.blocks]
    if draft.buttons:
        blocks.append(
            {"type": "actions", "elements": [_button_block(button.label, button.url) for button in draft.buttons]}
        )
    # The fallback text is read as mrkdwn by notifications.
    fallback = draft.title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "@\u200b")
    return {"text": clip_text(fallback, 300), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _button_block(label: str, url: str) -> Payload:
    return {"type": "button", "text": {"type": "plain_text", "text": label, "emoji": False}, "url": url}


def _json_characters(payload: Mapping[str, object]) -> int:
    return utf16_units(json_bytes(payload).decode())


def _longest_section(payload: Mapping[str, object]) -> int:
    texts = (str(block["text"]["text"]) for block in _blocks_of(payload) if block["type"] == "section")
    return max(map(utf16_units, texts), default=0)


def _count_blocks(payload: Mapping[str, object]) -> int:
    return len(_blocks_of(payload))


def _blocks_of(payload: Mapping[str, object]) -> list[dict[str, Any]]:
    found = payload["blocks"]
    return found if isinstance(found, list) else []


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """200 with "ok" or ``{"ok": true}``; an error's name decides whether trying again is of use."""
    body = json_object(answer)
    told = clip_line(body.get("error", "") if body else text_of(answer))
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


KIND = ChannelKind(
    name="slack",
    about=About(message="blocks", signature="the address", accepted="`ok`", wait="`Retry-After`"),
    options=(BOT_ADDRESS, PROXY),
    rates=((1, timedelta(seconds=1)),),
    dialect=Dialect(escape=escape_mrkdwn, entities_in_links=True),
    format=ChatFormat(
        folder="slack",
        build=_build_payload,
        limits=(
            SizeLimit(limit=_TOTAL, unit="characters of the whole JSON", measure=_json_characters),
            SizeLimit(limit=_SECTION, unit="characters of the longest section", measure=_longest_section),
            SizeLimit(limit=_BLOCKS, unit="blocks", measure=_count_blocks),
        ),
    ),
    bot=Bot(signer=sign_nothing, judge=judge_answer),
)

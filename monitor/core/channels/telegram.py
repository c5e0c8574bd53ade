"""Telegram bot: HTML; 4,096 UTF-16 units after the tags are read; ``ok`` in the body of its answer.

It follows a group that became a supergroup, and falls back to plain text.
"""

import html
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.core.channels.answers import (
    clip_line,
    common_refusal,
    json_object,
    retry_after,
    unknown_answer,
    waiting_time,
)
from monitor.core.channels.kind import About, Bot, ChannelKind, Outgoing, Request, Retry, Sign
from monitor.core.channels.options import PROXY, Option, OptionType, text_option
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.escape import Dialect, html_entities, without_naming
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit
from monitor.core.render.message_format import MessageDraft
from monitor.core.text.clip import utf16_units

_LONGEST = 4_096
_A_ROW = 2
"""Buttons side by side: on a phone a third would lose its label."""
_TAG = re.compile(r"<[^<>]{0,4000}>")
_NEVER_AGAIN = (
    "chat not found", "bot was kicked", "bot was blocked", "user is deactivated", "not a member", "not enough rights",
    "have no rights", "write_forbidden", "administrator rights", "topic_closed",
)  # fmt: skip
"""What is said of the chat, or of the bot in it: no message is at fault, and each would be refused."""
_NO_BUTTON = ("button_url_invalid", "button url")
"""A button leads to localhost or to a name of this network: it is refused, and the whole message with it."""
_TOKEN = Option(
    name="token", type=OptionType.SECRET, required=True, example="env:TELEGRAM_TOKEN", meaning="Token of the bot."
)
_CHAT = Option(
    name="chat",
    type=OptionType.CHAT_ID,
    required=True,
    example='"@news"',
    meaning="Chat, group or channel to write to.",
)
_API = Option(name="api", type=OptionType.ADDRESS, default="https://api.telegram.org", meaning="Base of the Bot API.")


def escape_html(text: str) -> str:
    """Telegram's HTML: only three characters matter; "@name" would name a member of the group."""
    return without_naming(html_entities(text))


def _build_payload(draft: MessageDraft) -> Payload:
    payload: Payload = {
        "text": draft.body,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "disable_notification": not draft.urgent,
    }
    if draft.buttons:
        buttons = [{"text": button.label, "url": button.url} for button in draft.buttons]
        rows = [buttons[place : place + _A_ROW] for place in range(0, len(buttons), _A_ROW)]
        payload["reply_markup"] = {"inline_keyboard": rows}
    return payload


def _parsed_length(payload: Mapping[str, object]) -> int:
    return utf16_units(_without_tags(payload))


def _count_entities(payload: Mapping[str, object]) -> int:
    return str(payload["text"]).count("</")


def _without_tags(payload: Mapping[str, object]) -> str:
    return html.unescape(_TAG.sub("", str(payload.get("text", ""))))


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """``{"ok": true}``; ``parameters.retry_after`` in seconds."""
    body = json_object(answer)
    if body is None or not isinstance(body.get("ok"), bool):
        return common_refusal(answer, at) or unknown_answer(answer)
    if body["ok"] is True:
        result = body.get("result")
        number = result.get("message_id", "") if isinstance(result, dict) else ""
        return Sent(code=str(answer.status), answer=f"message {number}".strip())
    code, told = str(body.get("error_code", answer.status)), clip_line(body.get("description", ""))
    if code == "429":
        asked = waiting_time(_parameters_of(body).get("retry_after")) or retry_after(answer, at)
        return Deferred(reason=f"429 {told}", code=code, retry_after=asked)
    lost = any(text in told.lower() for text in _NEVER_AGAIN)
    if code in {"401", "403", "404"} or lost:
        return Refused(reason=f"{code} {told}", code=code, disable=True)
    if code == "400":
        return Refused(reason=f"{code} {told}", code=code, too_big="too long" in told.lower())
    return Deferred(reason=f"{code} {told}", code=code)


def _changed_retry(request: Request, answer: NetAnswer) -> Retry | None:
    """To the chat that a group became, without buttons that it does not take, or without markup."""
    if chat := _moved_to(answer):
        moved = Request(url=request.url, payload={**request.payload, "chat_id": chat})
        return Retry(request=moved, note=Reason("channel.chat-moved", chat=str(chat)))
    told = _description_of(answer) if answer.status == 400 else ""
    if "reply_markup" in request.payload and any(words in told for words in _NO_BUTTON):
        return Retry(request=Request(url=request.url, payload=_with_links_below(request.payload)))
    if "parse entities" in told:
        kept = {key: value for key, value in request.payload.items() if key != "parse_mode"}
        return Retry(request=Request(url=request.url, payload={**kept, "text": _without_tags(request.payload)}))
    return None


def _with_links_below(payload: Mapping[str, object]) -> Payload:
    """The links of the buttons as lines of text, where there is room for them."""
    kept = {key: value for key, value in payload.items() if key != "reply_markup"}
    markup = payload["reply_markup"]
    rows = markup["inline_keyboard"] if isinstance(markup, dict) else []
    links = [f"{escape_html(button['text'])}: {html_entities(button['url'])}" for row in rows for button in row]
    longer = {**kept, "text": "\n".join((f"{kept['text']}\n", *links))}
    return longer if _parsed_length(longer) <= _LONGEST else kept


def _make_signer(channel: ChannelSettings) -> Sign:
    token, chat = text_option(channel, _TOKEN), text_option(channel, _CHAT)
    url = f"{text_option(channel, _API).rstrip('/')}/bot{token}/sendMessage"

    def sign(outgoing: Outgoing) -> Request:
        return Request(url=url, payload={"chat_id": chat, **outgoing.payload})

    return sign


def _parameters_of(body: Mapping[str, object]) -> Mapping[str, object]:
    parameters = body.get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _moved_to(answer: NetAnswer) -> str:
    chat = _parameters_of(json_object(answer) or {}).get("migrate_to_chat_id")
    return str(chat) if isinstance(chat, int) and not isinstance(chat, bool) else ""


def _description_of(answer: NetAnswer) -> str:
    return str((json_object(answer) or {}).get("description", "")).lower()


KIND = ChannelKind(
    name="telegram",
    about=About(message="HTML", signature="the token", accepted="`ok: true`", wait="`parameters.retry_after`"),
    options=(_TOKEN, _CHAT, _API, PROXY),
    rates=((18, timedelta(minutes=1)), (1, timedelta(seconds=1))),  # published: 20/min in a group, 1/s in a chat
    dialect=Dialect(escape=escape_html, entities_in_links=True),
    format=ChatFormat(
        folder="telegram",
        build=_build_payload,
        limits=(
            SizeLimit(limit=_LONGEST, unit="UTF-16 units after parsing", measure=_parsed_length),
            SizeLimit(limit=100, unit="entities", measure=_count_entities),
        ),
    ),
    bot=Bot(signer=_make_signer, judge=judge_answer, retry=_changed_retry),
)

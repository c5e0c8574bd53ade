"""Discord web hook: one embed; title 256, description 4,096, 6,000 characters over all its texts.

Asked to wait, it answers with the message it made; 429 tells fractions of a second.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.core.channels.answers import (
    clip_line,
    common_refusal,
    json_object,
    retry_after,
    text_of,
    unknown_answer,
    waiting_time,
)
from monitor.core.channels.kind import About, Bot, ChannelKind, Outgoing, Request, Retry, Sign
from monitor.core.channels.options import BOT_ADDRESS, PROXY, text_option
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.escape import MARKDOWN
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit
from monitor.core.render.message_format import MessageDraft
from monitor.core.text.clip import clip_text, utf16_units

_TITLE, _DESCRIPTION, _TOTAL = 256, 4_096, 6_000
_COLOURS = {"alert": 0xD64545, "digest": 0x2457D6, "notice": 0x6A7588}
_GONE = frozenset({10015, 50027, 220001})
"""Unknown web hook; invalid web-hook token; a forum, whose address needs ``?thread_id=``: no message fits."""


def _build_payload(draft: MessageDraft) -> Payload:
    embed: Payload = {
        "title": clip_text(draft.title, _TITLE, utf16_units),
        "description": draft.body,
        "color": _COLOURS.get(draft.kind, 0x2457D6),
    }
    if draft.buttons:
        embed["url"] = draft.buttons[0].url
    # An incoming web hook shows no buttons; and nobody is ever named.
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


def _title_lengths(payload: Mapping[str, object]) -> list[int]:
    return [utf16_units(str(embed["title"])) for embed in _embeds_of(payload)]


def _description_lengths(payload: Mapping[str, object]) -> list[int]:
    return [utf16_units(str(embed["description"])) for embed in _embeds_of(payload)]


def _longest_title(payload: Mapping[str, object]) -> int:
    return max(_title_lengths(payload), default=0)


def _longest_description(payload: Mapping[str, object]) -> int:
    return max(_description_lengths(payload), default=0)


def _all_texts(payload: Mapping[str, object]) -> int:
    return sum(_title_lengths(payload)) + sum(_description_lengths(payload))


def _embeds_of(payload: Mapping[str, object]) -> list[dict[str, object]]:
    found = payload.get("embeds")
    return found if isinstance(found, list) else []


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """200 with the id of the message, or 204."""
    body = json_object(answer) or {}
    told = f"{body.get('code', '')} {clip_line(body.get('message', ''))}".strip()
    if answer.status == 204 or (answer.status == 200 and body.get("id")):
        told = f"message {clip_line(body.get('id', ''), 40)}".strip()
        return Sent(code=str(answer.status), answer=told, rest=_bucket_wait(answer.headers))
    if answer.status == 429:
        asked = waiting_time(body.get("retry_after")) or retry_after(answer, at)
        key = "channel.slow-down-machine" if body.get("global") is True else "channel.slow-down-hook"
        return Deferred(reason=Reason(key, told=told), code="429", retry_after=asked)
    if body.get("code") in _GONE or answer.status == 401:
        return Refused(reason=told or "401", code=str(body.get("code", 401)), disable=True)
    if answer.status == 400 and body:
        too_big = "MAX_LENGTH" in text_of(answer)
        return Refused(reason=told or clip_line(body), code=str(body.get("code", 400)), too_big=too_big)
    return common_refusal(answer, at) or unknown_answer(answer)


def _without_link(request: Request, answer: NetAnswer) -> Retry | None:
    """A title that leads to a name without a dot (``http://monitor:8765``) is refused, and the whole message with it:
    the address stands in the text then, where there is room.
    """
    embeds = _embeds_of(request.payload)
    told = text_of(answer)
    if answer.status != 400 or "embeds" not in told or "MAX_LENGTH" in told or not any("url" in e for e in embeds):
        return None
    changed = {**request.payload, "embeds": [_with_address_below(embed) for embed in embeds]}
    fits = _longest_description(changed) <= _DESCRIPTION and _all_texts(changed) <= _TOTAL
    bare = {**request.payload, "embeds": [{key: embed[key] for key in embed if key != "url"} for embed in embeds]}
    return Retry(request=Request(url=request.url, payload=changed if fits else bare))


def _with_address_below(embed: Mapping[str, object]) -> dict[str, object]:
    kept = {key: value for key, value in embed.items() if key != "url"}
    return {**kept, "description": f"{kept['description']}\n\n<{embed['url']}>"} if "url" in embed else kept


def _bucket_wait(headers: Mapping[str, str]) -> timedelta | None:
    """How long the web hook's bucket stays empty; the limit itself changes and is never published."""
    if headers.get("x-ratelimit-remaining", "").strip() != "0":
        return None
    try:
        return waiting_time(float(headers.get("x-ratelimit-reset-after", "")))
    except ValueError:
        return None


def _make_signer(channel: ChannelSettings) -> Sign:
    url = text_option(channel, BOT_ADDRESS)
    # Without it the answer is 204 before the message exists.
    waiting = f"{url}{'&' if '?' in url else '?'}wait=true"

    def sign(outgoing: Outgoing) -> Request:
        return Request(url=waiting, payload=outgoing.payload)

    return sign


KIND = ChannelKind(
    name="discord",
    about=About(
        message="embed",
        signature="the address",
        accepted="an id (`?wait=true`) or 204",
        wait="`retry_after` (fractions)",
    ),
    options=(BOT_ADDRESS, PROXY),
    rates=((25, timedelta(minutes=1)),),  # no published number; this keeps a burst from becoming a flood
    dialect=MARKDOWN,
    format=ChatFormat(
        folder="discord",
        build=_build_payload,
        limits=(
            SizeLimit(limit=_TITLE, unit="characters of the title", measure=_longest_title),
            SizeLimit(limit=_DESCRIPTION, unit="characters of the description", measure=_longest_description),
            SizeLimit(limit=_TOTAL, unit="characters in all", measure=_all_texts),
        ),
    ),
    bot=Bot(signer=_make_signer, judge=judge_answer, retry=_without_link),
)

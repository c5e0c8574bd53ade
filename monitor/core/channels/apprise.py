"""Apprise, for the services that have no kind of their own: plain text that fits the smallest of them."""

from collections.abc import Mapping
from datetime import timedelta

from monitor.core.channels.kind import About, ChannelKind
from monitor.core.channels.options import PROXY, Option, OptionType
from monitor.core.model.messages import Rendered
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit
from monitor.core.render.message_format import MessageDraft
from monitor.core.text.clip import utf16_units

_LIMIT = 1_800
"""Below the smallest text limit of the services in common use (Discord's 2,000 characters)."""
ADDRESS = Option(
    name="url",
    type=OptionType.SECRET,
    required=True,
    example="env:APPRISE_URL",
    meaning="Apprise address of any of its services; it holds secrets, so it never stands here.",
)


def _build_payload(draft: MessageDraft) -> Payload:
    return {"title": draft.title, "body": draft.body}


def _body_size(payload: Mapping[str, object]) -> int:
    return utf16_units(str(payload["body"]))


def _preview_text(part: Rendered) -> str:
    return f"{part.payload['title']}\n\n{part.payload['body']}"


KIND = ChannelKind(
    name="apprise",
    about=About(message="text", signature="Apprise's own", accepted="Apprise says so"),
    options=(ADDRESS, PROXY),
    rates=((18, timedelta(minutes=1)),),
    format=ChatFormat(
        folder="apprise",
        build=_build_payload,
        limits=(SizeLimit(limit=_LIMIT, unit="UTF-16 units of the body", measure=_body_size),),
        preview=_preview_text,
    ),
)

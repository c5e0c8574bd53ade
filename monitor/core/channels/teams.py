"""Microsoft Teams workflow: an Adaptive Card; about 28 KB a message."""

from collections.abc import Mapping

from monitor.core.render.limits import Size, json_bytes
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload

LIMIT = 27_000
"""Bytes; the service names 28 KB without saying what else it counts."""


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
    blocks = [_text(text, first=place == 0) for place, text in enumerate(draft.blocks)]
    card: Payload = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "fallbackText": draft.title,
        "body": blocks,
    }
    if draft.buttons:
        card["actions"] = [{"type": "Action.OpenUrl", "title": b.label, "url": b.url} for b in draft.buttons]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _text(text: str, *, first: bool) -> Payload:
    block: Payload = {"type": "TextBlock", "text": text, "wrap": True}
    return {**block, "size": "Medium", "weight": "Bolder"} if first else {**block, "separator": True}


def _sizes(payload: Payload) -> tuple[Size, ...]:
    return (Size(used=len(json_bytes(payload)), limit=LIMIT, unit="bytes of the request"),)


SHAPE = MessageFormat(build=_build, sizes=_sizes, line_break="\n\n")

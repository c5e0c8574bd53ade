"""ntfy: a message of 4,096 bytes; a longer one would turn into an attached file."""

from collections.abc import Mapping

from monitor.core.render.limits import Size, clip, utf8_bytes
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload

LIMIT, TITLE, BUTTONS = 4_096, 200, 3
"""Bytes of the message and of the title; actions that a notification may have."""


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
    payload: Payload = {
        "title": clip(draft.title, TITLE, utf8_bytes),
        "message": draft.body,
        "priority": 4 if draft.urgent else 3,
    }
    if draft.buttons:
        payload["click"] = draft.buttons[0].url
        # A tap opens the first: of more than the service takes it is the one that can be left out.
        shown = draft.buttons[-BUTTONS:]
        payload["actions"] = [{"action": "view", "label": b.label, "url": b.url} for b in shown]
    return payload


def _sizes(payload: Payload) -> tuple[Size, ...]:
    return (Size(used=utf8_bytes(str(payload["message"])), limit=LIMIT, unit="bytes of the message"),)


SHAPE = MessageFormat(build=_build, sizes=_sizes)

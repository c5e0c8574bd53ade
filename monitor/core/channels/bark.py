"""Bark: a push message of 4 KB (APNs), of which our part may take most."""

from collections.abc import Mapping

from monitor.core.render.limits import Size, clip, json_bytes, utf8_bytes
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload

LIMIT = 3_500
"""Bytes of JSON; the server wraps them into Apple's payload of 4,096."""


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
    payload: Payload = {
        "title": clip(draft.title, 300, utf8_bytes),
        "body": draft.body,
        "group": "news-monitor",
        "level": "active" if draft.urgent else "passive",
    }
    if draft.buttons:
        payload["url"] = draft.buttons[0].url
    return payload


def _sizes(payload: Payload) -> tuple[Size, ...]:
    return (Size(used=len(json_bytes(payload)), limit=LIMIT, unit="bytes of JSON"),)


SHAPE = MessageFormat(build=_build, sizes=_sizes)

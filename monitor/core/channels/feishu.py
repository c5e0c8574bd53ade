"""Feishu/Lark custom robot: an interactive card; the request body may have 20 KB, signature included."""

from collections.abc import Mapping

from monitor.core.render.limits import Size, clip, json_bytes
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload, with_keyword

LIMIT = 20_000 - 150
"""Bytes of the whole request; ``timestamp`` and ``sign`` take up to 150 of them."""
_COLOURS = {"alert": "red", "digest": "blue", "notice": "grey"}


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:
    elements: list[Payload] = []
    for block in draft.blocks:
        if elements:
            elements.append({"tag": "hr"})
        elements.append({"tag": "markdown", "content": block})
    if draft.buttons:
        elements.append({"tag": "action", "actions": [_button(b.label, b.url, n) for n, b in enumerate(draft.buttons)]})
    return {
        "msg_type": "interactive",
        "card": {
            "config": {"wide_screen_mode": True},
            "header": {
                "title": {"tag": "plain_text", "content": with_keyword(clip(draft.title, 200), options, draft.body)},
                "template": _COLOURS.get(draft.kind, "blue"),
            },
            "elements": elements,
        },
    }


def _button(label: str, url: str, place: int) -> Payload:
    return {
        "tag": "button",
        "text": {"tag": "plain_text", "content": label},
        "url": url,
        "type": "primary" if place == 0 else "default",
    }


def _sizes(payload: Payload) -> tuple[Size, ...]:
    unit = "bytes of the request without signature"
    return (Size(used=len(json_bytes(payload)), limit=LIMIT, unit=unit),)


SHAPE = MessageFormat(build=_build, sizes=_sizes)

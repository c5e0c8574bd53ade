"""Telegram bot: HTML; 4,096 UTF-16 units after the tags are read."""

import html
import re
from collections.abc import Mapping

from monitor.core.render.limits import Size, utf16_units
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload

LIMIT = 4_096
ENTITIES = 100
_A_ROW = 2
"""Buttons side by side: on a phone a third would lose its label."""
_TAG = re.compile(r"<[^>]*>")


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
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


def _sizes(payload: Payload) -> tuple[Size, ...]:
    text = str(payload["text"])
    return (
        Size(used=utf16_units(html.unescape(_TAG.sub("", text))), limit=LIMIT, unit="UTF-16 units after parsing"),
        Size(used=text.count("</"), limit=ENTITIES, unit="entities"),
    )


SHAPE = MessageFormat(build=_build, sizes=_sizes)

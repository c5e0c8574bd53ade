"""Slack incoming web hook: Block Kit; 50 blocks, 3,000 characters a section, some 13,000 in all (bolt-js#2509)."""

from collections.abc import Mapping

from monitor.core.render.limits import Size, clip, json_bytes, utf16_units
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload

SECTION, HEADER, BLOCKS, TOTAL = 3_000, 150, 50, 12_000


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
    blocks: list[Payload] = [
        {
            "type": "header",
            "text": {"type": "plain_text", "text": clip(draft.title, HEADER, utf16_units), "emoji": False},
        }
    ]
    # verbatim: names and addresses in foreign text stay text.
    blocks += [{"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}} for text in draft.blocks]
    if draft.buttons:
        blocks.append({"type": "actions", "elements": [_button(button.label, button.url) for button in draft.buttons]})
    # The fallback text is read as mrkdwn by notifications.
    fallback = draft.title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "@\u200b")
    return {"text": clip(fallback, 300), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _button(label: str, url: str) -> Payload:
    return {"type": "button", "text": {"type": "plain_text", "text": label, "emoji": False}, "url": url}


def _sizes(payload: Payload) -> tuple[Size, ...]:
    found = payload["blocks"]
    blocks = found if isinstance(found, list) else []
    texts = [str(block["text"]["text"]) for block in blocks if block["type"] == "section"]
    return (
        Size(used=utf16_units(json_bytes(payload).decode()), limit=TOTAL, unit="characters of the whole JSON"),
        Size(used=max(map(utf16_units, texts), default=0), limit=SECTION, unit="characters of the longest section"),
        Size(used=len(blocks), limit=BLOCKS, unit="blocks"),
    )


SHAPE = MessageFormat(build=_build, sizes=_sizes)

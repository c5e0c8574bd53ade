"""DingTalk custom robot: an action card when there is a button, else Markdown; 20,000 bytes of body."""

from collections.abc import Mapping

from monitor.core.render.limits import Size, clip, json_bytes
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload, with_keyword

LIMIT = 20_000


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:
    title = clip(draft.title, 100)
    text = with_keyword("\n\n".join((f"### {draft.blocks[0]}", *draft.blocks[1:])), options)
    if not draft.buttons:
        return {"msgtype": "markdown", "markdown": {"title": title, "text": text}, "at": {"isAtAll": False}}
    card: Payload = {"title": title, "text": text, "btnOrientation": "0"}
    card["btns"] = [{"title": button.label, "actionURL": button.url} for button in draft.buttons]
    return {"msgtype": "actionCard", "actionCard": card}


def _sizes(payload: Payload) -> tuple[Size, ...]:
    return (Size(used=len(json_bytes(payload)), limit=LIMIT, unit="bytes of the body"),)


SHAPE = MessageFormat(build=_build, sizes=_sizes, line_break="\n\n")

"""Discord web hook: one embed; title 256, description 4,096, 6,000 characters over all its texts."""

from collections.abc import Mapping

from monitor.core.render.limits import Size, clip, utf16_units
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload

TITLE, DESCRIPTION, TOTAL = 256, 4_096, 6_000
_COLOURS = {"alert": 0xD64545, "digest": 0x2457D6, "notice": 0x6A7588}


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
    embed: Payload = {
        "title": clip(draft.title, TITLE, utf16_units),
        "description": draft.body,
        "color": _COLOURS.get(draft.kind, 0x2457D6),
    }
    if draft.buttons:
        embed["url"] = draft.buttons[0].url
    # An incoming web hook shows no buttons; and nobody is ever named.
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


def _sizes(payload: Payload) -> tuple[Size, ...]:
    found = payload["embeds"]
    embeds = found if isinstance(found, list) else []
    titles = [utf16_units(str(embed["title"])) for embed in embeds]
    texts = [utf16_units(str(embed["description"])) for embed in embeds]
    return (
        Size(used=max(titles, default=0), limit=TITLE, unit="characters of the title"),
        Size(used=max(texts, default=0), limit=DESCRIPTION, unit="characters of the description"),
        Size(used=sum(titles) + sum(texts), limit=TOTAL, unit="characters in all"),
    )


SHAPE = MessageFormat(build=_build, sizes=_sizes)

"""The JSON of a delivery's payload, and its schema: an object whose ``type`` says which fields it has.

{"type": "follow-up", "facts": [["price", "99 cny", "99 元"]]}      kind, value, surface of each fact
{"type": "repeat", "number": 2}
{"type": "group", "reason": "storm", "count": 8, "waited": 31}      seconds that the oldest had waited
{"type": "notice", "title": "…", "lines": ["…"]}
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, assert_never

from monitor.core.i18n.phrases import decode_reason, encode_reason
from monitor.core.model.deliveries import (
    DeliveryPayload,
    FollowUpPayload,
    GroupPayload,
    NoticePayload,
    RepeatPayload,
)
from monitor.core.model.stories import Fact


def encode_payload(payload: DeliveryPayload | None) -> dict[str, object] | None:
    """As it stands in the store; ``None`` for a delivery that has none."""
    match payload:
        case None:
            return None
        case FollowUpPayload(facts=facts):
            return {"type": "follow-up", "facts": [[fact.kind, fact.value, fact.surface] for fact in facts]}
        case RepeatPayload(number=number):
            return {"type": "repeat", "number": number}
        case GroupPayload(reason=reason, count=count, waited=waited):
            return {"type": "group", "reason": reason, "count": count, "waited": int(waited.total_seconds())}
        case NoticePayload(title=title, lines=lines):
            return {
                "type": "notice",
                "title": encode_reason(title),
                "lines": [encode_reason(line) for line in lines],
            }
        case _:
            assert_never(payload)


def decode_payload(written: Mapping[str, Any] | None) -> DeliveryPayload | None:
    """What ``encode_payload`` wrote; ValueError for a type that this version does not know."""
    if written is None:
        return None
    match written["type"]:
        case "follow-up":
            facts = (Fact(kind=kind, value=value, surface=surface) for kind, value, surface in written["facts"])
            return FollowUpPayload(facts=tuple(facts))
        case "repeat":
            return RepeatPayload(number=written["number"])
        case "group":
            return GroupPayload(
                reason=written["reason"], count=written["count"], waited=timedelta(seconds=written["waited"])
            )
        case "notice":
            return NoticePayload(
                title=decode_reason(written["title"]), lines=tuple(decode_reason(line) for line in written["lines"])
            )
        case other:
            raise ValueError(f'the payload of a delivery has the type "{other}", which this version does not know')

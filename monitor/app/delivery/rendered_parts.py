"""The parts of a message as they were first written: a later attempt goes on in the same text, not in a newer one."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from monitor.core.model.messages import InlineImage, Rendered
from monitor.ports import Transaction


def load_parts(tx: Transaction, delivery_id: int, *, marked: bool = False) -> Sequence[Rendered]:
    """The parts kept for a delivery, as they are or ``marked`` as possible repeats; empty when none are."""
    kept = tx.memory.get_text(_name(delivery_id, marked=marked))
    return [_read(part) for part in json.loads(kept)] if kept else []


def save_parts(
    tx: Transaction, delivery_id: int, parts: Sequence[Rendered], *, marked: Sequence[Rendered], now: datetime
) -> None:
    """Note the parts before the first of several leaves, and how each says that it may be a repeat."""
    for name, text in ((_name(delivery_id), parts), (_name(delivery_id, marked=True), marked)):
        tx.memory.keep(name, json.dumps([_write(part) for part in text], ensure_ascii=False), now=now)


def forget(tx: Transaction, delivery_id: int, *, now: datetime) -> None:
    """The delivery has ended."""
    for name in (_name(delivery_id), _name(delivery_id, marked=True)):
        if tx.memory.get_text(name):
            tx.memory.keep(name, "", now=now)


def _name(delivery_id: int, *, marked: bool = False) -> str:
    return f"parts:{delivery_id}{':marked' * marked}"


def _write(part: Rendered) -> dict[str, object]:
    images = [
        {"name": image.name, "png": base64.b64encode(image.png).decode("ascii"), "alt": image.alt}
        for image in part.images
    ]
    return {
        "subject": part.subject,
        "text": part.text,
        "html": part.html,
        "payload": dict(part.payload),
        "images": images,
        "upto": part.items_sent,
    }


def _read(part: dict[str, Any]) -> Rendered:
    images = [InlineImage(name=i["name"], png=base64.b64decode(i["png"]), alt=i["alt"]) for i in part["images"]]
    return Rendered(
        subject=part["subject"],
        text=part["text"],
        html=part["html"],
        payload=part["payload"],
        images=images,
        items_sent=part.get("upto", 0),
    )

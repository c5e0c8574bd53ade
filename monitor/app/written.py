"""The parts of a message as they were first written: a later attempt goes on in the same text, not in a newer one."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from monitor.ports import Transaction
from monitor.types.messages import InlineImage, Rendered


def recall(tx: Transaction, delivery_id: int) -> Sequence[Rendered]:
    """The parts kept for a delivery; empty when none are."""
    kept = tx.memory.recall(_name(delivery_id))
    return [_read(part) for part in json.loads(kept)] if kept else []


def keep(tx: Transaction, delivery_id: int, parts: Sequence[Rendered], *, now: datetime) -> None:
    """Note the parts before the first of several leaves."""
    tx.memory.keep(_name(delivery_id), json.dumps([_write(part) for part in parts], ensure_ascii=False), now=now)


def forget(tx: Transaction, delivery_id: int, *, now: datetime) -> None:
    """The delivery has ended."""
    if tx.memory.recall(_name(delivery_id)):
        tx.memory.keep(_name(delivery_id), "", now=now)


def _name(delivery_id: int) -> str:
    return f"parts:{delivery_id}"


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
    }


def _read(part: dict[str, Any]) -> Rendered:
    images = [InlineImage(name=i["name"], png=base64.b64decode(i["png"]), alt=i["alt"]) for i in part["images"]]
    return Rendered(
        subject=part["subject"], text=part["text"], html=part["html"], payload=part["payload"], images=images
    )

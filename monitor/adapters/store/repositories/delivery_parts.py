"""The parts of messages as they were first rendered."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from monitor.adapters.store.columns import AnyRow
from monitor.adapters.store.tables import delivery_part
from monitor.core.model.messages import InlineImage, Rendered

PARTS = (
    select(delivery_part)
    .where(delivery_part.c.delivery_id == bindparam("delivery_id"), delivery_part.c.marked == bindparam("marked"))
    .order_by(delivery_part.c.number)
)


class DeliveryParts:
    """The ``DeliveryPartRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def load(self, delivery_id: int, *, marked: bool = False) -> Sequence[Rendered]:
        """The parts of a delivery, as they are or ``marked`` as possible repeats; empty when none are kept."""
        asked = {"delivery_id": delivery_id, "marked": marked}
        return [_as_rendered(row) for row in self._db.execute(PARTS, asked)]

    def save(self, delivery_id: int, parts: Sequence[Rendered], *, marked: Sequence[Rendered]) -> None:
        """Keep the parts in place of what was kept, and how each says that it may be a repeat."""
        self.remove(delivery_id)
        rows = [
            _part_row(part) | {"delivery_id": delivery_id, "marked": is_marked, "number": number}
            for is_marked, texts in ((False, parts), (True, marked))
            for number, part in enumerate(texts)
        ]
        if rows:
            self._db.execute(insert(delivery_part), rows)

    def remove(self, delivery_id: int) -> None:
        """The delivery has ended."""
        self._db.execute(delete(delivery_part).where(delivery_part.c.delivery_id == delivery_id))


def _part_row(part: Rendered) -> dict[str, object]:
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
        "items_sent": part.items_sent,
    }


def _as_rendered(row: AnyRow) -> Rendered:
    return Rendered(
        subject=row.subject,
        text=row.text,
        html=row.html,
        payload=row.payload,
        images=[_as_image(image) for image in row.images],
        items_sent=row.items_sent,
    )


def _as_image(written: Mapping[str, Any]) -> InlineImage:
    return InlineImage(name=written["name"], png=base64.b64decode(written["png"]), alt=written["alt"])

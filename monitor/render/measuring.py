"""How much of what a provider allows one part of a message uses."""

from collections.abc import Sequence

from monitor.render.hook import LIMIT as HOOK_BYTES
from monitor.render.mail import MAX_HTML
from monitor.render.shapes.table import SHAPES
from monitor.render.sizes import Size, json_bytes, utf8_bytes
from monitor.types.messages import Rendered


def sizes_of(kind: str, part: Rendered) -> Sequence[Size]:
    """Every measure that a channel kind counts, against the limit that is held; none for a kind without limits."""
    match kind:
        case "email":
            return (Size(used=utf8_bytes(part.html), limit=MAX_HTML, unit="bytes of HTML"),)
        case "webhook":
            return (Size(used=len(json_bytes(part.payload)), limit=HOOK_BYTES, unit="bytes of the body"),)
        case "file":
            return ()
        case _:
            return SHAPES[kind].sizes(dict(part.payload))

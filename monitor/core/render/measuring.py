"""How much of what a provider allows one part of a message uses."""

from collections.abc import Sequence

from monitor.core.channels.registry import SHAPES
from monitor.core.model.messages import Rendered
from monitor.core.render.email import MAX_HTML
from monitor.core.render.limits import Size, json_bytes, utf8_bytes
from monitor.core.render.webhook import LIMIT as HOOK_BYTES


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

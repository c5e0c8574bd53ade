"""The hub that an HTTP ``Link`` header names (RFC 8288), which goes before what the document says (WebSub §4)."""

import re
from typing import Final

from monitor.core.parse.links import web_link

_LONGEST: Final = 16_000
# <address> and its parameters; a comma or semicolon inside <…> or "…" separates nothing.
_LINK: Final = re.compile(r'<([^<>]*)>((?:[^,<>"]|"[^"]*")*)')
_PARAMETER: Final = re.compile(r';\s*([^\s;,="]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))')


def linked_address(header: str, rel: str, *, url: str) -> str:
    """The absolute address of the first link of this relation; ``url`` = where the answer came from."""
    for address, parameters in _LINK.findall(header[:_LONGEST]):
        # Only the first rel of a link counts (RFC 8288 §3.3).
        rels = (quoted or plain for name, quoted, plain in _PARAMETER.findall(parameters) if name.lower() == "rel")
        if rel in next(rels, "").lower().split():
            return web_link(url, address)
    return ""

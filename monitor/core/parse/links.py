"""Links made absolute, and only those that lead to a page."""

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_LONGEST: Final = 4_000
_INVISIBLE: Final = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff]+")
# An absolute address that joining would give back as it is: no empty query, fragment or parameters to drop.
_SETTLED: Final = re.compile(r"https?://[^\s;?#\[\]]+(?:\?[^\s;#]+)?(?:#\S+)?")


def resolved(base: str, link: str) -> str:
    """The absolute form of a link, of any scheme; nothing when it is none."""
    if _SETTLED.fullmatch(link):
        return link
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def web_link(base: str, link: str) -> str:
    """The absolute form of a link to a page; nothing for other schemes, monsters and nonsense."""
    link = link.strip() if link.isprintable() else _INVISIBLE.sub("", link)
    if not link or len(link) > _LONGEST:
        return ""
    absolute = resolved(base, link)
    try:
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    return absolute if parts.scheme in {"http", "https"} and parts.netloc else ""

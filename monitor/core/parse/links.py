"""Links made absolute, and only those that lead to a page; the links of an HTTP header."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urljoin, urlsplit

from monitor.values import dataclass

_LONGEST: Final = 4_000
_INVISIBLE: Final = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff]+")
# An absolute address that joining would give back as it is: no empty query, fragment or parameters to drop.
_SETTLED: Final = re.compile(r"https?://[^\s;?#\[\]]+(?:\?[^\s;#]+)?(?:#\S+)?")
# One of these that plainly names a host: a page's address as nearly all entries have it.
_PLAIN: Final = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[^\s;?#\[\]]*)?(?:\?[^\s;#]+)?(?:#\S+)?")
_BARE_HOST: Final = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)", re.IGNORECASE)
_HTML_TYPES: Final = frozenset({"", "html", "xhtml", "text/html", "application/xhtml+xml"})
_REGISTERED: Final = re.compile(r"https?://www\.iana\.org/assignments/(?:link-)?relations?[/#]{1,2}", re.IGNORECASE)
_LONGEST_HEADER: Final = 16_000
# <address> and its parameters; a comma or semicolon inside <…> or "…" separates nothing.
_LINK: Final = re.compile(r'<([^<>]*)>((?:[^,<>"]|"[^"]*")*)')
_PARAMETER: Final = re.compile(r';\s*([^\s;,="]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))')


def resolve_link(base: str, link: str) -> str:
    """The absolute form of a link, of any scheme; nothing when it is none."""
    if _SETTLED.fullmatch(link):
        return link
    if _BARE_HOST.match(link):  # An address whose scheme was left out, not a page beside the feed.
        base, link = base or "https:", f"//{link}"
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def without_feed_scheme(link: str) -> str:
    """ "feed://" is http by an older name, and "feed:https://…" what stands behind it."""
    if link[:5].lower() != "feed:":
        return link
    rest = link[5:]
    return rest if "://" in rest else f"http:{rest}" if rest.startswith("//") else f"http://{rest}"


def web_link(base: str, link: str) -> str:
    """The absolute form of a link to a page; nothing for other schemes, monsters and nonsense."""
    if len(link) <= _LONGEST and link.isprintable() and _PLAIN.fullmatch(link):
        return link
    link = link.strip() if link.isprintable() else _INVISIBLE.sub("", link)
    if not link or len(link) > _LONGEST:
        return ""
    absolute = resolve_link(base, link)
    try:
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    return absolute if parts.scheme in {"http", "https"} and parts.netloc else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLink:
    """A link of an entry as its feed has it; without ``rel`` it is an alternate (RFC 4287 §4.2.7.2)."""

    rel: str = ""
    kind: str = ""
    href: str = ""


def page_link(links: Sequence[WrittenLink], base: str, *, identity: str = "") -> str:
    """Where an entry can be read: its page, else another form of it, its id, its file, what it is about.

    Of several pages the last counts, as in feedparser; addresses that no browser opens never do, and neither does an
    id that is no whole address: joined with the feed's it would lead to nothing.
    """
    pages: list[str] = []
    others: list[str] = []
    files: list[str] = []
    about: list[str] = []
    for link in links:
        address = web_link(base, link.href)
        rels = _REGISTERED.sub("", link.rel).lower().split() or ["alternate"]
        if not address:
            continue
        if "alternate" in rels:
            (pages if link.kind.split(";")[0].strip().lower() in _HTML_TYPES else others).append(address)
        elif "enclosure" in rels:
            files.append(address)
        elif not {"related", "via"}.isdisjoint(rels):
            about.append(address)
    return next(iter([*pages[-1:], *others, *filter(None, [web_link("", identity)]), *files, *about]), "")


def linked_address(header: str, rel: str, *, url: str) -> str:
    """Of the first link of this relation in a ``Link`` header (RFC 8288); ``url`` = where the answer came from."""
    for address, parameters in _LINK.findall(header[:_LONGEST_HEADER]):
        # Only the first rel of a link counts (RFC 8288 §3.3).
        rels = (quoted or plain for name, quoted, plain in _PARAMETER.findall(parameters) if name.lower() == "rel")
        if rel in next(rels, "").lower().split():
            return web_link(url, address)
    return ""

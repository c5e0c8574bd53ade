"""Links made absolute, and only those that lead to a page; the links of an HTTP header."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

from monitor.values import dataclass

_LONGEST: Final = 4_000
_INVISIBLE: Final = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff]+")
# An absolute address that joining would give back as it is: no empty query, fragment or parameters to drop.
_SETTLED: Final = re.compile(r"https?://[^\s;?#\[\]/\\:@]+(?::\d+)?(?:/[^\s;?#\[\]]*)?(?:\?[^\s;#]+)?(?:#\S+)?")
# One of these that plainly names a host: a page's address as nearly all entries have it.
_PLAIN: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[^\s;?#\[\]]*)?(?:\?[^\s;#]+)?(?:#\S+)?")
_BARE_HOST: Final = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)", re.IGNORECASE)
# A host, where the signs between it and the scheme are wrong in number or kind.
_MISMARKED: Final = re.compile(r"(https?):[/\\]{2,}(?=[\w-]+(?:\.[\w-]+)+(?:[:/\\?#]|$))", re.IGNORECASE)
# A whole address to which a scheme, with or without a host, was added in front.
_ADDED: Final = re.compile(r"\Ahttps?://[^/?#]{0,200}?(?=https?://)", re.IGNORECASE)
_ANCHOR: Final = re.compile(r"""\s{0,20}<a\s[^<>]{0,500}?\bhref\s?=\s?["']([^"'<>]{1,4000})["']""", re.IGNORECASE)
_HTML_TYPES: Final = frozenset({"", "html", "xhtml", "text/html", "application/xhtml+xml"})
_REGISTERED: Final = re.compile(r"https?://www\.iana\.org/assignments/(?:link-)?relations?[/#]{1,2}", re.IGNORECASE)
_LONGEST_HEADER: Final = 16_000
# <address> and its parameters; a comma or semicolon inside <…> or "…" separates nothing.
_LINK: Final = re.compile(r'<([^<>]*)>((?:[^,<>"]|"[^"]*")*)')
_PARAMETER: Final = re.compile(r';\s*([^\s;,="]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))')


def resolve_link(base: str, link: str) -> str:
    """The absolute form of a link, of any scheme, as ``mend_link`` has it; nothing when it is none."""
    if _SETTLED.fullmatch(link):
        return link
    link = mend_link(base, link)
    try:
        return urljoin(base or ("https:" if link.startswith("//") else ""), link) if link else ""
    except ValueError:
        return ""


def mend_link(base: str, link: str) -> str:
    """A link without the slips that leave no doubt of what is meant, not yet joined with ``base``.

    "https:///host/page" and "https:\\\\host\\page" name a host (WHATWG URL, "special authority ignore slashes state"),
    and so does an address that begins with www or with the base's own host and lacks its scheme; a wrapped line is one
    address; some generators write a whole ``<a href="…">`` for an address, or one address in front of another.
    """
    if _SETTLED.fullmatch(link):
        return link
    if (anchor := _ANCHOR.match(link)) is not None:
        link = unescape(anchor[1]).strip()
    if "\n" in link or "\r" in link:
        link = "".join(line.strip() for line in link.splitlines())
    link = _ADDED.sub("", link, count=1)
    if (mismarked := _MISMARKED.match(link)) is not None:
        return f"{mismarked[1]}://{link[mismarked.end() :]}".replace("\\", "/")
    return f"//{link}" if _BARE_HOST.match(link) or _names_host_of(base, link) else link


def _names_host_of(base: str, link: str) -> bool:
    """Whether a link begins with the host of ``base``: "outlet.example/page" in a feed of outlet.example."""
    host, _, path = link.partition("/")
    if not path or "." not in host or not base:
        return False
    try:
        return urlsplit(base).netloc.lower() == host.lower()
    except ValueError:
        return False


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

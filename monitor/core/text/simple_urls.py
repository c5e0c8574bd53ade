"""Addresses of nothing but a host and a plain path, as most articles have: their canonical form without parsing."""

import re
from functools import lru_cache

_HOST_PREFIXES = ("www.", "m.", "mobile.", "wap.", "amp.", "3g.", "touch.")
_SUFFIX_LABELS = frozenset({"com", "net", "org", "gov", "edu", "ac", "co", "or", "ne", "go"})
# No port, no credentials, no query, no anchor, nothing escaped, no segment that begins with a dot.
_SIMPLE = re.compile(
    r"https?://(?P<host>(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]+)(?P<path>(?:/[A-Za-z0-9\-_~][A-Za-z0-9\-._~]*)*/?)"
)
# What is more than a plain path: pages for phones, and pages that a folder shows by itself.
_SPECIAL = re.compile(r"amp(?:/|\.html?)?$|/(?:index|default)\.html?/?$", re.IGNORECASE)
_CACHES = ("ampproject.", "google.")
_PASSES = 8
_REMEMBERED = 1024


def split_simple(url: str) -> tuple[str, str] | None:
    """Host and path (at least "/") of a simple http(s) address; ``None`` for any other, which is to be parsed."""
    found = _SIMPLE.fullmatch(url)
    if found is None:
        return None
    host, path = found.groups()
    if _SPECIAL.search(path) or any(cache in host for cache in _CACHES):
        return None
    return host, path.rstrip("/") or "/"


@lru_cache(maxsize=_REMEMBERED)
def simple_form(url: str) -> str:
    """The canonical form of a simple address, which is the same for every purpose; empty for any other address."""
    simple = split_simple(url)
    return f"https://{settled_host(simple[0])}{simple[1]}" if simple is not None else ""


@lru_cache(maxsize=1024)
def plain_host(host: str) -> str:
    """A host without what only says for which device, or that it is the web."""
    host = host.rstrip(".") or host
    for prefix in _HOST_PREFIXES:
        rest = host.removeprefix(prefix)
        if rest != host and _is_site(rest):
            return rest
    labels = host.split(".")
    if len(labels) > 3 and labels[1] == "m":
        return ".".join([labels[0], *labels[2:]])
    return host


@lru_cache(maxsize=1024)
def settled_host(host: str) -> str:
    """A host as it stays under ``plain_host``."""
    for _ in range(_PASSES):
        if (following := plain_host(host)) == host:
            break
        host = following
    return host


def _is_site(host: str) -> bool:
    """Whether a host may stand for a site: "m.co.uk" must not become "co.uk"."""
    labels = host.split(".")
    return len(labels) > 2 or (len(labels) == 2 and labels[0] not in _SUFFIX_LABELS)

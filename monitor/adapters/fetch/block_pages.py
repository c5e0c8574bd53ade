"""Recognises pages that stand in a document's way: log-ins, captchas, browser checks. Pure."""

import re

from monitor.core.i18n.phrases import Reason
from monitor.core.parse.pages.walls import wall_of

# Pages that bar the way are small; the text of a large one may lie behind any amount of script.
_LARGEST = 256 * 1024
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|title|meta|script)[\s>/]", re.IGNORECASE)
_FEED = re.compile(rb"<(rss|feed|rdf:rdf|urlset|sitemapindex|channel)[\s>]", re.IGNORECASE)
_SHOWN = {
    "captcha": "fetch.captcha-page",
    "login": "fetch.login-page",
    "refused": "fetch.refusal-page",
    "elsewhere": "fetch.elsewhere-page",
    "consent": "fetch.consent-page",
}


def is_html(body: bytes) -> bool:
    """Whether the first tags are a web page's and not a feed's."""
    start = body[:2048]
    return _HTML.search(start) is not None and _FEED.search(start) is None


def looks_blocked(body: bytes, content_type: str) -> str | None:
    """What bars the way, as a sentence, or ``None``. Only short web pages are suspected, never feeds or JSON."""
    if len(body) > _LARGEST or not is_html(body) or "json" in content_type.lower():
        return None
    found, _ = wall_of(body.decode("utf-8", errors="replace"))
    return Reason(_SHOWN[found]) if found is not None else None

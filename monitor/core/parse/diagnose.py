"""Says in plain words why a document is no feed: nobody should take a login page for "nothing new"."""

import re
from typing import Final

from monitor.core.parse.find_feeds import find_feeds
from monitor.core.parse.walls import wall_of
from monitor.core.parse.xml import Prepared
from monitor.core.text.html import clean_inline
from monitor.errors import ParseError

_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_PASSWORD: Final = re.compile(r"""<input[^>]{1,300}type\s*=\s*["']?password""", re.IGNORECASE)
_MISSING: Final = re.compile(r"404|not found|页面不存在|找不到", re.IGNORECASE)
_HTML: Final = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<title[\s>]|<div[\s>]|<p[\s>]", re.IGNORECASE
)
_WALLS: Final = {
    "captcha": "the server asks to prove that a human is reading",
    "login": "the server asks for a login",
    "refused": "the server refused with a page",
    "elsewhere": "the server sends browsers elsewhere",
}
_SITEMAP_ROOTS: Final = frozenset({"urlset", "sitemapindex"})
_XML_ROOTS: Final = _SITEMAP_ROOTS | {"opml"}
_HEAD: Final = 200_000


def is_html(text: str) -> bool:
    """Whether a document that is no feed is a page."""
    return bool(_HTML.search(text[:4096]))


def empty() -> ParseError:
    """For a body without content."""
    return ParseError("the server sent an empty document")


def wall(text: str) -> ParseError | None:
    """For a page that stands in front of what was asked for: a captcha, a login, a refusal."""
    found, title = wall_of(text[:_HEAD])
    named = f" (“{clean_inline(title)[:80]}”)" if title else ""
    return ParseError(f"blocked: {_WALLS[found]}{named}") if found is not None else None


def _title(head: str) -> str:
    found = _TITLE.search(head)
    return clean_inline(found.group(1))[:80] if found else ""


def html_instead(text: str, body: bytes, *, url: str, content_type: str) -> ParseError:
    """For a page where a feed was expected: what kind of page, and where its feed is if it names one."""
    if (refusal := wall(text)) is not None:
        return refusal
    title = _title(text[:_HEAD])
    named = f" (“{title}”)" if title else ""
    if _MISSING.search(title):
        return ParseError(f"the server answered with a “not found” page{named}")
    feeds = [feed for feed in find_feeds(body, url, content_type=content_type) if feed.url != url]
    if feeds:
        others = f", and {len(feeds) - 1} more" if len(feeds) > 1 else ""
        return ParseError(f"this is a web page{named}, not a feed; its feed is at {feeds[0].url}{others}")
    if _PASSWORD.search(text):
        return ParseError(f"blocked: the server asks for a login{named}")
    return ParseError(f"this is a web page{named}, not a feed, and it names no feed; use kind: page with selectors")


def instead_of_feed(prepared: Prepared, body: bytes, *, url: str, content_type: str) -> ParseError:
    """For whatever came where a feed was expected."""
    if prepared.root not in _XML_ROOTS and is_html(prepared.text):
        return html_instead(prepared.text, body, url=url, content_type=content_type)
    return xml_instead(prepared.root) if prepared.root else other_instead(prepared.text)


def xml_instead(root: str) -> ParseError:
    """For XML that is something else."""
    if root in _SITEMAP_ROOTS:
        return ParseError("this is a sitemap, not a feed; use kind: sitemap")
    if root == "opml":
        return ParseError("this is an OPML list of feeds, not a feed; use monitor import")
    return ParseError(f"this is XML, but not a feed: its first element is <{root[:40]}>")


def other_instead(text: str) -> ParseError:
    """For anything else."""
    if text.lstrip()[:1] in {"{", "["}:
        return ParseError("this is JSON, but not a JSON Feed; use kind: json with JMESPath expressions")
    beginning = clean_inline(text[:200])[:60]
    return ParseError(f"this is not a feed; it begins with “{beginning}”")

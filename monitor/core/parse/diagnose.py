"""Says in plain words why a document is not a valid feed: nobody should take a login page for "nothing new"."""

import re
from typing import Final

from monitor.core.i18n.phrases import Reason
from monitor.core.parse.find_feeds import find_feeds
from monitor.core.parse.pages.error_pages import fault_of
from monitor.core.parse.pages.placeholders import is_placeholder
from monitor.core.parse.pages.shown import MOST_READ
from monitor.core.parse.pages.walls import wall_of
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
    "captcha": "parse.human",
    "login": "parse.login",
    "refused": "parse.refused",
    "elsewhere": "parse.elsewhere",
    "consent": "parse.consent",
}
_FAULTS: Final = {"missing": "parse.missing", "faulty": "parse.faulty"}
_SITEMAP_ROOTS: Final = frozenset({"urlset", "sitemapindex"})
_XML_ROOTS: Final = _SITEMAP_ROOTS | {"opml"}
_HTML_ROOTS: Final = frozenset({"html", "head", "body", "title", "meta", "script", "style", "div", "p", "br", "center"})
_HEAD: Final = 200_000
_SNIFFED: Final = 1_445
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def is_html(text: str) -> bool:
    """Whether a document that is not a valid feed is a page."""
    return bool(_HTML.search(text[:4096]))


def empty_body() -> ParseError:
    """For a body without content."""
    return ParseError(Reason("fetch.empty"))


def wall_error(text: str) -> ParseError | None:
    """For what came in place of the page that was asked for: a captcha, a login, a refusal, an error, a file.

    Such pages are small; the text of a large one may lie behind any amount of script.
    """
    if _is_file(text):
        return ParseError(Reason("parse.file"))
    if len(text) > MOST_READ:
        return None
    found, title = wall_of(text)
    if found is not None:
        return _titled_error(_WALLS[found], clean_inline(title)[:80])
    fault, title = fault_of(text)
    if fault is None and not is_placeholder(text):
        return None
    return _titled_error(_FAULTS[fault] if fault is not None else "parse.placeholder", clean_inline(title)[:80])


def _is_file(text: str) -> bool:
    """Whether this is no text at all: a PDF, a picture, an archive (WHATWG MIME Sniffing, "binary data byte").

    What begins with a tag is a page, whatever characters its software let through.
    """
    begun = text[:_SNIFFED].lstrip()
    return begun.startswith("%PDF-") or (begun[:1] != "<" and _BINARY.search(begun) is not None)


def _titled_error(key: str, title: str) -> ParseError:
    """What stands there, with the page's title if it has one."""
    return ParseError(Reason("parse.named", what=Reason(key), title=title) if title else Reason(key))


def _title_in(head: str) -> str:
    found = _TITLE.search(head)
    return clean_inline(found.group(1))[:80] if found else ""


def html_instead(text: str, body: bytes, *, url: str, content_type: str) -> ParseError:
    """For a page where a feed was expected: what kind of page, and where its feed is if it names one."""
    if (refusal := wall_error(text)) is not None:
        return refusal
    title = _title_in(text[:_HEAD])
    if _MISSING.search(title):
        return _titled_error("parse.missing", title)
    page = "parse.titled-page" if title else "parse.page"
    named = {"title": title} if title else {}
    feeds = [feed for feed in find_feeds(body, url, content_type=content_type) if feed.url != url]
    if len(feeds) > 1:
        return ParseError(Reason(f"{page}-with-feeds", url=feeds[0].url, n=len(feeds) - 1, **named))
    if feeds:
        return ParseError(Reason(f"{page}-with-feed", url=feeds[0].url, **named))
    if _PASSWORD.search(text):
        return _titled_error("parse.login", title)
    return ParseError(Reason(page, **named))


def instead_of_feed(prepared: Prepared, body: bytes, *, url: str, content_type: str) -> ParseError:
    """For whatever came where a feed was expected."""
    if prepared.root not in _XML_ROOTS and not _is_other_xml(prepared) and is_html(prepared.text):
        return html_instead(prepared.text, body, url=url, content_type=content_type)
    return xml_instead(prepared.root) if prepared.root else other_instead(prepared.text)


def _is_other_xml(prepared: Prepared) -> bool:
    """Whether the document declares itself XML and its root is no element of HTML: what it holds has titles, too."""
    return prepared.declared and bool(prepared.root) and prepared.root not in _HTML_ROOTS


def xml_instead(root: str) -> ParseError:
    """For XML that is something else."""
    if root in _SITEMAP_ROOTS:
        return ParseError(Reason("parse.sitemap"))
    if root == "opml":
        return ParseError(Reason("parse.opml"))
    return ParseError(Reason("parse.xml", root=root[:40]))


def other_instead(text: str) -> ParseError:
    """For anything else."""
    if text.lstrip()[:1] in {"{", "["}:
        return ParseError(Reason("parse.json"))
    beginning = clean_inline(text[:200])[:60]
    return ParseError(Reason("parse.other", beginning=beginning))

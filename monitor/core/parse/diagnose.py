"""Says in plain words why a document is no feed: nobody should take a login page for "nothing new"."""

import re
from typing import Final

from monitor.core.parse.find_feeds import find_feeds
from monitor.core.parse.xml import Prepared
from monitor.core.text.html import clean_inline, html_to_text
from monitor.errors import ParseError

_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_PASSWORD: Final = re.compile(r"""<input[^>]{1,300}type\s*=\s*["']?password""", re.IGNORECASE)
_LOGIN: Final = re.compile(
    r"log[ -]?in|sign[ -]?in|登录|登入|登陆|請先登|账号密码|captive portal|wi-?fi", re.IGNORECASE
)
_CAPTCHA: Final = re.compile(
    r"captcha|cf[-_]challenge|challenge-platform|just a moment\.\.\.|attention required|are you (?:a )?(?:human|robot)"
    r"|ddos[- ]guard"
    r"|验证码|人机验证|滑块|滑动验证|安全验证|访问验证|异常访问|环境异常",
    re.IGNORECASE,
)
_REFUSED: Final = re.compile(r"access denied|forbidden|403|拒绝访问|禁止访问|blocked|被拦截|waf", re.IGNORECASE)
_MISSING: Final = re.compile(r"404|not found|页面不存在|找不到", re.IGNORECASE)
_HTML: Final = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<title[\s>]|<div[\s>]|<p[\s>]", re.IGNORECASE
)
_SITEMAP_ROOTS: Final = frozenset({"urlset", "sitemapindex"})
_XML_ROOTS: Final = _SITEMAP_ROOTS | {"opml"}
_HEAD: Final = 200_000
_HARDLY_ANYTHING: Final = 300
_LITTLE: Final = 2_000
"""A wall says little: a page with more text than this is a page, whatever words it uses."""


def is_html(text: str) -> bool:
    """Whether a document that is no feed is a page."""
    return bool(_HTML.search(text[:4096]))


def empty() -> ParseError:
    """For a body without content."""
    return ParseError("the server sent an empty document")


def wall(text: str) -> ParseError | None:
    """For a page that stands in front of what was asked for: a captcha, a login, a refusal."""
    head = text[:_HEAD]
    title = _title(head)
    named = f" (“{title}”)" if title else ""
    shown = html_to_text(head)
    if len(shown) > _LITTLE:
        return None
    # Ordinary pages carry captcha scripts and login boxes too: markup only counts where hardly anything is shown.
    seen = f"{title}\n{shown}" + (head if len(shown) < _HARDLY_ANYTHING else "")
    if _CAPTCHA.search(seen):
        return ParseError(f"blocked: the server asks to prove that a human is reading{named}")
    if _LOGIN.search(title) or _PASSWORD.search(seen):
        return ParseError(f"blocked: the server asks for a login{named}")
    if _REFUSED.search(title):
        return ParseError(f"blocked: the server refused with a page{named}")
    return None


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

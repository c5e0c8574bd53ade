"""Says in plain words why a document is no feed: nobody should take a login page for "nothing new"."""

import re
from typing import Final

from monitor.core.i18n.phrases import Reason
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
    return ParseError(Reason("fetch.empty"))


def wall(text: str) -> ParseError | None:
    """For a page that stands in front of what was asked for: a captcha, a login, a refusal."""
    head = text[:_HEAD]
    title = _title(head)
    shown = html_to_text(head)
    if len(shown) > _LITTLE:
        return None
    # Ordinary pages carry captcha scripts and login boxes too: markup only counts where hardly anything is shown.
    seen = f"{title}\n{shown}" + (head if len(shown) < _HARDLY_ANYTHING else "")
    if _CAPTCHA.search(seen):
        return _titled("parse.human", title)
    if _LOGIN.search(title) or _PASSWORD.search(seen):
        return _titled("parse.login", title)
    if _REFUSED.search(title):
        return _titled("parse.refused", title)
    return None


def _titled(key: str, title: str) -> ParseError:
    """What stands there, with the page's title if it has one."""
    return ParseError(Reason("parse.named", what=Reason(key), title=title) if title else Reason(key))


def _title(head: str) -> str:
    found = _TITLE.search(head)
    return clean_inline(found.group(1))[:80] if found else ""


def html_instead(text: str, body: bytes, *, url: str, content_type: str) -> ParseError:
    """For a page where a feed was expected: what kind of page, and where its feed is if it names one."""
    if (refusal := wall(text)) is not None:
        return refusal
    title = _title(text[:_HEAD])
    if _MISSING.search(title):
        return _titled("parse.missing", title)
    page = "parse.titled-page" if title else "parse.page"
    named = {"title": title} if title else {}
    feeds = [feed for feed in find_feeds(body, url, content_type=content_type) if feed.url != url]
    if len(feeds) > 1:
        return ParseError(Reason(f"{page}-with-feeds", url=feeds[0].url, n=len(feeds) - 1, **named))
    if feeds:
        return ParseError(Reason(f"{page}-with-feed", url=feeds[0].url, **named))
    if _PASSWORD.search(text):
        return _titled("parse.login", title)
    return ParseError(Reason(page, **named))


def instead_of_feed(prepared: Prepared, body: bytes, *, url: str, content_type: str) -> ParseError:
    """For whatever came where a feed was expected."""
    if prepared.root not in _XML_ROOTS and is_html(prepared.text):
        return html_instead(prepared.text, body, url=url, content_type=content_type)
    return xml_instead(prepared.root) if prepared.root else other_instead(prepared.text)


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

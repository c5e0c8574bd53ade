"""Recognises pages that stand in a document's way: log-ins, captchas, browser checks. Pure."""

import re

from monitor.core.i18n.phrases import Reason

# Pages that bar the way are small; the text of a large one may lie behind any amount of script.
_LARGEST = 256 * 1024
# A page that bars the way says little else; a real page with a log-in box in its corner says a lot.
_SHORT_TEXT = 1200

_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|title|meta|script)[\s>/]", re.IGNORECASE)
_FEED = re.compile(rb"<(rss|feed|rdf:rdf|urlset|sitemapindex|channel)[\s>]", re.IGNORECASE)
_PASSWORD = re.compile(r"""type\s*=\s*["']?password""")
_REFRESH = re.compile(r"""http-equiv\s*=\s*["']?refresh""")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,200})")

_CHALLENGE_WORDS = (
    "just a moment", "attention required", "ddos-guard", "are you a robot", "robot check", "verify you are human",
    "verify that you are", "human verification", "security check", "checking your browser",
    "enable javascript and cookies", "unusual traffic", "captcha",
    "人机验证", "安全验证", "访问验证", "滑动验证", "请完成验证", "环境异常", "访问过于频繁", "浏览器检查", "异常流量",
)  # fmt: skip
_LOGIN_TITLES = re.compile(r"^\W*(log ?in|sign ?in|登录|登陆|请登录|用户登录|single sign-?on)\b", re.IGNORECASE)
_REFUSING_TITLES = re.compile(r"^\W*(403 forbidden|access denied|request blocked|拒绝访问|访问被拒绝)", re.IGNORECASE)


def is_html(body: bytes) -> bool:
    """Whether the first tags are a web page's and not a feed's."""
    start = body[:2048]
    return _HTML.search(start) is not None and _FEED.search(start) is None


def looks_blocked(body: bytes, content_type: str) -> str | None:
    """What bars the way, as a sentence, or ``None``. Only short web pages are suspected, never feeds or JSON."""
    if len(body) > _LARGEST or not is_html(body) or "json" in content_type.lower():
        return None
    page = body.decode("utf-8", errors="replace").lower()
    text = visible_text(page, enough=_SHORT_TEXT)
    if len(text) >= _SHORT_TEXT:
        return None
    found = _TITLE.search(page)
    title = found[1].strip() if found else ""
    if any(word in title or word in text for word in _CHALLENGE_WORDS):
        return Reason("fetch.captcha-page")
    if _PASSWORD.search(page) or _LOGIN_TITLES.search(title):
        return Reason("fetch.login-page")
    if _REFUSING_TITLES.search(title):
        return Reason("fetch.refusal-page")
    if _REFRESH.search(page) and len(text) < 200:
        return Reason("fetch.elsewhere-page")
    return None


def visible_text(page: str, *, enough: int) -> str:
    """The text between tags without scripts and styles, at most about ``enough`` characters; linear in the page."""
    kept: list[str] = []
    size = 0
    position = 0
    while size <= enough:
        opening = page.find("<", position)
        piece = " ".join(page[position : opening if opening >= 0 else len(page)].split())
        if piece:
            kept.append(piece)
            size += len(piece) + 1
        if opening < 0:
            break
        position = _behind(page, opening)
        if position < 0:
            break
    return " ".join(kept)


def _behind(page: str, opening: int) -> int:
    """Where text goes on after the tag at ``opening``; -1 at the end of the page."""
    for name in ("script", "style", "template", "noscript"):
        if page.startswith(name, opening + 1):
            closing = page.find(f"</{name}", opening)
            return page.find(">", closing) + 1 or -1 if closing >= 0 else -1
    if page.startswith("!--", opening + 1):
        closing = page.find("-->", opening)
        return closing + 3 if closing >= 0 else -1
    return page.find(">", opening) + 1 or -1

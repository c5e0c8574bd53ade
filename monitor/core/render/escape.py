"""Makes foreign text harmless: what no reader should meet at all, and what each channel would read as markup."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import regex

MAX_URL = 1_000
"""Longer links are left out: they are abuse, and no chat message has room for them."""

_LINE_BREAKS = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Controls; bidirectional overrides, embeddings and isolates; characters that only hide.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_STACKED_MARKS = regex.compile(r"(\p{M}{4})\p{M}+")
_JOINED_ENDLESSLY = regex.compile("((?:\u200d[^\u200d]){8})(?:\u200d[^\u200d])+")
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_BREAK = "\u200b"
"""A zero-width space: keeps "@" from naming somebody without changing what is read."""


def clean(text: str) -> str:
    """One line of text without controls, overrides, half characters and stacks of marks."""
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    text = _SURROGATES.sub("\ufffd", _LINE_BREAKS.sub(" ", text))
    text = _UNWANTED.sub("", text.replace("\t", " "))
    text = _JOINED_ENDLESSLY.sub(r"\1", _STACKED_MARKS.sub(r"\1", text))
    return _SPACES.sub(" ", text).strip()


def clean_piece(text: str) -> str:
    """As ``clean``, for a piece of a sentence: the space at its ends stays."""
    inner = clean(text)
    if not inner:
        return " " if text.strip(" \t\r\n\u3000") != text else ""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{inner}{after}"


def safe_url(url: str) -> str:
    """``url`` when it is an ordinary http or https link, else empty: never a script, never a control character."""
    url = url.strip()
    if not url or len(url.encode(errors="replace")) > MAX_URL or re.search(r"[\s\x00-\x20\x7f\"<>\\^`{|}]", url):
        return ""
    if _UNWANTED.search(url) or _SURROGATES.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return ""
    # Round brackets would end a Markdown link in the middle.
    return url.replace("(", "%28").replace(")", "%29").replace("'", "%27")


def _no_naming(text: str) -> str:
    return text.replace("@", f"@{_BREAK}").replace("＠", f"＠{_BREAK}")


def _html(text: str) -> str:
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, entity)
    return text


def for_plain(text: str) -> str:
    """Plain text needs no escaping once it is clean."""
    return text


def for_telegram(text: str) -> str:
    """Telegram's HTML: only three characters matter; "@name" would name a member of the group."""
    return _no_naming(_html(text))


_SLACK_MARKS = re.compile(r"([*_~`]+)")


def for_slack(text: str) -> str:
    """Slack's mrkdwn: control sequences live in <…>; a zero-width space keeps marks from forming pairs."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _no_naming(_SLACK_MARKS.sub(rf"{_BREAK}\1{_BREAK}", escaped))


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~])")


def for_discord(text: str) -> str:
    """Discord's Markdown knows the backslash; naming is also switched off in the payload."""
    return _no_naming(_MARKDOWN.sub(r"\\\1", text))


def for_teams(text: str) -> str:
    """Markdown of Adaptive Cards knows the backslash."""
    return _no_naming(_MARKDOWN.sub(r"\\\1", text))


_FEISHU_MARKS = re.compile(r"[&<>*~`\[\]()#_\-!|:@]")


def for_feishu(text: str) -> str:
    """Feishu's card Markdown has HTML entities for its marks (its documentation asks for them)."""
    return _FEISHU_MARKS.sub(lambda found: f"&#{ord(found.group())};", text)


_LOOKALIKES = str.maketrans({"<": "＜", ">": "＞", "[": "［", "]": "］", "`": "ˋ", "*": "∗", "#": "＃", "\\": "＼"})


def for_lookalikes(text: str) -> str:
    """DingTalk and WeCom have no reliable escape: their marks become full-width twins."""
    return _no_naming(text.translate(_LOOKALIKES))


ESCAPES: dict[str, Callable[[str], str]] = {
    "telegram": for_telegram,
    "slack": for_slack,
    "discord": for_discord,
    "teams": for_teams,
    "feishu": for_feishu,
    "dingtalk": for_lookalikes,
    "wecom": for_lookalikes,
}
"""Channel kind → what is done to every value that one of its templates prints; others print plain text."""

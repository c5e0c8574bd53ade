"""Takes out of foreign text what no reader should meet at all: controls, overrides, hidden characters, odd links."""

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import regex

MAX_URL = 1_000
"""Longer links are left out: they are abuse, and no chat message has room for them."""

_LINE_BREAKS = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Controls; bidirectional overrides, embeddings and isolates; characters that only hide.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LEFT_IN = re.compile(r"[ \"<>^`{|}]")
_UP_TO_THE_PATH = re.compile("^https?://[^/?#]*", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")


def sanitize_line(text: str) -> str:
    """One line of text without controls, overrides, half characters and stacks of marks."""
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    text = _SURROGATES.sub("\ufffd", _LINE_BREAKS.sub(" ", text))
    text = _UNWANTED.sub("", text.replace("\t", " "))
    stacked_marks, joined_endlessly = _piles()
    text = joined_endlessly.sub(r"\1", stacked_marks.sub(r"\1", text))
    return _SPACES.sub(" ", text).strip()


@cache
def _piles() -> "tuple[regex.Pattern[str], regex.Pattern[str]]":
    # Only for text that is not plain: the library is not loaded before.
    import regex

    return regex.compile(r"(\p{M}{4})\p{M}+"), regex.compile("((?:\u200d[^\u200d]){8})(?:\u200d[^\u200d])+")


def sanitize_piece(text: str) -> str:
    """As ``sanitize_line``, for a piece of a sentence: the space at its ends stays."""
    inner = sanitize_line(text)
    if not inner:
        return " " if text.strip(" \t\r\n\u3000") != text else ""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{inner}{after}"


def safe_url(url: str) -> str:
    """``url`` when it is an ordinary http or https link, else empty: never a script, never a control character.

    Blanks and marks that people leave in addresses ("annual report.pdf", "?from=a|b") are written as browsers do.
    """
    url = url.strip()
    if not url or re.search(r"[^\S ]|[\x00-\x1f\x7f\\]", url) or _UNWANTED.search(url) or _SURROGATES.search(url):
        return ""
    host = found[0] if (found := _UP_TO_THE_PATH.match(url)) else ""
    url = host + _LEFT_IN.sub(lambda mark: f"%{ord(mark[0]):02X}", url[len(host) :])
    if len(url.encode(errors="replace")) > MAX_URL or _LEFT_IN.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return ""
    # Round brackets would end a Markdown link in the middle.
    return url.replace("(", "%28").replace(")", "%29").replace("'", "%27")

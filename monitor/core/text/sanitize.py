"""Takes out of foreign text what no reader should meet at all: controls, overrides, hidden characters, odd links."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    import regex

MAX_URL = 1_000
"""Longer links are left out: they are abuse, and no chat message has room for them."""

_LINE_BREAKS = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Controls; bidirectional overrides, embeddings and isolates; characters that only hide.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TO_ENCODE = re.compile(r"[ \"<>^`{|}()']")
_NO_HOST = re.compile(r"[@ \"<>^`{|}()']")
_ENCODED_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
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

    A space or another sign that no link may hold is written as browsers write it (``%20``), behind the host only.
    """
    url = url.strip()
    if (
        not url
        or re.search(r"[\s\x00-\x1f\x7f\\]", url.replace(" ", ""))
        or _UNWANTED.search(url)
        or _SURROGATES.search(url)
    ):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or _NO_HOST.search(parts.netloc):
        return ""
    # Round brackets would end a Markdown link in the middle.
    url = _TO_ENCODE.sub(lambda sign: f"%{ord(sign[0]):02X}", url)
    if len(url.encode(errors="replace")) > MAX_URL:
        url = _ENCODED_LETTERS.sub(_spelt_out, url)
    return url if len(url.encode(errors="replace")) <= MAX_URL else ""


def _spelt_out(match: re.Match[str]) -> str:
    """Letters in place of their bytes: a third as long. As it was where that is no text, or no letters alone."""
    try:
        letters = unquote(match[0], errors="strict")
    except UnicodeDecodeError:
        return match[0]
    return letters if all(unicodedata.category(letter)[0] in "LM" for letter in letters) else match[0]

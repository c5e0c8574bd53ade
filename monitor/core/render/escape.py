"""Makes text harmless for a channel: what its dialect would read as markup, or as somebody's name."""

import re
from collections.abc import Callable

from monitor.values import dataclass

UNSEEN_SPACE = "\u200b"
"""A zero-width space: keeps "@" from naming somebody without changing what is read."""


def without_naming(text: str) -> str:
    """Text in which "@" names nobody: an unseen space stands behind it."""
    return text.replace("@", f"@{UNSEEN_SPACE}").replace("＠", f"＠{UNSEEN_SPACE}")


def html_entities(text: str) -> str:
    """Text with the four marks of HTML as entities."""
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, entity)
    return text


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~])")


def escape_markdown(text: str) -> str:
    """For Markdown that knows the backslash (CommonMark: Discord, Adaptive Cards, Mattermost)."""
    return without_naming(_MARKDOWN.sub(r"\\\1", text))


_FULLWIDTH = str.maketrans({"<": "＜", ">": "＞", "[": "［", "]": "］", "`": "ˋ", "*": "∗", "#": "＃", "\\": "＼"})


def fullwidth_markup(text: str) -> str:
    """For Markdown without a reliable escape (DingTalk, WeCom): its marks become full-width twins."""
    return without_naming(text.translate(_FULLWIDTH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What is done to every value that one of a channel's templates prints."""

    escape: Callable[[str], str]
    entities_in_links: bool = False
    """The "&" of an address is written "&amp;"."""


def _keep_text(text: str) -> str:
    return text


PLAIN = Dialect(escape=_keep_text)
"""Plain text needs no escaping once it is clean."""
HTML = Dialect(escape=html_entities, entities_in_links=True)
MARKDOWN = Dialect(escape=escape_markdown)
FULLWIDTH_MARKDOWN = Dialect(escape=fullwidth_markup)

"""Says in HTML what language foreign text is in: how it is read aloud, and which shape a Han character gets."""

from markupsafe import Markup

from monitor.core.text.languages import language_of
from monitor.core.text.normalize import fold


def lang_attribute(text: str, around: str = "", stated: str = "") -> Markup:
    """`` lang="ja"`` for text in another language than ``around``, else nothing.

    ``around``: the tag of what it stands in, such as zh-CN; empty = not known. ``stated``: what its source says. The
    text's own script and words decide first, and nothing is said where neither tells.
    https://www.w3.org/TR/WCAG22/#language-of-parts
    """
    language = language_of(fold(text), stated)
    known = language and language.isascii() and language.isalpha() and language != around.partition("-")[0]
    return Markup(f' lang="{language}"') if known else Markup()  # noqa: S704 — two letters of the alphabet

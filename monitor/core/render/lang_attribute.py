"""Says in HTML what language foreign text is in: how it is read aloud, and which shape a Han character gets."""

from collections.abc import Iterable

from markupsafe import Markup

from monitor.core.render.sentence_pieces import Piece
from monitor.core.text.languages import language_of
from monitor.core.text.normalize import fold


def lang_attribute(text: str | Iterable[Piece], around: str = "", stated: str = "") -> str:
    """`` lang="ja"`` for text in another language than ``around``, else nothing.

    ``around``: the tag of what it stands in, such as zh-CN; empty = not known. ``stated``: what its source says. The
    text's own script and words decide first, and nothing is said where neither tells.
    https://www.w3.org/TR/WCAG22/#language-of-parts
    """
    whole = text if isinstance(text, str) else "".join(piece.text for piece in text)
    language = language_of(fold(whole), stated)
    known = language and language.isascii() and language.isalpha() and language != around.partition("-")[0]
    return Markup(f' lang="{language}"') if known else Markup()  # noqa: S704 — two letters of the alphabet

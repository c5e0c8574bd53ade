"""The Chinese dictionary of this process: words with their frequencies and tags, and how a text is cut into them.

rjieba makes one when it is imported (a tenth of a second, 25 MB); that one serves everybody, since nobody adds to it.
"""

from typing import TYPE_CHECKING, Protocol, cast

from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import rjieba
else:
    rjieba = lazy_module("rjieba")


class ChineseDictionary(Protocol):
    """What is asked of it; the names are rjieba's."""

    def cut(self, text: str, hmm: bool = True) -> list[str]:  # noqa: FBT001, FBT002 - rjieba's own signature
        """The words of a text. ``hmm``: guess at words that the dictionary has not."""
        ...

    def tag(self, text: str, hmm: bool = True) -> list[tuple[str, str]]:  # noqa: FBT001, FBT002 - as above
        """The words of a text, each with its kind (n, v, nr, ns …)."""
        ...

    def cut_all(self, text: str) -> list[str]:
        """Every word that the text spells, overlapping ones too, and the characters that no longer word has."""
        ...

    def has_word(self, word: str) -> bool:
        """Is it in the dictionary?"""
        ...

    def suggest_freq(self, segment: str) -> int:
        """The frequency from which a word stands up to the words it is made of."""
        ...


def chinese_dictionary() -> ChineseDictionary:
    """Loaded when it is first asked something."""
    return cast("ChineseDictionary", rjieba)

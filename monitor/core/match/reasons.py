"""Reasons as values; the catalog's section "match" has the sentences that tell them."""

from functools import lru_cache

from monitor.core.i18n.phrases import format_phrase
from monitor.core.model.languages import Language
from monitor.values import dataclass

_PLACES = ("first", "second", "third")
"""What a sentence calls the words it is about."""


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: which, and the words it is about."""

    key: str
    parts: tuple[str, ...] = ()

    def text(self, language: Language = "en") -> str:
        """As a sentence for a person."""
        return _told(self.key, self.parts, language)


@lru_cache(maxsize=2048)
def _told(key: str, parts: tuple[str, ...], language: Language) -> str:
    """The sentence; a name is found under the same few surfaces again and again."""
    return format_phrase(language, f"match.{key}", dict(zip(_PLACES, parts, strict=False)))

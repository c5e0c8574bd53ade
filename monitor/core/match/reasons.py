"""Reasons as values; the catalog's section "match" has the sentences that tell them."""

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
        return format_phrase(language, f"match.{self.key}", dict(zip(_PLACES, self.parts, strict=False)))

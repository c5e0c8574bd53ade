"""Why a name counts or not, as values; the catalog's section "match" has the sentences that tell them."""

from functools import lru_cache

from monitor.core.i18n.phrases import Reason
from monitor.core.model.languages import Language
from monitor.values import dataclass

_PLACES = ("first", "second", "third")
"""What a sentence calls the words it is about."""


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: which, and the words it is about."""

    key: str
    parts: tuple[str, ...] = ()

    @property
    def reason(self) -> Reason:
        """As what is stored, and told in the language of whoever reads it."""
        return _reason_with(self.key, self.parts)

    def text(self, language: Language = "en") -> str:
        """As a sentence for a person."""
        return self.reason.told(language)


@lru_cache(maxsize=2048)
def _reason_with(key: str, parts: tuple[str, ...]) -> Reason:
    """The reason; a name is found under the same few surfaces again and again."""
    return Reason(f"match.{key}", **dict(zip(_PLACES, parts, strict=False)))

"""Articles that French and Italian write together with a preposition: au Havre for à Le Havre, alla Spezia."""

from collections.abc import Mapping, Sequence

from monitor.core.match.scan.dictionaries import frequent_words_of
from monitor.core.text.normalize import fold

_ITALIAN = ("a", "da", "de", "ne", "su")
_CONTRACTIONS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "fr": {"Le": ("au", "du"), "Les": ("aux", "des")},
    "it": {
        "Il": tuple(f"{preposition}l" for preposition in _ITALIAN),
        **{
            article: tuple(f"{preposition}{melted}" for preposition in _ITALIAN)
            for article, melted in (("Lo", "llo"), ("La", "lla"), ("Le", "lle"), ("I", "i"), ("Gli", "gli"))
        },
    },
}
"""By language: article → what stands for it together with a preposition."""


def contracted_spellings(text: str) -> list[str]:
    """A name as it reads behind a preposition; none for a name whose own part is an everyday word (Le Monde).

    The cup of the world is la Coupe du Monde, whichever newspaper is watched.
    """
    article, _, rest = text.partition(" ")
    if not rest[:1].isupper():
        return []
    first = fold(rest.replace("-", " ").split()[0])
    return [
        f"{contraction} {rest}"
        for language, contractions in _CONTRACTIONS.items()
        if article in contractions and first not in frequent_words_of(language)
        for contraction in contractions[article]
    ]

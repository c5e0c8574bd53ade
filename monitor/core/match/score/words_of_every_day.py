"""What tells a word of every day from a name that is as frequent: its other forms, and that other languages lack it."""

from functools import lru_cache

from monitor.core.match.scan.dictionaries import words_of

_FREQUENT = 10**-4.81
"""Share of a language's texts: 16 in a million words."""
_RARER = 5.6
"""How many times rarer the plural of a word may be than the word: bitcoins are rarer beside bitcoin."""
_OFTENER = 6.0
"""How many times more frequent a word of another language is there than in English texts."""
_KEPT = 1_024


@lru_cache(maxsize=_KEPT)
def is_counted(word: str, *, acronym: bool) -> bool:
    """Has English the frequent folded word in other forms: targets, splitting, tour for tours?

    ``acronym``: the name is one, so that any of them is enough (ice, iced): nobody writes ICE for ice.
    """
    known = words_of("en")
    share = known.get(word)
    if share < _FREQUENT:
        return False
    plural = max(known.get(word + ending) for ending in ("s", "es"))
    if plural * _RARER >= share or (word.endswith("s") and known.get(word[:-1]) * _RARER >= share):
        return True
    stem = word.removesuffix("e")
    forms = sum(form in known for form in (stem + "ing", stem + "ed", stem + "er", stem + stem[-1] + "ing"))
    return forms >= (2 if plural or acronym else 3)


@lru_cache(maxsize=_KEPT)
def is_of_language(word: str, language: str) -> bool:
    """Is the folded word frequent in this language, and not as a name, which English texts have as well?"""
    share = 0.0 if language == "en" else words_of(language).get(word)
    return share >= _FREQUENT and share >= _OFTENER * words_of("en").get(word)

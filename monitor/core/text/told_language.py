"""The language of a document by many of its words, and only where hardly another can be meant.

What feeds state of it is often that of their software, and two of three state nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from monitor.core.text.languages import language_of_script, languages_by_word
from monitor.core.text.normalize import fold

# fmt: off
_LETTERS = {
    "en": "é", "de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíñóúü", "it": "àèéìíîòóùú", "pt": "áâãàçéêíóôõúü",
    "nl": "áéèëíïóöúü", "pl": "ąćęłńóśźż", "tr": "âçğıîöşûü", "sv": "åäöé", "id": "é",
}
"""Letters beyond a to z."""
_NEIGHBOURS = {
    "nl": "nie vir hulle", "id": "ialah kerana iaitu", "es": "amb els però unha coa", "pt": "unha coa",
    "sv": "og ikke til fra",
}
"""Words of Afrikaans, Malay, Catalan, Galician, Danish and Norwegian that their neighbours do not have."""
_CYRILLIC = {"ru": "ыэё", "uk": "їєґ", "sr": "ђћ", "be": "ў"}
"""Letters that tell one of them; Belarusian has those of Russian, too."""
_OTHER_CYRILLIC = re.compile("[ѓќѕѝәғқңөұүһҗҷҳӣӯ]")
_OTHER_ARABIC = re.compile("[پچژگکیٹڈےښګ]")
"""Letters of Persian, Urdu and Pashto, which Arabic does not have."""
# fmt: on
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_BEYOND_ASCII = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_ENTRIES, _CHARACTERS = 15, 250
_FEWEST = 30
"""Words below which nothing is told."""
_SHARE = 0.12
"""Of all words: what carries grammar is a fifth of a text at least, of a headline a tenth."""
_AHEAD = 1.5
"""Times as many as of the next language: neighbours share half of them."""
_STRANGE = 0.004
"""Share of the text that may be letters of another language: names and loans."""


def tell_language(texts: Iterable[str]) -> str:
    """Two letters for the language of a document's texts (headlines with their beginnings); "" when it is unsure."""
    sample = fold("\n".join(text[:_CHARACTERS] for text in islice(texts, _ENTRIES)))
    script = language_of_script(sample)
    if script == "ru":
        return _of_cyrillic(sample)
    if script == "ar":
        return "" if _OTHER_ARABIC.search(sample) else "ar"
    return script or _of_latin(sample)


def _of_cyrillic(sample: str) -> str:
    if _OTHER_CYRILLIC.search(sample):
        return ""
    own = [language for language, letters in _CYRILLIC.items() if any(letter in sample for letter in letters)]
    return own[-1] if len(own) == 1 or own == ["ru", "be"] else ""


def _of_latin(sample: str) -> str:
    words = _LATIN_WORD.findall(sample)
    if len(words) < _FEWEST:
        return ""
    known = languages_by_word()
    points = Counter(language for word in words for language in known.get(word, ()))
    (best, most), (_, second) = (*points.most_common(2), ("", 0), ("", 0))[:2]
    if most < _SHARE * len(words) or most < _AHEAD * second or best not in _LETTERS:
        return ""
    if not set(_NEIGHBOURS.get(best, "").split()).isdisjoint(words):
        return ""
    strange = sum(letter not in _LETTERS[best] for letter in _BEYOND_ASCII.findall("".join(words)))
    return best if strange <= _STRANGE * len(sample) else ""

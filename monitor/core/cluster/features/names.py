"""Names in a headline, found by script and shape: capitals, runs of katakana, Korean nouns, quoted titles, tickers."""

import re
from collections.abc import Iterable

from monitor.core.cluster.features.tokens import korean_noun, stem_word
from monitor.core.text.languages import FUNCTION_WORDS
from monitor.values import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*", re.UNICODE)
_ENDS_SENTENCE = re.compile(r"[.!?:\"“”„»«\n-]")
_POSSESSIVE = re.compile(r"['’]s?$")
_COLON = re.compile(r":\s|\s[|–—-]\s|!\s")
_LETTERED = re.compile(r"[^\W\d_]")
_KATAKANA = re.compile(r"[ァ-ヺー]{2,}")
_KANJI = re.compile(r"[㐀-鿿々]{2,}")
_HANGUL = re.compile(r"[가-힣]{2,}")
_LATIN = re.compile(r"[a-z][a-z0-9]+")
_KOREAN_VERB = re.compile(r"(?:다|서|고|며|해|할|한|된|될|듯|나|자|까|냐|니|라|려|게|지|로|어|아|죠|요)$")
_TITLE_CASE = 0.75
"""Share of capitalised words from which a headline writes most words so, whatever they are."""
_LONG_ENOUGH = 3
_FUNCTION = frozenset(word for words in FUNCTION_WORDS.values() for word in words)
# Capitalised by rule and the name of nobody in particular.
_CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni
    juli oktober dezember mr mrs ms dr breaking update watch video live exclusive opinion analysis review ai ceo ipo
    one two three four five six seven eight nine ten eleven twelve dozens hundreds thousands million billion
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)


@dataclass(frozen=True, slots=True)
class Names:
    """``sure``: names by their shape. ``likely``: what may be one where the shape does not tell (nouns in German)."""

    sure: frozenset[str]
    likely: frozenset[str]
    subjects: frozenset[str]
    """What the headline, or what stands behind a colon in it, begins with: mostly whom it is about."""


def names_in(title: str, text: str, folded: str, language: str) -> Names:
    """Names of a headline. ``title`` and ``text`` as written; ``folded`` is the clean headline; names are stems."""
    if language == "ko":
        return _group_nouns(
            [korean_noun(word) for word in _HANGUL.findall(folded) if not _KOREAN_VERB.search(word)], folded
        )
    if language == "ja":
        return _group_nouns([*_in_order(folded, _KATAKANA, _KANJI)], folded)
    if language == "zh":
        return Names(frozenset(), frozenset(), frozenset())
    return _capitalised_names(title, text, german=language == "de")


def _in_order(folded: str, *forms: re.Pattern[str]) -> Iterable[str]:
    found = sorted((match.start(), match[0]) for form in forms for match in form.finditer(folded))
    return (run for _, run in found)


def _group_nouns(nouns: list[str], folded: str) -> Names:
    latin = [word for word in _LATIN.findall(folded) if len(word) >= _LONG_ENOUGH]
    known = frozenset(stem_word(word) for word in latin)
    return Names(
        sure=known,
        likely=frozenset(noun for noun in nouns if len(noun) > 1) | known,
        subjects=frozenset(nouns[:1]),
    )


def _capitalised_names(title: str, text: str, *, german: bool) -> Names:
    words = [word for word in _WORD.findall(title) if _LETTERED.search(word)]
    telling = [word for word in words if word.lower() not in _FUNCTION and len(word) > 1]
    capital = [word for word in telling if word[0].isupper() or any(char.isupper() for char in word[1:])]
    if not capital:
        return Names(frozenset(), frozenset(), frozenset())
    behind = telling[1:]
    headline = len(behind) >= _LONG_ENOUGH and len([w for w in capital if w in behind]) >= _TITLE_CASE * len(behind)
    inside, plain = _within_sentences(text)
    vague = german or headline
    sure: set[str] = set()
    likely: set[str] = set()
    for word in capital:
        bare = _bare_word(word)
        key = stem_word(bare)
        if not key or bare in _CALENDAR or len(key) < 2:
            continue
        first = word == words[0]
        shaped = _has_shape(word)
        if bare in plain and not shaped:
            continue
        likely.add(key)
        if shaped or (not german and bare in inside) or not (vague or first):
            sure.add(key)
    firsts = (
        next((stem_word(_bare_word(word)) for word in _WORD.findall(part) if stem_word(_bare_word(word)) in likely), "")
        for part in _COLON.split(title)
    )
    return Names(frozenset(sure), frozenset(likely), frozenset(filter(None, firsts)))


def _bare_word(word: str) -> str:
    return word.lower() if word.isalnum() else _POSSESSIVE.sub("", word).lower()


def _has_shape(word: str) -> bool:
    """Whether capitals or digits inside a word make it a name: NATO, iPhone, DeepSeek, RTX5090."""
    inner = word[1:]
    return len(word) > 1 and any(char.isupper() or char.isdigit() for char in inner) and word.lower() not in _CALENDAR


def _within_sentences(text: str) -> tuple[set[str], set[str]]:
    """Words that stand with a capital inside a sentence of a text, and those that stand in lower case."""
    inside: set[str] = set()
    plain: set[str] = set()
    end = -1
    for match in _WORD.finditer(text):
        word = match[0]
        between = text[end : match.start()]
        begins = end < 0 or (between != " " and _ENDS_SENTENCE.search(between) is not None)
        end = match.end()
        if word[0].isupper():
            if not begins:
                inside.add(_bare_word(word))
        else:
            plain.add(_bare_word(word))
    return inside, plain

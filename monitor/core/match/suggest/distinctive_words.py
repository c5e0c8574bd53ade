"""Words that stand in what is wanted, seldom elsewhere, and never in what was refused: what a name may need near it."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from monitor.core.match.scan.names import is_han
from monitor.core.match.scan.segmenter import Words
from monitor.core.text.languages import FUNCTION_WORDS
from monitor.core.text.normalize import fold

_MOST = 8
_COVERED = 0.9
"""Share of what is wanted that the words must reach together."""
_OFTEN = 0.15
"""Share of what is wanted in which a word must stand that no rule of the topic names already."""
_LIFT = 4.0
"""How many times as often as elsewhere such a word must stand there: 发布 separates nothing."""
_ENOUGH = 8
"""Documents from which words are learnt; from fewer, anything separates anything."""
_COMPLAINTS = 2
"""Texts that were refused; one alone says little about what all the others have in common."""
_LONGEST = 4_000
_FUNCTION = frozenset(word for words in FUNCTION_WORDS.values() for word in words)
_LATIN = re.compile(r"[a-z][a-z-]{2,24}")


def separating_words(
    wanted: Sequence[str], refused: Sequence[str], elsewhere: Sequence[str], *, known: Collection[str], words: Words
) -> tuple[str, ...]:
    """A few words of which nearly every wanted text has one and no refused text has any; empty when there are none.

    ``known``: words that the topic's rules already name; they need no statistics to be believed.
    """
    if len(wanted) < _ENOUGH or len(set(refused)) < _COMPLAINTS:
        return ()
    texts = [words_of(text, words) for text in wanted]
    forbidden = set[str]().union(*(words_of(text, words) for text in refused))
    folded_refused = [fold(text) for text in refused]
    counts = Counter(word for text in texts for word in text)
    around = Counter(word for text in elsewhere for word in words_of(text, words))
    trusted = {word for word in map(fold, known) if counts[word] and not any(word in text for text in folded_refused)}
    learnt = {
        word
        for word, count in counts.items()
        if word not in forbidden | _FUNCTION
        and count >= _OFTEN * len(texts)
        and count / len(texts) >= _LIFT * (around[word] + 1) / (len(elsewhere) + 1)
    }
    chosen = _cover_texts(texts, sorted(trusted | learnt), trusted)
    reached = sum(any(word in text for word in chosen) for text in texts)
    if reached < _COVERED * len(texts):
        return ()
    # What the topic knows besides costs nothing and lets through what history has not shown yet.
    return tuple(dict.fromkeys((*chosen, *sorted(trusted))))[:_MOST]


def words_of(text: str, words: Words) -> frozenset[str]:
    """The words of a text, folded: Latin ones of three letters and more, Chinese ones of two characters and more."""
    folded = fold(text[:_LONGEST])
    han = (word for word in words.split(folded) if len(word) > 1 and all(map(is_han, word)))
    return frozenset((*_LATIN.findall(folded), *han))


def _cover_texts(texts: Sequence[frozenset[str]], candidates: Sequence[str], trusted: Collection[str]) -> list[str]:
    """Greedily: the word that stands in most texts not reached yet, one the topic knows before an equal stranger."""
    chosen: list[str] = []
    left = list(texts)
    while left and len(chosen) < _MOST:
        gains = {word: sum(word in text for text in left) for word in candidates}
        best = max(gains, key=lambda word: (gains[word], word in trusted, word), default="")
        if not best or not gains[best]:
            break
        chosen.append(best)
        left = [text for text in left if best not in text]
    return chosen

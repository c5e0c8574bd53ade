"""Words of a text as the search index keeps them: Latin runs as words, Chinese and its kin as overlapping pairs.

"可灵发布 2.1" is kept as 可灵 灵发 发布 布 2 1: any two or more characters of a run are a phrase of its pairs, found by
looking them up, not by scanning. One character alone is the beginning of a pair.
"""

import re
from collections.abc import Sequence

from monitor.core.model.searches import Phrase
from monitor.core.text.normalize import fold

FOLDING = 1
"""Changes when the same text is kept as other words: what is indexed is then indexed again."""
_UNSPACED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_UNSPACED}]+|[^\\W_{_UNSPACED}]+")
_PAIRED = re.compile(f"[{_UNSPACED}]")


def index_words(text: str) -> str:
    """The words of a text in their order, with a space between two."""
    return " ".join(word for run in _RUNS.findall(fold(text)) for word in _words_of(run))


def phrase_of(text: str, *, is_open: bool = False) -> Phrase | None:
    """What to look up for a word or phrase that somebody typed; ``None`` when it holds no word."""
    runs: Sequence[str] = _RUNS.findall(fold(text))
    if not runs:
        return None
    words = [word for run in runs[:-1] for word in _words_of(run)]
    last = runs[-1]
    if not _PAIRED.match(last):
        return Phrase((*words, last), is_open)
    if len(last) == 1:
        # It may stand at the end of a run or begin a pair.
        return Phrase((*words, last), is_open=True)
    # Whatever follows in the text: the last character alone is a word only at the end of a run.
    return Phrase((*words, *_words_of(last)[:-1]))


def _words_of(run: str) -> list[str]:
    if not _PAIRED.match(run):
        return [run]
    return [run[place : place + 2] for place in range(len(run))]

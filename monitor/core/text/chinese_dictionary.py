"""The Chinese dictionary of this process: words with their frequencies and tags, and how a text is cut into them.

rjieba's own dictionary takes 37 MiB and a tenth of a second. The words of a text only depend on those dictionary words
that the text spells, and on the sum of all frequencies. So rjieba is given an empty dictionary, and each text's words
as it comes, from a file; what stands for the rest keeps the sum.

The file is made by ``bench/chinese_words.py`` from jieba's dictionary (Copyright 2013 Sun Junyi, MIT licence).
"""

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from struct import Struct
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, cast
from weakref import finalize

from monitor.core.text.chinese_tags import guess_tag
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rjieba import Jieba

    Numbers = NDArray[np.int64]
else:
    np = lazy_module("numpy")
    Numbers = Any

WORDS_FILE = __file__.removesuffix("chinese_dictionary.py") + "chinese_words.bin"
MADE_FOR = b"zhwords1"
_HEAD = 16
_NUMBER = "<u4"
_BYTES = 4
_PLACES = Struct("<2I")
"""Where the words of one beginning stand in the file, and where those of the next one do."""
_REST = "\uffff\uffff"
"""Stands for all words that were not needed yet: no text is cut at it."""
_MOST = 150_000
"""Words that are held, some 7 MB: then they are forgotten, and those that are met again are read again."""
_TEXTS = 4
"""The last texts are remembered: a headline is cut, its lead is, then the headline is tagged, and a part of it."""
_TAGS = 4096
"""Words whose tag is kept."""
_SHORT, _LOOKED_UP = 24, 8_192
"""Characters of a short text, and so many beginnings of words in such texts that are remembered (0.7 MB)."""


class ChineseDictionary(Protocol):
    """What is asked of it; the names are rjieba's."""

    def cut(self, text: str, hmm: bool = True) -> list[str]:  # noqa: FBT001, FBT002 - rjieba's own signature
        """The words of a text. ``hmm``: guess at words that the dictionary has not."""
        ...

    def cut_parts(self, text: str, parts: Sequence[str]) -> list[str]:
        """The words of parts of a text, with line ends between them; none is guessed at.

        To ask for all parts at once takes a part of the time; what is asked of the whole text then is known already.
        """
        ...

    def expect(self, text: str) -> None:
        """Parts of this text will be asked about: to learn its words once takes less than to learn those of each."""
        ...

    def tag(self, text: str, hmm: bool = True, *, shortest: int = 1) -> list[tuple[str, str]]:  # noqa: FBT001, FBT002 - as above
        """The words of a text that have so many characters, each with its kind (n, v, nr, ns …)."""
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


class _WordsFile:
    """All words by their first two characters. Only these are held: words and their places are read when asked for."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "rb", buffering=0)  # noqa: PTH123, SIM115 a constant; held as long as it is asked
        finalize(self, self._file.close)
        head = self._read(0, _HEAD)
        if not head.startswith(MADE_FOR):
            raise ValueError(f"{path}: not a file of Chinese words in the known format")
        self.count, self.total = (int(number) for number in np.frombuffer(head, _NUMBER, 2, len(MADE_FOR)))
        self._beginnings = np.frombuffer(self._read(_HEAD, self.count * _BYTES), _NUMBER)
        numbers: Any = self._beginnings.astype("u4", copy=False)
        self._in_order: memoryview[int] = memoryview(numbers)  # bisect takes a third of the time that numpy does
        self._places = _HEAD + self.count * _BYTES
        self._texts = self._places + (self.count + 1) * _BYTES

    def beginnings_in(self, text: str) -> Numbers:
        """The numbers of those beginnings of words that the text spells."""
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2").astype(np.uint32)
        firsts = units << 16
        asked = np.concatenate((firsts, firsts[:-1] | units[1:]))
        asked.sort()  # neighbours are found in half of the time
        found: Numbers = self._beginnings.searchsorted(asked)
        found[found == self.count] = 0
        return cast("Numbers", found[self._beginnings[found] == asked])

    def number_of(self, beginning: str) -> int | None:
        """The number of one or two characters as the beginning of words; ``None`` where none begins so."""
        if not all("\0" < character <= "\uffff" for character in beginning):
            return None
        first, second = (*map(ord, beginning), 0)[:2]
        asked = first << 16 | second
        number = bisect_left(self._in_order, asked)
        return number if number < self.count and self._in_order[number] == asked else None

    def words_of(self, numbers: Sequence[int]) -> Iterator[tuple[str, Iterable[tuple[str, str, str]]]]:
        """The words with each of these beginnings: the beginning, and the rest of each with frequency and tag."""
        for number, beginning in zip(numbers, self._beginnings[np.array(numbers)].tolist(), strict=True):
            start = chr(beginning >> 16) + (chr(beginning & 0xFFFF) if beginning & 0xFFFF else "")
            cells = iter(self._cells(number))
            yield start, zip(cells, cells, cells, strict=True)

    def tag_of(self, word: str) -> str | None:
        """The tag of a word; ``None`` of one that is not here."""
        rest, number = word[2:], self.number_of(word[:2])
        if number is None:
            return None
        cells = self._cells(number)
        return next((tag for found, tag in zip(cells[::3], cells[2::3], strict=True) if found == rest), None)

    def _cells(self, number: int) -> list[str]:
        first, end = _PLACES.unpack(self._read(self._places + number * _BYTES, _PLACES.size))
        return self._read(self._texts + first, end - first).decode().split("\t")

    def _read(self, place: int, size: int) -> bytes:
        self._file.seek(place)
        return self._file.read(size)


def _beginnings_of_short(text: str) -> Set[str]:
    """What the beginnings of the words of a short text can be: each is looked up by itself, as arrays take as long for
    ten as for a thousand, and most are known.
    """
    return {text[place : place + size] for place in range(len(text)) for size in (1, 2)}


class _GrowingDictionary:
    """rjieba with the words of all texts so far, which is asked as if it held the whole dictionary."""

    def __init__(self) -> None:
        self._file = _WordsFile(WORDS_FILE)
        self._lock = Lock()
        self._texts: list[str] = []
        self._looked_up: set[str] = set()
        """Beginnings of short texts that need not be looked up again."""
        self._tag_of = lru_cache(_TAGS)(self._read_tag)
        self._forget()

    def cut(self, text: str, hmm: bool = True) -> list[str]:  # noqa: FBT001, FBT002 - rjieba's own signature
        """See ``ChineseDictionary``."""
        with self._lock:
            return self._knowing(text).cut(text, hmm)

    def cut_parts(self, text: str, parts: Sequence[str]) -> list[str]:
        """See ``ChineseDictionary``."""
        with self._lock:
            return self._knowing(text).cut("\n".join(parts), hmm=False)

    def expect(self, text: str) -> None:
        """See ``ChineseDictionary``."""
        with self._lock:
            self._knowing(text)

    def tag(self, text: str, hmm: bool = True, *, shortest: int = 1) -> list[tuple[str, str]]:  # noqa: FBT001, FBT002 - as above
        """See ``ChineseDictionary``."""
        # rjieba's own would load a table of 8 MB for words that it has not, whether there are such or not.
        with self._lock:
            words = self._knowing(text).cut(text, hmm)
            return [(word, self._tag_of(word)) for word in words if len(word) >= shortest]

    def cut_all(self, text: str) -> list[str]:
        """See ``ChineseDictionary``."""
        with self._lock:
            return self._knowing(text).cut_all(text)

    def has_word(self, word: str) -> bool:
        """See ``ChineseDictionary``."""
        with self._lock:
            return word != _REST and self._knowing(word).has_word(word)

    def suggest_freq(self, segment: str) -> int:
        """See ``ChineseDictionary``."""
        with self._lock:
            return 1 if segment == _REST else self._knowing(segment).suggest_freq(segment)

    def _read_tag(self, word: str) -> str:
        tag = self._file.tag_of(word)
        return guess_tag(word) if tag is None else sys.intern(tag)

    def _knowing(self, text: str) -> "Jieba":
        """rjieba, with every word that the text spells."""
        if any(text in known for known in self._texts):
            return self._jieba
        asked: Set[str] = frozenset()
        if len(text) <= _SHORT:
            asked = _beginnings_of_short(text) - self._looked_up
            found = {number for beginning in asked if (number := self._file.number_of(beginning)) is not None}
            new = {number for number in found if not self._known[number]}
        else:
            spelt = self._file.beginnings_in(text)
            new = set(spelt[~self._known[spelt]].tolist())
        if new:
            if self._words > _MOST:
                self._forget()
                new = set(self._file.beginnings_in(text).tolist())
            self._learn(list(new))
        if len(self._looked_up) > _LOOKED_UP:
            self._looked_up = set()
        self._looked_up |= asked
        self._texts = [text, *self._texts[: _TEXTS - 1]]
        return self._jieba

    def _learn(self, numbers: Sequence[int]) -> None:
        """The words with these beginnings are known from now on."""
        add = self._jieba.add_word
        for start, words in self._file.words_of(numbers):
            for rest, frequency, tag in words:
                count = int(frequency)
                add(start + rest, count, tag)
                self._rest -= count
                self._words += 1
        self._known[numbers] = True
        add(_REST, self._rest, "")

    def _forget(self) -> None:
        self._jieba: Jieba = _library().Jieba.empty()
        self._known = np.zeros(self._file.count, bool)
        self._words, self._rest = 0, self._file.total
        self._texts = []
        self._looked_up = set()
        self._jieba.add_word(_REST, self._rest, "")


def _library() -> Any:
    """rjieba without the dictionary that its package loads when it is imported."""
    name = "rjieba.rjieba"
    if name not in sys.modules:
        package = find_spec("rjieba")
        spec = PathFinder.find_spec(name, package.submodule_search_locations) if package else None
        if spec is None or spec.loader is None:
            raise ModuleNotFoundError("rjieba is not installed")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules[name] = module
    return sys.modules[name]


@cache
def _growing_dictionary() -> _GrowingDictionary:
    return _GrowingDictionary()


class _LateDictionary:
    """Stands for the dictionary until it is asked something."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_growing_dictionary(), name)


_LATE = cast("ChineseDictionary", _LateDictionary())


def chinese_dictionary() -> ChineseDictionary:
    """Loaded when it is first asked something."""
    return _LATE

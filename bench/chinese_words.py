"""Write monitor/core/text/chinese_words.bin anew from jieba's dictionary.

python -m bench.chinese_words DICT, where DICT is jieba/dict.txt of jieba 0.42.1 (MIT): a word, its frequency and its
tag a line. rjieba holds the same words inside itself, but loads them all at once.
"""

import struct
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from monitor.core.text.chinese_dictionary import MADE_FOR, WORDS_FILE

Word = tuple[str, int, str]


def read_words(lines: Iterable[str]) -> list[Word]:
    """Each word once, in code point order: as rjieba reads them, with its last frequency and its first tag."""
    words: dict[str, Word] = {}
    for line in lines:
        word, frequency, tag = line.split()
        words[word] = (word, int(frequency), words[word][2] if word in words else tag)
    return sorted(words.values())


def write_words(words: Iterable[Word]) -> bytes:
    """The file: a head, the beginnings of words, where the words of each stand, and the words themselves.

    A beginning are the first two characters of a word, as one number of 32 bits; its words stand together without
    it, each as rest, frequency and tag, with tabs between all.
    """
    beginnings, places, texts, place, total = list[int](), [0], list[bytes](), 0, 0
    for beginning, group in groupby(words, key=lambda word: word[0][:2]):
        first, second = (*map(ord, beginning), 0)[:2]
        beginnings.append(first << 16 | second)
        found = list(group)
        total += sum(frequency for _, frequency, _ in found)
        texts.append("\t".join(f"{word[2:]}\t{frequency}\t{tag}" for word, frequency, tag in found).encode())
        place += len(texts[-1])
        places.append(place)
    count = len(beginnings)
    head = struct.pack("<8sII", MADE_FOR, count, total)
    return head + struct.pack(f"<{count}I{count + 1}I", *beginnings, *places) + b"".join(texts)


if __name__ == "__main__":
    Path(WORDS_FILE).write_bytes(write_words(read_words(Path(sys.argv[1]).read_text("utf-8").splitlines())))

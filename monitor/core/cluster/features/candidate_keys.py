"""Keys by which the store finds reports that may tell the same: what two of one event are likely to share."""

from hashlib import blake2b
from heapq import nsmallest
from typing import TYPE_CHECKING

from monitor.core.cluster.features.product_names import (
    latin_names,
    versions_by_name,
)
from monitor.core.cluster.features.words import (
    HAN,
    concepts_of,
    rare_words,
)
from monitor.core.text.figures.numbers import amounts_in
from monitor.core.text.urls import canonical_url
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import numpy as np
else:
    np = lazy_module("numpy")

_NGRAM = 4
KEYED = 40
"""Characters of a title whose runs are keys."""
_LEAD_KEYS = 8
_HEAD_OR_TAIL, _TAIL = 0b1100_0000, 0b1000_0000
"""The bits that tell whether a byte of UTF-8 goes on with a character, and what they are then."""
_LEAD, _MARK = blake2b(b"lead:", digest_size=8), blake2b(digest_size=8)
_PATH_SHORTEST = 8
"""Characters of a path from which it can name an article: not "news" or "ai/video"."""


def candidate_keys(title: str, lead: str, language: str) -> set[int]:
    """Keys of what two reports of one event are likely to share: names, figures, rare words and runs of characters.

    The lead gives the smallest hashes of its runs (a min-hash), so that a reprint is found under any headline.
    """
    han = "".join(HAN.findall(title))[:KEYED]
    runs = {han[start : start + _NGRAM] for start in range(len(han) - _NGRAM + 1)}
    first = lead[: _LEAD_KEYS * 25]
    named = latin_names(title) | {name for name in latin_names(first) if versions_by_name([name])}
    marks = {f"name:{name}" for name in named} | {f"name:{base}" for base in versions_by_name(named)}
    marks |= {
        f"figure:{figure}"
        for figure in amounts_in(title, language) | amounts_in(first, language)
        if len(figure) > _NGRAM
    }
    marks |= {f"word:{word}" for word in rare_words(concepts_of(title[: 2 * KEYED], language))} | {
        f"run:{run}" for run in runs
    }
    return {hash_mark(mark) for mark in marks} | _smallest_hashes(first)


def _smallest_hashes(lead: str) -> set[int]:
    """The smallest of what ``hash_mark`` makes of a lead's runs of characters: some two hundred a report."""
    found: list[bytes] = []
    copy, add = _LEAD.copy, found.append
    for run in _encoded_runs(lead, 2 * _NGRAM):
        hashed = copy()
        hashed.update(run)
        add(hashed.digest())
    return {int.from_bytes(digest, "big") >> 1 for digest in nsmallest(_LEAD_KEYS, found)}


def _encoded_runs(text: str, length: int) -> set[bytes]:
    """The runs of so many characters, each once: the text is encoded once, as that takes longer than to cut it."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) == len(text):
        return {encoded[start : start + length] for start in range(len(encoded) - length + 1)}
    units = np.frombuffer(encoded, np.uint8)
    borders = [*(units & _HEAD_OR_TAIL != _TAIL).nonzero()[0].tolist(), len(encoded)]
    return {encoded[start:end] for start, end in zip(borders, borders[length:], strict=False)}


def own_link(canonical: str) -> bool:
    """Whether a canonical link can be an article's own: not a front page or a column."""
    return len(canonical.partition("//")[2].partition("/")[2]) >= _PATH_SHORTEST


def link_keys(url: str) -> set[int]:
    link = canonical_url(url)
    return {hash_mark(f"url:{link}")} if own_link(link) else set()


def hash_mark(mark: str) -> int:
    hashed = _MARK.copy()
    hashed.update(mark.encode("utf-8", "replace"))
    return int.from_bytes(hashed.digest(), "big") >> 1

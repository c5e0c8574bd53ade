"""What the similarity of two reports is bounded by, as numbers: those of many reports are read at once.

What is packed of a report is one run of numbers of 32 bits: its record, the words of its text, those of its headline,
and the marks of all else that two reports share.
"""

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.cluster.features.actions import KINDS_OF_ACTION
from monitor.core.cluster.features.product_names import base_names, version_marks
from monitor.core.cluster.features.words import lacks_of_words, rare_names
from monitor.core.text.figures.amounts import Amount, mark_amounts, mark_of_amount, marks_beside, stored_amounts
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import numpy as np

    from monitor.core.cluster.features.compared_report import ReportFeatures
else:
    np = lazy_module("numpy")

HAS_DAYS, HAS_FIGURES, HAS_LIKELY, HAS_LATIN, HAS_SUBJECTS, IS_ROUND_UP = (1 << place for place in range(6))
ANALYSES, CANCELS, SPEAKS_BEFORE, TELLS_WHAT_COMES = (1 << place for place in range(6, 10))
"""Flags of a record."""
ALL_FLAGS = (1 << 10) - 1
_OTHER_ACTION = 31
_ACTION_BITS = {kind: 1 << place for place, kind in enumerate(KINDS_OF_ACTION)}
PLAN = _ACTION_BITS["plan"]
_RECORD = struct.Struct("<3d3Q10I")
RECORD = _RECORD.size // 4
"""Numbers of 32 bits before the words of a packed report."""
_NUMBER, _WORD = "<u4", "I"
_UNKNOWN = 0xFFFF_FFFF
"""Stands for a language that is not two characters of the first plane."""

FIGURES, FIGURES_OF_BOTH, FIGURES_OF_OURS, FIGURES_OF_THEIRS, SCORES, DAYS, VERSIONS, RARE_NAMES, DECEASED = range(9)
"""What a mark that two reports share tells: a figure of their text stands in our text, in our headline, too, in our
headline alone; a figure of their headline stands in our text; a score, a day and so on of both headlines."""
KINDS_OF_MARK = 9
_OF_TEXT, _OF_HEADLINE, _SCORE, _DAY, _VERSION, _RARE_NAME, _DECEASED = range(1, 8)
_KINDS = 16
_BITS = 0xFFFF_FFFF
"""A mark has 32 bits, the last four of which are its kind: two things may have one mark, one thing never two."""


class PackedReports(NamedTuple):
    """What is packed of reports, one behind the other."""

    table: Any
    """Their records."""
    numbers: Any
    ends: Any
    """Where record, text, headline and marks of each end: four a report, in ``numbers``."""


@cache
def _record_type() -> Any:
    reals = ("at", "words_weight", "seen_weight")
    texts = ("url", "title", "source")
    counts = ("actions", "flags", "rare", "names", "figures", "seen", "words", "marks", "language", "spare")
    kinds = ((reals, "<f8"), (texts, "<u8"), (counts, _NUMBER))
    return np.dtype([(name, kind) for names, kind in kinds for name in names])


def read_record(packed: bytes) -> Any:
    """The record of one report."""
    return np.frombuffer(packed[: _RECORD.size], dtype=_record_type())[0]


def read_packed(packed: Sequence[bytes]) -> PackedReports:
    """Reports as ``pack_report`` packs them."""
    table = np.frombuffer(b"".join([one[: _RECORD.size] for one in packed]), dtype=_record_type())
    lengths = np.full((len(packed), 4), RECORD)
    for place, part in enumerate(("seen", "words", "marks"), start=1):
        lengths[:, place] = table[part]
    return PackedReports(table, np.frombuffer(b"".join(packed), dtype=_NUMBER), lengths.ravel().cumsum())


def speaks_other_language(table: Any, language: int) -> Any:
    """Which of the reports may be in another language than this (``language`` of a record)."""
    spoken = table["language"]
    return (spoken != language) | (spoken == _UNKNOWN)


def pack_report(report: "ReportFeatures", seen: bytes, words: bytes) -> bytes:
    """A report; ``seen`` and ``words``: its words, packed. In lists, as they are stored, each value is there once."""
    marks = _pack_marks(report.stored)
    said = _weigh(seen, words)
    counts = (len(seen) // 4, len(words) // 4, len(marks) // 4)
    return b"".join((_make_record(report, said, counts), seen, words, marks))


class _Said(NamedTuple):
    """How much a report says; summed up in another order than by ``weight_of``, the last digits may differ."""

    headline: float
    text: float
    rare: int
    """Words of the headline that are not common in the news."""


def _weigh(seen: bytes, words: bytes) -> _Said:
    """All at once, by a table that is small: to look each word up takes longer than all else, while the table of all
    common words has to come from memory.
    """
    weights, text = weights_of(np.frombuffer(seen + words, dtype=_NUMBER)), len(seen) // 4
    headline = weights[text:]
    return _Said(float(headline.sum()), float(weights[:text].sum()), int(np.count_nonzero(headline == 1.0)))


def _make_record(report: "ReportFeatures", said: _Said, counts: tuple[int, int, int]) -> bytes:
    stored = report.stored
    stages, kinds = stored.get("stages", ()), stored.get("actions", ())
    flags = (
        HAS_DAYS * bool(stored.get("days"))
        + HAS_FIGURES * bool(stored["amounts"])
        + HAS_LIKELY * bool(stored.get("likely"))
        + HAS_LATIN * bool(stored.get("latin"))
        + HAS_SUBJECTS * bool(stored.get("subjects"))
        + IS_ROUND_UP * report.is_roundup
        + ANALYSES * ("analysis" in stages)
        + CANCELS * ("cancel" in stages)
        + SPEAKS_BEFORE * ("before" in stages)
        + TELLS_WHAT_COMES * ("before" in stages or "plan" in kinds)
    )
    bits = 0
    for kind in kinds:
        bits |= _ACTION_BITS.get(kind, 1 << _OTHER_ACTION)
    return _RECORD.pack(
        report.at,
        said.headline,
        said.text,
        _hash_text(report.url),
        _hash_text(report.title),
        _hash_text(report.source),
        bits,
        flags,
        said.rare,
        len(stored.get("names", ())),
        len(stored["amounts_seen"]),
        *counts,
        _number_of_language(report.language),
        0,
    )


def _hash_text(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _number_of_language(language: str) -> int:
    """Two languages never have one number but for ``_UNKNOWN``."""
    first, second = (ord(char) for char in language.rjust(2, "\0")[:2])
    return first << 16 | second if len(language) <= 2 and max(first, second) < _UNKNOWN >> 16 else _UNKNOWN


def _pack_marks(stored: Mapping[str, Any]) -> bytes:
    """The marks of what other reports may share with one of these values: 32 bits each, the lowest byte first."""
    latin = stored.get("latin", ())
    marks = [_mark_stored(amount) + _OF_TEXT & _BITS for amount in stored["amounts_seen"]]
    marks += [_mark_stored(amount) + _OF_HEADLINE & _BITS for amount in stored["amounts"]]
    for kind, values in (
        (_SCORE, stored.get("scores", ())),
        (_DAY, stored.get("days", ())),
        (_VERSION, version_marks(latin) if latin else ()),
        (_DECEASED, stored.get("deceased", ())),
    ):
        if values:
            marks += [zlib.crc32(value.encode("utf-8", "replace")) & -_KINDS | kind for value in values]
    if latin or stored.get("names"):
        marks += [name & -_KINDS | _RARE_NAME for name in rare_names(stored.get("names", ()), base_names(latin))]
    return array(_WORD, marks).tobytes() if sys.byteorder == "little" else struct.pack(f"<{len(marks)}I", *marks)


@lru_cache(maxsize=2048)
def _mark_stored(amount: str) -> int:
    [(kind, value)] = stored_amounts([amount])
    return mark_of_amount(kind, value) * _KINDS


def wanted_marks(packed: Iterable[int], amounts: Iterable[Amount], amounts_seen: Iterable[Amount]) -> dict[int, int]:
    """The marks by which others share something with a report of these marks and amounts, and what each tells then."""
    in_text, in_headline = marks_beside(mark_amounts(amounts_seen)), marks_beside(mark_amounts(amounts))
    wanted = {mark * _KINDS + _OF_TEXT & _BITS: FIGURES_OF_OURS for mark in in_headline - in_text}
    for mark in in_text:
        wanted[mark * _KINDS + _OF_TEXT & _BITS] = FIGURES_OF_BOTH if mark in in_headline else FIGURES
        wanted[mark * _KINDS + _OF_HEADLINE & _BITS] = FIGURES_OF_THEIRS
    for mark in packed:
        if mark % _KINDS >= _SCORE:
            wanted[mark] = SCORES + mark % _KINDS - _SCORE
    return wanted


@cache
def _known_lacks() -> tuple[Any, Any]:
    """The common words in order, and by how much each counts less than a rare one; behind them one that is in none."""
    lacks = sorted(({_BITS: 0.0} | lacks_of_words()).items())
    return np.array([word for word, _ in lacks], dtype=_NUMBER), np.array([lack for _, lack in lacks])


def weights_of(words: Any) -> Any:
    """How much each word says."""
    common, lacks = _known_lacks()
    number = common.searchsorted(words)
    return 1.0 - lacks[number] * (common[number] == words)

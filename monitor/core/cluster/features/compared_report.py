"""What is compared of a report, read from what is stored of it: most of it only when somebody asks.

Of sixty candidates of a report one or two are compared in full; of the others a bound of their similarity is enough.
"""

import sys
from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from monitor.core.cluster.features.likeness_record import pack_report
from monitor.core.cluster.features.product_names import base_names, version_marks
from monitor.core.cluster.features.words import HAN, concept_of, rare_names, rare_words, weight_of
from monitor.core.model.stories import Features
from monitor.core.text.figures.amounts import Amount, mark_amounts, marks_beside, stored_amounts
from monitor.values import dataclass

_NO_WORDS: frozenset[int] = frozenset()
_WORD = "I"
"""The type of an array of words: 32 bits, which stand in a packed text with the lowest byte first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFeatures:
    """A report reduced to what is compared. Hashes of words have 32 bits; ``at`` is in seconds since 1970."""

    title: str
    words: frozenset[int]
    words_weight: float
    seen: frozenset[int]
    """Words of title and lead."""
    seen_weight: float
    packed: bytes
    """What its similarity with others is bounded by, as ``pack_report`` makes it."""
    names: frozenset[str]
    """Of the headline, by their shape or in the segmenter's dictionary."""
    likely: frozenset[str]
    """Words of the headline that may be names where the shape does not tell: nouns in German, Korean, Japanese."""
    subjects: frozenset[str]
    """What the headline, or what stands behind a colon in it, begins with: mostly whom it is about."""
    latin: frozenset[str]
    versioned_seen: frozenset[str]
    latin_bases: frozenset[str]
    """The same names without versions."""
    seen_bases: frozenset[str]
    bridging: frozenset[int]
    twins: frozenset[int]
    phrases: frozenset[int]
    """Words in Latin letters side by side in the headline: "Claude Tag" stays so in a Chinese one."""
    numbered: frozenset[str]
    numbered_seen: frozenset[str]
    """Words of the headline in letters: what reports in two scripts may share."""
    amounts: tuple[Amount, ...]
    amounts_seen: tuple[Amount, ...]
    figure_marks: frozenset[int]
    """The sizes of all its amounts, and in ``figure_reach`` those beside them, too."""
    figure_reach: frozenset[int]
    scores: frozenset[str]
    days: frozenset[str]
    deceased: frozenset[str]
    """Whose death the headline reports."""
    actions: frozenset[str]
    hazards: frozenset[str]
    stages: frozenset[str]
    actors: frozenset[int]
    """Words of the headline's beginning that may say who acts."""
    acting: frozenset[int]
    """Watched topics that the headline's beginning names, as words: they may be who acts."""
    topics: frozenset[str]
    named: frozenset[int]
    """Watched topics whose name stands in the headline, in any language."""
    watched: frozenset[int]
    """All its watched topics."""
    source: str
    url: str
    at: float
    language: str
    is_roundup: bool
    called: frozenset[str]
    """Names, likely names and subjects of the headline."""
    rare: frozenset[int]
    """Words of the headline that are not common in the news."""
    rare_names: frozenset[int]
    """Names of the headline that the news do not have every day."""
    marks: frozenset[str]
    """Versions of the headline, whatever maker or variant stands beside them."""
    meaning: tuple[str, ...]
    """The vectors of headline and first sentences as ``pack_vector`` keeps them; empty where nothing embedded them."""
    stored: Mapping[str, Any]
    """What it is read from."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """What is asked for the first time."""
            read = _READERS.get(name)
            if read is None:
                raise AttributeError(name)
            value = read(self)
            object.__setattr__(self, name, value)
            return value


_SETS = (
    "names", "likely", "subjects", "latin", "numbered", "numbered_seen", "versioned_seen", "seen_bases", "scores",
    "days", "deceased", "actions", "hazards", "stages", "topics",
)  # fmt: skip
"""Kept as lists of texts; what came with a later version is missing in older ones."""
_SETS_OF_WORDS = ("words", "seen", "bridging", "twins", "phrases", "actors")
"""Kept packed."""


def read_features(features: Features) -> Sequence[ReportFeatures]:
    """What ``extract_features`` stored: one print, or one for each headline of a round-up."""
    stored = features.payload.get("prints")
    return [_load_features(payload) for payload in stored] if isinstance(stored, list) else []


def _load_features(stored: Mapping[str, Any]) -> ReportFeatures:
    """A report with all that its similarity is bounded by."""
    made = object.__new__(ReportFeatures)
    fill = object.__setattr__
    fill(made, "stored", stored)
    seen, words = a2b_base64(stored["seen"]), a2b_base64(stored["words"])
    title: str = stored["title"]
    known = {
        "title": title,
        "at": float(stored["at"]),
        "language": stored.get("language") or ("zh" if HAN.search(title) else ""),
        "is_roundup": bool(stored["digest"]),
        "source": stored["source"],
        "url": stored["url"],
    }
    for name, value in known.items():
        fill(made, name, value)
    fill(made, "packed", pack_report(made, seen, words))
    return made


def _set_of(name: str) -> Callable[[ReportFeatures], frozenset[str]]:
    return lambda report: frozenset(report.stored.get(name, ()))


def _words_of(name: str) -> Callable[[ReportFeatures], frozenset[int]]:
    return lambda report: _unpack_words(a2b_base64(report.stored.get(name, "")))


def _topics_of(name: str) -> Callable[[ReportFeatures], frozenset[int]]:
    """Watched topics as words of their own."""
    return lambda report: frozenset([concept_of(f"topic:{topic}") for topic in report.stored.get(name, ())])


_READERS: Mapping[str, Callable[[ReportFeatures], Any]] = {
    **{name: _set_of(name) for name in _SETS},
    **{name: _words_of(name) for name in _SETS_OF_WORDS},
    "words_weight": lambda report: weight_of(report.words),
    "seen_weight": lambda report: weight_of(report.seen),
    "latin_bases": lambda report: base_names(report.latin),
    "amounts": lambda report: stored_amounts(report.stored["amounts"]),
    "amounts_seen": lambda report: stored_amounts(report.stored["amounts_seen"]),
    "figure_marks": lambda report: mark_amounts({*report.amounts, *report.amounts_seen}),
    "figure_reach": lambda report: marks_beside(report.figure_marks),
    "acting": _topics_of("acting"),
    "named": _topics_of("named"),
    "watched": _topics_of("topics"),
    "called": lambda report: report.names | report.likely | report.subjects,
    "rare": lambda report: rare_words(report.words),
    "rare_names": lambda report: rare_names(report.names, report.latin_bases),
    "marks": lambda report: version_marks(report.latin),
    "meaning": lambda report: tuple(report.stored.get("meaning", ())),
}
"""How each part is read; the others are there from the beginning."""


def pack_words(words: frozenset[int]) -> str:
    """Words as they are stored."""
    packed = array(_WORD, sorted(words))
    if sys.byteorder == "big":
        packed.byteswap()
    return b2a_base64(packed, newline=False).decode("ascii")


def _unpack_words(packed: bytes) -> frozenset[int]:
    if not packed:
        return _NO_WORDS
    words = array(_WORD, packed)
    if sys.byteorder == "big":
        words.byteswap()
    return frozenset(words)

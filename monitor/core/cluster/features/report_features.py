"""What is kept of a report for all later comparisons, and the keys under which it is found again."""

import re
import sys
from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from monitor.core.cluster.features.actions import acting_part, find_actions, find_hazards, find_stages
from monitor.core.cluster.features.candidate_keys import KEYED, candidate_keys, hash_mark, link_keys
from monitor.core.cluster.features.deaths import find_deceased
from monitor.core.cluster.features.embeddings import Embed, pack_vector
from monitor.core.cluster.features.headlines import clean_lead, clean_title, first_sentences, split_headlines
from monitor.core.cluster.features.likeness_record import pack_report
from monitor.core.cluster.features.names import names_in
from monitor.core.cluster.features.product_names import (
    base_names,
    capitals_of,
    dotted_numbers,
    han_versions,
    latin_names,
    version_marks,
    versions_by_name,
    without_versions,
)
from monitor.core.cluster.features.tokens import stem_word
from monitor.core.cluster.features.words import (
    HAN,
    bridging_concepts,
    concept_of,
    concepts_of,
    concepts_of_report,
    latin_phrases,
    proper_names,
    rare_words,
    telling_words,
    weight_of,
)
from monitor.core.model.stories import Features, Report
from monitor.core.text.amounts import Amount, mark_amounts, marks_beside, stored_amounts
from monitor.core.text.languages import language_of
from monitor.core.text.normalize import fold
from monitor.core.text.numbers import amounts_in, scores_in
from monitor.core.text.urls import canonical_url
from monitor.core.text.written_dates.named_days import named_days
from monitor.values import dataclass

_NO_WORDS: frozenset[int] = frozenset()
_WORD = "I"
"""The type of an array of words: 32 bits, which stand in a packed text with the lowest byte first."""
_NAME_LONGEST = 120
_READ = 700
_LABEL_SHORTEST = 3


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
    meaning: tuple[str, ...] = ()
    """The vectors of headline and first sentences as ``pack_vector`` keeps them; empty where nothing embedded them."""


_SETS = (
    "names", "likely", "subjects", "latin", "numbered", "numbered_seen", "versioned_seen", "seen_bases", "scores",
    "days", "deceased", "actions", "hazards", "stages", "topics",
)  # fmt: skip
"""Kept as lists of texts; what came with a later version is missing in older ones."""
_SETS_OF_WORDS = ("words", "seen", "bridging", "twins", "phrases", "actors")
"""Kept packed."""


def extract_features(report: Report, embed: Embed | None = None) -> Features:
    """All that later comparisons need of a report, and its keys for the candidate search."""
    items = split_headlines(report.title)
    lead = "" if items else clean_lead(report.text)
    # A post without a title is known by its first words.
    titles = items or (clean_title(report.title) or lead[: 2 * KEYED],)
    prints = [_features_payload(report, title, lead, is_roundup=report.is_roundup or bool(items)) for title in titles]
    if embed is not None:
        beginning = first_sentences(lead)
        texts = [*titles, *([beginning] if beginning else [])]
        vectors = [pack_vector(vector) for vector in embed(texts)]
        shared = vectors[len(titles) :]
        prints = [made | {"meaning": [vector, *shared]} for made, vector in zip(prints, vectors, strict=False)]
    keys = {
        key for title in titles for key in candidate_keys(title, lead, language_of(f"{title} {lead}", report.lang))
    } | link_keys(report.url)
    keys |= {hash_mark(f"topic:{topic}") for topic in report.topics}
    return Features(keys=tuple(sorted(keys)), payload={"prints": prints})


def read_features(features: Features) -> Sequence[ReportFeatures]:
    """What ``extract_features`` stored: one print, or one for each headline of a round-up."""
    stored = features.payload.get("prints")
    return [_load_features(payload) for payload in stored] if isinstance(stored, list) else []


def _features_payload(report: Report, title: str, lead: str, *, is_roundup: bool) -> dict[str, object]:
    text = f"{title} {lead}"
    language = language_of(text, report.lang)
    capitals = capitals_of(f"{report.title} {report.text[:_READ]}")
    seen_names = latin_names(text, capitals) | han_versions(text)
    bridging, twins = bridging_concepts(title, language)
    found = names_in(report.title[:_READ], report.text[:_READ], title, language)
    return {
        "title": title[: 2 * _NAME_LONGEST],
        "language": language,
        "words": _pack_words(concepts_of(title, language)),
        "seen": _pack_words(
            concepts_of_report(title, lead, language) | _name_families(seen_names) | _publisher_name(report.url)
        ),
        "phrases": _pack_words(latin_phrases(title)),
        "names": sorted(proper_names(title) if language == "zh" else found.sure),
        "likely": sorted(found.likely),
        "subjects": sorted(found.subjects),
        "latin": sorted(latin_names(title, capitals) | han_versions(title)),
        "bridging": _pack_words(bridging),
        "twins": _pack_words(twins),
        "numbered": sorted(dotted_numbers(title)),
        "numbered_seen": sorted(dotted_numbers(text)),
        "versioned_seen": sorted(name for name in seen_names if versions_by_name([name])),
        "seen_bases": sorted(base_names(seen_names)),
        "amounts": sorted(amounts_in(without_versions(title, capitals), language)),
        "amounts_seen": sorted(amounts_in(without_versions(text, capitals), language)),
        "scores": sorted(scores_in(title)),
        "days": sorted(named_days(title)),
        "deceased": sorted(find_deceased(report.title[:_READ], title, language)),
        "actions": sorted(find_actions(title)),
        "hazards": sorted(find_hazards(title)),
        "stages": sorted(find_stages(title, _report_time(report).month)),
        "actors": _pack_words(_actors_of(title)),
        "acting": sorted({topic for topic, surface in report.named if fold(surface) in acting_part(title)}),
        "topics": sorted(report.topics),
        "named": sorted({topic for topic, surface in report.named if fold(surface) in title}),
        "source": report.source,
        "url": canonical_url(report.url),
        "at": _report_time(report).timestamp(),
        "digest": is_roundup,
    }


def _topic_word(topic: str) -> int:
    """A watched topic as a word of its own."""
    return concept_of(f"topic:{topic}")


def _name_families(names: frozenset[str]) -> frozenset[int]:
    """Names without versions, and what they begin with: "qwen" of "qwen-scope"."""
    bases = base_names(names)
    return frozenset(concept_of(name) for name in bases.union(re.split(r"[-.+]", base)[0] for base in bases))


def _publisher_name(url: str) -> frozenset[int]:
    """The name of the site: who reports of himself seldom says who he is."""
    labels = (urlsplit(url).hostname or "").split(".")
    return frozenset(concept_of(stem_word(label)) for label in labels[-2:-1] if len(label) > _LABEL_SHORTEST)


def _actors_of(title: str) -> frozenset[int]:
    head = acting_part(title)
    named = proper_names(head) | base_names(latin_names(head))
    return telling_words(concepts_of(head)) | {concept_of(name) for name in named}


def _report_time(report: Report) -> datetime:
    """A publisher's date counts unless it lies in the future of our seeing it."""
    published = report.published_at or report.seen_at
    return min(published, report.seen_at)


def _load_features(stored: Mapping[str, Any]) -> ReportFeatures:
    title: str = stored["title"]
    kept: dict[str, Any] = {name: frozenset(stored.get(name, ())) for name in _SETS}
    packed = {name: a2b_base64(stored.get(name, "")) for name in _SETS_OF_WORDS}
    kept |= {name: _unpack_words(words) for name, words in packed.items()}
    names, latin, words = kept["names"], kept["latin"], kept["words"]
    bases = base_names(latin)
    amounts, amounts_seen = (stored_amounts(stored[name]) for name in ("amounts", "amounts_seen"))
    marks = mark_amounts({*amounts, *amounts_seen})
    kept |= {
        "words_weight": weight_of(words),
        "seen_weight": weight_of(kept["seen"]),
        "latin_bases": bases,
        "amounts": amounts,
        "amounts_seen": amounts_seen,
        "at": float(stored["at"]),
        "language": stored.get("language") or ("zh" if HAN.search(title) else ""),
        "is_roundup": bool(stored["digest"]),
        "rare": rare_words(words),
        "rare_names": rare_words(frozenset(concept_of(name) for name in names | bases)),
        "marks": version_marks(latin),
    }
    kept |= {"title": title, "source": stored["source"], "url": stored["url"]}
    return ReportFeatures(
        **kept,
        packed=pack_report(kept, packed["seen"], packed["words"]),
        figure_marks=marks,
        figure_reach=marks_beside(marks),
        acting=frozenset(_topic_word(topic) for topic in stored.get("acting", ())),
        named=frozenset(_topic_word(topic) for topic in stored.get("named", ())),
        watched=frozenset(_topic_word(topic) for topic in kept["topics"]),
        called=names | kept["likely"] | kept["subjects"],
        meaning=tuple(stored.get("meaning", ())),
    )


def _pack_words(words: frozenset[int]) -> str:
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

"""What is kept of a report for all later comparisons, and the keys under which it is found again."""

import base64
import hashlib
import re
import struct
from binascii import a2b_base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from monitor.core.cluster.features.actions import acting_part, find_actions, find_hazards, find_stages
from monitor.core.cluster.features.deaths import find_deceased
from monitor.core.cluster.features.embeddings import Embed, pack_vector
from monitor.core.cluster.features.headlines import clean_lead, clean_title, first_sentences, split_headlines
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
    latin_phrases,
    proper_names,
    rare_words,
    telling_words,
    weight_of,
)
from monitor.core.model.stories import Features, Report
from monitor.core.text.languages import language_of
from monitor.core.text.named_days import named_days
from monitor.core.text.normalize import fold
from monitor.core.text.numbers import Amount, amounts_in, mark_amounts, marks_beside, scores_in, stored_amounts
from monitor.core.text.urls import canonical_url

_NO_WORDS: frozenset[int] = frozenset()
_NGRAM = 4
_KEYED = 40
"""Characters of a title whose runs are keys."""
_LEAD_KEYS = 8
_NAME_LONGEST = 120
_READ = 700
_LABEL_SHORTEST = 3
_PATH_SHORTEST = 8
"""Characters of a path from which it can name an article: not "news" or "ai/video"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFeatures:
    """A report reduced to what is compared. Hashes of words have 32 bits; ``at`` is in seconds since 1970."""

    title: str
    words: frozenset[int]
    words_weight: float
    seen: frozenset[int]
    """Words of title and lead."""
    seen_weight: float
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


def extract_features(report: Report, embed: Embed | None = None) -> Features:
    """All that later comparisons need of a report, and its keys for the candidate search."""
    items = split_headlines(report.title)
    lead = "" if items else clean_lead(report.text)
    # A post without a title is known by its first words.
    titles = items or (clean_title(report.title) or lead[: 2 * _KEYED],)
    prints = [_features_payload(report, title, lead, is_roundup=report.is_roundup or bool(items)) for title in titles]
    if embed is not None:
        beginning = first_sentences(lead)
        texts = [*titles, *([beginning] if beginning else [])]
        vectors = [pack_vector(vector) for vector in embed(texts)]
        shared = vectors[len(titles) :]
        prints = [made | {"meaning": [vector, *shared]} for made, vector in zip(prints, vectors, strict=False)]
    keys = {
        key for title in titles for key in _candidate_keys(title, lead, language_of(f"{title} {lead}", report.lang))
    } | _link_keys(report.url)
    keys |= {_hash_mark(f"topic:{topic}") for topic in report.topics}
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
    words = concepts_of(title, language)
    bridging, twins = bridging_concepts(title, language)
    found = names_in(report.title[:_READ], report.text[:_READ], title, language)
    return {
        "title": title[: 2 * _NAME_LONGEST],
        "language": language,
        "words": _pack_words(words),
        "seen": _pack_words(concepts_of(text, language) | _name_families(seen_names) | _publisher_name(report.url)),
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
    latin = frozenset(stored["latin"])
    words, seen = _unpack_words(stored["words"]), _unpack_words(stored["seen"])
    names, bases = frozenset(stored["names"]), base_names(latin)
    likely, subjects = frozenset(stored.get("likely", ())), frozenset(stored.get("subjects", ()))
    amounts, amounts_seen = (stored_amounts(stored[name]) for name in ("amounts", "amounts_seen"))
    marks = mark_amounts({*amounts, *amounts_seen})
    return ReportFeatures(
        title=title,
        words=words,
        words_weight=weight_of(words),
        seen=seen,
        seen_weight=weight_of(seen),
        names=names,
        likely=likely,
        subjects=subjects,
        latin=latin,
        bridging=_unpack_words(stored.get("bridging", "")),
        twins=_unpack_words(stored.get("twins", "")),
        phrases=_unpack_words(stored.get("phrases", "")),
        numbered=frozenset(stored.get("numbered", ())),
        numbered_seen=frozenset(stored.get("numbered_seen", ())),
        versioned_seen=frozenset(stored["versioned_seen"]),
        latin_bases=bases,
        seen_bases=frozenset(stored["seen_bases"]),
        amounts=amounts,
        amounts_seen=amounts_seen,
        figure_marks=marks,
        figure_reach=marks_beside(marks),
        scores=frozenset(stored.get("scores", ())),
        days=frozenset(stored["days"]),
        deceased=frozenset(stored.get("deceased", ())),
        actions=frozenset(stored["actions"]),
        hazards=frozenset(stored.get("hazards", ())),
        stages=frozenset(stored["stages"]),
        actors=_unpack_words(stored.get("actors", "")),
        acting=frozenset(_topic_word(topic) for topic in stored.get("acting", ())),
        topics=frozenset(stored["topics"]),
        named=frozenset(_topic_word(topic) for topic in stored.get("named", ())),
        watched=frozenset(_topic_word(topic) for topic in stored["topics"]),
        source=stored["source"],
        url=stored["url"],
        at=float(stored["at"]),
        language=stored.get("language") or ("zh" if HAN.search(title) else ""),
        is_roundup=bool(stored["digest"]),
        called=names | likely | subjects,
        rare=rare_words(words),
        rare_names=rare_words(frozenset(concept_of(name) for name in names | bases)),
        marks=version_marks(latin),
        meaning=tuple(stored.get("meaning", ())),
    )


def _pack_words(words: frozenset[int]) -> str:
    return base64.b64encode(struct.pack(f"<{len(words)}I", *sorted(words))).decode()


def _unpack_words(text: str) -> frozenset[int]:
    packed = a2b_base64(text)
    return frozenset(struct.unpack(f"<{len(packed) // 4}I", packed)) if packed else _NO_WORDS


def _candidate_keys(title: str, lead: str, language: str) -> set[int]:
    """Keys of what two reports of one event are likely to share: names, figures, rare words and runs of characters.

    The lead gives the smallest hashes of its runs (a min-hash), so that a reprint is found under any headline.
    """
    han = "".join(HAN.findall(title))[:_KEYED]
    runs = {han[start : start + _NGRAM] for start in range(len(han) - _NGRAM + 1)}
    first = lead[: _LEAD_KEYS * 25]
    lead_runs = {first[start : start + 2 * _NGRAM] for start in range(len(first) - 2 * _NGRAM + 1)}
    named = latin_names(title) | {name for name in latin_names(first) if versions_by_name([name])}
    marks = {f"name:{name}" for name in named} | {f"name:{base}" for base in versions_by_name(named)}
    marks |= {
        f"figure:{figure}"
        for figure in amounts_in(title, language) | amounts_in(first, language)
        if len(figure) > _NGRAM
    }
    marks |= {f"word:{word}" for word in rare_words(concepts_of(title[: 2 * _KEYED], language))} | {
        f"run:{run}" for run in runs
    }
    return {_hash_mark(mark) for mark in marks} | set(
        sorted(_hash_mark(f"lead:{run}") for run in lead_runs)[:_LEAD_KEYS]
    )


def own_link(canonical: str) -> bool:
    """Whether a canonical link can be an article's own: not a front page or a column."""
    return len(canonical.partition("//")[2].partition("/")[2]) >= _PATH_SHORTEST


def _link_keys(url: str) -> set[int]:
    link = canonical_url(url)
    return {_hash_mark(f"url:{link}")} if own_link(link) else set()


def _hash_mark(mark: str) -> int:
    return int.from_bytes(hashlib.blake2b(mark.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1

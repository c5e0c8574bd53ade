"""What is kept of a report for all later comparisons, and the keys under which it is found again."""

import base64
import hashlib
import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.cluster.features.actions import acting, actions, stages
from monitor.core.cluster.features.embeddings import Embed, packed
from monitor.core.cluster.features.headlines import clean_lead, clean_title, headlines
from monitor.core.cluster.features.words import HAN, concept, concepts, proper_names, rare, telling, weight
from monitor.core.model.stories import Features, Report
from monitor.core.text.numbers import Figure, amounts, base_names, days, figures, han_versions, latin_names, versions
from monitor.core.text.urls import canonical_url

_NGRAM = 4
_KEYED = 40
"""Characters of a title whose runs are keys."""
_LEAD_KEYS = 8
_NAME_LONGEST = 120
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
    latin: frozenset[str]
    versioned_seen: frozenset[str]
    latin_bases: frozenset[str]
    """The same names without versions."""
    seen_bases: frozenset[str]
    amounts: tuple[Figure, ...]
    amounts_seen: tuple[Figure, ...]
    days: frozenset[str]
    actions: frozenset[str]
    stages: frozenset[str]
    actors: frozenset[int]
    """Words of the headline's beginning that may say who acts."""
    topics: frozenset[str]
    source: str
    url: str
    at: float
    han: bool
    digest: bool
    meaning: str = ""
    """The headline's vector as ``meaning`` packs it; empty where nothing embedded it."""


def features(report: Report, embed: Embed | None = None) -> Features:
    """All that later comparisons need of a report, and its keys for the candidate search."""
    items = headlines(report.title)
    lead = "" if items else clean_lead(report.text)
    # A post without a title is known by its first words.
    titles = items or (clean_title(report.title) or lead[: 2 * _KEYED],)
    prints = [_payload(report, title, lead, digest=report.digest or bool(items)) for title in titles]
    if embed is not None:
        vectors = map(packed, embed(titles))
        prints = [made | {"meaning": vector} for made, vector in zip(prints, vectors, strict=True)]
    keys = {key for title in titles for key in _keys(title, lead)} | _link_keys(report.url)
    keys |= {_key(f"topic:{topic}") for topic in report.topics}
    return Features(keys=tuple(sorted(keys)), payload={"prints": prints})


def prints(features: Features) -> Sequence[ReportFeatures]:
    """What ``features`` stored: one print, or one for each headline of a round-up."""
    stored = features.payload.get("prints")
    return [_loaded(payload) for payload in stored] if isinstance(stored, list) else []


def _payload(report: Report, title: str, lead: str, *, digest: bool) -> dict[str, object]:
    text = f"{title} {lead}"
    seen_names = latin_names(text) | han_versions(text)
    return {
        "title": title[: 2 * _NAME_LONGEST],
        "words": _packed(concepts(title)),
        "seen": _packed(concepts(text) | _families(seen_names)),
        "names": sorted(proper_names(title)),
        "latin": sorted(latin_names(title) | han_versions(title)),
        "versioned_seen": sorted(name for name in seen_names if versions([name])),
        "seen_bases": sorted(base_names(seen_names)),
        "amounts": sorted(amounts(title)),
        "amounts_seen": sorted(amounts(text)),
        "days": sorted(days(title)),
        "actions": sorted(actions(title)),
        "stages": sorted(stages(title, _when(report).month)),
        "actors": _packed(_actors(title)),
        "topics": sorted(report.topics),
        "source": report.source,
        "url": canonical_url(report.url),
        "at": _when(report).timestamp(),
        "digest": digest,
    }


def _families(names: frozenset[str]) -> frozenset[int]:
    """Names without versions, and what they begin with: "qwen" of "qwen-scope"."""
    bases = base_names(names)
    return frozenset(concept(name) for name in bases.union(re.split(r"[-.+]", base)[0] for base in bases))


def _actors(title: str) -> frozenset[int]:
    head = acting(title)
    named = proper_names(head) | base_names(latin_names(head))
    return telling(concepts(head)) | {concept(name) for name in named}


def _when(report: Report) -> datetime:
    """A publisher's date counts unless it lies in the future of our seeing it."""
    published = report.published_at or report.seen_at
    return min(published, report.seen_at)


def _loaded(stored: Mapping[str, object]) -> ReportFeatures:
    title = str(stored["title"])
    latin = frozenset(_strings(stored["latin"]))
    words, seen = _unpacked(str(stored["words"])), _unpacked(str(stored["seen"]))
    return ReportFeatures(
        title=title,
        words=words,
        words_weight=weight(words),
        seen=seen,
        seen_weight=weight(seen),
        names=frozenset(_strings(stored["names"])),
        latin=latin,
        versioned_seen=frozenset(_strings(stored["versioned_seen"])),
        latin_bases=base_names(latin),
        seen_bases=frozenset(_strings(stored["seen_bases"])),
        amounts=figures(_strings(stored["amounts"])),
        amounts_seen=figures(_strings(stored["amounts_seen"])),
        days=frozenset(_strings(stored["days"])),
        actions=frozenset(_strings(stored["actions"])),
        stages=frozenset(_strings(stored["stages"])),
        actors=_unpacked(str(stored.get("actors", ""))),
        topics=frozenset(_strings(stored["topics"])),
        source=str(stored["source"]),
        url=str(stored["url"]),
        at=float(str(stored["at"])),
        han=HAN.search(title) is not None,
        digest=bool(stored["digest"]),
        meaning=str(stored.get("meaning", "")),
    )


def _strings(stored: object) -> Iterable[str]:
    return (str(item) for item in stored) if isinstance(stored, list) else ()


def _packed(words: frozenset[int]) -> str:
    return base64.b64encode(struct.pack(f"<{len(words)}I", *sorted(words))).decode()


def _unpacked(text: str) -> frozenset[int]:
    packed = base64.b64decode(text)
    return frozenset(struct.unpack(f"<{len(packed) // 4}I", packed))


def _keys(title: str, lead: str) -> set[int]:
    """Keys of what two reports of one event are likely to share: names, figures, rare words and runs of characters.

    The lead gives the smallest hashes of its runs (a min-hash), so that a reprint is found under any headline.
    """
    han = "".join(HAN.findall(title))[:_KEYED]
    runs = {han[start : start + _NGRAM] for start in range(len(han) - _NGRAM + 1)}
    first = lead[: _LEAD_KEYS * 25]
    lead_runs = {first[start : start + 2 * _NGRAM] for start in range(len(first) - 2 * _NGRAM + 1)}
    named = latin_names(title) | {name for name in latin_names(first) if versions([name])}
    marks = {f"name:{name}" for name in named} | {f"name:{base}" for base in versions(named)}
    marks |= {f"figure:{figure}" for figure in amounts(title) | amounts(first) if len(figure) > _NGRAM}
    marks |= {f"word:{word}" for word in rare(concepts(title[: 2 * _KEYED]))} | {f"run:{run}" for run in runs}
    return {_key(mark) for mark in marks} | set(sorted(_key(f"lead:{run}") for run in lead_runs)[:_LEAD_KEYS])


def own_link(canonical: str) -> bool:
    """Whether a canonical link can be an article's own: not a front page or a column."""
    return len(canonical.partition("//")[2].partition("/")[2]) >= _PATH_SHORTEST


def _link_keys(url: str) -> set[int]:
    link = canonical_url(url)
    return {_key(f"url:{link}")} if own_link(link) else set()


def _key(mark: str) -> int:
    return int.from_bytes(hashlib.blake2b(mark.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1

"""What is kept of a report for all later comparisons, and the keys under which it is found again."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from monitor.core.cluster.features.actions import (
    acting_part,
    find_actions,
    find_hazards,
    find_stages,
    names_a_day_ahead,
    with_magnitudes_beside,
)
from monitor.core.cluster.features.candidate_keys import KEYED, candidate_keys, hash_mark, link_keys
from monitor.core.cluster.features.compared_report import pack_words
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
    versions_by_name,
    without_versions,
)
from monitor.core.cluster.features.tokens import stem_word
from monitor.core.cluster.features.words import (
    bridging_concepts,
    concept_of,
    concepts_of,
    concepts_of_report,
    latin_phrases,
    proper_names,
    telling_words,
)
from monitor.core.model.stories import Features, Report
from monitor.core.text.figures.numbers import amounts_in, scores_in
from monitor.core.text.languages import language_of
from monitor.core.text.normalize import fold
from monitor.core.text.urls import canonical_url
from monitor.core.text.written_dates.named_days import named_days

_PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:/|\Z)")
_NAME_LONGEST = 120
_READ = 700
_LABEL_SHORTEST = 3


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


def _features_payload(report: Report, title: str, lead: str, *, is_roundup: bool) -> dict[str, object]:
    text, capitals = f"{title} {lead}", capitals_of(f"{report.title} {report.text[:_READ]}")
    language = language_of(text, report.lang)
    seen_names = latin_names(text, capitals) | han_versions(text)
    seen = concepts_of_report(title, lead, language) | _name_families(seen_names) | _publisher_name(report.url)
    bridging, twins = bridging_concepts(title, language)
    hazards, found = find_hazards(title), names_in(report.title[:_READ], report.text[:_READ], title, language)
    return {
        "title": title[: 2 * _NAME_LONGEST],
        "language": language,
        "words": pack_words(concepts_of(title, language)),
        "seen": pack_words(seen),
        "phrases": pack_words(latin_phrases(title)),
        "names": sorted(proper_names(title) if language == "zh" else found.sure),
        "likely": sorted(found.likely),
        "subjects": sorted(found.subjects),
        "latin": sorted(latin_names(title, capitals) | han_versions(title)),
        "bridging": pack_words(bridging),
        "twins": pack_words(twins),
        "numbered": sorted(dotted_numbers(title)),
        "numbered_seen": sorted(dotted_numbers(text)),
        "versioned_seen": sorted(name for name in seen_names if versions_by_name([name])),
        "seen_bases": sorted(base_names(seen_names)),
        "amounts": sorted(with_magnitudes_beside(amounts_in(without_versions(title, capitals), language), hazards)),
        "amounts_seen": sorted(amounts_in(without_versions(text, capitals), language)),
        "scores": sorted(scores_in(title)),
        "days": sorted(named_days(title)),
        "deceased": sorted(find_deceased(report.title[:_READ], title, language)),
        "actions": sorted(find_actions(title)),
        "hazards": sorted(hazards),
        "stages": sorted(_stages_of(title, report)),
        "actors": pack_words(_actors_of(title)),
        "acting": sorted({topic for topic, surface in report.named if fold(surface) in acting_part(title)}),
        "topics": sorted(report.topics),
        "named": sorted({topic for topic, surface in report.named if fold(surface) in title}),
        "source": report.source,
        "url": canonical_url(report.url),
        "at": _report_time(report).timestamp(),
        "digest": is_roundup,
    }


def _name_families(names: frozenset[str]) -> frozenset[int]:
    """Names without versions, and what they begin with: "qwen" of "qwen-scope"."""
    bases = base_names(names)
    return frozenset(concept_of(name) for name in bases.union(re.split(r"[-.+]", base)[0] for base in bases))


def _publisher_name(url: str) -> frozenset[int]:
    """The name of the site: who reports of himself seldom says who he is."""
    plain = _PLAIN_HOST.match(url)
    labels = (plain[1] if plain else urlsplit(url).hostname or "").split(".")
    return frozenset(concept_of(stem_word(label)) for label in labels[-2:-1] if len(label) > _LABEL_SHORTEST)


def _actors_of(title: str) -> frozenset[int]:
    head = acting_part(title)
    named = proper_names(head) | base_names(latin_names(head))
    return telling_words(concepts_of(head)) | {concept_of(name) for name in named}


def _stages_of(title: str, report: Report) -> frozenset[str]:
    at = _report_time(report)
    stages = find_stages(title, at.month)
    return stages | {"before"} if names_a_day_ahead(named_days(title), at) else stages


def _report_time(report: Report) -> datetime:
    """A publisher's date counts unless it lies in the future of our seeing it."""
    published = report.published_at or report.seen_at
    return min(published, report.seen_at)

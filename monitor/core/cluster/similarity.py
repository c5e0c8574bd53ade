"""How likely two reports tell one event: a few pieces of evidence, weighed by a small logistic model."""

import math
from collections.abc import Mapping

from monitor.core.cluster.compared import (
    BRIEF,
    days_apart,
    figures_shared,
    in_two_languages,
    lacking_names,
    named_in,
    one_is_to_come,
    overlap_said,
    share_said,
)
from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.embeddings import cosine_between
from monitor.core.cluster.features.product_names import versions_differ
from monitor.core.cluster.features.words import concept_of, weight_of
from monitor.core.cluster.similarity_weights import (
    BIAS,
    BRIDGE_BIAS,
    BRIDGE_SEMANTIC_BIAS,
    BRIDGE_SEMANTIC_WEIGHTS,
    BRIDGE_WEIGHTS,
    WEIGHTS,
)
from monitor.core.cluster.two_events import actors_differ
from monitor.core.text.figures.amounts import count_agreeing
from monitor.core.text.languages import SCRIPTED

_CAP = 3
_ENOUGH_TO_SHARE = 2.0
"""Between two languages in Latin letters: to have one name in common says half, as every headline about it has it."""
_SMALL = 100
_NEXT_DAY, _HALF = 1.0, 0.5


def similarity(a: ReportFeatures, b: ReportFeatures) -> float:
    """Probability (0–1) that both tell one event; symmetric."""
    found, weights, bias = _find_evidence(a, b)
    return 1 / (1 + math.exp(-sum([bias, *[weights[name] * value for name, value in found.items()]])))


def weigh_evidence(a: ReportFeatures, b: ReportFeatures) -> list[tuple[str, float, float]]:
    """Each piece of evidence as (name, value, what it adds to the log odds), the constant included."""
    found, weights, bias = _find_evidence(a, b)
    return [("prior", 1.0, bias), *((name, value, weights[name] * value) for name, value in found.items())]


def _find_evidence(a: ReportFeatures, b: ReportFeatures) -> tuple[dict[str, float], Mapping[str, float], float]:
    """The evidence, with the weights of its model and the constant."""
    if not in_two_languages(a, b):
        return evidence_between(a, b), WEIGHTS, BIAS
    if meant := compare_meaning(a, b):
        return bridge_evidence(a, b) | meant, BRIDGE_SEMANTIC_WEIGHTS, BRIDGE_SEMANTIC_BIAS
    return bridge_evidence(a, b), BRIDGE_WEIGHTS, BRIDGE_BIAS


def evidence_between(a: ReportFeatures, b: ReportFeatures) -> dict[str, float]:
    """The evidence between two reports in one language; every value lies between 0 and 1 but for ``days`` (0–5)."""
    ours, other = share_said(a.words, a.words_weight, b.seen), share_said(b.words, b.words_weight, a.seen)
    hits = _figures_found(a, b)
    names = (a.latin_bases & b.seen_bases) | (b.latin_bases & a.seen_bases)
    lacking, lacking_other = lacking_names(a.called, b), lacking_names(b.called, a)
    alien, alien_other = len(a.names & lacking), len(b.names & lacking_other)
    lacks, lacks_other = bool(a.subjects) and a.subjects <= lacking, bool(b.subjects) and b.subjects <= lacking_other
    return {
        "title_in_text_less": min(ours, other),
        "title_in_text_more": max(ours, other),
        "text_in_text": overlap_said(a.seen, a.seen_weight, b.seen, b.seen_weight),
        "figures_agree": min(hits, _CAP) / _CAP,
        "figures_differ": float(bool(a.amounts and b.amounts) and not hits),
        "figures_in_text": figures_shared(a, b),
        "days_differ": float(bool(a.days and b.days) and not a.days & b.days),
        "latin_names": min(len(names), 2) / 2,
        "version_shared": float(bool(a.marks & b.marks)),
        "versions_differ": float(bool(a.latin_bases & b.latin_bases) and versions_differ(a.latin, b.latin)),
        "both_say_more": min(len(a.rare - b.seen), len(b.rare - a.seen), _CAP) / _CAP,
        "names_differ": float(bool(alien and alien_other)),
        "names_shared": min(len(a.names) - alien, len(b.names) - alien_other, _CAP) / _CAP,
        "rare_name_shared": min(len(a.rare_names & b.rare_names), 2) / 2,
        "likely_shared": min(_share_had(a.likely, lacking), _share_had(b.likely, lacking_other)),
        "subjects_differ": float(lacks and lacks_other),
        "one_subject_differs": float(lacks or lacks_other),
        "named_figure": float(_has_figure(a, b) and (bool(a.latin_bases & b.latin_bases) or _name_in_both(a, b))),
        "named_score": float(bool(a.scores & b.scores) and _name_in_both(a, b)),
        "actors_differ": float(actors_differ(a, b)),
        "actions_agree": float(bool((a.actions & b.actions) - {"plan"})),
        "actions_differ": float(bool(a.actions and b.actions) and not a.actions & b.actions),
        "one_analyses": _one_only("analysis", a.stages, b.stages),
        "one_cancels": _one_only("cancel", a.stages, b.stages),
        "one_before": float(one_is_to_come(a, b)),
        "one_is_brief": float(min(len(a.seen), len(b.seen)) < BRIEF),
        # A round-up repeats what its own outlet has reported.
        "same_outlet": float(bool(a.source) and a.source == b.source and not (a.is_roundup or b.is_roundup)),
        "days": days_apart(a, b),
    }


def compare_meaning(a: ReportFeatures, b: ReportFeatures) -> dict[str, float]:
    """The cosine of the headlines or first sentences nearest in meaning; nothing when a report has no vector."""
    found = [cosine_between(vector, other) for vector in a.meaning for other in b.meaning if vector and other]
    return {"meaning": max(found)} if found else {}


def bridge_evidence(a: ReportFeatures, b: ReportFeatures) -> dict[str, float]:
    """The evidence between two reports in two languages: what has one form in both."""
    versioned = (a.numbered & b.numbered_seen) | (b.numbered & a.numbered_seen)
    hits = _figures_found(a, b)
    in_letters = not {a.language, b.language} & SCRIPTED
    names_of = _written_names if in_letters else _bridging_names
    foreign, other = sorted((a, b), key=lambda report: (len(names_of(report)), report.language, report.title))
    names, others = names_of(foreign), names_of(other)
    enough = _ENOUGH_TO_SHARE if in_letters else 0.0
    return {
        "version": float(bool(versioned)),
        "version_differs": float(bool(a.numbered and b.numbered) and not versioned),
        "foreign_names": _share_of(names, other.seen | other.watched, enough),
        "names_alone": min(weight_of(names - other.seen - other.watched), _CAP) / _CAP,
        "names_of_title": _share_of(others, foreign.seen | foreign.watched, enough),
        "names_in_both": min(weight_of(names & others), _CAP) / _CAP,
        "phrase": float(bool(a.phrases & b.phrases)),
        "names_seen": min(weight_of(a.seen & b.seen), 2 * _CAP) / (2 * _CAP),
        "twins_in_both": min(len(a.twins & b.twins), _CAP) / _CAP,
        "twins_of_title": max(_share_of(a.twins, b.seen), _share_of(b.twins, a.seen)),
        "figures": min(hits, 2) / 2,
        "figures_in_text": figures_shared(a, b),
        "actions_differ": float(bool(a.actions and b.actions) and not a.actions & b.actions),
        "figures_differ": float(bool(a.amounts and b.amounts) and not hits),
        "one_before": _one_only("before", a.stages, b.stages),
        "days": days_apart(a, b),
    }


def share_full_name(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines of a day in two languages carry one name of several words, and hardly any other name.

    The one with fewer names has none that the other report lacks, and has half of what the other headline names: a
    product's full name, where one word of it stands in every headline about its maker.
    """
    if not a.phrases & b.phrases or days_apart(a, b) > _NEXT_DAY or not {a.language, b.language} & SCRIPTED:
        return False
    if ("analysis" in a.stages) != ("analysis" in b.stages):
        return False
    found = bridge_evidence(a, b)
    return not found["names_alone"] and found["names_of_title"] >= _HALF


def _share_of(words: frozenset[int], inside: frozenset[int], enough: float = 0.0) -> float:
    """The share of what ``words`` say, or of ``enough`` where that is more, that ``inside`` says; 0.5 without words."""
    whole = weight_of(words)
    return weight_of(words & inside) / max(whole, enough) if whole else 0.5


def _bridging_names(report: ReportFeatures) -> frozenset[int]:
    """What a headline may share with one in another script: its words in letters are names there."""
    return report.bridging | report.named


def _written_names(report: ReportFeatures) -> frozenset[int]:
    """What a headline may share with one in another language of Latin letters: what is written as a name."""
    return named_in(report) | report.named


def _share_had(names: frozenset[str], lacking: frozenset[str]) -> float:
    """The share of the names that the other report does not lack; one half when there are none."""
    return 1 - len(names & lacking) / len(names) if names else 0.5


def _figures_found(a: ReportFeatures, b: ReportFeatures) -> int:
    """How many figures of each headline stand in the other report."""
    if not a.figure_reach & b.figure_marks:
        return 0
    return count_agreeing(a.amounts, b.amounts_seen) + count_agreeing(b.amounts, a.amounts_seen)


def _name_in_both(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether both headlines have one name."""
    return any(name in b.title or concept_of(name) in b.words for name in a.names | a.subjects) or any(
        name in a.title or concept_of(name) in a.words for name in b.names | b.subjects
    )


def _has_figure(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether both headlines have one figure that is no small number."""
    telling = [amount for amount in a.amounts if amount[1] >= _SMALL or amount[1] % 1]
    return count_agreeing(telling, b.amounts) > 0


def _one_only(kind: str, ours: frozenset[str], theirs: frozenset[str]) -> float:
    return float((kind in ours) != (kind in theirs))

"""How likely two reports tell one event: a few pieces of evidence, weighed by a small logistic model."""

import math

from monitor.core.cluster.features.embeddings import cosine
from monitor.core.cluster.features.report_features import ReportFeatures
from monitor.core.cluster.features.words import concept, rare, weight
from monitor.core.cluster.similarity_weights import BIAS, SEMANTIC_BIAS, SEMANTIC_WEIGHTS, WEIGHTS
from monitor.core.text.numbers import agreeing, base_names, versions_differ

DAY = 86400.0
_MOST_DAYS = 5.0
_CAP = 3
_BRIEF = 25
"""Words below which a report is hardly more than its headline, and says less than its likeness seems to."""
_TELLING = 2.5
_ALL = 0.95
_OFFERS = frozenset({"launch", "integrate", "price"})
_ANSWERS = frozenset({"deny", "respond"})
_MOST = 0.5

# Two languages share no words: names, versions, figures and the kind of action must carry it. Set by hand: the labelled
# pairs hold no such pair.
_BRIDGE = {
    "version": 2.0,
    "names": 0.8,
    "figures": 1.6,
    "actions": 1.2,
    "topics": 0.8,
    "version_differs": -4.0,
    "figures_differ": -2.0,
    "days": -0.8,
    "titles_mean": 30.0,
}
_BRIDGE_BIAS = -3.55
_EVEN = 0.84
"""Cosine of two headlines in two languages that speaks neither for one event nor against it."""


def similarity(a: ReportFeatures, b: ReportFeatures) -> float:
    """Probability (0–1) that both tell one event; symmetric."""
    return 1 / (1 + math.exp(-sum(part for _, _, part in weighed(a, b))))


def weighed(a: ReportFeatures, b: ReportFeatures) -> list[tuple[str, float, float]]:
    """Each piece of evidence as (name, value, what it adds to the log odds), the constant included."""
    meant = meaning(a, b)
    if a.han != b.han:
        found, weights, bias = bridge(a, b), _BRIDGE, _BRIDGE_BIAS
        found |= {name: value - _EVEN for name, value in meant.items()}
    elif meant:
        found, weights, bias = evidence(a, b) | meant, SEMANTIC_WEIGHTS, SEMANTIC_BIAS
    else:
        found, weights, bias = evidence(a, b), WEIGHTS, BIAS
    return [("prior", 1.0, bias), *((name, value, weights[name] * value) for name, value in found.items())]


def evidence(a: ReportFeatures, b: ReportFeatures) -> dict[str, float]:
    """The evidence between two reports in one language; every value lies between 0 and 1 but for ``days`` (0–5)."""
    one, other = _share(a.words, a.words_weight, b.seen), _share(b.words, b.words_weight, a.seen)
    hits = agreeing(a.amounts, b.amounts_seen) + agreeing(b.amounts, a.amounts_seen)
    names = (a.latin_bases & b.seen_bases) | (b.latin_bases & a.seen_bases)
    return {
        "title_in_text_less": min(one, other),
        "title_in_text_more": max(one, other),
        "text_in_text": _overlap(a.seen, a.seen_weight, b.seen, b.seen_weight),
        "figures_agree": min(hits, _CAP) / _CAP,
        "figures_differ": float(bool(a.amounts and b.amounts) and not hits),
        "figures_in_text": _figures_shared(a, b),
        "days_differ": float(bool(a.days and b.days) and not a.days & b.days),
        "latin_names": min(len(names), 2) / 2,
        "versions_differ": float(bool(a.latin_bases & b.latin_bases) and versions_differ(a.latin, b.latin)),
        "both_say_more": min(_alone(a, b), _alone(b, a), _CAP) / _CAP,
        "names_differ": float(_others(a, b) and _others(b, a)),
        "actors_differ": float(actors_differ(a, b)),
        "actions_agree": float(bool((a.actions & b.actions) - {"plan"})),
        "actions_differ": float(bool(a.actions and b.actions) and not a.actions & b.actions),
        "one_analyses": _one_only("analysis", a.stages, b.stages),
        "one_cancels": _one_only("cancel", a.stages, b.stages),
        "one_before": _one_only("before", a.stages, b.stages),
        "one_is_brief": float(min(len(a.seen), len(b.seen)) < _BRIEF),
        # A round-up repeats what its own outlet has reported.
        "same_outlet": float(bool(a.source) and a.source == b.source and not (a.digest or b.digest)),
        "days": days_apart(a, b),
    }


def meaning(a: ReportFeatures, b: ReportFeatures) -> dict[str, float]:
    """The cosine of what an embedder made of both headlines; nothing when one of them has no vector."""
    if not (a.meaning and b.meaning):
        return {}
    return {"titles_mean": cosine(a.meaning, b.meaning)}


def days_apart(a: ReportFeatures, b: ReportFeatures) -> float:
    """Days beyond the first between two reports, at most 5: a newsroom that gives only dates may seem a day late."""
    return min(max(abs(a.at - b.at) / DAY - 1.0, 0.0), _MOST_DAYS)


def bridge(a: ReportFeatures, b: ReportFeatures) -> dict[str, float]:
    """The evidence between a report in Chinese and one in another script."""
    versioned = (a.latin & b.versioned_seen) | (b.latin & a.versioned_seen)
    shared = (a.latin_bases & b.seen_bases) | (b.latin_bases & a.seen_bases)
    hits = agreeing(a.amounts, b.amounts_seen) + agreeing(b.amounts, a.amounts_seen)
    return {
        "version": float(bool(versioned)),
        "names": min(len(shared - base_names(versioned)), _CAP) / _CAP,
        "figures": min(hits, 2) / 2,
        "actions": float(bool((a.actions & b.actions) - {"plan"})),
        "topics": float(bool(a.topics & b.topics)),
        "version_differs": float(versions_differ(a.latin, b.latin)),
        "figures_differ": float(bool(a.amounts and b.amounts) and not hits),
        "days": days_apart(a, b),
    }


def named_in_full(headline: ReportFeatures, report: ReportFeatures) -> bool:
    """Whether a round-up's headline says nothing that the report, at most two days apart, does not say too."""
    enough = headline.words_weight >= _TELLING and bool(rare(headline.words & report.seen))
    return (
        enough
        and _share(headline.words, headline.words_weight, report.seen) >= _ALL
        and days_apart(headline, report) <= 1
    )


def of_one_affair(a: ReportFeatures, b: ReportFeatures) -> bool:
    """One running affair: half of a headline stands in the other report, and a name or rare word in both headlines."""
    named = (a.latin_bases & b.latin_bases) or (a.names & b.names) or rare(a.words & b.words)
    if not named or (_others(a, b) and _others(b, a)):
        return False
    return max(_share(a.words, a.words_weight, b.seen), _share(b.words, b.words_weight, a.seen)) >= _MOST


def speak_of_others(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether each names somebody whom the other does not, or they name different versions of one thing."""
    return a.han == b.han and ((_others(a, b) and _others(b, a)) or versions_differ(a.latin, b.latin))


def actors_differ(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether whoever acts in one headline is nowhere in the other report."""
    # Two languages name most bodies in two ways.
    return a.han == b.han and (_acts_alone(a, b) or _acts_alone(b, a))


def two_events(a: ReportFeatures, b: ReportFeatures) -> str:
    """Why two reports are of two events, however alike they are; empty when nothing says so."""
    if actors_differ(a, b) and a.actions & _OFFERS and b.actions & _OFFERS:
        # A model's launch and each cloud that runs it are told in the same words.
        return "two bodies each offer something"
    if any("deny" in one.actions and not other.actions & _ANSWERS for one, other in ((a, b), (b, a))):
        return "one denies what the other reports"
    return ""


def titles_share(a: ReportFeatures, b: ReportFeatures) -> float:
    """The share of what one title says that the other says too, the larger of both directions."""
    return _overlap(a.words, a.words_weight, b.words, b.words_weight)


def _share(words: frozenset[int], whole: float, inside: frozenset[int]) -> float:
    """The share of what ``words`` say (``whole`` in all) that ``inside`` says too."""
    return weight(words & inside) / whole if whole else 0.0


def _overlap(a: frozenset[int], a_whole: float, b: frozenset[int], b_whole: float) -> float:
    """The share of what the lesser says that the other says too."""
    lesser = min(a_whole, b_whole)
    return weight(a & b) / lesser if lesser else 0.0


def _alone(ours: ReportFeatures, theirs: ReportFeatures) -> float:
    """Rare words of our headline that the other report does not have."""
    return weight(rare(ours.words - theirs.seen))


def _figures_shared(a: ReportFeatures, b: ReportFeatures) -> float:
    """The share of the figures of the report with fewer that the other has too; one half when it has none."""
    fewer = min(len(a.amounts_seen), len(b.amounts_seen))
    hits = min(agreeing(a.amounts_seen, b.amounts_seen), agreeing(b.amounts_seen, a.amounts_seen))
    return hits / fewer if fewer else 0.5


def _others(ours: ReportFeatures, theirs: ReportFeatures) -> bool:
    """Whether our headline names somebody whom the other report does not name."""
    return any(name not in theirs.title and concept(name) not in theirs.seen for name in ours.names)


def _acts_alone(ours: ReportFeatures, theirs: ReportFeatures) -> bool:
    """Whether whoever acts in our headline is nowhere in the other report, which is long enough to name them."""
    return bool(ours.actors) and len(theirs.seen) >= _BRIEF and not ours.actors & theirs.seen


def _one_only(kind: str, ours: frozenset[str], theirs: frozenset[str]) -> float:
    return float((kind in ours) != (kind in theirs))

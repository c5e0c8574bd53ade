"""How likely two reports tell one event: a few pieces of evidence, weighed by a small logistic model."""

import math
from functools import lru_cache

from monitor.core.cluster.features.deaths import SOMETHING_ELSE
from monitor.core.cluster.features.embeddings import cosine_between
from monitor.core.cluster.features.product_names import version_marks, versions_differ
from monitor.core.cluster.features.report_features import ReportFeatures
from monitor.core.cluster.features.tokens import tokens_of
from monitor.core.cluster.features.words import concept_of, rare_words, weight_of
from monitor.core.cluster.similarity_weights import (
    BIAS,
    BRIDGE_BIAS,
    BRIDGE_SEMANTIC_BIAS,
    BRIDGE_SEMANTIC_WEIGHTS,
    BRIDGE_WEIGHTS,
    WEIGHTS,
)
from monitor.core.text.languages import SCRIPTED
from monitor.core.text.numbers import count_agreeing

DAY = 86400.0
_MOST_DAYS = 5.0
_CAP = 3
_BRIEF = 25
"""Words below which a report is hardly more than its headline, and says less than its similarity seems to."""
_TELLING = 2.5
_ALL = 0.95
_OFFERS = frozenset({"launch", "integrate", "price"})
_ANSWERS = frozenset({"deny", "respond"})
_MOST = 0.5
_SMALL = 100
_ALIKE = 0.75
"""Share of the other words of two headlines from which they are one template."""


def in_two_languages(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two reports share no words: of a text too short to tell, its script decides."""
    if a.language == b.language:
        return False
    return bool(a.language and b.language) or bool({a.language, b.language} & SCRIPTED)


def similarity(a: ReportFeatures, b: ReportFeatures) -> float:
    """Probability (0–1) that both tell one event; symmetric."""
    return 1 / (1 + math.exp(-sum(part for _, _, part in weigh_evidence(a, b))))


def weigh_evidence(a: ReportFeatures, b: ReportFeatures) -> list[tuple[str, float, float]]:
    """Each piece of evidence as (name, value, what it adds to the log odds), the constant included."""
    if not in_two_languages(a, b):
        found, weights, bias = evidence_between(a, b), WEIGHTS, BIAS
    elif meant := compare_meaning(a, b):
        found, weights, bias = bridge_evidence(a, b) | meant, BRIDGE_SEMANTIC_WEIGHTS, BRIDGE_SEMANTIC_BIAS
    else:
        found, weights, bias = bridge_evidence(a, b), BRIDGE_WEIGHTS, BRIDGE_BIAS
    return [("prior", 1.0, bias), *((name, value, weights[name] * value) for name, value in found.items())]


def evidence_between(a: ReportFeatures, b: ReportFeatures) -> dict[str, float]:
    """The evidence between two reports in one language; every value lies between 0 and 1 but for ``days`` (0–5)."""
    ours, other = _weighted_share(a.words, a.words_weight, b.seen), _weighted_share(b.words, b.words_weight, a.seen)
    hits = count_agreeing(a.amounts, b.amounts_seen) + count_agreeing(b.amounts, a.amounts_seen)
    names = (a.latin_bases & b.seen_bases) | (b.latin_bases & a.seen_bases)
    alien, alien_other = len(_alien_names(a.names, b)), len(_alien_names(b.names, a))
    lacks, lacks_other = _lacks_subject(a, b), _lacks_subject(b, a)
    return {
        "title_in_text_less": min(ours, other),
        "title_in_text_more": max(ours, other),
        "text_in_text": _weighted_overlap(a.seen, a.seen_weight, b.seen, b.seen_weight),
        "figures_agree": min(hits, _CAP) / _CAP,
        "figures_differ": float(bool(a.amounts and b.amounts) and not hits),
        "figures_in_text": _figures_shared(a, b),
        "days_differ": float(bool(a.days and b.days) and not a.days & b.days),
        "latin_names": min(len(names), 2) / 2,
        "version_shared": float(bool(version_marks(a.latin) & version_marks(b.latin))),
        "versions_differ": float(bool(a.latin_bases & b.latin_bases) and versions_differ(a.latin, b.latin)),
        "both_say_more": min(_words_alone(a, b), _words_alone(b, a), _CAP) / _CAP,
        "names_differ": float(bool(alien and alien_other)),
        "names_shared": min(len(a.names) - alien, len(b.names) - alien_other, _CAP) / _CAP,
        "rare_name_shared": min(len(_rare_names(a) & _rare_names(b)), 2) / 2,
        "likely_shared": min(_share_known(a.likely, b), _share_known(b.likely, a)),
        "subjects_differ": float(lacks and lacks_other),
        "one_subject_differs": float(lacks or lacks_other),
        "named_figure": float(_has_figure(a, b) and _name_in_both(a, b)),
        "named_score": float(bool(a.scores & b.scores) and _name_in_both(a, b)),
        "actors_differ": float(actors_differ(a, b)),
        "actions_agree": float(bool((a.actions & b.actions) - {"plan"})),
        "actions_differ": float(bool(a.actions and b.actions) and not a.actions & b.actions),
        "one_analyses": _one_only("analysis", a.stages, b.stages),
        "one_cancels": _one_only("cancel", a.stages, b.stages),
        "one_before": _one_only("before", a.stages, b.stages),
        "one_is_brief": float(min(len(a.seen), len(b.seen)) < _BRIEF),
        # A round-up repeats what its own outlet has reported.
        "same_outlet": float(bool(a.source) and a.source == b.source and not (a.is_roundup or b.is_roundup)),
        "days": days_apart(a, b),
    }


def compare_meaning(a: ReportFeatures, b: ReportFeatures) -> dict[str, float]:
    """The cosine of the headlines or first sentences nearest in meaning; nothing when a report has no vector."""
    found = [cosine_between(vector, other) for vector in a.meaning for other in b.meaning if vector and other]
    return {"meaning": max(found)} if found else {}


def days_apart(a: ReportFeatures, b: ReportFeatures) -> float:
    """Days beyond the first between two reports, at most 5: a newsroom that gives only dates may seem a day late."""
    return min(max(abs(a.at - b.at) / DAY - 1.0, 0.0), _MOST_DAYS)


def bridge_evidence(a: ReportFeatures, b: ReportFeatures) -> dict[str, float]:
    """The evidence between two reports in two languages: what has one form in both."""
    versioned = (a.numbered & b.numbered_seen) | (b.numbered & a.numbered_seen)
    hits = count_agreeing(a.amounts, b.amounts_seen) + count_agreeing(b.amounts, a.amounts_seen)
    foreign, other = _with_fewer_words(a, b), _with_more_words(a, b)
    names, others = foreign.bridging | foreign.named, other.bridging | other.named
    return {
        "version": float(bool(versioned)),
        "version_differs": float(bool(a.numbered and b.numbered) and not versioned),
        "foreign_names": _share_of(names, other.seen | other.watched),
        "names_alone": min(weight_of(names - other.seen - other.watched), _CAP) / _CAP,
        "names_of_title": _share_of(others, foreign.seen | foreign.watched),
        "names_in_both": min(weight_of(names & others), _CAP) / _CAP,
        "phrase": float(bool(a.phrases & b.phrases)),
        "names_seen": min(weight_of(a.seen & b.seen), 2 * _CAP) / (2 * _CAP),
        "twins_in_both": min(len(a.twins & b.twins), _CAP) / _CAP,
        "twins_of_title": max(_share_of(a.twins, b.seen), _share_of(b.twins, a.seen)),
        "figures": min(hits, 2) / 2,
        "figures_in_text": _figures_shared(a, b),
        "actions_differ": float(bool(a.actions and b.actions) and not a.actions & b.actions),
        "figures_differ": float(bool(a.amounts and b.amounts) and not hits),
        "one_before": _one_only("before", a.stages, b.stages),
        "days": days_apart(a, b),
    }


def _share_of(words: frozenset[int], inside: frozenset[int]) -> float:
    """The share of what ``words`` say that ``inside`` says too; one half when there are none."""
    whole = weight_of(words)
    return weight_of(words & inside) / whole if whole else 0.5


def _with_fewer_words(a: ReportFeatures, b: ReportFeatures) -> ReportFeatures:
    """The report whose headline has fewer words in letters: all of them are names where the script is another."""
    return min(a, b, key=lambda report: (len(report.bridging), report.language, report.title))


def _with_more_words(a: ReportFeatures, b: ReportFeatures) -> ReportFeatures:
    return b if _with_fewer_words(a, b) is a else a


def named_in_full(headline: ReportFeatures, report: ReportFeatures) -> bool:
    """Whether a round-up's headline says nothing that the report, at most two days apart, does not say too."""
    enough = headline.words_weight >= _TELLING and bool(rare_words(headline.words & report.seen))
    return (
        enough
        and _weighted_share(headline.words, headline.words_weight, report.seen) >= _ALL
        and days_apart(headline, report) <= 1
    )


def tell_one_death(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether both headlines report the death of one person, at most two days apart."""
    return bool((a.deceased & b.deceased) - {SOMETHING_ELSE}) and days_apart(a, b) <= 1


def of_one_affair(a: ReportFeatures, b: ReportFeatures) -> bool:
    """One running affair: half of a headline stands in the other report, and a name or rare word in both headlines."""
    named = (a.latin_bases & b.latin_bases) or (a.names & b.names) or rare_words(a.words & b.words)
    if not named or (_names_others(a, b) and _names_others(b, a)):
        return False
    return (
        max(_weighted_share(a.words, a.words_weight, b.seen), _weighted_share(b.words, b.words_weight, a.seen)) >= _MOST
    )


def speak_of_others(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether each names somebody whom the other does not, or they name different versions of one thing."""
    return not in_two_languages(a, b) and (
        (_names_others(a, b) and _names_others(b, a)) or versions_differ(a.latin, b.latin)
    )


def actors_differ(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether whoever acts in one headline is nowhere in the other report."""
    # Two languages name most bodies in two ways.
    return not in_two_languages(a, b) and (_acts_alone(a, b) or _acts_alone(b, a))


def two_events(a: ReportFeatures, b: ReportFeatures) -> str:
    """Why two reports are of two events, however alike they are; empty when nothing says so."""
    if actors_differ(a, b) and a.actions & _OFFERS and b.actions & _OFFERS:
        # A model's launch and each cloud that runs it are told in the same words.
        return "two bodies each offer something"
    if a.topics and b.topics and not a.topics & b.topics:
        return "each names a watched name that the other does not"
    if _same_words_other_names(a, b):
        return "the same words about other names"
    if a.hazards and b.hazards and not a.hazards & b.hazards:
        return "they report two kinds of accident"
    if a.deceased and b.deceased and not a.deceased & b.deceased:
        return "they report two deaths, or one and what follows it"
    if any("deny" in report.actions and not other.actions & _ANSWERS for report, other in ((a, b), (b, a))):
        return "one denies what the other reports"
    return ""


def _same_words_other_names(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines are alike but for names that the other report does not have: a template filled in twice."""
    if in_two_languages(a, b):
        return False
    ours, theirs = _alien_names(a.names | a.subjects, b), _alien_names(b.names | b.subjects, a)
    if not ours or not theirs:
        return False
    left = a.words - frozenset[int]().union(*(_name_concepts(name, a.language) for name in ours))
    right = b.words - frozenset[int]().union(*(_name_concepts(name, b.language) for name in theirs))
    most = max(weight_of(left), weight_of(right))
    return most > 0 and weight_of(left & right) / most >= _ALIKE


def titles_share(a: ReportFeatures, b: ReportFeatures) -> float:
    """The share of what one title says that the other says too, the larger of both directions."""
    return _weighted_overlap(a.words, a.words_weight, b.words, b.words_weight)


def _weighted_share(words: frozenset[int], whole: float, inside: frozenset[int]) -> float:
    """The share of what ``words`` say (``whole`` in all) that ``inside`` says too."""
    return weight_of(words & inside) / whole if whole else 0.0


def _weighted_overlap(a: frozenset[int], a_whole: float, b: frozenset[int], b_whole: float) -> float:
    """The share of what the lesser says that the other says too."""
    lesser = min(a_whole, b_whole)
    return weight_of(a & b) / lesser if lesser else 0.0


def _words_alone(ours: ReportFeatures, theirs: ReportFeatures) -> float:
    """Rare words of our headline that the other report does not have."""
    return weight_of(rare_words(ours.words - theirs.seen))


def _figures_shared(a: ReportFeatures, b: ReportFeatures) -> float:
    """The share of the figures of the report with fewer that the other has too; one half when it has none."""
    fewer = min(len(a.amounts_seen), len(b.amounts_seen))
    hits = min(count_agreeing(a.amounts_seen, b.amounts_seen), count_agreeing(b.amounts_seen, a.amounts_seen))
    return hits / fewer if fewer else 0.5


def _names_others(ours: ReportFeatures, theirs: ReportFeatures) -> bool:
    """Whether our headline names somebody whom the other report does not name."""
    return bool(_alien_names(ours.names, theirs))


def _name_in_both(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether both headlines have one name."""
    return any(name in b.title or concept_of(name) in b.words for name in a.names | a.subjects) or any(
        name in a.title or concept_of(name) in a.words for name in b.names | b.subjects
    )


def _has_figure(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether both headlines have one figure that is no small number."""
    telling = [amount for amount in a.amounts if amount[1] >= _SMALL or amount[1] % 1]
    return count_agreeing(telling, b.amounts) > 0


def _alien_names(names: frozenset[str], theirs: ReportFeatures) -> list[str]:
    """The names that the other report does not have."""
    return [name for name in names if not _has_name(theirs, name)]


def _rare_names(report: ReportFeatures) -> frozenset[int]:
    """Names of the headline that the news do not have every day."""
    return rare_words(frozenset(concept_of(name) for name in report.names | report.latin_bases))


def _share_known(names: frozenset[str], theirs: ReportFeatures) -> float:
    return 1 - len(_alien_names(names, theirs)) / len(names) if names else 0.5


def _lacks_subject(ours: ReportFeatures, theirs: ReportFeatures) -> bool:
    return bool(ours.subjects) and not any(_has_name(theirs, name) for name in ours.subjects)


def _has_name(report: ReportFeatures, name: str) -> bool:
    """Whether a report has a name: whole, or most of the words that it is made of."""
    if name in report.title or concept_of(name) in report.seen:
        return True
    parts = _name_concepts(name, report.language)
    return len(parts & report.seen) > len(parts) / 2


@lru_cache(maxsize=8192)
def _name_concepts(name: str, language: str) -> frozenset[int]:
    return frozenset(concept_of(word) for word in tokens_of(name, language))


def _acts_alone(ours: ReportFeatures, theirs: ReportFeatures) -> bool:
    """Whether whoever acts in our headline is nowhere in the other report, which is long enough to name them."""
    return bool(ours.actors) and len(theirs.seen) >= _BRIEF and not ours.actors & theirs.seen


def _one_only(kind: str, ours: frozenset[str], theirs: frozenset[str]) -> float:
    return float((kind in ours) != (kind in theirs))

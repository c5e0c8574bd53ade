"""What two reports share: words by what they say, names that one has and the other lacks, days, languages."""

from functools import lru_cache

from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.tokens import tokens_of
from monitor.core.cluster.features.words import concept_of, weight_of
from monitor.core.text.figures.amounts import count_agreeing
from monitor.core.text.languages import SCRIPTED

DAY = 86400.0
MOST_DAYS = 5.0
_LARGE, _YEARS = 1000, (1900, 2100)
BRIEF = 25
"""Words below which a report is hardly more than its headline, and says less than its similarity seems to."""


def in_two_languages(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two reports share no words: of a text too short to tell, its script decides."""
    if a.language == b.language:
        return False
    return bool(a.language and b.language) or bool({a.language, b.language} & SCRIPTED)


def days_apart(a: ReportFeatures, b: ReportFeatures) -> float:
    """Days beyond the first between two reports, at most 5: a newsroom that gives only dates may seem a day late."""
    return min(max(abs(a.at - b.at) / DAY - 1.0, 0.0), MOST_DAYS)


def titles_share(a: ReportFeatures, b: ReportFeatures) -> float:
    """The share of what one title says that the other says too, the larger of both directions."""
    return overlap_said(a.words, a.words_weight, b.words, b.words_weight)


def share_said(words: frozenset[int], whole: float, inside: frozenset[int]) -> float:
    """The share of what ``words`` say (``whole`` in all) that ``inside`` says too."""
    return weight_of(words & inside) / whole if whole else 0.0


def overlap_said(a: frozenset[int], a_whole: float, b: frozenset[int], b_whole: float) -> float:
    """The share of what the lesser says that the other says too."""
    lesser = min(a_whole, b_whole)
    return weight_of(a & b) / lesser if lesser else 0.0


def figures_shared(a: ReportFeatures, b: ReportFeatures) -> float:
    """The share of the figures of the report with fewer that the other has too; one half when it has none."""
    fewer = min(len(a.amounts_seen), len(b.amounts_seen))
    if not a.figure_reach & b.figure_marks:
        return 0.0 if fewer else 0.5
    hits = min(count_agreeing(a.amounts_seen, b.amounts_seen), count_agreeing(b.amounts_seen, a.amounts_seen))
    return hits / fewer if fewer else 0.5


def share_large_figure(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether both headlines give one number of a thousand or more that is no year."""
    large = [amount for amount in a.amounts if amount[1] >= _LARGE and not _YEARS[0] <= amount[1] <= _YEARS[1]]
    return count_agreeing(large, b.amounts) > 0


def one_is_to_come(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether one headline speaks of what is still to come, and the other neither does so nor tells a plan."""
    if "before" not in a.stages and "before" not in b.stages:
        return False
    return tells_what_comes(a) != tells_what_comes(b)


def tells_what_comes(report: ReportFeatures) -> bool:
    """Whether a headline speaks of what is still to come, or tells a plan."""
    return "before" in report.stages or "plan" in report.actions


def named_in(report: ReportFeatures) -> frozenset[int]:
    """The words of a headline that are, or may be, names."""
    return frozenset(map(concept_of, report.called)) & report.words


def names_others(ours: ReportFeatures, theirs: ReportFeatures) -> bool:
    """Whether our headline names somebody whom the other report does not name."""
    return bool(lacking_names(ours.names, theirs))


def lacking_names(names: frozenset[str], theirs: ReportFeatures) -> frozenset[str]:
    """The names that the other report does not have."""
    return frozenset([name for name in names if not _has_name(theirs, name)])


def _has_name(report: ReportFeatures, name: str) -> bool:
    """Whether a report has a name: whole, or most of the words that it is made of."""
    if name in report.title or concept_of(name) in report.seen:
        return True
    parts = name_concepts(name, report.language)
    return len(parts & report.seen) > len(parts) / 2


@lru_cache(maxsize=2048)
def name_concepts(name: str, language: str) -> frozenset[int]:
    return frozenset(concept_of(word) for word in tokens_of(name, language))

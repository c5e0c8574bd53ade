"""Rules that decide whatever the similarity says: reports of two events, of one death, of one running affair."""

import re

from monitor.core.cluster.agreement import tell_other_kinds
from monitor.core.cluster.before_and_after import told_before_or_after, two_quakes
from monitor.core.cluster.compared import (
    BRIEF,
    days_apart,
    in_two_languages,
    named_in,
    names_others,
    share_said,
)
from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.deaths import SOMETHING_ELSE, follows_a_death
from monitor.core.cluster.features.name_sounds import sounds_of
from monitor.core.cluster.features.product_names import versions_differ
from monitor.core.cluster.features.words import concept_of, rare_words
from monitor.core.cluster.filled_templates import same_words_other_names, two_releases
from monitor.core.cluster.instalments import HALF_A_DAY, two_instalments
from monitor.core.cluster.steps import at_two_steps, ends_what_stands, goes_on_again, one_is_of_the_market
from monitor.core.text.figures.amounts import count_agreeing

_TELLING = 2.5
_ALL, _NEARLY_ALL, _A_THIRD = 0.95, 0.85, 1 / 3
_OFFERS = frozenset({"launch", "integrate", "price"})
_ANSWERS = frozenset({"deny", "respond"})
_NO = re.compile(
    r"ない|ません|않|아니|없|\b(?:not?|never|nicht|keine?[rnms]?|pas|aucune?|jamais|non|nessun[oa]?|não|nie|не|нет|değil|yok"
    r"|niet|geen|inte|ingen|لا|لم|لن|ليس)\b|n't\b"
)
_BEFORE_A_SCORE = re.compile(
    r"(?:\b(?:after|following|despite|nach|trotz|tras|après|dopo|após|po|после|na|efter) (?:[^\s\d]+ ){0,4}|후 )\d"
)
"""A score that is what came before: of what a headline tells, and not what it tells."""
SHARE_OF_AFFAIR = 0.5
"""Share of a headline that stands in the other report where both are of one affair."""
_BOTH_SIDES = 2
_ENOUGH_NAMES = 3
"""Names that two headlines rarely share but of one event."""


def named_in_full(headline: ReportFeatures, report: ReportFeatures) -> bool:
    """Whether a round-up's headline says nothing that the report, at most two days apart, does not say too."""
    enough = headline.words_weight >= _TELLING and bool(rare_words(headline.words & report.seen))
    return (
        enough
        and share_said(headline.words, headline.words_weight, report.seen) >= _ALL
        and days_apart(headline, report) <= 1
    )


def tells_briefly(flash: ReportFeatures, report: ReportFeatures) -> bool:
    """Whether a report of hardly more than a headline says next to nothing that a longer one of its day lacks.

    The longer one's headline has a third of its words there, too: a text also tells what went before its news.
    """
    if len(flash.seen) >= BRIEF or len(report.seen) < BRIEF or days_apart(flash, report):
        return False
    if tell_other_kinds(flash, report):
        return False
    return (
        flash.words_weight >= _TELLING
        and share_said(flash.words, flash.words_weight, report.seen) >= _NEARLY_ALL
        and share_said(report.words, report.words_weight, flash.seen) >= _A_THIRD
    )


def tell_one_death(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether both headlines report the death of one person, at most two days apart."""
    return bool((a.deceased & b.deceased) - {SOMETHING_ELSE}) and days_apart(a, b) <= 1


def tell_one_result(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines of a day have one score and two names in common: how one game or vote ended."""
    if not a.scores & b.scores or days_apart(a, b) or "analysis" in a.stages | b.stages:
        return False
    if _BEFORE_A_SCORE.search(a.title) or _BEFORE_A_SCORE.search(b.title):
        return False
    ours, theirs = named_in(a), named_in(b)
    return len(ours & theirs) >= _BOTH_SIDES


def of_one_affair(a: ReportFeatures, b: ReportFeatures) -> bool:
    """One running affair: half of a headline stands in the other report, and a name or rare word in both headlines."""
    named = (a.latin_bases & b.latin_bases) or (a.names & b.names) or rare_words(a.words & b.words)
    if not named or (names_others(a, b) and names_others(b, a)):
        return False
    return (
        max(share_said(a.words, a.words_weight, b.seen), share_said(b.words, b.words_weight, a.seen)) >= SHARE_OF_AFFAIR
    )


def speak_of_others(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether each names somebody whom the other does not, or they name different versions of one thing."""
    return not in_two_languages(a, b) and (
        (names_others(a, b) and names_others(b, a)) or versions_differ(a.latin, b.latin)
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
    if same_words_other_names(a, b):
        return "the same words about other names"
    if two_releases(a, b):
        return "they name different versions of one thing"
    if (a.hazards and b.hazards and not a.hazards & b.hazards) or two_quakes(a, b):
        return "they report two accidents"
    if _are_two_deceased(a, b) or _is_mourned(a, b) or _is_mourned(b, a):
        return "they report two deaths, or one and what follows it"
    if _share_names_alone(a, b):
        return "two brief headlines share names alone"
    if _denies(a, b) or _denies(b, a):
        return "one denies what the other reports"
    if two_instalments(a, b):
        return "they are two issues of one column"
    return _tell_two_steps(a, b) or told_before_or_after(a, b)


def _denies(denial: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether one headline denies what the other reports; a denial in other words has its own no."""
    return "deny" in denial.actions and not other.actions & _ANSWERS and not _NO.search(other.title)


def _tell_two_steps(a: ReportFeatures, b: ReportFeatures) -> str:
    if ends_what_stands(a.title, b.title):
        return "one tells the end of what the other tells"
    if goes_on_again(a.title, b.title):
        return "one tells that it goes on again"
    if not in_two_languages(a, b) and one_is_of_the_market(a.title, b.title):
        return "one tells how shares moved"
    if a.scores and b.scores and not a.scores & b.scores and abs(a.at - b.at) >= HALF_A_DAY:
        return "they tell two games"
    return "they tell two steps of one affair" if at_two_steps(a.title, b.title) else ""


def _are_two_deceased(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether the headlines report the deaths of two people; in two scripts one name is told by how it sounds."""
    if not a.deceased or not b.deceased or a.deceased & b.deceased:
        return False
    return not in_two_languages(a, b) or not (_sounds_in(a.deceased) & _sounds_in(b.deceased))


def _sounds_in(names: frozenset[str]) -> frozenset[str]:
    return frozenset[str]().union(*(sounds_of(word) for name in names for word in name.split()))


def _is_mourned(dead: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether one headline reports a death, and the other what is said and done after it."""
    names = dead.deceased - {SOMETHING_ELSE}
    if not names or other.deceased or in_two_languages(dead, other) or not follows_a_death(other.title):
        return False
    return any(name in other.title or concept_of(name.split()[-1]) in other.words for name in names)


def _share_names_alone(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines without a text behind them have nothing in common but who or where: no word, no figure."""
    shared = a.called & b.called
    if max(len(a.seen), len(b.seen)) >= BRIEF or in_two_languages(a, b) or not 0 < len(shared) < _ENOUGH_NAMES:
        return False
    alike = (a.words & b.seen) | (b.words & a.seen)
    named = frozenset(map(concept_of, shared))
    figures = count_agreeing(a.amounts, b.amounts) or a.scores & b.scores or a.marks & b.marks or a.days & b.days
    return bool(alike) and alike <= named and not figures and not (a.actions & b.actions)


def _acts_alone(ours: ReportFeatures, theirs: ReportFeatures) -> bool:
    """Whether whoever acts in our headline is nowhere in the other report, which is long enough to name them."""
    # A watched topic that acts is no other body where the other headline calls it by another of its names.
    told = ours.actors & theirs.seen or ours.acting & theirs.named
    return bool(ours.actors) and len(theirs.seen) >= BRIEF and not told

"""Names that two headlines in any languages share: as words, by a table of names in many scripts, or as they sound."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from monitor.core.cluster.features.bilingual import NAMES
from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.name_sounds import han_name_pattern, sounds_of
from monitor.core.cluster.features.tokens import stem_word
from monitor.core.cluster.features.words import concept_of, rare_words

Name = frozenset[int | str]
"""One name of a headline: the number of its word, less than 0 where the news have it every day, and how it sounds."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[a-z][a-z0-9]+")
_KATAKANA = re.compile(r"[ァ-ヺー]{2,}")
_SURE = 4
"""Classes of a sound that tell a name for sure; fewer leave a doubt."""
_IN_DOUBT = 0.5
_VAGUE = frozenset({"de", "ja", "ko"})
"""Languages that do not tell names by their shape: every noun may be one."""


def names_of_headline(report: ReportFeatures) -> Sequence[Name]:
    """The names of a headline, and what may be one."""
    return _names_in(report.title, report.language, report.called)


def count_agreeing_names(ours: Iterable[Name], theirs: Sequence[Name]) -> float:
    """How many of our names the other side has too; what sounds alike in few classes alone counts by half."""
    known = frozenset[int | str]().union(*theirs)
    return sum([max(map(_weight_of, name & known), default=0.0) for name in ours])


def names_nobody_else(report: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether a headline has names, and none, as far as its language tells them, that the other one lacks."""
    sure = report.names if report.names and report.language not in _VAGUE else report.called
    ours, theirs = _names_in(report.title, report.language, sure), names_of_headline(other)
    return bool(ours) and all(count_agreeing_names([name], theirs) for name in ours)


def _weight_of(key: int | str) -> float:
    is_sure = key > 0 if isinstance(key, int) else len(key) >= _SURE
    return 1.0 if is_sure else _IN_DOUBT


@lru_cache(maxsize=128)
def _names_in(folded: str, language: str, called: frozenset[str]) -> Sequence[Name]:
    if language == "zh":
        words = {*called, *_LATIN.findall(folded)}
        runs = [run for run in han_name_pattern().findall(folded) if run not in words]
        return [*map(_name_of, words), *map(_sounds_of_run, runs)]
    if language in _VAGUE - {"de"}:
        return [_name_of(word) for word in {*called, *_LATIN.findall(folded), *_KATAKANA.findall(folded)}]
    words = set(_WORD.findall(folded))
    if not called:  # A script without capitals: any word may be a name.
        return [_name_of(word) for word in words]
    parts = {stem_word(part) for name in called for part in _WORD.findall(name)} | called
    return [_name_of(word) for word in words if stem_word(word) in parts]


def _name_of(word: str) -> Name:
    stem = stem_word(word)
    concept = concept_of(stem)
    if not rare_words(frozenset([concept])):
        return frozenset([-concept]) if concept in _known_names() else frozenset()
    # What Arabic writes before a name is no part of it.
    return sounds_of(stem if "\u0600" <= word[0] <= "\u06ff" else word) | {concept}


@cache
def _known_names() -> frozenset[int]:
    """The names of the table that the news have every day, as those of countries."""
    names = frozenset([concept_of(stem_word(name)) for name in NAMES.split()])
    return names - rare_words(names)


def _sounds_of_run(run: str) -> Name:
    """Of Chinese characters that may be a name, or begin or end with one."""
    parts = {run[:end] for end in range(2, len(run) + 1)} | {run[start:] for start in range(len(run) - 1)}
    return frozenset[int | str]().union(*map(sounds_of, parts))

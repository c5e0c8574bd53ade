"""Headlines that are one sentence filled in twice: the same words about two names, or two releases of one thing."""

from collections.abc import Mapping, Sequence
from functools import cache

from monitor.core.cluster.compared import in_two_languages, lacking_names, name_concepts
from monitor.core.cluster.features.actions import find_actions
from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.product_names import release_numbers
from monitor.core.cluster.features.tokens import stem_word, tokens_of
from monitor.core.cluster.features.words import concept_of, weight_of
from monitor.core.text.chinese_dictionary import chinese_dictionary
from monitor.core.text.languages import FUNCTION_WORDS

_ALIKE = 0.75
"""Share of the other words of two headlines from which they are one template."""
_AROUND = 0.5
"""The same where only the place tells that what differs are names."""
_LONGEST_FILLING = 4
_IN_PIECES = frozenset({"th", "km", "lo", "my"})
_PIECES = 4
"""Pieces that a word of these languages is compared by: they write no spaces."""
_IN_NAMES = frozenset({"rank"})
"""Deeds that names of several words may seem to tell: 第一三共 is no first place."""
_TELLING = 1.0
"""What the words in that place must say together: as much as a rare word does."""
_NO_CAPITALS = frozenset(
    {"zh", "ko", "ja", "ar", "he", "fa", "ur", "th", "hi", "bn", "ta", "te", "mr", "ka", "km", "lo", "my"}
)
"""Languages whose script does not tell a name: what fills a place in a headline tells it."""
_BEFORE_NAMES = {
    language: frozenset(map(stem_word, words.split()))
    for language, words in {
        "de": "in bei aus nach von gegen für",
        "en": "in at near for as against from",
        "fr": "à pour contre dans chez",
        "es": "en para contra",
        "it": "in per contro",
        "pt": "em para contra",
        "nl": "in bij voor tegen",
        "sv": "i mot",
        "pl": "w we dla pod",
        "ru": "в во для под против",
    }.items()
}
"""Prepositions, as words are compared, behind which a place, a body or a thing fills a headline."""
_NO_NAMES = frozenset("vdapc")
"""Tags of Chinese words that name nobody: verbs, adverbs, adjectives, prepositions, conjunctions."""


def same_words_other_names(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines are alike but for names that the other report does not have: a template filled in twice."""
    if in_two_languages(a, b):
        return False
    ours, theirs = lacking_names(a.names | a.subjects, b), lacking_names(b.names | b.subjects, a)
    if ours and theirs:
        left = a.words - _words_of(ours, a.language)
        right = b.words - _words_of(theirs, b.language)
        most = max(weight_of(left), weight_of(right))
        if most > 0 and weight_of(left & right) / most >= _ALIKE:
            return True
    return a.language == b.language and a.language in _NO_CAPITALS | _BEFORE_NAMES.keys() and _differ_at_one_place(a, b)


def _words_of(names: frozenset[str], language: str) -> frozenset[int]:
    """What the names' words mean; a name that is cut to its stem already is a word as it is (Netfli, Micros)."""
    return frozenset(map(concept_of, names)).union(*(name_concepts(name, language) for name in names))


def two_releases(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether the headlines name two releases of one product, each of which the other report does not know.

    Patches of one release are told apart in any language, and also where a report says what it patches.
    """
    if _two_patches(a.numbered, b.numbered) or _is_patch_of(a, b) or _is_patch_of(b, a):
        return True
    if in_two_languages(a, b):
        return False
    mine, yours = release_numbers(a.latin), release_numbers(b.latin)
    return any(
        _is_unknown(mine[base], yours[base], b) and _is_unknown(yours[base], mine[base], a)
        for base in mine.keys() & yours.keys()
    )


def _two_patches(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two numbers of three parts or more differ in the last alone (0.15.0, 0.15.1), with none in both."""
    series = {number.rpartition(".")[0] for number in ours if number.count(".") > 1}
    others = {number.rpartition(".")[0] for number in theirs if number.count(".") > 1}
    return bool(series & others) and not ours & theirs


def _is_patch_of(patch: ReportFeatures, release: ReportFeatures) -> bool:
    """Whether one headline names the patch (145.0.1) of a release (145.0) that its own report does not speak of."""
    return any(
        number.count(".") > 1 and not number.endswith(".0") and number.rpartition(".")[0] in release.numbered
        for number in patch.numbered - release.numbered
    ) and not (release.numbered & patch.numbered_seen)


def _is_unknown(numbers: frozenset[str], others: frozenset[str], report: ReportFeatures) -> bool:
    """Whether no number is one of the others, or in the report: "3" is known where "3.1" stands."""
    known = others | report.numbered_seen | _numbers_of(release_numbers(report.versioned_seen))
    return not any(
        f"{number}.".startswith(f"{other}.") or f"{other}.".startswith(f"{number}.")
        for number in numbers
        for other in known
    )


def _numbers_of(releases: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*releases.values())


def _differ_at_one_place(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether both headlines say the same words in one order around something that the other report does not have."""
    ours, theirs = tokens_of(a.title, a.language), tokens_of(b.title, b.language)
    before = _shared_beginning(ours, theirs)
    after = _shared_beginning(ours[before:][::-1], theirs[before:][::-1])
    mine, yours = ours[before : len(ours) - after], theirs[before : len(theirs) - after]
    if a.language not in _NO_CAPITALS and not (before and ours[before - 1] in _BEFORE_NAMES[a.language]):
        return False  # Every German noun has a capital, and goods have none: what follows a preposition fills a place.
    mine, yours = _without_articles(mine, a.language), _without_articles(yours, a.language)
    if not _fills_a_place(mine, b, is_first=not before) or not _fills_a_place(yours, a, is_first=not before):
        return False
    around = weight_of(frozenset(map(concept_of, [*ours[:before], *ours[len(ours) - after :]])) & a.words)
    return around >= _AROUND * min(a.words_weight, b.words_weight)


def _without_articles(filling: list[str], language: str) -> list[str]:
    """The words from the first on that is none of grammar: "contre l'asthme" and "contre le rhume" differ in it."""
    grammar = _grammar_of(language)
    return filling[next((place for place, word in enumerate(filling) if word not in grammar), len(filling)) :]


@cache
def _grammar_of(language: str) -> frozenset[str]:
    return frozenset(map(stem_word, FUNCTION_WORDS.get(language, ()))) | {"l", "d"}


def _shared_beginning(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    return next((place for place, (mine, yours) in pairs if mine != yours), min(len(ours), len(theirs)))


def _fills_a_place(filling: Sequence[str], other: ReportFeatures, *, is_first: bool) -> bool:
    """Whether these words may be a name that the other report lacks."""
    longest = _LONGEST_FILLING * (_PIECES if other.language in _IN_PIECES else 1)
    if not filling or len(filling) > longest:
        return False
    if find_actions(" ".join(filling)) - (_IN_NAMES if len(filling) > 1 else frozenset()):
        return False
    concepts = frozenset(map(concept_of, filling))
    if concepts & other.seen or weight_of(concepts) < _TELLING or any(word in other.title for word in filling):
        return False
    return other.language != "zh" or not any(_names_nobody(word, is_first=is_first) for word in filling)


def _names_nobody(word: str, *, is_first: bool) -> bool:
    """By its tags; the first word of a headline acts, though the dictionary may call it a verb (安踏)."""
    tagged = chinese_dictionary().tag(word, hmm=False)
    return len(word) > 1 and any(tag[0] in (_NO_NAMES - {"v"} if is_first else _NO_NAMES) for _, tag in tagged)

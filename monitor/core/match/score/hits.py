"""A name in a text, and what else it may be: a person of that name, or the everyday word that the name is."""

import re

from monitor.core.match.compiled_topics import AliasRule, TopicRule
from monitor.core.match.scan.boundaries import Edges
from monitor.core.match.scan.dictionaries import is_counted, is_frequent, is_of_language
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.names import is_letter
from monitor.core.match.scan.wordlists import OPENERS, SURNAMES
from monitor.values import dataclass

_EAST_ASIAN = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_MODEL = re.compile(r" [a-z]{1,4}\d")
_INITIAL = re.compile(r"\s{0,8},\s{0,8}[a-z]\.")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name in a text: folded characters [start, end) of section ``section``, with its edges judged."""

    topic: int
    rule: AliasRule
    start: int
    end: int
    section: int
    edges: Edges
    url: bool


def is_everyday_word(hit: Hit, view: View) -> bool:
    """Is a name that is in doubt anyway written as the everyday word that it is: the orange line, not Orange?

    A text without any capital tells nothing by small letters, and beside East Asian script no everyday word is read.
    """
    if hit.rule.level == "sure" or not _is_small(hit, view):
        return False
    return is_frequent(view.text[hit.start : hit.end], view.languages)


def is_plain_word(hit: Hit, view: View) -> bool:
    """The same of a plain name, which has to be a word for certain: it has a plural, or is rare in other languages.

    A firm is as frequent as many words, but nobody counts googles.
    """
    rule = hit.rule
    if rule.level != "sure" or rule.alias.sure or not _is_small(hit, view):
        return False
    word = view.text[hit.start : hit.end]
    if word != rule.name.compact or (hit.start and view.text[hit.start - 1] in "#@"):
        return False
    if _MODEL.match(view.text, hit.end):
        return False  # vivo X200, as its maker writes it.
    first, last = view.bounds[view.field(hit.start)]
    if view.surface(first, last).islower():
        return False
    return is_counted(word, acronym=rule.name.acronym) or any(is_of_language(word, spoken) for spoken in view.spoken)


def _is_small(hit: Hit, view: View) -> bool:
    """Is one word with a capital written without, in running text that has some?"""
    name = hit.rule.name
    if not name.capital or not name.compact.isalpha() or hit.url or hit.edges.identifier:
        return False
    if not view.surface(hit.start, hit.end).islower() or view.original.islower():
        return False
    return not _EAST_ASIAN.search(view.text, *view.sentence(hit.start, hit.end))


def person_name(hit: Hit, topic: TopicRule, view: View) -> str:
    """A given name before or a family name after a Latin name: Pengfei Wan, Jimeng Sun."""
    if hit.rule.level == "sure" and not hit.rule.is_pinyin_title:
        return ""
    if not is_letter(view.text[hit.start]) or not view.char(hit.start).isupper() or hit.edges.identifier:
        return ""
    before, gap = view.word_before(hit.start)
    known = topic.vocabulary
    if hit.rule.is_pinyin_title and (person := _chinese_person(hit, view, known)):
        return person
    if hit.rule.level == "sure":
        return ""
    given = before[:1].isupper() and not before.isupper() and before.lower().strip(".-'") not in known | OPENERS
    if given and gap in {" ", ""} and before and view.text[hit.start - 1] == " ":
        return f"{before} {view.surface(hit.start, hit.end)}"
    return view.surface(hit.start, hit.end) if _INITIAL.match(view.text, hit.end) else ""


def _chinese_person(hit: Hit, view: View, known: frozenset[str]) -> str:
    """Jimeng Sun, Wan Jimeng: only a name in Pinyin is a Chinese given name; Song beside Adele is a song."""
    after, after_gap = view.word_after(hit.end)
    if after_gap == " " and after.istitle() and after.lower() in SURNAMES:
        return f"{view.surface(hit.start, hit.end)} {after}"
    family, comma = view.word_before(hit.start, comma=True)
    if comma in {" ", ", "} and family.istitle() and family.lower() in SURNAMES - known:
        return f"{family}{comma}{view.surface(hit.start, hit.end)}"
    return ""

"""From candidates to hits: which of them really spell a name, an exclusion or a word of a query."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

from monitor.core.match.compiled_topics import AliasRule, TopicRule
from monitor.core.match.query.ast import Query
from monitor.core.match.scan.automaton import Candidate, Lexicon
from monitor.core.match.scan.boundaries import judge_edges, prefixed_range
from monitor.core.match.scan.dictionaries import is_frequent
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.endings.forms_in_text import inflected_range
from monitor.core.match.scan.names import Name, differs_by_accent, forms_of, name_fits, name_of
from monitor.core.match.scan.segmenter import Words
from monitor.core.text.normalize import fold, skeleton_places
from monitor.values import dataclass

_MOST_HITS = 2_000
"""Of one name in one text: a page that repeats it more often says nothing new, and may mean to keep us busy."""
_MOST_TERMS = 20_000
"""The same for a word of a query, which may be an everyday one."""

_SHORTEST_HALF = 4
"""Letters on either side of a hyphen that is put into a name."""
_SHORTEST_WRITTEN_OUT = 2
"""Letters of initials that may be written as a word; Ai is a family name."""


class User(NamedTuple):
    """Who asked for a name: an alias, an exclusion that holds one (both ``None``), or a query's term."""

    topic: int
    alias: AliasRule | None = None
    term: int | None = None


class NameHit(NamedTuple):
    """Folded characters [start, end) that spell the name; [first, last) with what the language ties to it."""

    user: User
    name: Name
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Spots:
    """Everything spelt in a document. ``terms``: by topic and term number, in text order."""

    hits: list[NameHit] = field(default_factory=list)
    accented: list[NameHit] = field(default_factory=list)
    """What would be an alias but for accents that it does not have."""
    covers: list[NameHit] = field(default_factory=list)
    terms: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)


def asked_names(topics: Sequence[TopicRule], queries: Sequence[Query | None]) -> tuple[list[Name], list[User]]:
    """Every name to look for, with its user at the same place."""
    names: list[Name] = []
    users: list[User] = []
    for number, (rule, query) in enumerate(zip(topics, queries, strict=True)):
        for alias in rule.aliases:
            forms = [] if alias.alias.case_sensitive else forms_of(alias.name, alias.alias.text)
            names += [alias.name, *forms]
            users += [User(number, alias=alias)] * (1 + len(forms))
        sought = {word for alias in rule.aliases for word in alias.name.text.replace("-", " ").split()}
        for name in rule.covers:
            covers = [name, *forms_of(name, name.written, sought)]
            names += covers
            users += [User(number)] * len(covers)
        for term in query.terms if query else ():
            name = name_of(term.text, open_start=term.open_start, open_end=term.open_end)
            # A capital says that it is a name; other words of a query are meant as they are written.
            forms = forms_of(name, term.text) if name.capital else []
            names += [name, *forms]
            users += [User(number, term=term.number)] * (1 + len(forms))
    return names, users


def spot_names(
    view: View,
    candidates: Sequence[Candidate],
    *,
    lexicon: Lexicon,
    users: Sequence[User],
    topics: Collection[int],
    asking: Collection[int],
    words: Words,
) -> Spots:
    """Look at each candidate in the text. Words of a query obey the same boundaries as aliases.

    ``topics``: numbers of the topics wanted; ``asking``: of those whose query is to be evaluated.
    """
    places = skeleton_places(view.text)
    found = Spots()
    for number, first, last in candidates if len(candidates) <= _MOST_HITS else _capped(candidates, users):
        user = users[number]
        if user.topic not in topics or (user.term is not None and user.topic not in asking):
            continue
        start, end = int(places[first]), int(places[last - 1]) + 1
        name = lexicon.names[number]
        hit = _hit_at(view, user, name, start, end)
        if hit is None:
            if user.alias is not None and differs_by_accent(name, view.text[start:end]):
                found.accented.append(NameHit(user, name, start, end, start, end))
            continue
        if user.term is not None:
            outline = judge_edges(view, hit.name, hit.start, hit.end, words)
            if outline.refused is None and outline.glued is None:
                found.terms.setdefault((user.topic, user.term), []).append((hit.first, hit.last))
        else:
            (found.covers if user.alias is None else found.hits).append(hit)
    for places_of_term in found.terms.values():
        places_of_term.sort()
    return found


def _capped(candidates: Sequence[Candidate], users: Sequence[User]) -> Iterator[Candidate]:
    """Of each name only so many."""
    seen: Counter[int] = Counter()
    for candidate in candidates:
        name = candidate[0]
        seen[name] += 1
        if seen[name] <= (_MOST_HITS if users[name].term is None else _MOST_TERMS):
            yield candidate


def _reads_as_initials(view: View, start: int, end: int) -> bool:
    """Is a word in capitals, or the first a longer one with a capital (Eon) that is no everyday word (Who)?"""
    words = view.surface(start, end).split()
    if any(map(str.isupper, words)):
        return True
    first = words[0]
    if not first[:1].isupper() or len(first) <= _SHORTEST_WRITTEN_OUT:
        return False
    return not is_frequent(view.text[start : start + len(first)], view.languages)


def _fits_with_hyphen(view: View, name: Name, start: int, end: int) -> bool:
    """Is a long name written as two, with a hyphen and a capital, as German papers do: Deutschland-Ticket?"""
    first, hyphen, last = view.text[start:end].partition("-")
    if not hyphen or min(len(first), len(last)) < _SHORTEST_HALF or not (name.capital and first.isalpha()):
        return False
    return view.char(start + len(first) + 1).isupper() and name_fits(name, first + last)


def _is_melted_name(view: View, start: int, end: int) -> bool:
    """Has the name its capital (not: au havre de paix), and is it not the end of another (la Ligue des Champions)?"""
    surface = view.surface(start, end)
    rest = surface.partition(" ")[2]
    if not rest[:1].isupper():
        return False
    before, gap = view.word_before(start)
    behind_name = gap == " " and before.istitle() and surface[:1].islower()
    return not (behind_name and is_frequent(fold(rest.split("-")[0].split()[0]), view.languages))


def _hit_at(view: View, user: User, name: Name, start: int, end: int) -> NameHit | None:
    """The candidate as a hit, with its endings and prefixes; ``None`` when the text spells something else."""
    if name.inflected:
        whole = inflected_range(view, name, start)
        return NameHit(user, name, *whole, *whole) if whole else None
    if not name_fits(name, view.text[start:end]) and not _fits_with_hyphen(view, name, start, end):
        return None
    if name.contracted and not _is_melted_name(view, start, end):
        return None
    if name.initials and not _reads_as_initials(view, start, end):
        return None  # who warns
    return NameHit(user, name, start, end, *prefixed_range(view, name, start, end))

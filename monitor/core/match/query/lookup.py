"""A query as the search index can answer it: words and phrases joined by and, or, not, and what rows must say."""

from collections.abc import Iterator
from dataclasses import field

from monitor.core.i18n.phrases import Reason
from monitor.core.match.query.ast import About, AllOf, AnyOf, Near, Node, Not, Pattern, Query, Reference, Scoped, Term
from monitor.core.match.query.second_look import signed_text, widened
from monitor.core.model.searches import Every, Look, Lookup, Some, Where
from monitor.core.text.index_words import phrase_of
from monitor.core.text.normalize import fold
from monitor.errors import UserError
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPlan:
    """What to look up, and what else must hold. ``is_exact`` = False: how near words stand is not asked."""

    lookup: Lookup | None = None
    """What the index is asked: all that is wanted is found, with ``second_look`` more than that."""
    second_look: Lookup | None = None
    """What must hold of what is found; ``None`` where the index can tell."""
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    is_exact: bool = True

    @property
    def sought(self) -> Lookup | None:
        """What is marked in what is found."""
        return self.second_look or self.lookup


@dataclass(slots=True)
class _Conditions:
    languages: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)


def plan_search(query: Query) -> SearchPlan:
    """The plan of a query; UserError for what only topics can ask, such as a regular expression."""
    conditions = _Conditions()
    rest = [part for part in _conjuncts(query.root) if not _takes(part, conditions)]
    wanted = _joined(rest, "") if rest else None
    lookup = widened(wanted) if wanted is not None else None
    return SearchPlan(
        lookup=lookup,
        second_look=wanted if lookup != wanted else None,
        languages=tuple(conditions.languages),
        sources=tuple(conditions.sources),
        sites=tuple(conditions.sites),
        authors=tuple(conditions.authors),
        topics=tuple(conditions.topics),
        is_exact=not any(_has_near(part) for part in rest),
    )


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, AllOf):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


def _takes(node: Node, conditions: _Conditions) -> bool:
    """Whether a part is a condition on rows; it is noted then."""
    match node:
        case About(field="lang", value=value):
            conditions.languages.append(value)
        case About(field="author", value=value):
            conditions.authors.append(value)
        case About(field="site", value=value):
            conditions.sites.append(fold(value).lstrip("."))
        case About(value=value):
            conditions.sources.append(value)
        case Reference(topic=topic):
            conditions.topics.append(topic)
        case _:
            return False
    return True


def _joined(parts: list[Node], where: Where) -> Lookup:
    wanted = [_lookup(part, where) for part in parts if not isinstance(part, Not)]
    # Both somewhere is more than both near each other: leaving that out would leave out what is wanted.
    without = [_lookup(part.inner, where) for part in parts if isinstance(part, Not) and not _has_near(part)]
    if not wanted:
        raise UserError(Reason("search.only-not"))
    return wanted[0] if len(wanted) == 1 and not without else Every(tuple(wanted), tuple(without))


def _lookup(node: Node, where: Where) -> Lookup:
    match node:
        case Term():
            return _look(node, where)
        case Scoped(field=inside, inner=inner):
            return _lookup(inner, inside)
        case AllOf(parts=parts):
            return _joined(list(parts), where)
        case AnyOf(parts=parts):
            return Some(tuple(_lookup(part, where) for part in parts))
        case Near(left=left, right=right):
            return Every((_lookup(left, where), _lookup(right, where)))
        case Not():
            raise UserError(Reason("search.only-not"))
        case Pattern(source=source):
            raise UserError(Reason("search.no-pattern", pattern=source))
        case About(field=name) | Reference(topic=name):
            raise UserError(Reason("search.deep-condition", name=name))


def _look(term: Term, where: Where) -> Look:
    if term.open_start:
        raise UserError(Reason("search.open-start", word=term.text))
    phrase = phrase_of(term.text, is_open=term.open_end)
    if phrase is None:
        raise UserError(Reason("search.no-word", word=term.text))
    return Look(phrase, where, signed_text(term.text))


def _has_near(node: Node) -> bool:
    match node:
        case Near():
            return True
        case Scoped(inner=inner) | Not(inner=inner):
            return _has_near(inner)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(_has_near(part) for part in parts)
        case _:
            return False

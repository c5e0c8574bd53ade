"""A query as the search index can answer it: words and phrases joined by and, or, not, and what rows must say."""

from collections.abc import Iterator
from dataclasses import field

from monitor.core.i18n.phrases import Reason
from monitor.core.match.query.ast import About, AllOf, AnyOf, Near, Node, Not, Pattern, Query, Reference, Scoped, Term
from monitor.core.match.query.second_look import signed_text, widened
from monitor.core.model.searches import Every, Facts, Look, Lookup, Some, Where
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
    wanted: Facts = Facts()
    unwanted: Facts = Facts()
    is_exact: bool = True

    @property
    def sought(self) -> Lookup | None:
        """What is marked in what is found."""
        return self.second_look or self.lookup


@dataclass(slots=True)
class _Noted:
    """Facts that were asked for, by the names of ``Facts``."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def note(self, fact: About | Reference) -> None:
        name, value = _named(fact)
        self.values.setdefault(name, []).append(value)

    def facts(self) -> Facts:
        return Facts(**{name: tuple(values) for name, values in self.values.items()})


def plan_search(query: Query) -> SearchPlan:
    """The plan of a query; UserError for what only topics can ask, such as a regular expression."""
    wanted, unwanted = _Noted(), _Noted()
    rest = [part for part in _conjuncts(query.root) if not _takes(part, wanted, unwanted)]
    whole = _joined(rest, "") if rest else None
    lookup = widened(whole) if whole is not None else None
    return SearchPlan(
        lookup=lookup,
        second_look=whole if lookup != whole else None,
        wanted=wanted.facts(),
        unwanted=unwanted.facts(),
        is_exact=not any(_has_near(part) for part in rest),
    )


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, AllOf):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


def _takes(node: Node, wanted: _Noted, unwanted: _Noted) -> bool:
    """Whether a part is a condition on rows; it is noted then."""
    match node:
        case About() | Reference():
            wanted.note(node)
        case Not(inner=About() | Reference() as fact):
            unwanted.note(fact)
        case Not(inner=AnyOf(parts=parts)):
            facts = [part for part in parts if isinstance(part, About | Reference)]
            if len(facts) < len(parts):
                return False
            for fact in facts:
                unwanted.note(fact)
        case _:
            return False
    return True


def _named(fact: About | Reference) -> tuple[str, str]:
    match fact:
        case Reference(topic=topic):
            return "topics", topic
        case About(field="lang", value=value):
            return "languages", value
        case About(field="site", value=value):
            return "sites", fold(value).lstrip(".")
        case About(field="author", value=value):
            return "authors", value
        case About(value=value):
            return "sources", value


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
        case Not(inner=About() | Reference() as fact):
            raise UserError(Reason("search.deep-condition", name=f"-{_written(fact)}"))
        case Not():
            raise UserError(Reason("search.only-not"))
        case Pattern(source=source):
            raise UserError(Reason("search.no-pattern", pattern=source))
        case About() | Reference():
            raise UserError(Reason("search.deep-condition", name=_written(node)))


def _written(fact: About | Reference) -> str:
    return f"@{fact.topic}" if isinstance(fact, Reference) else f"{fact.field}:…"


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

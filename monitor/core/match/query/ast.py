"""The tree of a parsed query, and what can be told of it without a text."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

from monitor.values import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase. ``number`` is its place among the query's terms."""

    text: str
    number: int
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression of linear time, matched against the folded text."""

    source: str
    compiled: Any


@dataclass(frozen=True, slots=True)
class Reference:
    """The mentions of another topic's aliases."""

    topic: str


@dataclass(frozen=True, slots=True)
class Scoped:
    """The inner expression, in the title or body only."""

    field: Literal["title", "body"]
    inner: "Node"


@dataclass(frozen=True, slots=True)
class About:
    """A fact about the document: its site, source, language or author."""

    field: Literal["site", "source", "lang", "author"]
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """True where the inner expression is not."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is true."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part is true."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Left and right stand within ``distance`` tokens, left first when ``ordered``."""

    left: "Node"
    right: "Node"
    distance: int
    ordered: bool


Node = Term | Pattern | Reference | Scoped | About | Not | AllOf | AnyOf | Near


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. ``terms`` in the order of their numbers."""

    text: str
    root: Node
    terms: tuple[Term, ...]


def may_be_true(node: Node, terms: Collection[int], topics: Collection[str]) -> bool:
    """May the query be true of a text in which only these terms and topics can occur? (Cheap, and never wrongly no.)"""
    match node:
        case Term():
            return node.number in terms
        case Reference():
            return node.topic in topics
        case Scoped():
            return may_be_true(node.inner, terms, topics)
        case AllOf():
            return all(may_be_true(part, terms, topics) for part in node.parts)
        case AnyOf():
            return any(may_be_true(part, terms, topics) for part in node.parts)
        case Near():
            return may_be_true(node.left, terms, topics) and may_be_true(node.right, terms, topics)
        case Not() | Pattern() | About():
            return True


def topics_named(node: Node) -> Sequence[str]:
    """Every topic that the query names with ``@``."""
    match node:
        case Reference():
            return [node.topic]
        case Scoped() | Not():
            return topics_named(node.inner)
        case AllOf() | AnyOf():
            return [topic for part in node.parts for topic in topics_named(part)]
        case Near():
            return [*topics_named(node.left), *topics_named(node.right)]
        case Term() | Pattern() | About():
            return []

"""The tree of a query from its tokens; what a query may not say is refused with its column."""

import difflib
import re
from collections.abc import Collection
from typing import Any

import re2

from monitor.core.match.query.ast import About, AllOf, AnyOf, Near, Node, Not, Pattern, Reference, Scoped, Term
from monitor.core.match.query.other_programs import check_pattern, check_phrase, check_word
from monitor.core.match.scan.names import name_of
from monitor.errors import QueryError

_DEFAULT_NEAR = 4
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class QueryToken(str):
    """A piece of a query: what it is (``WORD``, ``PHRASE`` …), and where it begins."""

    __slots__ = ("kind", "start")

    kind: str
    start: int

    def __new__(cls, text: str, *, kind: str, start: int) -> "QueryToken":
        made = super().__new__(cls, text)
        made.kind, made.start = kind, start
        return made


class QueryBuilder:
    """Builds the tree and numbers its terms; every mistake is raised with its column."""

    def __init__(self, topics: Collection[str]) -> None:
        self._topics = frozenset(topics)
        self.terms: list[Term] = []
        self.nodes = 0

    def word(self, token: QueryToken) -> Node:
        """A word, maybe with ``*`` at its ends."""
        check_pattern(str(token), _column_of(token))
        return self._term(token, str(token))

    def phrase(self, token: QueryToken) -> Node:
        """A phrase in quotes."""
        return self._term(token, str(token)[1:-1])

    def regex(self, token: QueryToken) -> Node:
        """``re:/…/``"""
        return Pattern(source := str(token)[4:-1], _compile_pattern(source, _column_of(token) + 4))

    def ref(self, token: QueryToken) -> Node:
        """``@topic``"""
        self.nodes += 1
        topic = str(token)[1:]
        if topic not in self._topics:
            close = difflib.get_close_matches(topic, sorted(self._topics), n=1)
            hint = f"; did you mean @{close[0]}?" if close else ""
            raise QueryError(f"there is no topic “{topic}”{hint}", column=_column_of(token))
        return Reference(topic)

    def scoped(self, scope: QueryToken, inner: Node) -> Node:
        """``title:…``"""
        return Scoped("title" if scope.lower().startswith("title") else "body", inner)

    def about(self, field: QueryToken, value: QueryToken) -> Node:
        """``site:…`` and the like."""
        name = field.lower().rstrip(":")
        text = str(value).strip('"')
        if not text:
            raise QueryError(f"“{field}” needs a value", column=_column_of(value))
        if name == "lang" and not _LANGUAGE.fullmatch(text):
            raise QueryError(f"“{text}” is not a language; write its letters, as lang:en", column=_column_of(value))
        if name == "site":
            text = text.removeprefix("*.")
            host = text.rpartition("://")[2].partition("/")[0]
            if host != text:
                raise QueryError(f"“{text}” is more than a site; write site:{host}", column=_column_of(value))
        return About(name, text)  # type: ignore[arg-type]  # the grammar lets only the four names through

    def negated(self, _: QueryToken, inner: Node) -> Node:
        """``NOT x`` and ``-x``"""
        self.nodes += 1
        return Not(inner)

    def and_expr(self, *parts: Node) -> Node:
        """All of them."""
        self.nodes += len(parts)
        return AllOf(tuple(parts))

    def or_expr(self, *parts: Node) -> Node:
        """Any of them."""
        self.nodes += len(parts)
        return AnyOf(tuple(parts))

    def near_expr(self, first: Node, *rest: Any) -> Node:
        """``a NEAR/5 b``, from left to right."""
        self.nodes += len(rest)
        left = first
        for operator, right in zip(rest[::2], rest[1::2], strict=True):
            for side in (left, right):
                if not _has_places(side):
                    raise QueryError(
                        "NEAR joins words, phrases, @topics and OR groups of them", column=_column_of(operator)
                    )
            _, _, number = str(operator).partition("/")
            left = Near(left, right, int(number or _DEFAULT_NEAR), operator.startswith("O"))
        return left

    def _term(self, token: QueryToken, text: str) -> Term:
        self.nodes += 1
        stripped = text.strip("*")
        if not name_of(stripped).compact:
            raise QueryError(f"“{text}” holds nothing to look for", column=_column_of(token))
        check = check_word if token.kind == "WORD" else check_phrase
        check(stripped, _column_of(token))
        term = Term(stripped, len(self.terms), open_start=text.startswith("*"), open_end=text.endswith("*"))
        self.terms.append(term)
        return term


def _column_of(token: QueryToken) -> int:
    return token.start + 1


def _compile_pattern(source: str, column: int) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(source, options)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise QueryError(f"the regular expression is wrong: {reason}", column=column) from error


def _has_places(node: Node) -> bool:
    if isinstance(node, AnyOf):
        return all(_has_places(part) for part in node.parts)
    if isinstance(node, Scoped):
        return _has_places(node.inner)
    return isinstance(node, Term | Pattern | Reference | Near)

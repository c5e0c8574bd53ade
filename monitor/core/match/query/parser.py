"""The Boolean query language: text → tree.

``AND OR NOT - "…" ( ) NEAR/n ONEAR/n title: body: site: source: lang: author: re:/…/ *`` and ``@topic``. NEAR binds
tighter than NOT, NOT tighter than AND, AND tighter than OR; two words side by side mean AND. Other ways to write the
same are made plain first (``plain_text``).

Most queries are read by descent, and what that is not sure of by the ``grammar``, whose library takes longer to load
than a round takes that has nothing to do.
"""

import re
from collections.abc import Callable, Collection, Sequence

from monitor.core.match.query.ast import Node, Query
from monitor.core.match.query.build import QueryBuilder, QueryToken
from monitor.core.match.query.plain_text import plain_query
from monitor.errors import QueryError

_MOST_NODES = 500
_DEEPEST = 50
_TOKEN = re.compile(
    r"""\s{0,50}(?:
    (?P<OPEN>\()|(?P<CLOSE>\))
    |(?P<OPERATOR>OR|AND|NOT|O?NEAR(?:/\d{1,4})?)(?=[\s()]|$)
    |(?P<MINUS>-)(?=[^\s)])
    |(?P<FIELD>(?:title|body|site|source|lang|author):)
    |(?P<REF>@[A-Za-z0-9_-]+)(?=[\s)]|$)
    |"(?P<PHRASE>[^"\n]*)"
    |(?P<WORD>[\w*][\w.*'&+-]{0,200})(?=[\s)]|$)
    )""",
    re.VERBOSE,
)
"""A part of what the grammar takes: pieces of which there can be no two opinions. Longer ones are the grammar's."""


def parse_query(text: str, *, topics: Collection[str]) -> Query:
    """Parse a query; ``topics`` are the ids that ``@id`` may name. Raises QueryError with the column."""
    plain = plain_query(text)
    if not plain.strip():
        raise QueryError("the query is empty", column=1)
    builder = QueryBuilder(topics)
    root = _build_by_descent(plain, builder)
    if root is None:
        from monitor.core.match.query.grammar import build_by_grammar

        builder = QueryBuilder(topics)
        root = build_by_grammar(plain, builder)
    if builder.nodes > _MOST_NODES:
        raise QueryError(f"the query has more than {_MOST_NODES} parts; split the topic", column=1)
    return Query(text, root, tuple(builder.terms))


def _build_by_descent(plain: str, builder: QueryBuilder) -> Node | None:
    """The tree, or ``None``: whether it is wrong, and why, is for the grammar to say."""
    tokens = _tokens_of(plain)
    if tokens is None or len(tokens) > _MOST_NODES:
        return None
    descent = _Descent(tokens, builder)
    try:
        root = descent.any_of()
    except (QueryError, _Unsure):
        return None
    return root if descent.kind == "END" else None


def _tokens_of(plain: str) -> Sequence[QueryToken] | None:
    tokens: list[QueryToken] = []
    at, end = 0, len(plain.rstrip())
    while at < end:
        found = _TOKEN.match(plain, at)
        if found is None:
            return None
        kind = found.lastgroup or ""
        whole = f'"{found[kind]}"' if kind == "PHRASE" else found[kind]
        kind = whole.partition("/")[0] if kind == "OPERATOR" else kind
        tokens.append(
            QueryToken(whole, kind=kind.removeprefix("O") if kind == "ONEAR" else kind, start=found.end() - len(whole))
        )
        at = found.end()
    return [*tokens, QueryToken("", kind="END", start=end)]


class _Unsure(Exception):
    """What comes next does not fit."""


class _Descent:
    """Reads tokens from left to right; every method reads what its name says, and builds it."""

    def __init__(self, tokens: Sequence[QueryToken], builder: QueryBuilder) -> None:
        self._tokens, self._builder = tokens, builder
        self._at = self._depth = 0

    @property
    def kind(self) -> str:
        """Of the token that comes next."""
        return self._tokens[self._at].kind

    def _take(self) -> QueryToken:
        self._at += 1
        return self._tokens[self._at - 1]

    def any_of(self) -> Node:
        parts = [self._all_of()]
        while self.kind == "OR":
            self._take()
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else self._builder.or_expr(*parts)

    def _all_of(self) -> Node:
        parts = [self._not_of()]
        while self.kind not in ("OR", "CLOSE", "END"):
            if self.kind == "AND":
                self._take()
            parts.append(self._not_of())
        return parts[0] if len(parts) == 1 else self._builder.and_expr(*parts)

    def _not_of(self) -> Node:
        if self.kind in ("NOT", "MINUS"):
            return self._deeper(lambda token: self._builder.negated(token, self._not_of()))
        parts: list[Node | QueryToken] = [self._primary()]
        while self.kind == "NEAR":
            parts += [self._take(), self._primary()]
        return self._primary_alone(parts)

    def _primary_alone(self, parts: "Sequence[Node | QueryToken]") -> Node:
        first, *rest = parts
        if isinstance(first, QueryToken):
            raise _Unsure
        return self._builder.near_expr(first, *rest) if rest else first

    def _primary(self) -> Node:
        match self.kind:
            case "OPEN":
                return self._deeper(self._bracketed)
            case "FIELD":
                return self._deeper(self._of_field)
            case "WORD":
                return self._builder.word(self._take())
            case "PHRASE":
                return self._builder.phrase(self._take())
            case "REF":
                return self._builder.ref(self._take())
            case _:
                raise _Unsure

    def _bracketed(self, _: QueryToken) -> Node:
        inner = self.any_of()
        if self._take().kind != "CLOSE":
            raise _Unsure
        return inner

    def _of_field(self, field: QueryToken) -> Node:
        if field in ("title:", "body:"):
            return self._builder.scoped(field, self._primary())
        if self.kind not in ("WORD", "PHRASE"):
            raise _Unsure
        return self._builder.about(field, self._take())

    def _deeper(self, build: Callable[[QueryToken], Node]) -> Node:
        """``build`` from the token that comes next, unless what stands within each other is too much for descent."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unsure
        node = build(self._take())
        self._depth -= 1
        return node

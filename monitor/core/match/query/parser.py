"""The Boolean query language: grammar, parser and the tree it gives.

``AND OR NOT - "…" ( ) NEAR/n ONEAR/n title: body: site: source: lang: author: re:/…/ *`` and ``@topic``. NEAR binds
tighter than NOT, NOT tighter than AND, AND tighter than OR; two words side by side mean AND. Other ways to write the
same are made plain first (``plain_text``).
"""

import difflib
from collections.abc import Collection
from functools import cache
from typing import Any
from unicodedata import category

import re2
from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from monitor.core.match.query.ast import About, AllOf, AnyOf, Near, Node, Not, Pattern, Query, Reference, Scoped, Term
from monitor.core.match.query.plain_text import plain_query
from monitor.core.match.scan.names import name_of
from monitor.errors import QueryError

_GRAMMAR = r"""
?start: or_expr
?or_expr: and_expr (_OR and_expr)*
?and_expr: not_expr (_AND? not_expr)*
?not_expr: (NOT | MINUS) not_expr -> negated
         | near_expr
?near_expr: primary (NEAR primary)*
?primary: "(" or_expr ")"
        | SCOPE primary -> scoped
        | ABOUT (WORD | PHRASE) -> about
        | REGEX -> regex
        | REF -> ref
        | PHRASE -> phrase
        | WORD -> word

_OR.5: /OR(?=[\s()]|$)|\|\|?/
_AND.5: /(AND|&&)(?=[\s()]|$)/
NOT.5: /NOT(?=[\s()]|$)/
NEAR.6: /O?NEAR(\/\d{1,4})?(?=[\s()]|$)/
MINUS.4: /[-!](?=[^\s)])/
SCOPE.6: /(title|body):/i
ABOUT.6: /(site|source|lang|author):/i
REGEX.7: /re:\/(\\.|[^\/\\\n])+\//
REF.6: /@[A-Za-z0-9_-]+/
PHRASE: /"[^"\n]*"/
WORD: /(?!(AND|OR|NOT|O?NEAR(\/\d+)?|&&)([\s()]|$))[^\s()":!@|-][^\s()":|]*/
%ignore /\s+/
"""
_FOREIGN = {
    "ODER": "OR", "UND": "AND", "NICHT": "NOT", "OU": "OR", "ET": "AND", "SAUF": "NOT", "ИЛИ": "OR", "И": "AND",
    "НЕ": "NOT", "或": "OR", "或者": "OR", "且": "AND", "非": "NOT",
}  # fmt: skip
"""Operators of other languages: looked for as words they would make a query that is never true."""
_MAY_BEGIN = frozenset("#$.*&€£¥")
_MAY_END = frozenset("+#*!?.%&'’")
_DEFAULT_NEAR = 4
_MOST_NODES = 500
_EXPECTED = {
    "WORD": "a word",
    "PHRASE": "a phrase in quotes",
    "LPAR": "(",
    "RPAR": ")",
    "$END": "the end",
    "NEAR": "NEAR/n",
    "_OR": "OR",
    "_AND": "AND",
}


def parse_query(text: str, *, topics: Collection[str]) -> Query:
    """Parse a query; ``topics`` are the ids that ``@id`` may name. Raises QueryError with the column."""
    plain = plain_query(text)
    if not plain.strip():
        raise QueryError("the query is empty", column=1)
    builder = _Builder(topics)
    try:
        root = builder.transform(_query_parser().parse(plain))
    except UnexpectedInput as error:
        raise QueryError(_error_message(error, plain), column=_error_column(error, plain)) from error
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from None
        raise
    if builder.nodes > _MOST_NODES:
        raise QueryError(f"the query has more than {_MOST_NODES} parts; split the topic", column=1)
    return Query(text, root, tuple(builder.terms))


def _error_message(error: UnexpectedInput, plain: str) -> str:
    column = _error_column(error, plain)
    got = plain[column - 1 : column + 9].split(" ")[0]
    names = sorted(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
    expected = [_EXPECTED[name] for name in names if name in _EXPECTED]
    shown = f"unexpected “{got}”" if got else "the query ends too early"
    if plain.count('"') % 2:
        return f"{shown}: a quote is not closed"
    if plain.count("(") != plain.count(")"):
        return f"{shown}: {plain.count('(')} “(” but {plain.count(')')} “)”"
    return f"{shown}; expected {' or '.join(expected)}" if expected else shown


def _error_column(error: UnexpectedInput, plain: str) -> int:
    position = error.pos_in_stream
    ended = getattr(getattr(error, "token", None), "type", "") == "$END"
    return len(plain) + 1 if ended or position is None or position < 0 else position + 1


@cache
def _query_parser() -> Lark:
    """The parser is a constant of the grammar."""
    return Lark(_GRAMMAR, parser="lalr", propagate_positions=True)


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Builds the tree and numbers its terms; every mistake is raised with its column."""

    def __init__(self, topics: Collection[str]) -> None:
        super().__init__()
        self._topics = frozenset(topics)
        self.terms: list[Term] = []
        self.nodes = 0

    def word(self, token: Token) -> Node:
        """A word, maybe with ``*`` at its ends."""
        return self._term(token, str(token))

    def phrase(self, token: Token) -> Node:
        """A phrase in quotes."""
        return self._term(token, str(token)[1:-1])

    def regex(self, token: Token) -> Node:
        """``re:/…/``"""
        return Pattern(source := str(token)[4:-1], _compile_pattern(source, _token_column(token) + 4))

    def ref(self, token: Token) -> Node:
        """``@topic``"""
        self.nodes += 1
        topic = str(token)[1:]
        if topic not in self._topics:
            close = difflib.get_close_matches(topic, sorted(self._topics), n=1)
            hint = f"; did you mean @{close[0]}?" if close else ""
            raise QueryError(f"there is no topic “{topic}”{hint}", column=_token_column(token))
        return Reference(topic)

    def scoped(self, scope: Token, inner: Node) -> Node:
        """``title:…``"""
        return Scoped("title" if scope.lower().startswith("title") else "body", inner)

    def about(self, field: Token, value: Token) -> Node:
        """``site:…`` and the like."""
        name = field.lower().rstrip(":")
        text = str(value).strip('"')
        if not text:
            raise QueryError(f"“{field}” needs a value", column=_token_column(value))
        return About(name, text)  # type: ignore[arg-type]  # the grammar lets only the four names through

    def negated(self, _: Token, inner: Node) -> Node:
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
                        "NEAR joins words, phrases, @topics and OR groups of them", column=_token_column(operator)
                    )
            _, _, number = str(operator).partition("/")
            left = Near(left, right, int(number or _DEFAULT_NEAR), operator.startswith("O"))
        return left

    def _term(self, token: Token, text: str) -> Term:
        self.nodes += 1
        stripped = text.strip("*")
        if not name_of(stripped).compact:
            raise QueryError(f"“{text}” holds nothing to look for", column=_token_column(token))
        if token.type == "WORD":
            _check_signs(stripped, _token_column(token))
        term = Term(stripped, len(self.terms), open_start=text.startswith("*"), open_end=text.endswith("*"))
        self.terms.append(term)
        return term


def _check_signs(word: str, column: int) -> None:
    """A word in brackets or quotes that the query language does not have would be looked for with them."""
    if plain := _FOREIGN.get(word.upper() if word.islower() else word, ""):  # Oder is a river.
        raise QueryError(f'“{word}” is a word here; write {plain}, or "{word}" to look for it', column=column)
    odd = next(
        (
            sign
            for sign, allowed in ((word[0], _MAY_BEGIN), (word[-1], _MAY_END))
            if sign not in allowed and not sign.isalnum() and category(sign)[0] in "PS"
        ),
        "",
    )
    if odd:
        raise QueryError(f'“{odd}” in “{word}” says nothing in a query; put a phrase in "…"', column=column)


def _token_column(token: Token) -> int:
    return (token.start_pos or 0) + 1


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

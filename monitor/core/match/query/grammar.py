"""The grammar of queries, and what is wrong with a query that does not keep it."""

from functools import cache

from lark import Lark, Token, Transformer, UnexpectedInput
from lark.exceptions import VisitError
from typing_extensions import override

from monitor.core.match.query.ast import Node
from monitor.core.match.query.build import QueryBuilder, QueryToken
from monitor.core.match.query.other_programs import foreign_field
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


def build_by_grammar(plain: str, builder: QueryBuilder) -> Node:
    """The tree of a query; QueryError with the column of what the grammar or the builder does not take."""
    try:
        return _Building(builder).transform(_query_parser().parse(plain))
    except UnexpectedInput as error:
        raise QueryError(_error_message(error, plain), column=_error_column(error, plain)) from error
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from None
        raise


class _Building(Transformer[Token, Node]):
    """Hands every rule to the method of its name."""

    def __init__(self, builder: QueryBuilder) -> None:
        super().__init__()
        self._builder = builder

    @override
    def __default__(self, data: str, children: list[object], meta: object) -> Node:
        parts = [
            QueryToken(part, kind=part.type, start=part.start_pos or 0) if isinstance(part, Token) else part
            for part in children
        ]
        node: Node = getattr(self._builder, data)(*parts)
        return node


def _error_message(error: UnexpectedInput, plain: str) -> str:
    column = _error_column(error, plain)
    got = plain[column - 1 : column + 9].split(" ")[0]
    names = sorted(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
    expected = [_EXPECTED[name] for name in names if name in _EXPECTED]
    shown = f"unexpected “{got}”" if got else "the query ends too early"
    field = plain[: column - 1].rpartition(" ")[2].lstrip("(-!")
    if got.startswith(":") and field:
        return foreign_field(field, plain[column:].partition(" ")[0])
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

"""Queries read by descent: the same trees as the grammar gives, and nothing that the grammar would refuse."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.match.query import parser
from monitor.core.match.query.build import QueryBuilder
from monitor.core.match.query.grammar import build_by_grammar
from monitor.core.match.query.plain_text import plain_query
from monitor.errors import QueryError

_TOPICS = ("harbour", "ferry-line")
_PIECES = (
    "tram", "ferry*", "*boat", "n-gauge", "R&D", "渡轮", "3.5", '"night train"', '"NOT a word"', '""', "AND", "OR",
    "NOT", "NEAR", "NEAR/3", "ONEAR/12", "NEAR/99999", "-", "-tram", "-(", "(", ")", "title:", "body:", "site:",
    "lang:", "Author:", "@harbour", "@nobody", "re:/tr.m/", "||", "&&", "!", "|", "tram|bus", "a:b", "or", ",",
    "«quay»", "oder", " ", "\n", "“",
)  # fmt: skip


def _told(builder: QueryBuilder, tree: object) -> tuple[object, object, int]:
    return tree, builder.terms, builder.nodes


def _by_descent(text: str) -> object:
    builder = QueryBuilder(_TOPICS)
    tree = parser._build_by_descent(plain_query(text), builder)
    return None if tree is None else _told(builder, tree)


def _by_grammar(text: str) -> object:
    builder = QueryBuilder(_TOPICS)
    return _told(builder, build_by_grammar(plain_query(text), builder))


@pytest.mark.parametrize(
    "text",
    [
        "tram",
        "tram bus -ferry",
        'tram AND (bus OR "night train") NOT title:strike',
        "tram NEAR/4 (bus OR ferry*) ONEAR/2 @harbour",
        "((tram)) OR -(-bus)",
        "site:example.org lang:en body:(tram bus)",
        "渡轮 OR 码头 NOT 游戏",
    ],
)
def test_usual_queries_need_no_grammar(text: str) -> None:
    """They are read by descent, and as the grammar reads them."""
    assert _by_descent(text) == _by_grammar(text) is not None


@given(st.lists(st.sampled_from(_PIECES), max_size=12), st.sampled_from(("", " ")))
def test_descent_reads_what_the_grammar_reads(pieces: Sequence[str], between: str) -> None:
    """Whatever pieces are put together: descent gives the grammar's tree, or leaves the query to it."""
    text = between.join(pieces)
    try:
        quick = _by_descent(text)
    except QueryError:
        # Refused before either of them.
        return
    if quick is not None:
        assert quick == _by_grammar(text)


@pytest.mark.parametrize(
    "text", ["tram AND", "(tram", "tram)", "NOT", "title:", "site:(a b)", "tram NEAR/3 -bus", "@nobody", 'tram "bus']
)
def test_what_is_wrong_is_left_to_the_grammar(text: str) -> None:
    """Which says what is wrong, and where."""
    assert _by_descent(text) is None
    with pytest.raises(QueryError):
        _by_grammar(text)


def test_what_is_nested_deeply_is_left_to_the_grammar() -> None:
    """Descent uses Python's stack."""
    deep = "(" * 100 + "tram" + ")" * 100
    assert _by_descent(deep) is None
    assert parser.parse_query(deep, topics=_TOPICS) == parser.parse_query(deep, topics=())

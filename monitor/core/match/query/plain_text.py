"""A query as people write it elsewhere, made into the signs that the grammar knows; every column stays where it is.

Full-width signs, dashes, quotes of other languages, small ``or and not``, ``+word``, ``,`` and ``&`` say what they say
in other programs. What may mean two things is refused, for a query must never silently mean its opposite.
"""

import re
from collections.abc import Callable

from monitor.core.match.query.other_programs import check_calls
from monitor.errors import QueryError

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»‹›「」『』〝〞＂"), ord('"'))
_DASHES = dict.fromkeys(map(ord, "–—−‐‑‒―﹣"), ord("-"))
_COMMAS = dict.fromkeys(map(ord, "、；，;"), ord(","))
_SIGNS = str.maketrans(_FULL_WIDTH | _QUOTES | _COMMAS | dict.fromkeys(map(ord, "‘’"), ord("'")))
_KEPT = re.compile(r're:/(?:\\.|[^/\\\n])+/|"[^"\n]*"')
_FLAGS = re.compile(r"(?<![^\s(])re:/(?:\\.|[^/\\\n])+/([a-z]{1,8})(?=[\s)]|$)")
_SINGLE_QUOTED = re.compile(r"(?<![^\s(,|])'([^\"'\n]*(?:'\w[^\"'\n]*)*)'(?=[\s),|]|$)")
_OPERATOR = re.compile(r"(?<![^\s(])(?:or|and|not|o?near/\d{1,4})(?=[\s()]|$)", re.IGNORECASE)
_MUST = re.compile(r"(?<![^\s(])\+(?=[^\s+])|(?<!\S)[&+](?!\S)")
_MINUS = re.compile(rf"(?<![^\s(])[{''.join(map(chr, _DASHES))}-]{{1,3}}(?=[^\s)-])")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_OTHER_OPERATORS = re.compile(r"(?<![^\s(])(?:OR|AND|NOT|O?NEAR(?:/\d+)?)(?=[\s()]|$)|[|()]|(?<!\S)[-!]\S")


def plain_query(text: str) -> str:
    """The query in the grammar's own signs, of the same length. QueryError for commas beside other operators."""
    # A regular expression is not the query's language: it stays as it is.
    signs = _change_outside(text, lambda part: part.translate(_SIGNS), keep=re.compile(r"re:/(?:\\.|[^/\\\n])+/"))
    quoted = _change_outside(signs, lambda part: _SINGLE_QUOTED.sub(r'"\1"', part))
    outside = _change_outside(quoted, lambda part: part, blank=True)
    check_calls(outside)
    if flags := _FLAGS.search(quoted):
        raise QueryError(
            "capitals never count in re:/…/, and it has no flags; leave them out", column=flags.start(1) + 1
        )
    return _with_commas(_change_outside(quoted, _plain_operators))


def _plain_operators(part: str) -> str:
    part = _OPERATOR.sub(lambda match: match.group().upper(), part)
    return _MINUS.sub(lambda match: "-".rjust(len(match.group())), _MUST.sub(" ", part))


def _with_commas(query: str) -> str:
    """Commas alone mean OR, as in a list; beside AND, NOT or brackets nobody can tell."""
    outside = _change_outside(query, lambda part: part, keep=_KEPT, blank=True)
    commas = [match.start() for match in _COMMA.finditer(outside)]
    if not commas:
        return query
    if _OTHER_OPERATORS.search(outside):
        raise QueryError("a comma may mean AND or OR here; write the one that is meant", column=commas[0] + 1)
    last = len(outside.rstrip(" ,"))
    return "".join(
        (" " if place >= last else "|") if place in set(commas) else char for place, char in enumerate(query)
    )


def _change_outside(
    text: str, change: Callable[[str], str], *, keep: re.Pattern[str] = _KEPT, blank: bool = False
) -> str:
    """Change what is neither phrase nor regular expression; with ``blank`` those become spaces."""
    pieces: list[str] = []
    done = 0
    for match in keep.finditer(text):
        pieces += [change(text[done : match.start()]), " " * len(match.group()) if blank else match.group()]
        done = match.end()
    return "".join([*pieces, change(text[done:])])

"""What a query most likely does not mean, though it may be written so."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from monitor.core.match.query.ast import AllOf, AnyOf, Near, Node, Not, Pattern, Query, Scoped, Term, may_be_true
from monitor.core.match.query.evaluator import Ground, evaluate_query
from monitor.core.match.scan.document_view import View, joined_text
from monitor.core.match.scan.names import is_han
from monitor.core.model.matches import Document

_LETTERS = frozenset("yYoOeEiIaA")
"""Words for and and or."""
_LEAVES_OUT = frozenset(
    """
    without minus except unless excluding ohne außer sans excepté sin excepto salvo senza tranne sem exceto bez oprócz
    zonder utan uden без olmadan hariç ilman
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
"""Words that leave something out where people speak: in a query they are looked for."""
_LINKS = frozenset({"but", "either", "neither", "entweder", "weder", "sondern", "soit"})
"""Words that only link others where people speak."""
_JOINED = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,}(?:[/+][^\W\d_]{3,})+")
_JOINED_HAN = re.compile(r"(?<![㐀-鿿])[㐀-鿿]{2,}(?P<sign>[-+/])[㐀-鿿]{2,}")


class Doubt(NamedTuple):
    """What is odd about a query, and what mends it; ``rule`` names the kind."""

    rule: str
    sentence: str
    mend: str


def find_doubts(query: Query) -> Iterator[Doubt]:
    """All that is odd about a query, in no order."""
    for pattern in _patterns_in(query.root):
        if "\\b" in pattern.source and any(is_han(char) for char in pattern.source):
            sentence = f"“\\b” in re:/{pattern.source}/ does not work between Chinese characters"
            yield Doubt("chinese-word-boundary", sentence, "write the plain name; boundaries are built in")
    yield from _find_spoken_words(query.root)
    for term in query.terms:
        yield from _find_joined(term, query.text)
    nothing = Document()
    view = View(nothing, joined_text(nothing))
    if (
        may_be_true(query.root, (), ())
        and evaluate_query(query, Ground(view, ((0, len(view.text)),), {}, {})) is not None
    ):
        yield Doubt("matches-everything", "the query is true of a text without any word", "add a word that must occur")
    for text in sorted(_wanted_and_unwanted(query.root)):
        yield Doubt("matches-nothing", f"the query wants “{text}” and leaves it out", "take one of the two out")


def _find_spoken_words(root: Node) -> Iterator[Doubt]:
    """Words that link or leave out where people speak."""
    for word in _words_between(root):
        if word in _LETTERS:
            sentence = f"“{word}” between two words of the query is looked for as a word"
            yield Doubt("letter-in-query", sentence, "write AND or OR if that is meant, or a phrase in quotes")
        elif word.lower() in _LEAVES_OUT:
            sentence = f"“{word}” between two words of the query is looked for as a word"
            yield Doubt("word-in-query", sentence, "write NOT if that is meant, or a phrase in quotes")
    for word in _words_beside(root):
        if word.lower() in _LINKS:
            sentence = f"“{word}” beside other words of the query is looked for as a word"
            yield Doubt("word-in-query", sentence, "leave it out if it only links them, or write a phrase in quotes")


def _find_joined(term: Term, text: str) -> Iterator[Doubt]:
    """Names in one word that elsewhere are two: a bare "Kling/Sora", or 可灵-招聘 (no space before the sign)."""
    if f'"{term.text}"' in text:
        return
    if _JOINED.fullmatch(term.text):
        sign, word = ("/", "OR") if "/" in term.text else ("+", "AND")
        sentence = f"“{term.text}” is looked for as it stands, with the “{sign}”"
        apart = term.text.replace(sign, f" {word} ")
        yield Doubt("joined-words", sentence, f"if that is meant, write {apart}, else put it in quotes")
    elif joined := _JOINED_HAN.search(term.text):
        sentence = f"“{term.text}” is looked for as it stands, with the “{joined['sign']}”"
        apart = {"-": " -", "+": " ", "/": " OR "}[joined["sign"]]
        mend = f"write {term.text.replace(joined['sign'], apart)} if that is meant, else put it in quotes"
        yield Doubt("joined-words", sentence, mend)


def _words_between(node: Node) -> list[str]:
    """The words with another part of an AND on both sides."""
    if not isinstance(node, AllOf | AnyOf):
        return []
    inner = [part.text for part in node.parts[1:-1] if isinstance(part, Term) and isinstance(node, AllOf)]
    return inner + [text for part in node.parts for text in _words_between(part)]


def _words_beside(node: Node) -> list[str]:
    """The words with another part of an AND behind them."""
    if not isinstance(node, AllOf | AnyOf):
        return []
    first = [part.text for part in node.parts[:-1] if isinstance(part, Term) and isinstance(node, AllOf)]
    return first + [text for part in node.parts for text in _words_beside(part)]


def _wanted_and_unwanted(node: Node) -> set[str]:
    """The words that one AND wants and leaves out."""
    if not isinstance(node, AllOf | AnyOf):
        return set()
    found = set[str]().union(*map(_wanted_and_unwanted, node.parts))
    if isinstance(node, AllOf):
        wanted = {_bare(part.inner if isinstance(part, Scoped) else part) for part in node.parts}
        unwanted = {_bare(part.inner) for part in node.parts if isinstance(part, Not)}
        found |= (wanted & unwanted) - {""}
    return found


def _bare(node: Node) -> str:
    """A word or phrase in small letters; nothing for anything else."""
    return "" if not isinstance(node, Term) or node.open_start or node.open_end else node.text.lower()


def _patterns_in(node: Node) -> list[Pattern]:
    if isinstance(node, Pattern):
        return [node]
    if isinstance(node, Not | Scoped):
        return _patterns_in(node.inner)
    if isinstance(node, AllOf | AnyOf):
        return [pattern for part in node.parts for pattern in _patterns_in(part)]
    return [*_patterns_in(node.left), *_patterns_in(node.right)] if isinstance(node, Near) else []

"""The two texts of one entry, summary and article: what the summary alone says counts as well."""

import re
from collections.abc import Iterator
from typing import Final

_CUT: Final = re.compile(
    r"\s{0,9}(?:\[(?:…|\.{3})\].{0,400}|(?:…|\.{3})\s{0,9}(?:\(?(?:read|continue)\b.{0,80}|[^\w\s]{0,6}))$",
    re.IGNORECASE | re.DOTALL,
)
"""Where a summary that is the beginning of its article was cut off, with what generators write behind that."""
_WORD: Final = re.compile(r"[぀-ヿ㐀-鿿가-힯฀-๿]+|[^\W_぀-ヿ㐀-鿿가-힯฀-๿]+")
_SPACELESS: Final = "\u0e00"
"""The first of the scripts without spaces between words, whose characters are compared in pairs."""
_FEWEST: Final = 4
_RELATED: Final = 0.2
"""Share of the words that an article keeps of its own headline and summary; another page shares next to none."""
_LONGEST: Final = 20_000


def with_standfirst(lead: str, body: str) -> str:
    """The article with its summary above it, where that holds a word that the article lacks.

    An editor writes a standfirst for the article, and names may stand nowhere else. A summary that only repeats the
    beginning of the article is left out, and so is an article that says less than its summary.
    """
    if not lead or not body or lead in body:
        return body or lead
    flat = " ".join(body.split())
    whole = " ".join(lead.split())
    core = " ".join(_CUT.sub("", lead[:_LONGEST]).split()) if "…" in lead or "..." in lead else whole
    if core in flat:
        return body
    said = list(_words_of(core))
    if core != whole:
        said = said[:-1]  # it may have been cut inside a word
    # Most summaries have a word that stands nowhere in the article, and most articles one that the summary has not.
    folded = flat.casefold()
    if all(word in folded for word in said) and set(said) <= set(_words_of(flat)):
        return body
    leading = set(_words_of(lead))
    return lead if all(word in leading for word in _words_of(flat)) else f"{lead}\n\n{body}"


def is_about(title: str, lead: str, body: str) -> bool:
    """Whether a page's text can be the article that was announced so; too few words say nothing."""
    announced = {word for word in _words_of(f"{title}\n{lead[:_LONGEST]}") if len(word) > 3 or not word.isascii()}
    if len(announced) < _FEWEST:
        return True
    return len(announced.intersection(_words_of(body))) >= _RELATED * len(announced)


def _words_of(text: str) -> Iterator[str]:
    """The words of a text in their order; of scripts without spaces each pair of characters."""
    for found in _WORD.finditer(text.casefold()):
        run = found[0]
        if run[0] < _SPACELESS or len(run) == 1 or not _is_spaceless(run[0]):
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


def _is_spaceless(char: str) -> bool:
    return "\u0e00" <= char <= "\u0e7f" or "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff"

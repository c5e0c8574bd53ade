"""Finds what a person means: by id, by address, or by a part of a name that only one has."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Protocol, TypeVar

from monitor.core.text.urls import feed_address
from monitor.errors import UserError

_LISTED = 8


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """ "; did you mean x?" for the nearest known name, or an empty string."""
    near = get_close_matches(written, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def known_name(what: str, written: str, known: Sequence[str]) -> str:
    """``written`` where it is known; UserError with the nearest one, or all."""
    if written in known:
        return written
    hint = did_you_mean(written, known) or f"; there are: {', '.join(sorted(known)) or 'none'}"
    raise UserError(f'no {what} "{written}"{hint}')


class Named(Protocol):
    """What a source is looked up by."""

    @property
    def id(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...


SourceT = TypeVar("SourceT", bound=Named)


def find_source(sources: Sequence[SourceT], written: str, *, missing: str = "") -> SourceT:
    """The source of this id, address, or unique part of a title or address; UserError names the candidates.

    ``missing`` begins the sentence when there is none; default: that the store has none.
    """
    if written.isdecimal():
        found = [source for source in sources if source.id == int(written)]
        if found:
            return found[0]
    address = feed_address(written)
    exact = [source for source in sources if feed_address(source.url) == address or source.title == written]
    if len(exact) == 1:
        return exact[0]
    part = written.casefold()
    partial = exact or [s for s in sources if part in s.title.casefold() or part in s.url.casefold()]
    if len(partial) == 1:
        return partial[0]
    if partial:
        listed = "; ".join(f"{source.id} {source.title or source.url}" for source in partial[:_LISTED])
        raise UserError(f'"{written}" fits {len(partial)} sources: {listed}; give the id')
    hint = did_you_mean(written, [name for source in sources for name in (source.title, source.url) if name])
    missing = missing or f'no source "{written}" in the store'
    raise UserError(f"{missing}{hint}; `monitor sources` lists them")

"""Where in a text the words of a search stand, and the part of it that is shown."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from monitor.core.model.searches import Every, Look, Lookup
from monitor.core.text.index_words import index_words
from monitor.core.text.normalize import fold, fold_map

_AROUND = 90
_SHOWN = 220


def sought_words(lookup: Lookup | None) -> tuple[str, ...]:
    """The phrases that a search wants, as they stand in folded text, the longest first."""
    found = {_as_written(look) for look in _looks_alike(lookup)} if lookup is not None else set()
    return tuple(sorted(filter(None, found), key=len, reverse=True))


def _looks_alike(lookup: Lookup) -> Iterator[Look]:
    match lookup:
        case Look():
            yield lookup
        case Every(parts=parts):
            for part in parts:
                yield from _looks_alike(part)
        case _:
            for part in lookup.parts:
                yield from _looks_alike(part)


def _as_written(look: Look) -> str:
    """The phrase from its words: pairs overlap, so of each but the last only one character is its own."""
    if look.signed:
        return look.signed
    words = look.phrase.words
    written = ""
    for word in words:
        is_pair = len(word) == 2 and index_words(word).startswith(f"{word} ")
        if is_pair and written.endswith(word[0]) and written:
            written += word[1]
        else:
            written += f" {word}" if written and not is_pair else word
    return written


def mark_words(text: str, sought: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Places [start, end) of the words in the original text; a Latin word is marked where it begins one."""
    folded = fold_map(text)
    return _set_apart(
        (int(folded.starts[start]), int(folded.ends[start + len(word) - 1]))
        for word in sought
        for start in _starts_of(word, folded.text)
    )


def _starts_of(word: str, folded: str) -> Iterator[int]:
    """Where it stands in a folded text; one of Latin letters only where no other letter is before it."""
    start = folded.find(word)
    while start >= 0:
        if not (start and word[0].isascii() and folded[start - 1].isalnum() and word[0].isalnum()):
            yield start
        start = folded.find(word, start + len(word))


def _set_apart(places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


def make_excerpt(text: str, sought: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Some 220 characters around the first word that is sought, with the places of all of them in it."""
    head = text[:20_000]
    folded = fold(head)
    first = min((at for word in sought for at in itertools.islice(_starts_of(word, folded), 1)), default=0)
    start = max(first - _AROUND, 0)
    if start:
        space = head.find(" ", start, start + 20)
        start = space + 1 if space > 0 else start
    part = " ".join(head[start : start + _SHOWN].split())
    shown = f"…{part}" if start else part
    return shown, mark_words(shown, sought)

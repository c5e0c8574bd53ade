"""Where the names of a topic stand in a document, and the words beside them."""

import re
from collections.abc import Iterator

from monitor.core.match.scan.names import is_han, name_of
from monitor.core.model.matches import Alias, Document, Match, Topic
from monitor.values import dataclass

_REACH = 3
"""Han characters beside a name that may make a longer word with it."""
_WORD_AFTER = re.compile(r"[ \-]?([^\W_][\w'’]*)(?:[ \-]([^\W_][\w'’]*))?")
_WORD_BEFORE = re.compile(r"(?<![^\W_])(?:([^\W_][\w'’]{0,59}+)[ \-])?([^\W_][\w'’]{0,59}+)[ \-]?$")
_FUNCTION = frozenset("的了在将是与和等为已也都就并及对于从被把让，。、的又还再更最可能会要")
# fmt: off
_LITTLE = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "into", "is", "it", "its",
    "of", "on", "or", "that", "the", "this", "to", "was", "were", "will", "with",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Hit:
    """A name as it stands in a text, and the alias that it is."""

    alias: Alias
    text: str
    start: int
    end: int


def hits_of(topic: Topic, document: Document, found: Match) -> Iterator[Hit]:
    """Each place where a name of the topic stands in the document's title or body."""
    for span in found.spans:
        text = document.title if span.field == "title" else document.body
        if span.field not in ("title", "body"):
            continue
        written = name_of(text[span.start : span.end]).compact
        # A version may follow the name (Kling 2.1): the longest alias that it begins with.
        aliases = [alias for alias in topic.aliases if written.startswith(name_of(alias.text).compact)]
        if aliases:
            yield Hit(max(aliases, key=lambda alias: len(alias.text)), text, span.start, span.end)


def longer_names(hit: Hit) -> list[str]:
    """Names of one word more that the name stands in: a capital word before or behind it, a Han character behind it."""
    found = [*words_after(hit, steps=1), *words_before(hit, steps=1)]
    name = hit.text[hit.start : hit.end]
    return [phrase for phrase in found if (added := phrase.replace(name, "", 1).strip(" -")) and not added.islower()]


def words_after(hit: Hit, *, steps: int = _REACH) -> Iterator[str]:
    """The name with what follows it, the shortest first."""
    name, rest = hit.text[hit.start : hit.end], hit.text[hit.end :]
    if rest and is_han(rest[0]):
        if rest[0] not in _FUNCTION:
            run = rest[: next((n for n, char in enumerate(rest[:_REACH]) if not is_han(char)), _REACH)]
            yield from (name + run[:length] for length in range(1, len(run) + 1))
    elif (found := _WORD_AFTER.match(rest)) and rest[0] in " -" and _is_telling_word(found[1]):
        yield name + rest[: found.end(1)]
        if found[2] and steps > 1 and _is_telling_word(found[2]):
            yield name + rest[: found.end(2)]


def words_before(hit: Hit, *, steps: int = _REACH) -> Iterator[str]:
    """The name with what stands before it, the shortest first."""
    name, rest = hit.text[hit.start : hit.end], hit.text[max(hit.start - 60, 0) : hit.start]
    if rest and is_han(rest[-1]):
        if rest[-1] not in _FUNCTION:
            backwards = rest[::-1][:_REACH]
            run = backwards[: next((n for n, char in enumerate(backwards) if not is_han(char)), _REACH)]
            yield from (run[:length][::-1] + name for length in range(1, len(run) + 1))
    elif (found := _WORD_BEFORE.search(rest)) and rest[-1] in " -" and _is_telling_word(found[2]):
        yield rest[found.start(2) :] + name
        if found[1] and steps > 1 and _is_telling_word(found[1]):
            yield rest[found.start(1) :] + name


def _is_telling_word(word: str) -> bool:
    return word.isascii() and not word.isdigit() and word.lower() not in _LITTLE

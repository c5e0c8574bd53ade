"""Rules that look at plain names: too short, a word of daily language, written without their accents."""

from collections.abc import Iterator, Sequence

from monitor.core.match.compiled_topics import level_of
from monitor.core.match.findings import Finding, make_finding
from monitor.core.match.other_senses.accents_left_out import with_known_accents
from monitor.core.match.other_senses.ambiguity import is_everyday_han, other_sense, too_short
from monitor.core.match.scan.names import name_of
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Alias, Topic

_PROPOSED = 5


def find_short(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    """Names so short that other words are spelt like them."""
    for alias in topic.aliases:
        compact = name_of(alias.text).compact
        if compact.isdigit() and level_of(alias) == "sure" and alias.sure is None:
            sentence = f"“{alias.text}” is a number, which texts hold as a year, a price or a score"
            yield make_finding("number-alias", topic, sentence, "say `needs:` or `sure: true`", alias)
            continue
        # Who says "sure: true" was told already.
        if compact and too_short(compact) and level_of(alias) == "sure" and alias.sure is None:
            sentence = f"the alias “{alias.text}” is so short that it will be found in other senses"
            yield make_finding("short-alias", topic, sentence, "say `needs:` or `sure: true`", alias)


def find_common(topic: Topic, _: Sequence[Topic], words: Words) -> Iterator[Finding]:
    """Names that mean something else, too."""
    for alias in topic.aliases:
        compact = name_of(alias.text).compact
        if not compact or alias.sure or too_short(compact):
            continue
        if alias.needs:
            yield from _needs_of_an_everyday_word(topic, alias, words)
        elif level_of(alias) == "sure":
            told_apart = any(compact in name_of(other.text).compact for other in topic.aliases if other is not alias)
            if sense := other_sense(alias.text, compact, words, told_apart=told_apart):
                yield make_finding("common-word", topic, f"“{alias.text}” is {sense}", _needs_proposal(topic), alias)


def _needs_of_an_everyday_word(topic: Topic, alias: Alias, words: Words) -> Iterator[Finding]:
    """A word of daily language stands beside other words of daily language in any sense: 汽车出口不理想."""
    if not is_everyday_han(name_of(alias.text).compact, words):
        return
    plain = [word for word in alias.needs if is_everyday_han(name_of(word).compact, words)]
    if plain:
        sentence = f"“{alias.text}” is an everyday word, and so is “{plain[0]}” that it needs"
        mend = "need the names of its products, people or places, or exclude phrases (" + "不" + f"{alias.text})"
        yield make_finding("common-word", topic, sentence, mend, alias)


def _needs_proposal(topic: Topic) -> str:
    """The words that the topic itself names, else what to look for."""
    known = tuple(dict.fromkeys((*topic.owner.split(), *topic.near)))[:_PROPOSED]
    asked = f"`needs: [{', '.join(known)}]`" if known else "`needs: [words of its field]`"
    return f"give it {asked}, or say `sure: true` if every sense is meant"


def find_accents(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    """Names that are known by their accents and miss them: with them, they are found either way."""
    written = {alias.text for alias in topic.aliases}
    for alias in topic.aliases:
        known = with_known_accents(alias.text)
        if known and alias.sure is None and known not in written:
            sentence = f"“{alias.text}” is not found where it is written “{known}”"
            yield make_finding("accents-left-out", topic, sentence, f"write “{known}”, which finds both", alias)

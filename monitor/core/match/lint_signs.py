"""Rules that look at signs in names and words: of queries, of tags, and letters of two alphabets."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from monitor.core.match.findings import Finding, make_finding
from monitor.core.match.scan.names import name_of
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Topic

_QUERY_SIGN = re.compile(
    r"(?<=\w) (?:OR|AND|NOT|AND NOT|O?NEAR(?:/\d+)?) (?=[\w(\"])|\||;|,[^,]+,"
    r"|(?<=\w)\*(?!\w)|(?<!\S)\*(?=\w)|(?<!\S)[-!](?=\w)|(?<=[^\W\d]{3})/(?=[^\W\d]{3})| / |(?<!\S)\([^)]+\)"
    r"|(?:^|\s)(?:in)?(?:title|body|site|source|re|url):(?=\S)|^/.+/[a-z]*$"
)
"""What makes a query of a text: operators, signs that stand for or leave out, fields, patterns, brackets, lists."""
_TWO_NAMES = re.compile(r"\b(\w{3,40}), ?(\w{3,40})")
_BEHIND_A_COMMA = frozenset({"inc", "ltd", "llc", "co", "corp", "jr", "sr", "ag", "sa", "plc"})
_QUOTED = re.compile(r"[\"“„«「].+[\"”“»」]|'.+'")
_MIXED = re.compile(r"(?<![^\W\d_])(?:[a-z]+[а-яё]|[а-яё]+[a-z])[a-zа-яё]*", re.IGNORECASE)
_TAGGED = re.compile(r"[#@]\w{2,}")


def find_joined(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    """A full-width comma separates nothing in YAML: what should be two names is one that is never found."""
    for alias in topic.aliases:
        if comma := next((char for char in alias.text if char in "，、；"), ""):
            sentence = f"the alias “{alias.text}” holds a full-width “{comma}” (U+{ord(comma):04X})"
            names = ", ".join(part.strip() for part in alias.text.split(comma) if part.strip())
            yield make_finding("joined-aliases", topic, sentence, f"if these are several names, write {names}", alias)
        elif (two := _TWO_NAMES.fullmatch(alias.text.strip())) and two[2].lower() not in _BEHIND_A_COMMA:
            sentence = f"the alias “{alias.text}” is one name with a comma in it"
            mend = f"if these are two, write [{two[1]}, {two[2]}]"
            yield make_finding("joined-aliases", topic, sentence, mend, alias)


def find_queries_in_aliases(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    """An alias is a name: signs of a query in it are looked for, so that it is found nowhere."""
    for alias in topic.aliases:
        found = None if alias.text.isupper() else _QUERY_SIGN.search(alias.text)
        if found:
            sentence = f"“{found[0].strip()}” means nothing in the alias “{alias.text}”: an alias is a name"
            yield make_finding("query-in-alias", topic, sentence, "write each name by itself, or a `query:`", alias)


def find_queries_in_words(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    """The words of needs, near, not_near and exclude are words, too: “video*” stands in no text."""
    listed = [("exclude", topic.exclude), ("near", topic.near)]
    listed += [("needs", alias.needs) for alias in topic.aliases]
    listed += [("not_near", alias.not_near) for alias in topic.aliases]
    for key, word in chain.from_iterable([(key, word) for word in words] for key, words in dict.fromkeys(listed)):
        signs = (_QUERY_SIGN.search(word), _QUOTED.fullmatch(word.strip()), _TWO_NAMES.fullmatch(word))
        if not word.isupper() and any(signs):
            sentence = f"“{word}” of `{key}` is one word, and its signs are looked for as they stand"
            yield make_finding("query-in-words", topic, sentence, "write each word by itself, without signs")


def find_tags(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    """Who writes #name is told with the sign alone."""
    written = {name_of(alias.text).compact for alias in topic.aliases}
    for alias in topic.aliases:
        plain = alias.text.strip()[1:]
        if alias.sure is None and _TAGGED.fullmatch(alias.text.strip()) and name_of(plain).compact not in written:
            sentence = f"“{alias.text}” is found with its “{alias.text.strip()[0]}” alone"
            yield make_finding("tag-alone", topic, sentence, f"write “{plain}”, which finds both", alias)


def find_mixed_letters(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    """A Cyrillic letter that looks like a Latin one: nobody else writes the name so."""
    for alias in topic.aliases:
        if mixed := _MIXED.search(alias.text):
            sentence = f"“{mixed[0]}” has letters of two alphabets"
            yield make_finding("mixed-letters", topic, sentence, "write it anew with one keyboard", alias)

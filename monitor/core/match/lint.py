"""Rules that look at rules: aliases, exclusions, needs and queries that cannot do what their author wants."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from monitor.core.match.compiled_topics import level_of, topic_rule
from monitor.core.match.findings import Finding, make_finding
from monitor.core.match.lint_names import find_accents, find_common, find_short
from monitor.core.match.lint_signs import (
    find_joined,
    find_mixed_letters,
    find_queries_in_aliases,
    find_queries_in_words,
    find_tags,
)
from monitor.core.match.matcher import Matcher, compile_matcher
from monitor.core.match.query.doubts import find_doubts
from monitor.core.match.query.parser import parse_query
from monitor.core.match.scan.boundaries import judge_edges
from monitor.core.match.scan.document_view import View, joined_text
from monitor.core.match.scan.names import name_of
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Alias, Document, Topic
from monitor.core.text.normalize import fold, skeleton_of
from monitor.errors import QueryError


def lint_topics(
    topics: Sequence[Topic], signals: Mapping[str, Sequence[str]], *, words: Words | None = None
) -> list[Finding]:
    """Every finding in every topic, in the order of the topics. ``signals`` are looked at for empty words."""
    dictionary = words or Words()
    found: list[Finding] = []
    for topic in topics:
        for rule in _TOPIC_RULES:
            found += rule(topic, topics, dictionary)
    found += [
        Finding(rule="empty-signal", topic=name, sentence=f"the signal word “{word}” is empty", mend="take it out")
        for name, listed in signals.items()
        for word in listed
        if not fold(word).strip()
    ]
    return found


def check_examples(matcher: Matcher, topics: Sequence[Topic]) -> list[Finding]:
    """Run every example as the unit test that it is; a finding for each that fails, with the reason."""
    found: list[Finding] = []
    for topic in topics:
        for text, wanted in [(t, True) for t in topic.examples.match] + [(t, False) for t in topic.examples.reject]:
            matching = matcher.match(Document(title=text, topics=frozenset({topic.id})))
            hits = [mention for mention in matching.found if mention.topic == topic.id]
            if bool(hits) == wanted:
                continue
            reasons = [item.reason for item in (hits or matching.refused) if item.topic == topic.id]
            why = reasons[0] if reasons else "no name of the topic occurs"
            verb = "must match but does not" if wanted else "must not match but does"
            place = topic.examples.places.get(text) or topic.place
            name = "example-missed" if wanted else "example-matched"
            mend = "change the aliases or the example"
            sentence = f"“{text}” {verb}: {why}"
            found.append(Finding(rule=name, topic=topic.id, sentence=sentence, mend=mend, place=place))
    return found


_TopicRule = Callable[[Topic, Sequence[Topic], Words], Iterable[Finding]]


def _find_empty(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    if not topic.aliases and not topic.query:
        mend = "give it aliases or a query" + ("; exclusions alone find nothing" if topic.exclude else "")
        yield make_finding("nothing-to-find", topic, "it has neither aliases nor a query", mend)
    for alias in topic.aliases:
        if not name_of(alias.text).compact:
            yield make_finding("empty-alias", topic, f"“{alias.text}” holds no letter", "take it out", alias)


def _inside_other(topic: Topic, topics: Sequence[Topic], words: Words) -> Iterator[Finding]:
    """A sure alias that stands as a whole word in another topic's alias fires there, too."""
    for alias in topic.aliases:
        if level_of(alias) != "sure":
            continue
        for other in topics:
            hosts = [host for host in other.aliases if other.id != topic.id and _stands_in(alias, host.text, words)]
            if hosts and not any(_stands_in(alias, text, words) for text in topic.exclude):
                sentence = f"“{alias.text}” stands inside “{hosts[0].text}” of topic {other.id}, so both will match"
                yield make_finding(
                    "alias-inside-other", topic, sentence, f"exclude “{hosts[0].text}” if that is wrong", alias
                )


# Every alias is compared with every other one.
_cached_skeleton = lru_cache(maxsize=8192)(skeleton_of)


def _stands_in(alias: Alias, text: str, words: Words) -> bool:
    if _cached_skeleton(alias.text) not in _cached_skeleton(text):
        return False
    name = name_of(alias.text)
    document = Document(title=text)
    view = View(document, joined_text(document))
    first = view.text.find(name.text)
    if first < 0 or name.compact == name_of(text).compact:
        return False
    return judge_edges(view, name, first, first + len(name.text), words).refused is None


def _find_twice(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for alias in topic.aliases:
        compact = name_of(alias.text).compact
        if compact and compact in seen:
            sentence = f"“{alias.text}” and “{seen[compact]}” are the same name: case, spaces and hyphens do not count"
            yield make_finding("alias-twice", topic, sentence, "keep one", alias)
        seen.setdefault(compact, alias.text)


def _find_exclusions(topic: Topic, _: Sequence[Topic], words: Words) -> Iterator[Finding]:
    rule = topic_rule(topic)
    covers = {name.text for name in rule.covers}
    bare = Topic(id=topic.id, name=topic.name, aliases=topic.aliases)
    matcher = compile_matcher([bare], {}, words=words)
    for text in topic.exclude:
        compact = name_of(text).compact
        swallowed = [alias.alias.text for alias in rule.aliases if compact and compact in alias.name.compact]
        if swallowed:
            sentence = f"the exclusion “{text}” is part of the alias “{swallowed[0]}”, so it always fires"
            yield make_finding("exclusion-always", topic, sentence, "make it longer or take it out")
        elif name_of(text).text in covers:
            refused = matcher.match(Document(title=text))
            if refused.refused and not refused.found and all(r.step == "boundary" for r in refused.refused):
                why = refused.refused[0].reason
                sentence = f"the exclusion “{text}” can never fire: the boundary refuses it already ({why})"
                yield make_finding("exclusion-never", topic, sentence, "take it out; keep the example")


def _find_needs(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    vetoes = topic_rule(topic).vetoes
    for alias in topic.aliases:
        needs = {fold(word).strip() for word in alias.needs}
        against = needs & {fold(word).strip() for word in alias.not_near}
        if against:
            sentence = f"“{alias.text}” needs “{min(against)}” and must not stand near it"
            yield make_finding("unreachable-needs", topic, sentence, "keep one of the two", alias)
        if needs & vetoes:
            sentence = f"“{alias.text}” needs “{min(needs & vetoes)}”, which the topic excludes"
            yield make_finding("unreachable-needs", topic, sentence, "keep one of the two", alias)
        if alias.needs and (alias.within == 0 or "" in needs):
            sentence = f"“{alias.text}” can never have what it needs"
            yield make_finding("unreachable-needs", topic, sentence, "mend `within` or the empty word", alias)
        if alias.needs and alias.sure:
            sentence = f"“{alias.text}” is `sure`, so its `needs` are never asked for"
            yield make_finding("needs-ignored", topic, sentence, "keep one of the two", alias)


def _find_queries(topic: Topic, topics: Sequence[Topic], _: Words) -> Iterator[Finding]:
    if any("\\b" in alias.text for alias in topic.aliases):
        sentence = "an alias is not a regular expression: “\\b” would be looked for as text"
        yield make_finding("regex-in-alias", topic, sentence, "write the plain name; boundaries are built in")
    if not topic.query:
        return
    try:
        query = parse_query(topic.query, topics=[other.id for other in topics])
    except QueryError:
        return  # Told as an error with its place when the matcher is compiled.
    for doubt in find_doubts(query):
        yield make_finding(doubt.rule, topic, doubt.sentence, doubt.mend)


def _find_examples(topic: Topic, _: Sequence[Topic], __: Words) -> Iterator[Finding]:
    rejected = {fold(text).strip(): text for text in topic.examples.reject}
    for text in topic.examples.match:
        if fold(text).strip() in rejected:
            sentence = f"the example “{text}” is to match and to be rejected"
            place = topic.examples.places.get(text) or topic.place
            mend = "take one out"
            yield Finding(rule="contradicting-examples", topic=topic.id, sentence=sentence, mend=mend, place=place)


_TOPIC_RULES: tuple[_TopicRule, ...] = (
    _find_empty,
    find_joined,
    find_queries_in_aliases,
    find_queries_in_words,
    find_tags,
    find_mixed_letters,
    find_short,
    find_common,
    find_accents,
    _inside_other,
    _find_twice,
    _find_exclusions,
    _find_needs,
    _find_queries,
    _find_examples,
)

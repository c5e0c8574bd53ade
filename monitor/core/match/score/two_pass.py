"""Evidence in two rounds: what is certain by itself supports what is not."""

from collections.abc import Mapping, Sequence

from monitor.core.match.compiled_topics import TopicRule
from monitor.core.match.reasons import Why
from monitor.core.match.scan.context_words import Context
from monitor.core.match.scan.document_view import View
from monitor.core.match.score.evidence import HitScore, Scope, accept_hit, is_undisputed, refuse_hit, score_hit
from monitor.core.match.score.hits import Hit
from monitor.core.text.normalize import skeleton_of

Ranges = tuple[tuple[int, int], ...]


def score_candidates(
    view: View,
    words: Context,
    hits: Sequence[Hit],
    *,
    topics: Sequence[TopicRule],
    excluded: Mapping[tuple[int, int], str],
) -> list[HitScore]:
    """Judge the hits topic by topic. ``excluded``: by topic number and section the other bearer that stands there."""
    verdicts: list[HitScore] = []
    by_topic: dict[int, list[Hit]] = {}
    for hit in hits:
        by_topic.setdefault(hit.topic, []).append(hit)
    ranges: dict[int, Ranges] = {}
    for number, own in sorted(by_topic.items()):
        topic = topics[number]
        if all(is_undisputed(hit, topic, view) for hit in own):
            verdicts += map(accept_hit, own)
            continue
        source = _source_support(topic, view.document.source)
        scopes: dict[int, Scope] = {}
        for section in {hit.section for hit in own}:
            if section not in ranges:
                ranges[section] = ranges_of(view, section)
            scopes[section] = Scope(view, words, ranges[section], source, excluded.get((number, section), ""))
        first = [_score_one(hit, topic, scopes[hit.section], "") for hit in own]
        certain = next((verdict for verdict in first if verdict.accepted and not verdict.hit.url), None)
        support = view.surface(certain.hit.start, certain.hit.end) if certain else ""
        verdicts += [
            _score_one(verdict.hit, topic, scopes[verdict.hit.section], support)
            if support and verdict.step in {"policy", "evidence"}
            else verdict
            for verdict in first
        ]
    return verdicts


def ranges_of(view: View, section: int) -> Ranges:
    """The section's own text, with the title where that is not itself a list of other items."""
    if section == 0 and len(view.sections) == 1:
        return (view.bounds["title"], view.bounds["body"], view.bounds["url"])
    ranges = [(first, last) for first, last, part in view.ranges if part.number == section]
    if not any(part.field == "title" for part in view.sections):
        ranges.append(view.bounds["title"])
    return tuple(ranges)


def _score_one(hit: Hit, topic: TopicRule, scope: Scope, support: str) -> HitScore:
    if topic.vetoes and (veto := next(scope.beside(sorted(scope.words.those_of(topic.vetoes)), hit), None)):
        return refuse_hit(hit, "exclude", Why("excluded", (scope.view.surface(*veto),)))
    return score_hit(hit, topic, scope, support=support)


def _source_support(topic: TopicRule, source: str) -> str:
    """The source's own name when it holds a sure alias of the topic or its owner: its entries are about that."""
    if not source:
        return ""
    bones = skeleton_of(source)
    names = [alias.name.compact for alias in topic.aliases if alias.level == "sure"]
    return source if any(skeleton_of(name) in bones for name in (*names, *topic.owners) if len(name) > 1) else ""

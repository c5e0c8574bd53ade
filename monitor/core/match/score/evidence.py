"""From a hit to a verdict: the alias's policy, what speaks for it and against it, a score and a threshold."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from monitor.core.match.compiled_topics import TopicRule
from monitor.core.match.reasons import Why
from monitor.core.match.scan.boundaries import WHOLE_WORD
from monitor.core.match.scan.context_words import Context
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.names import is_letter
from monitor.core.match.score.hits import Hit, is_everyday_word, is_plain_word, person_name
from monitor.core.model.matches import Evidence, Refusal
from monitor.values import dataclass

Spot = tuple[int, int]
"""Folded characters [start, end) that are a word of evidence."""
THRESHOLD = 0.5
_BASE = {"sure": 0.9, "weak": 0.4, "needs": 0.3}
_VERSIONED = 0.35
_NEED = (0.35, 0.1, 0.05)
_NEAR = (0.2, 0.1, 0.05)
_OWNER = 0.35
_SUPPORT = 0.4
_SOURCE = 0.3
_HOST_LANGUAGE = 0.15
_NUMBERED = 0.1
_NOT_NEAR = (-0.5, -0.2, -0.1)
_IDENTIFIER = -0.1
_GLUED = -0.45
_COMPOUND = -0.3
_PERSON = -0.45
_DOUBT = -0.45
_SMALL_LETTERS = -0.2
_PLAIN_WORD = -0.45
_NOT_NEAR_TOKENS = 60
"""How far counter-evidence reaches when the alias does not say ``within``."""

_VERSION = re.compile(
    r"[ \-_]?(?P<v>v(?:er(?:sion)?)?[. _-]?)?(?P<number>[1-9](?:\.\d{1,2})?)"
    r"(?!\.*\d| ?(?:g\b|gb|mb|k\b|%|亿|万|元|年|月|日|口|个|台|次|位|点))"
)


@dataclass(frozen=True, slots=True)
class HitScore:
    """What became of a hit. ``why`` is the reason of a refusal, ``step`` where it fell."""

    hit: Hit
    score: float
    evidence: tuple[Evidence, ...]
    step: str = ""
    why: Why | None = None

    @property
    def accepted(self) -> bool:
        """Is it a mention?"""
        return self.why is None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a hit's evidence is looked for in: its section's ranges and the title, with all context words found.

    ``source``: its name when it is about the topic; ``excluded``: another bearer of the name that the topic excludes
    and that stands in the same section (混元功 beside hunyuan).
    """

    view: View
    words: Context
    ranges: tuple[tuple[int, int], ...]
    source: str = ""
    excluded: str = ""

    def beside(self, words: Iterable[str], hit: Hit) -> Iterator[Spot]:
        """The nearest place of each word in scope beside the hit."""
        for word in words:
            if (spot := self._nearest(self.words.get(word), hit)) is not None:
                yield spot

    def nearest(self, words: Iterable[str], hit: Hit, count: int) -> list[tuple[int, Spot]]:
        """So many of these places, the nearest in tokens first: (distance, place).

        On either side of the hit who is nearer in characters is no further in tokens, so only few are counted.
        """
        spots = list(self.beside(words, hit))
        after = sorted(spot for spot in spots if spot[1] > hit.start)[:count]
        found = [(self.view.tokens_between(hit.end, spot[0]), spot) for spot in after]
        before: list[tuple[int, Spot]] = []
        for spot in sorted((spot for spot in spots if spot[1] <= hit.start), key=_end_of, reverse=True):
            distance = self.view.tokens_between(spot[1], hit.start)
            if len(before) >= count and distance > before[count - 1][0]:
                break
            before.append((distance, spot))
        return sorted(found + before)[:count]

    def _nearest(self, spots: Sequence[Spot], hit: Hit) -> Spot | None:
        """The nearest place beside the hit; by bisection, for a text may hold a word ten thousand times."""
        if len(spots) == 1:
            ((start, end),) = spots
            apart = end <= hit.start or start >= hit.end
            return (start, end) if apart and any(a <= start and end <= b for a, b in self.ranges) else None
        found: list[Spot] = []
        for first, last in self.ranges:
            before = bisect_right(spots, (min(last, hit.start), -1)) - 1
            while before >= 0 and spots[before][1] > min(last, hit.start):
                before -= 1
            if before >= 0 and spots[before][0] >= first:
                found.append(spots[before])
            after = bisect_left(spots, (max(first, hit.end), 0))
            if after < len(spots) and spots[after][1] <= last:
                found.append(spots[after])
        return min(found, key=lambda place: _gap_between(place, hit), default=None)


def _end_of(spot: Spot) -> int:
    return spot[1]


def _gap_between(spot: tuple[int, int], hit: Hit) -> int:
    return hit.start - spot[1] if spot[1] <= hit.start else spot[0] - hit.end


def is_undisputed(hit: Hit, topic: TopicRule, view: View) -> bool:
    """Is it a sure name in a place where nothing can speak against it, whatever else the text says?"""
    rule = hit.rule
    if rule.level != "sure" or hit.edges is not WHOLE_WORD or rule.not_near or rule.is_pinyin_title or topic.vetoes:
        return False
    return not is_plain_word(hit, view)


def accept_hit(hit: Hit) -> HitScore:
    """The verdict on an undisputed hit."""
    return HitScore(hit, _BASE["sure"], ())


def score_hit(hit: Hit, topic: TopicRule, scope: Scope, *, support: str) -> HitScore:
    """Add up what speaks for and against the hit. ``support``: a surface of the topic that is certain elsewhere."""
    base = _BASE[hit.rule.level]
    against = _evidence_against(hit, topic, scope)
    if scope.excluded and hit.rule.level != "sure":
        against.append(Evidence(kind="not-near", text=scope.excluded, weight=_NOT_NEAR[0]))
    if not against and hit.rule.level == "sure":
        return HitScore(hit, base, ())  # A sure name that nothing speaks against asks for no evidence.
    for_it = _evidence_for(hit, topic, scope, support)
    evidence = (*for_it, *against)
    score = round(min(1.0, max(0.0, base + sum(item.weight for item in evidence))), 2)
    surface = scope.view.surface(hit.start, hit.end)
    backed = any(item.kind in {"need", "owner", "support", "version", "source"} for item in for_it)
    if hit.rule.level == "needs" and not backed:
        asked = ", ".join(hit.rule.alias.needs[:5]) + ("…" if len(hit.rule.alias.needs) > 5 else "")
        return HitScore(hit, min(score, THRESHOLD - 0.01), evidence, "policy", Why("needs", (surface, asked)))
    if score < THRESHOLD:
        why = Why("below", (surface, f"{score:.2f}", f"{THRESHOLD:.2f}"))
        if hit.rule.level == "sure" and any(item.kind == "small-letters" for item in against):
            why = Why("small-letters", (surface,))
        return HitScore(hit, score, evidence, "evidence", hit.edges.doubtful or hit.edges.glued or why)
    return HitScore(hit, score, evidence)


def _evidence_for(hit: Hit, topic: TopicRule, scope: Scope, support: str) -> list[Evidence]:
    found = _version_evidence(hit, scope.view)
    found += _word_evidence("need", _NEED, hit, hit.rule.needs, scope, limit=hit.rule.alias.within)
    found += _word_evidence("owner", (_OWNER,), hit, topic.owners, scope)
    near = scope.words.those_of(topic.near) - hit.rule.needs - topic.owners
    found += _word_evidence("near", _NEAR, hit, near, scope)
    if support:
        found.append(Evidence(kind="support", text=support, weight=_SUPPORT))
    if scope.source:
        found.append(Evidence(kind="source", text=scope.source, weight=_SOURCE))
    latin = is_letter(scope.view.text[hit.start]) and is_letter(hit.rule.name.compact[-1])
    plain = not (hit.edges.identifier or hit.edges.glued or hit.edges.compound or hit.url)
    if hit.rule.level != "sure" and latin and plain and scope.view.is_chinese_around(hit.start, hit.end):
        found.append(Evidence(kind="host-language", text="", weight=_HOST_LANGUAGE))
    return found


def _evidence_against(hit: Hit, topic: TopicRule, scope: Scope) -> list[Evidence]:
    limit = hit.rule.alias.within or _NOT_NEAR_TOKENS
    found = _word_evidence("not-near", _NOT_NEAR, hit, hit.rule.not_near, scope, limit=limit)
    if hit.edges.identifier:
        found.append(Evidence(kind="identifier", text="", weight=_IDENTIFIER))
    if hit.edges.glued:
        found.append(Evidence(kind="glued", text=hit.edges.glued.parts[1], weight=_GLUED))
    if hit.edges.compound:
        found.append(Evidence(kind="compound", text="", weight=_COMPOUND))
    if hit.edges.doubtful:
        found.append(Evidence(kind="doubtful-words", text=hit.edges.doubtful.parts[1], weight=_DOUBT))
    if weight := _small_letters(hit, scope.view):
        found.append(Evidence(kind="small-letters", text=scope.view.surface(hit.start, hit.end), weight=weight))
    if person := person_name(hit, topic, scope.view):
        found.append(Evidence(kind="person", text=person, weight=_PERSON))
    return found


def _small_letters(hit: Hit, view: View) -> float:
    """What speaks against a name with a capital where an everyday word is read; 0 elsewhere."""
    if is_everyday_word(hit, view):
        return _SMALL_LETTERS
    return _PLAIN_WORD if is_plain_word(hit, view) else 0.0


def _word_evidence(
    kind: str,
    weights: tuple[float, ...],
    hit: Hit,
    wanted: frozenset[str],
    scope: Scope,
    *,
    limit: int | None = None,
) -> list[Evidence]:
    """The nearest words weigh most; each further one adds less, and none beyond ``limit`` tokens adds anything."""
    words = scope.words.those_of(wanted)
    if not words:
        return []
    return [
        Evidence(kind=kind, text=scope.view.surface(*spot), weight=weight, span=scope.view.span(*spot))
        for weight, (gap, spot) in zip(weights, scope.nearest(words, hit, len(weights)), strict=False)
        if limit is None or gap <= limit
    ]


def _version_evidence(hit: Hit, view: View) -> list[Evidence]:
    if not hit.rule.alias.versions:
        return []
    match = _VERSION.match(view.text, hit.end)
    if match is None:
        return []
    exact = "." in match["number"] or match["v"]
    span = view.span(match.start("number"), match.end("number"))
    if exact:
        return [Evidence(kind="version", text=match.group().strip(" -_"), weight=_VERSIONED, span=span)]
    # A bare figure may count anything: WAN 2 is a socket.
    return [Evidence(kind="number", text=match["number"], weight=_NUMBERED, span=span)]


def refusal_of(verdict: HitScore, topic_id: str, view: View) -> Refusal:
    """The refused hit as a value for outside."""
    hit = verdict.hit
    assert verdict.why is not None  # noqa: S101 - only refused verdicts come here
    return Refusal(
        topic=topic_id,
        section=hit.section,
        span=view.span(hit.start, hit.end),
        surface=view.surface(hit.start, hit.end),
        step=verdict.step,  # type: ignore[arg-type]  # one of the four steps by construction
        reason=verdict.why.reason,
        score=verdict.score,
        evidence=verdict.evidence,
    )


def refuse_hit(hit: Hit, step: str, why: Why) -> HitScore:
    """A hit that falls before any evidence is looked at."""
    return HitScore(hit, 0.0, (), step, why)

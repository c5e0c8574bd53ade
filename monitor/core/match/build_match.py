"""An accepted name as a mention: its snippet, signals from its sentences, and the reason in words."""

from collections.abc import Sequence

from monitor.core.i18n.phrases import join_reasons
from monitor.core.match.reasons import Why
from monitor.core.match.scan.document_view import View
from monitor.core.match.score.evidence import HitScore
from monitor.core.match.signals import Signals
from monitor.core.match.snippets import snippet_of
from monitor.core.model.matches import Evidence, Match, Section, Span

_TOLD = 3


def build_match(
    topic: str,
    section: Section,
    verdicts: Sequence[HitScore],
    *,
    view: View,
    signals: Signals,
) -> Match:
    """One mention of a topic in a section, from its accepted hits in text order."""
    best = verdicts[0] if len(verdicts) == 1 else max(verdicts, key=_score_of)
    shown = best if len(verdicts) == 1 else _most_telling(view, section, verdicts)
    places = [(verdict.hit.start, verdict.hit.end) for verdict in verdicts]
    snippet, highlights = snippet_of(view, (shown.hit.start, shown.hit.end), places)
    return Match(
        topic=topic,
        section=section.number,
        section_key=section.key,
        heading=section.heading if section.number else "",
        spans=tuple([view.span(*place) for place in places]),
        surface=view.surface(*places[0]),
        score=best.score,
        signals=signals.near(view, places),
        snippet=snippet,
        highlights=highlights,
        reason=match_reason(best, view),
        evidence=best.evidence,
        url_only=all(verdict.hit.url for verdict in verdicts),
    )


def _score_of(verdict: HitScore) -> float:
    return verdict.score


def _most_telling(view: View, section: Section, verdicts: Sequence[HitScore]) -> HitScore:
    """The hit to show: the item itself tells more than its heading, and that more than the overview's line of it."""
    plain = [verdict for verdict in verdicts if not verdict.hit.url] or verdicts
    within = [verdict for verdict in plain if view.section_of(verdict.hit.start) is section] or plain
    return next((verdict for verdict in within if _in_text(view, verdict)), within[0])


def _in_text(view: View, verdict: HitScore) -> bool:
    """Neither a heading nor the title, which is shown anyway."""
    hit = verdict.hit
    return view.field(hit.start) == "body" and not view.in_heading(hit.start)


def query_mention(
    topic: str,
    section: Section,
    places: Sequence[tuple[int, int]],
    *,
    view: View,
    signals: Signals,
) -> Match:
    """One mention by a query; ``places`` are the words that made it true, maybe none."""
    spots = list(places)
    span = tuple(view.span(*spot) for spot in spots) or (Span(field="title", start=0, end=0),)
    first, last = view.bounds["title"]
    shown = next((spot for spot in spots if view.span(*spot).field == "body" and not view.in_heading(spot[0])), None)
    shown = shown or (spots[0] if spots else (first, min(last, first + 1)))
    snippet, highlights = snippet_of(view, shown, spots) if shown[0] < shown[1] else ("", ())
    return Match(
        topic=topic,
        section=section.number,
        section_key=section.key,
        heading=section.heading if section.number else "",
        spans=span,
        surface=view.surface(*spots[0]) if spots else "",
        score=_QUERY_SCORE,
        signals=signals.near(view, spots),
        snippet=snippet,
        highlights=highlights,
        reason=Why("query").reason,
        evidence=(Evidence(kind="query", text="", weight=_QUERY_SCORE),),
        url_only=bool(spots) and all(view.in_url(*spot) for spot in spots),
    )


_QUERY_SCORE = 0.8


def tell_once(found: Sequence[Match]) -> tuple[Match, ...]:
    """In a round-up the title and the introduction only announce what an item tells."""
    in_items = {mention.topic for mention in found if mention.section}
    if not in_items:
        return tuple(found)
    return tuple(mention for mention in found if mention.section or mention.topic not in in_items)


def first_by_number(sections: Sequence[Section]) -> dict[int, Section]:
    """Each number once, where it stands first as an item."""
    first: dict[int, Section] = {}
    for section in sections:
        first.setdefault(section.number, section)
    return first


def match_reason(verdict: HitScore, view: View) -> str:
    """Why the hit was accepted: its nature, and the strongest evidence if it needed any."""
    surface = view.surface(verdict.hit.start, verdict.hit.end)
    level = verdict.hit.rule.level
    nature = Why("sure" if level == "sure" else "weak", (surface,)).reason
    if level == "sure" and not any(item.weight < 0 for item in verdict.evidence):
        return nature
    helpful = sorted((item for item in verdict.evidence if item.weight > 0), key=lambda item: -item.weight)
    return join_reasons([nature, *(evidence_reason(item).reason for item in helpful[:_TOLD])])


def evidence_reason(item: Evidence) -> Why:
    """What a piece of evidence says."""
    return Why({"number": "version", "doubtful-words": "doubtful"}.get(item.kind, item.kind), (item.text,))

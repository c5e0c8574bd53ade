"""Why each topic matched or did not: fold → hit → boundary → policy → evidence → verdict, for people and programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from monitor.core.i18n.phrases import format_phrase
from monitor.core.match.build_match import evidence_reason
from monitor.core.match.matcher import Matcher
from monitor.core.match.reasons import Why
from monitor.core.match.scan.document_view import View
from monitor.core.match.score.evidence import THRESHOLD, HitScore
from monitor.core.model.languages import Language
from monitor.core.model.matches import Document, Evidence, Span
from monitor.core.text.normalize import fold
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One link of the chain. ``ok`` is ``None`` where there is nothing to pass."""

    step: str
    ok: bool | None
    reason: Why | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HitStory:
    """What became of one hit. ``excerpt`` is its sentence with the name between 【 and 】."""

    surface: str
    folded: str
    span: Span
    section: int
    accepted: bool
    score: float
    excerpt: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicStory:
    """A topic's answer: hits in text order, and the items in which its query is true."""

    topic: str
    names: Mapping[str, str]
    matched: bool
    hits: tuple[HitStory, ...] = ()
    query: str = ""
    query_true_in: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The whole answer about one document, one story per topic, in the order of the watchlists."""

    topics: tuple[TopicStory, ...]
    not_asked: tuple[str, ...] = ()
    """Topics that the entry's source is not asked for: whatever it says of them is no mention."""
    threshold: float = THRESHOLD

    def as_json(self) -> dict[str, Any]:
        """The same as plain values; reasons are English sentences."""
        topics = [_topic_json(story) for story in self.topics]
        return {"threshold": self.threshold, "topics": topics, "not_asked": list(self.not_asked)}

    def as_text(self, language: Language = "en") -> str:
        """For a terminal: the topics with hits in full, all others in one line."""
        told = [_topic_text(story, language) for story in self.topics if story.hits or story.query_true_in]
        silent = [story.topic for story in self.topics if not story.hits and not story.query_true_in]
        if silent:
            told.append(_explain_word(language, "silent-topics", topics=", ".join(silent)))
        if self.not_asked:
            told.append(_explain_word(language, "topics-not-asked", topics=", ".join(self.not_asked)))
        return "\n\n".join(told)


def explain_document(matcher: Matcher, document: Document) -> Explanation:
    """Walk the document through every step and keep what each one said."""
    judged = matcher.look(document)
    stories, not_asked = [], []
    for number, rule in enumerate(matcher.topics):
        if document.topics is not None and rule.topic.id not in document.topics:
            not_asked.append(rule.topic.id)
            continue
        hits = tuple(_hit_story(verdict, judged.view) for verdict in judged.verdicts if verdict.hit.topic == number)
        true_in = tuple(sorted(section for topic, section in judged.queries if topic == number))
        stories.append(
            TopicStory(
                topic=rule.topic.id,
                names=rule.topic.name,
                matched=bool(true_in) or any(hit.accepted for hit in hits),
                hits=hits,
                query=rule.topic.query,
                query_true_in=true_in,
            )
        )
    return Explanation(topics=tuple(stories), not_asked=tuple(not_asked))


def _hit_story(verdict: HitScore, view: View) -> HitStory:
    hit = verdict.hit
    first, last = view.sentence(hit.start, hit.end)
    first, last = max(first, hit.start - 60), min(last, hit.end + 60)
    before, after = view.surface(first, hit.start) if first < hit.start else "", ""
    if hit.end < last:
        after = view.surface(hit.end, last)
    surface = view.surface(hit.start, hit.end)
    return HitStory(
        surface=surface,
        folded=fold(surface),
        span=view.span(hit.start, hit.end),
        section=hit.section,
        accepted=verdict.accepted,
        score=verdict.score,
        excerpt=" ".join(f"{before}【{surface}】{after}".split()),
        steps=_hit_steps(verdict, surface),
    )


def _hit_steps(verdict: HitScore, surface: str) -> tuple[Step, ...]:
    hit = verdict.hit
    steps = [Step(step="fold", ok=None), Step(step="hit", ok=None)]
    if verdict.step == "boundary":
        return (*steps, Step(step="boundary", ok=False, reason=verdict.why), Step(step="verdict", ok=False))
    stands = Why("boundary-segment" if hit.edges.identifier else "boundary-ok")
    steps.append(Step(step="boundary", ok=True, reason=hit.edges.doubtful or stands))
    if verdict.step == "exclude":
        return (*steps, Step(step="policy", ok=False, reason=verdict.why), Step(step="verdict", ok=False))
    level = Why("sure" if hit.rule.level == "sure" else "weak", (surface,))
    fell = verdict.step == "policy"
    steps.append(Step(step="policy", ok=not fell, reason=verdict.why if fell else level))
    steps.append(Step(step="evidence", ok=verdict.accepted if verdict.evidence else None, evidence=verdict.evidence))
    why = verdict.why if verdict.step == "evidence" else None
    return (*steps, Step(step="verdict", ok=verdict.accepted, reason=why))


def _topic_json(story: TopicStory) -> dict[str, Any]:
    return {
        "topic": story.topic,
        "matched": story.matched,
        "query": story.query or None,
        "query_true_in": list(story.query_true_in),
        "hits": [
            {
                "surface": hit.surface,
                "folded": hit.folded,
                "field": hit.span.field,
                "start": hit.span.start,
                "end": hit.span.end,
                "section": hit.section,
                "accepted": hit.accepted,
                "score": hit.score,
                "excerpt": hit.excerpt,
                "steps": [_step_json(step) for step in hit.steps],
            }
            for hit in story.hits
        ],
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "step": step.step,
        "ok": step.ok,
        "reason": step.reason.text() if step.reason else "",
        "evidence": [
            {
                "kind": item.kind,
                "text": item.text,
                "weight": item.weight,
                "span": asdict(item.span) if item.span else None,
            }
            for item in step.evidence
        ],
    }


def _topic_text(story: TopicStory, language: Language) -> str:
    mark = "✔" if story.matched else "✘"
    name = story.names.get(language[:2]) or next(iter(story.names.values()), story.topic)
    lines = [f"{mark} {story.topic} ({name})"]
    if story.query:
        truth = Why("query" if story.query_true_in else "query-false").text(language)
        lines.append(f"  {_line_text(language, 'query', truth)}")
    for hit in story.hits:
        lines += _hit_text(hit, language)
    return "\n".join(lines)


def _hit_text(hit: HitStory, language: Language) -> list[str]:
    place = {"field": _explain_word(language, hit.span.field), "start": str(hit.span.start), "end": str(hit.span.end)}
    where = _explain_word(language, "stands-in-item" if hit.section else "stands", **place, item=str(hit.section))
    lines = [f"  {hit.excerpt}"]
    for step in hit.steps:
        if step.step == "fold":
            text = (
                f"“{hit.surface}” → “{hit.folded}”" if hit.folded != hit.surface else _explain_word(language, "as-is")
            )
        elif step.step == "hit":
            text = where
        elif step.step == "verdict":
            text = _verdict_text(hit, step, language)
        elif step.step == "evidence":
            text = _evidence_text(step.evidence, language)
        else:
            text = step.reason.text(language) if step.reason else ""
        mark = {True: "✔", False: "✘", None: "·"}[step.ok]
        lines.append(f"    {mark} {_line_text(language, step.step, text)}")
    return lines


def _verdict_text(hit: HitStory, step: Step, language: Language) -> str:
    said = _explain_word(language, "yes" if hit.accepted else "no")
    scored = {"said": said, "score": f"{hit.score:.2f}", "needed": f"{THRESHOLD:.2f}"}
    if step.reason:
        return _explain_word(language, "scored-why", **scored, why=step.reason.text(language))
    return _explain_word(language, "scored", **scored)


def _evidence_text(evidence: Sequence[Evidence], language: Language) -> str:
    return "; ".join(f"{item.weight:+.2f} {evidence_reason(item).text(language)}" for item in evidence) or "–"


def _line_text(language: Language, step: str, text: str) -> str:
    return _explain_word(language, "line", step=_explain_word(language, step), text=text)


def _explain_word(language: Language, key: str, **values: str) -> str:
    return format_phrase(language, f"explain.{key}", values)

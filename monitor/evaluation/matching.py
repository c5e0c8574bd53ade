"""Measuring the match step: labelled rows scored, beside what plain searches find, and rows matched one line a mention.

A row with ``"needs_rule": true`` is about another bearer of the very same name: no plain alias can tell it, so such
rows are also left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from monitor.core.match.matcher import Matcher
from monitor.core.model.matches import Document, Match, Refusal
from monitor.errors import UserError
from monitor.values import dataclass

Row = Mapping[str, Any]
_OWN = frozenset({"title", "body"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionScores:
    """``document`` is what ``monitor eval mentions --json`` prints; ``wrong`` the rows it got wrong, with the reason.

    ``unknown``: rows of topics that no watchlist has, counted and left out.
    """

    document: dict[str, Any]
    wrong: tuple[dict[str, Any], ...]
    unknown: Mapping[str, int]


def score_mentions(rows: Iterable[Row], matcher: Matcher) -> MentionScores:
    """Score rows ``{"id","title","body","topic","label"}``: predicted = the topic is among the row's matches."""
    known = {rule.topic.id for rule in matcher.topics}
    counts: dict[str, Counter[str]] = {}
    wrong: list[dict[str, Any]] = []
    unknown: Counter[str] = Counter()
    for number, row in enumerate(rows):
        topic = _row_text(row, "topic", number)
        if topic not in known:
            unknown[topic] += 1
            continue
        if not isinstance(row.get("label"), bool):
            raise UserError(f"row {number}: “label” must be true or false, got {row.get('label')!r}")
        matching = matcher.match(document_of_row(row, number))
        predicted = any(found.topic == topic for found in matching.found)
        outcome = ("t" if predicted == row["label"] else "f") + ("p" if predicted else "n")
        counts.setdefault(topic, Counter())[outcome] += 1
        if outcome[0] == "f":
            told = [found.reason for found in matching.found if found.topic == topic]
            told += [refusal.reason for refusal in matching.refused if refusal.topic == topic]
            wrong.append({**row, "predicted": predicted, "reasons": told})
    overall: Counter[str] = sum(counts.values(), Counter())
    document = {
        "overall": _matching_figures(overall),
        "topics": {topic: _matching_figures(count) for topic, count in sorted(counts.items())},
    }
    return MentionScores(document=document, wrong=tuple(wrong), unknown=dict(unknown))


def compare_with_baselines(rows: Sequence[Row], matcher: Matcher) -> dict[str, Any]:
    """Ours beside a substring search and one with word borders (``\\b``), over all languages and for each.

    Rows that no rule-less alias can decide are left out; rows of unknown topics, too.
    """
    aliases = {rule.topic.id: [alias.alias.text for alias in rule.aliases] for rule in matcher.topics}
    decidable = [
        (number, row)
        for number, row in enumerate(rows)
        if not row.get("needs_rule") and isinstance(row.get("label"), bool) and row.get("topic") in aliases
    ]
    counts: dict[str, dict[str, Counter[str]]] = {}
    for number, row in decidable:
        topic, label = _row_text(row, "topic", number), bool(row["label"])
        found = matcher.match(document_of_row(row, number)).found
        text = f"{_row_text(row, 'title', number)}\n{_row_text(row, 'body', number)}"
        predictions = {
            "ours": any(mention.topic == topic for mention in found),
            "substring": any(alias.lower() in text.lower() for alias in aliases[topic]),
            "words": any(re.search(rf"\b{re.escape(alias)}\b", text, re.IGNORECASE) for alias in aliases[topic]),
        }
        for name, predicted in predictions.items():
            for language in ("all", _row_text(row, "lang", number) or "unknown"):
                outcome = ("t" if predicted == label else "f") + ("p" if predicted else "n")
                counts.setdefault(language, {}).setdefault(name, Counter())[outcome] += 1
    return {
        language: {name: _matching_figures(count) for name, count in sorted(by_name.items())}
        for language, by_name in sorted(counts.items())
    }


def match_rows(rows: Iterable[Row], matcher: Matcher, *, refused: bool = False) -> Iterator[dict[str, Any]]:
    """One line per mention (row × section × topic), rows numbered from 0; other keys of a row are passed through.

    With ``refused`` also one line per refused hit, marked ``"refused": true`` and with the step it fell at.
    """
    for number, row in enumerate(rows):
        matching = matcher.match(document_of_row(row, number))
        passed = {key: value for key, value in row.items() if key not in _OWN}
        for found in matching.found:
            yield {**passed, **_found_line(number, found)}
        for refusal in matching.refused if refused else ():
            yield {**passed, **_refused_line(number, refusal)}


def document_of_row(row: Row, number: int) -> Document:
    """A row as a document; ``url``, ``author``, ``source`` and ``lang`` count when they are there."""
    return Document(
        title=_row_text(row, "title", number),
        body=_row_text(row, "body", number),
        url=_row_text(row, "url", number),
        author=_row_text(row, "author", number),
        source=_row_text(row, "source", number),
        lang=_row_text(row, "lang", number),
    )


def _row_text(row: Row, key: str, number: int) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UserError(f"row {number}: “{key}” must be text, got {type(value).__name__}")
    return value


def _found_line(number: int, found: Match) -> dict[str, Any]:
    first = found.spans[0]
    return {
        "row": number,
        "section": found.section,
        "topic": found.topic,
        "field": first.field,
        "surface": found.surface,
        "start": first.start,
        "end": first.end,
        "spans": [[span.field, span.start, span.end] for span in found.spans],
        "score": found.score,
        "signals": list(found.signals),
        "snippet": found.snippet,
        "reason": found.reason,
    }


def _refused_line(number: int, refusal: Refusal) -> dict[str, Any]:
    span = refusal.span
    return {
        "row": number,
        "section": refusal.section,
        "topic": refusal.topic,
        "field": span.field,
        "surface": refusal.surface,
        "start": span.start,
        "end": span.end,
        "spans": [[span.field, span.start, span.end]],
        "score": refusal.score,
        "signals": [],
        "snippet": "",
        "reason": refusal.reason,
        "refused": True,
        "step": refusal.step,
    }


def _matching_figures(count: Counter[str]) -> dict[str, Any]:
    tp, fp, fn, tn = (count[key] for key in ("tp", "fp", "fn", "tn"))
    # Nothing predicted is nothing predicted wrongly.
    precision = tp / (tp + fp) if tp + fp else 1.0
    recall = tp / (tp + fn) if tp + fn else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "tp": tp,
        "fp": fp,
        "fn": fn,
        "tn": tn,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
    }

"""Trying changed rules on old documents: what they would have found more, lost, and kept."""

from collections.abc import Iterable
from dataclasses import field

from typing_extensions import override

from monitor.core.match.matcher import Matcher
from monitor.core.match.reasons import Why
from monitor.core.model.matches import Document
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One changed mention. ``document`` is what the caller calls it (an id, a row number)."""

    document: str
    title: str
    surface: str
    reason: str


@dataclass(slots=True, kw_only=True)
class TopicChange:
    """How one topic changes, with a few samples of either kind."""

    topic: str
    new: int = 0
    lost: int = 0
    same: int = 0
    new_samples: list[Sample] = field(default_factory=list)
    lost_samples: list[Sample] = field(default_factory=list)

    @override
    def __str__(self) -> str:
        return f"{self.topic}: +{self.new} −{self.lost} ={self.same}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """The comparison, topic by topic; only topics with a mention on either side."""

    topics: tuple[TopicChange, ...]
    documents: int

    @override
    def __str__(self) -> str:
        new, lost, same = (sum(getattr(change, kind) for change in self.topics) for kind in ("new", "lost", "same"))
        return f"+{new} −{lost} ={same}"


def compare_matchers(
    before: Matcher, after: Matcher, documents: Iterable[tuple[str, Document]], *, samples: int = 5
) -> Backtest:
    """Compare two matchers over named documents; a mention is document × section × topic."""
    changes: dict[str, TopicChange] = {}
    total = 0
    for name, document in documents:
        total += 1
        old, new = before.match(document), after.match(document)
        old_keys = {(found.topic, found.section): found for found in old.found}
        new_keys = {(found.topic, found.section): found for found in new.found}
        for key in sorted(old_keys.keys() | new_keys.keys()):
            change = changes.setdefault(key[0], TopicChange(topic=key[0]))
            if key in old_keys and key in new_keys:
                change.same += 1
            elif key in new_keys:
                change.new += 1
                found = new_keys[key]
                if len(change.new_samples) < samples:
                    change.new_samples.append(_make_sample(name, document, found.surface, found.reason))
            else:
                change.lost += 1
                why = next((item.reason for item in new.refused if item.topic == key[0]), Why("nowhere").reason)
                if len(change.lost_samples) < samples:
                    change.lost_samples.append(_make_sample(name, document, old_keys[key].surface, why))
    return Backtest(topics=tuple(changes[topic] for topic in sorted(changes)), documents=total)


def _make_sample(name: str, document: Document, surface: str, reason: str) -> Sample:
    return Sample(document=name, title=document.title or document.body[:80], surface=surface, reason=reason)

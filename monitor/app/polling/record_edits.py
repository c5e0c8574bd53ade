"""An edited entry: what it says now replaces what it said, and what it takes back is told to those who heard it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.app.context import AppContext
from monitor.app.delivery.enqueue_alerts import earlier_alerts, enqueue_alerts
from monitor.app.feedback.verdicts import muted_until
from monitor.core.alerting.alert_plan import AlertCandidate
from monitor.core.change_detection.corrections import Correction, find_corrections, kind_of
from monitor.core.model.entries import Entry, ParsedEntry
from monitor.core.model.matches import Match, MatchResult, Mention, MentionStatus
from monitor.core.model.sources import Source
from monitor.core.model.stories import Fact
from monitor.ports import Transaction
from monitor.values import dataclass


def only_added(tx: Transaction, entry_id: int, matching: MatchResult) -> MatchResult:
    """An edit is no new mention, unless it adds a watched name or an item that names one."""
    before = tx.mentions.of_entry(entry_id)
    topics = {mention.topic for mention in before}
    items = {(mention.topic, mention.section_key) for mention in before}
    sentences = {(mention.topic, mention.snippet) for mention in before}

    def adds(found: Match) -> bool:
        if found.topic not in topics:
            return True
        known = (found.topic, found.section_key) in items or (found.topic, found.snippet) in sentences
        return matching.is_round_up and not known

    return replace(matching, found=[found for found in matching.found if adds(found)], refused=())


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRecorder:
    """Corrections and retractions of one entry, told in one transaction."""

    app: AppContext
    tx: Transaction
    source: Source
    now: datetime

    def record_corrections(self, before: Entry, entry: ParsedEntry, matching: MatchResult) -> int:
        """Store each sentence that takes something back as a mention of what it concerns; returns how many are new.

        Who was told the story is told that too; where nobody was, the digest says it.
        """
        mentions = [mention for mention in self.tx.mentions.of_entry(before.id) if not kind_of(mention.section_key)]
        made = 0
        for correction in find_corrections((before.title, before.text), (entry.title, entry.text)):
            for story_id, concerned in _by_story(mentions, correction, entry.text, matching).items():
                made += self._tell(story_id, correction, concerned, entry)
        return made

    def _tell(self, story_id: int, correction: Correction, concerned: Sequence[Mention], entry: ParsedEntry) -> int:
        told = any(delivery.state != "dead" for delivery in earlier_alerts(self.tx, story_id))
        statuses = {mention: self._status(mention, told=told) for mention in concerned}
        new = [mention for mention in concerned if self._store(mention, correction, statuses[mention])]
        fact = Fact(kind="status", value=correction.kind, surface=correction.sentence)
        self.tx.stories.tell(story_id, [(fact.kind, fact.value, fact.surface)], now=self.now)
        alerting = [mention for mention in new if statuses[mention] == "new"]
        if told and alerting:
            candidate = AlertCandidate(
                story_id=story_id,
                source=self.source,
                topics=frozenset(mention.topic for mention in alerting),
                signals=frozenset(signal for mention in alerting for signal in mention.signals),
                lang=entry.lang or self.source.lang,
                score=max(mention.score for mention in alerting),
                status="new",
                fresh=True,
                new_facts=(fact,),
                correction=True,
            )
            enqueue_alerts(self.app, self.tx, candidate, now=self.now)
        return len(new)

    def _status(self, mention: Mention, *, told: bool) -> MentionStatus:
        if muted_until(self.tx, mention.topic, now=self.now):
            return "muted"
        return "new" if told else mention.status

    def _store(self, mention: Mention, correction: Correction, status: MentionStatus) -> bool:
        found = Match(
            topic=mention.topic,
            section=mention.section,
            section_key=correction.section_key(mention.section_key),
            spans=(),
            surface=mention.surface,
            score=mention.score,
            signals=mention.signals,
            snippet=correction.sentence,
            reason=f"an edit {correction.kind} what the entry said",
        )
        stored = self.tx.mentions.add(
            mention.entry_id, found, story_id=mention.story_id, status=status, now=self.now, seen_at=self.now
        )
        return stored is not None


def _by_story(
    mentions: Sequence[Mention], correction: Correction, text: str, matching: MatchResult
) -> Mapping[int, list[Mention]]:
    stories: dict[int, list[Mention]] = {}
    for mention in mentions:
        if correction.concerns(mention.section_key, text, matching):
            stories.setdefault(mention.story_id, []).append(mention)
    return stories

"""The serial section of a poll: entries → mentions → stories → deliveries, inside one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from itertools import groupby

from monitor.app.admin.restored import late_for_a_restore
from monitor.app.context import AppContext
from monitor.app.delivery.enqueue_alerts import earlier_alerts, enqueue_alerts
from monitor.app.feedback.verdicts import muted_until
from monitor.app.polling.decide_document import Decided, decide_document
from monitor.app.polling.place_reports import StoryPlacer, excerpt_of, group_by_section, make_report
from monitor.app.polling.record_edits import CorrectionRecorder, only_added
from monitor.core.alerting.alert_plan import AlertCandidate, topics_told
from monitor.core.alerting.mention_status import is_fresh, status_of
from monitor.core.change_detection.decide import Decision, Edited, New, Reissued, Unchanged
from monitor.core.change_detection.feed_quirks import FeedShape
from monitor.core.change_detection.identity import Incoming
from monitor.core.change_detection.publication_order import oldest_first
from monitor.core.cluster.features.report_features import extract_features as features_of
from monitor.core.i18n.phrases import Reason
from monitor.core.model.entries import ParsedEntry, UnseenEntry
from monitor.core.model.matches import Match, MatchResult, MentionStatus
from monitor.core.model.sources import Source
from monitor.core.model.stories import Report
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.core.text.headlines import with_title
from monitor.ports import Transaction
from monitor.values import dataclass

_ENOUGH = 5
"""Entries from which a document without one known entry suggests a gap."""


@dataclass(slots=True, kw_only=True)
class Recorded:
    """What a poll changed."""

    entries_new: int = 0
    entries_updated: int = 0
    mentions: int = 0
    stories: int = 0
    fresh_times: list[datetime | None] = field(default_factory=list)
    """When the new entries were published; ``None`` = no trustworthy time."""
    fresh_named: int = 0
    """New entries that named a topic."""
    warnings: list[str] = field(default_factory=list)
    missed: bool = False
    """Entries may have come and gone since the last poll."""
    feed_shape: str = ""


@dataclass(slots=True, kw_only=True)
class Plan:
    """What is to be recorded of one document, and how far that has come."""

    decisions: Sequence[Decision]
    shape: FeedShape
    recorded: Recorded
    order: Sequence[int]
    """The decisions' places in the order in which they are recorded."""
    done: int = 0
    """How many of them are recorded."""


def plan_of(decided: Decided, *, now: datetime) -> Plan:
    """What of a document was published first is recorded first: numbers and reports of a story are in order of time."""
    times = [_stated_time(one.entry) if isinstance(one, New | Edited) else None for one in decided.decisions]
    recorded = Recorded(feed_shape=decided.shape.dumps())
    return Plan(decisions=decided.decisions, shape=decided.shape, recorded=recorded, order=oldest_first(times, now=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """One source's news going into one transaction.

    ``first_sight``: the source's first good fetch, or a topic's first look at history.
    """

    app: AppContext
    tx: Transaction
    source: Source
    first_sight: bool
    now: datetime
    republished: bool = False
    """The same text was here before under another id: it is kept as a duplicate, and tells nobody."""

    again: bool = False
    """The same words were news of this source before: it is told as a story of its own."""

    restored_at: datetime | None = None
    """The store was put back then, and this source was not read since (``app.admin.restored``)."""

    edited: bool = False
    """An edit brought it: it counts as seen now, whenever the entry was."""

    def record(
        self,
        incoming: Sequence[Incoming],
        matchings: Mapping[int, MatchResult],
        shape: FeedShape,
        plan: Plan | None = None,
        *,
        before: Decided | None = None,
    ) -> Recorded:
        """Store what is new and changed of a document, with all that follows from it.

        ``plan``: what is left of it; ``before``: what was decided of these very entries a moment ago.
        """
        if plan is None:
            decided = decide_document(self.tx, self.source, incoming, shape, now=self.now, before=before)
            plan = plan_of(decided, now=self.now)
        self.record_part(plan, matchings, len(plan.decisions))
        recorded = plan.recorded
        if not self.first_sight and len(incoming) >= _ENOUGH and recorded.entries_new == len(incoming):
            recorded.missed = True
            recorded.warnings.append(Reason("poll.may-have-missed"))
        return recorded

    def record_part(self, plan: Plan, matchings: Mapping[int, MatchResult], end: int) -> None:
        """Record the first ``end`` decisions, but for those that are."""
        unnamed: list[New] = []
        for position in plan.order[plan.done : end]:
            decision, matching = plan.decisions[position], matchings.get(position, MatchResult())
            if isinstance(decision, New) and not matching.found and not matching.refused:
                unnamed.append(decision)
                continue
            self._add_unnamed(unnamed, plan.recorded)
            unnamed = []
            self._take(decision, matching, plan.recorded)
        self._add_unnamed(unnamed, plan.recorded)
        plan.done = end

    def _add_unnamed(self, decisions: Sequence[New], recorded: Recorded) -> None:
        """Store entries that name no topic, from which nothing follows: all at once."""
        if not decisions:
            return
        unseen = [_unseen_entry(decision) for decision in decisions]
        for history, group in groupby(unseen, key=lambda new: new.entry.from_history):
            self.tx.entries.add_all(self.source.id, list(group), first_sight=self.first_sight or history, now=self.now)
        recorded.entries_new += len(unseen)
        recorded.fresh_times += [_stated_second(new.entry) for new in unseen if not new.entry.from_history]

    def mention(self, entry: ParsedEntry, entry_id: int, matching: MatchResult) -> tuple[int, int]:
        """Every section that names a topic becomes a report of a story, with a mention a topic.

        Returns how many mentions and how many new stories that made.
        """
        if matching.refused:
            self.tx.digests.count_refusals(len(matching.refused), now=self.now)
        founded = 0
        for section, group in sorted(group_by_section(matching).items()):
            report = make_report(self.source, entry, matching, section, group, now=self.now)
            founded += self._tell(entry, entry_id, report, section, group)
        return len(matching.found), founded

    def _take(self, decision: Decision, matching: MatchResult, recorded: Recorded) -> None:
        match decision:
            case New():
                new = _unseen_entry(decision)
                first_sight = self.first_sight or new.entry.from_history
                [entry_id] = self.tx.entries.add_all(self.source.id, [new], first_sight=first_sight, now=self.now)
                recorded.entries_new += 1
                if not new.entry.from_history:
                    recorded.fresh_times.append(_stated_second(new.entry))
                    recorded.fresh_named += bool(matching.found)
                republished = decision.copy_of is not None
                recorder = replace(self, first_sight=first_sight, republished=republished, again=decision.again)
                self._count(recorder.mention(new.entry, entry_id, matching), recorded)
            case Edited(entry_id=entry_id, entry=written, identity=identity):
                entry = with_title(written)
                before = self.tx.entries.get(entry_id)
                self.tx.entries.update(
                    entry_id, entry, content_hash=identity.content_hash, keys=identity.keys, now=self.now
                )
                recorded.entries_updated += 1
                editor = replace(self, edited=True)
                self._count(editor.mention(entry, entry_id, only_added(self.tx, entry_id, matching)), recorded)
                self._bring_in_line(entry, entry_id, matching)
                # What changes on a watched page is an entry of its own.
                if before is not None and not SOURCE_KINDS[self.source.kind].edits_are_entries:
                    corrections = CorrectionRecorder(app=self.app, tx=self.tx, source=self.source, now=self.now)
                    recorded.mentions += corrections.record_corrections(before, entry, matching)
            case Reissued(entry_id=known_id, keys=keys):
                self.tx.entries.remember(self.source.id, known_id, keys, now=self.now)
            case Unchanged():
                pass

    @staticmethod
    def _count(made: tuple[int, int], recorded: Recorded) -> None:
        recorded.mentions += made[0]
        recorded.stories += made[1]

    def _bring_in_line(self, entry: ParsedEntry, entry_id: int, matching: MatchResult) -> None:
        """Reports and mentions that are there say what the entry says now."""
        for section, group in group_by_section(matching).items():
            report = make_report(self.source, entry, matching, section, group, now=self.now)
            self.tx.stories.edit_report(report, features_of(report), excerpt_of(entry_id, section, group))
            for match in group:
                self.tx.mentions.edit(entry_id, match)

    def _tell(self, entry: ParsedEntry, entry_id: int, report: Report, section: int, found: Sequence[Match]) -> int:
        """Put one report into its story, store its mentions, and enqueue what follows; returns 1 for a new story."""
        embed = self.app.embedder.embed if self.app.embedder else None
        placing = StoryPlacer(tx=self.tx, embed=embed, now=self.now, again=self.again)
        story_id, news, joined = placing.place_report(report, excerpt_of(entry_id, section, found))
        statuses = {match.topic: self._status(entry, match.topic) for match in found}
        if joined and not news:
            # A topic that the story gains is news to whoever watches it, whatever was told of the others.
            known = self._known_topics(story_id)
            statuses = {
                topic: "duplicate" if status == "new" and topic in known else status
                for topic, status in statuses.items()
            }
        for match in found:
            self.tx.mentions.add(
                entry_id,
                match,
                story_id=story_id,
                status=statuses[match.topic],
                now=self.now,
                seen_at=self.now if self.edited else None,
            )
        told_as: tuple[MentionStatus, ...] = ("new", "duplicate", "baseline")
        for status in told_as:
            # A name that stands in a URL only is never alone the cause of an alert.
            named = [match for match in found if statuses[match.topic] == status and not match.url_only]
            if named:
                candidate = AlertCandidate(
                    story_id=story_id,
                    source=self.source,
                    topics=frozenset(match.topic for match in named),
                    signals=frozenset(signal for match in named for signal in match.signals),
                    lang=report.lang,
                    score=max(match.score for match in named),
                    status=status,
                    fresh=self._is_fresh(entry),
                    new_facts=news,
                )
                enqueue_alerts(self.app, self.tx, candidate, now=self.now)
        return 0 if joined else 1

    def _known_topics(self, story_id: int) -> frozenset[str]:
        """The topics that the story was alerted for, or would have been had a route led anywhere."""
        mentioned = self.tx.mentions.topics_of_story(story_id, "new") | late_for_a_restore(self.tx, story_id)
        return topics_told(earlier_alerts(self.tx, story_id)) | mentioned

    def _status(self, entry: ParsedEntry, topic: str) -> MentionStatus:
        if self.republished:
            return "duplicate"
        return status_of(
            published_at=entry.published_at,
            trust=entry.trust,
            precision=entry.precision,
            first_sight=self.first_sight,
            muted=muted_until(self.tx, topic, now=self.now) is not None,
            now=self.now,
            max_age=self.app.settings.alerts.max_age,
            restored_at=self.restored_at,
        )

    def _is_fresh(self, entry: ParsedEntry) -> bool:
        return is_fresh(
            published_at=entry.published_at,
            trust=entry.trust,
            now=self.now,
            max_age=self.app.settings.alerts.max_age,
        )


def _unseen_entry(decision: New) -> UnseenEntry:
    identity = decision.identity
    entry = with_title(decision.entry)
    return UnseenEntry(entry=entry, key=identity.key, content_hash=identity.content_hash, keys=identity.keys)


def _stated_time(entry: ParsedEntry) -> datetime | None:
    return entry.published_at if entry.trust != "first_seen" else None


def _stated_second(entry: ParsedEntry) -> datetime | None:
    """When it was published, where the publisher says that to the second."""
    return entry.published_at if entry.trust == "stated" and entry.precision == "second" else None

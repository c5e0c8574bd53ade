"""A report and its story: made of a section, put where it belongs, and what it adds to what the story has told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from monitor.core.change_detection.titles import steady_title
from monitor.core.cluster.assign import WINDOW, assign_story
from monitor.core.cluster.facts import extract_facts as facts_of
from monitor.core.cluster.facts import new_facts
from monitor.core.cluster.features.embeddings import Embed
from monitor.core.cluster.features.report_features import extract_features as features_of
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.matches import Match, MatchResult
from monitor.core.model.sources import Source
from monitor.core.model.stories import CANDIDATES, Candidate, Excerpt, Fact, Features, Joins, Report
from monitor.core.text.urls import host_of
from monitor.ports import Transaction
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPlacer:
    """Puts reports into stories, inside one transaction."""

    tx: Transaction
    embed: Embed | None
    now: datetime
    again: bool = False
    """It is another event than what this source said under its title or address: told as a story of its own."""

    def place_report(self, report: Report, excerpt: Excerpt) -> tuple[int, Sequence[Fact], bool]:
        """The story of a report, the facts it adds, and whether the story was there before."""
        features = features_of(report, self.embed)
        candidates = self.tx.stories.candidates(features.keys, since=self.now - WINDOW, limit=CANDIDATES)
        if self.again:
            candidates = self._of_others(report, candidates)
        assignment = assign_story(report, features, candidates)
        joined = isinstance(assignment, Joins)
        story_id = self.tx.stories.add_report(report, features, assignment, excerpt, now=self.now)
        return story_id, self._news(story_id, report, features, joined=joined), joined

    def _of_others(self, report: Report, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """The candidates but for stories in which this source stands under the same title or address."""
        title = steady_title(report.title)
        stories = self.tx.stories.get(sorted({candidate.story_id for candidate in candidates}))
        before = {
            story.id
            for story in stories
            if any(
                outlet.source == report.source and (steady_title(outlet.title) == title or outlet.url == report.url)
                for outlet in story.outlets
            )
        }
        return [candidate for candidate in candidates if candidate.story_id not in before]

    def _news(self, story_id: int, report: Report, features: Features, *, joined: bool) -> Sequence[Fact]:
        """The facts this report adds to what the story has told; all of them are noted as told."""
        reported = facts_of(report, features)
        news = new_facts(self.tx.stories.get([story_id])[0].facts, reported) if joined else ()
        self.tx.stories.tell(story_id, [(fact.kind, fact.value, fact.surface) for fact in reported], now=self.now)
        return news


def make_report(
    source: Source, entry: ParsedEntry, matching: MatchResult, section: int, found: Sequence[Match], *, now: datetime
) -> Report:
    """What the story step sees of one section (0 = the entry as a whole)."""
    place = next((part for part in matching.sections if part.number == section), None)
    item = place if section > 0 else None
    return Report(
        title=(item.heading if item else "") or entry.title,
        text=entry.text[item.start : item.end] if item else entry.text,
        source=source.title or host_of(source.url) or source.url,
        url=entry.url,
        tier=source.tier,
        lang=entry.lang or source.lang,
        topics=frozenset(match.topic for match in found),
        surfaces=tuple(dict.fromkeys(match.surface for match in found)),
        named=frozenset((match.topic, match.surface) for match in found),
        published_at=entry.published_at,
        precision=entry.precision,
        seen_at=now,
        is_roundup=matching.is_round_up,
    )


def group_by_section(matching: MatchResult) -> Mapping[int, list[Match]]:
    """What was found, by the section it was found in."""
    groups: dict[int, list[Match]] = {}
    for found in matching.found:
        groups.setdefault(found.section, []).append(found)
    return groups


def excerpt_of(entry_id: int, section: int, found: Sequence[Match]) -> Excerpt:
    """The section as it is shown: by the best sentence of what was found in it."""
    best = max(found, key=lambda match: match.score)
    return Excerpt(
        entry_id=entry_id,
        section=section,
        section_key=best.section_key,
        signals=tuple(dict.fromkeys(signal for match in found for signal in match.signals)),
        snippet=best.snippet,
        highlights=best.highlights,
        score=best.score,
    )

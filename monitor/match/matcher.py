"""The whole match step: one pass of the automaton, and for texts that hit, boundary → policy → evidence → mentions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.match.boundary import edges
from monitor.match.context import ContextWords
from monitor.match.context import Found as FoundWords
from monitor.match.judge import Hit, Scope, Verdict, judge, refusal, refused
from monitor.match.lexicon import Candidate, Lexicon
from monitor.match.mention import mention
from monitor.match.names import Name, fits
from monitor.match.rules import AliasRule, TopicRule, signal_words, topic_rule
from monitor.match.view import View, joined
from monitor.match.wording import Why
from monitor.match.words import Words
from monitor.text.fold import skeleton, skeleton_places
from monitor.types.matching import Document, Found, Matching, Refusal, Section, Topic

_NOTHING = Matching()


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything found out about one document: what ``match`` sums up and ``explain`` tells in full."""

    view: View
    words: FoundWords
    verdicts: tuple[Verdict, ...]


class Matcher:
    """Compiled topics and signals. Nothing changes it after the constructor; safe to share between threads."""

    def __init__(
        self, topics: Sequence[Topic], signals: Mapping[str, Sequence[str]], *, words: Words | None = None
    ) -> None:
        self.topics = tuple(topic_rule(topic) for topic in topics)
        self.signals = signal_words(signals)
        self._words = words or Words()
        names: list[Name] = []
        self._users: list[tuple[int, AliasRule | None]] = []
        for number, rule in enumerate(self.topics):
            for alias in rule.aliases:
                names.append(alias.name)
                self._users.append((number, alias))
            for name in rule.covers:
                names.append(name)
                self._users.append((number, None))
        self._lexicon = Lexicon(names)
        asked = set(self.signals)
        for rule in self.topics:
            asked |= rule.words()
        self._context = ContextWords(asked)

    def match(self, document: Document) -> Matching:
        """Mentions, refused hits and sections of a document; sections are worked out only where a name occurs."""
        text = joined(document)
        candidates = self._lexicon.candidates(skeleton(text))
        if not candidates:
            return _NOTHING
        judged = self.judge(document, text, candidates)
        return self._summed(judged) if judged.verdicts else _NOTHING

    def judge(self, document: Document, text: str, candidates: Sequence[Candidate]) -> Judged:
        """Judge every hit of the document."""
        view = View(document, text)
        hits, covers = self._hits(view, candidates)
        if not hits:
            return Judged(view, {}, ())
        early, open_ = self._before_evidence(view, hits, covers)
        words = self._context.find(view.text) if open_ else {}
        verdicts = [*early, *self._with_evidence(view, words, open_)]
        verdicts.sort(key=lambda verdict: (verdict.hit.start, verdict.hit.end, verdict.hit.topic))
        return Judged(view, words, tuple(verdicts))

    def _hits(
        self, view: View, candidates: Sequence[Candidate]
    ) -> tuple[list[tuple[int, AliasRule, int, int]], list[tuple[int, Name, int, int]]]:
        """Candidates that really spell a name: (topic, alias, start, end), and exclusions that hold one."""
        places = skeleton_places(view.text)
        hits: list[tuple[int, AliasRule, int, int]] = []
        covers: list[tuple[int, Name, int, int]] = []
        wanted = view.document.topics
        for candidate in candidates:
            topic, alias = self._users[candidate.name]
            if wanted is not None and self.topics[topic].topic.id not in wanted:
                continue
            start, end = int(places[candidate.start]), int(places[candidate.end - 1]) + 1
            name = self._lexicon.names[candidate.name]
            if not fits(name, view.text[start:end]):
                continue
            if alias is None:
                covers.append((topic, name, start, end))
            else:
                hits.append((topic, alias, start, end))
        return hits, covers

    def _before_evidence(
        self,
        view: View,
        hits: Sequence[tuple[int, AliasRule, int, int]],
        covers: Sequence[tuple[int, Name, int, int]],
    ) -> tuple[list[Verdict], list[Hit]]:
        """Judge edges, exclusions and the alias's own conditions; of names inside one another the longest counts."""
        fallen: list[Verdict] = []
        standing: list[Hit] = []
        taken: dict[int, list[tuple[int, int]]] = {}
        for topic, alias, start, end in sorted(hits, key=lambda hit: (hit[0], hit[2] - hit[3], hit[2])):
            if any(first <= start and end <= last for first, last in taken.get(topic, ())):
                continue
            section = view.section_of(start)
            found = edges(view, alias.name, start, end, self._words)
            hit = Hit(topic, alias, start, end, section.number, found, view.in_url(start, end))
            verdict = self._fallen(view, hit, covers)
            if verdict is None:
                taken.setdefault(topic, []).append((start, end))
                standing.append(hit)
            else:
                fallen.append(verdict)
        return fallen, standing

    def _fallen(self, view: View, hit: Hit, covers: Sequence[tuple[int, Name, int, int]]) -> Verdict | None:
        if hit.edges.refused:
            return refused(hit, "boundary", hit.edges.refused)
        for topic, name, start, end in covers:
            covered = topic == hit.topic and start <= hit.start and hit.end <= end
            if covered and edges(view, name, start, end, self._words).refused is None:
                return refused(hit, "exclude", Why("excluded", (view.surface(start, end),)))
        alias = hit.rule.alias
        if alias.title_only and view.field(hit.start) != "title":
            return refused(hit, "policy", Why("title-only", (alias.text,)))
        surface = view.surface(hit.start, hit.end)
        if alias.case_sensitive and not _same_case(alias.text, surface):
            return refused(hit, "policy", Why("case", (alias.text, surface)))
        return None

    def _with_evidence(self, view: View, words: FoundWords, hits: Sequence[Hit]) -> list[Verdict]:
        """Two rounds: what is certain by itself supports what is not."""
        verdicts: list[Verdict] = []
        for number in sorted({hit.topic for hit in hits}):
            topic = self.topics[number]
            source = _about(topic, view.document.source)
            own = [hit for hit in hits if hit.topic == number]
            scopes = {section: _scope(view, words, section) for section in {hit.section for hit in own}}
            first = [self._verdict(hit, topic, scopes[hit.section], "", source) for hit in own]
            certain = next((verdict for verdict in first if verdict.accepted and not verdict.hit.url), None)
            if certain is None:
                verdicts += first
                continue
            surface = view.surface(certain.hit.start, certain.hit.end)
            verdicts += [
                verdict
                if verdict.accepted or verdict.step not in {"policy", "evidence"}
                else self._verdict(verdict.hit, topic, scopes[verdict.hit.section], surface, source)
                for verdict in first
            ]
        return verdicts

    def _verdict(self, hit: Hit, topic: TopicRule, scope: Scope, support: str, source: str) -> Verdict:
        veto = next(iter(scope.places(sorted(topic.vetoes), hit)), None) if topic.vetoes else None
        if veto:
            return refused(hit, "exclude", Why("excluded", (scope.view.surface(*veto[2]),)))
        return judge(hit, topic, scope, support=support, source=source)

    def _summed(self, judged: Judged) -> Matching:
        view = judged.view
        by_number = {part.number: part for part in reversed(view.sections)}
        groups: dict[tuple[int, int], list[Verdict]] = {}
        refusals: list[Refusal] = []
        for verdict in judged.verdicts:
            if verdict.accepted:
                groups.setdefault((verdict.hit.section, verdict.hit.topic), []).append(verdict)
            else:
                refusals.append(refusal(verdict, self.topics[verdict.hit.topic].topic.id, view))
        found = [
            mention(
                self.topics[topic].topic.id,
                by_number[section],
                group,
                view=view,
                words=judged.words,
                signals=self.signals,
            )
            for (section, topic), group in sorted(groups.items())
        ]
        return Matching(found=_told_once(found), refused=tuple(refusals), sections=_items(view.sections))


def compile_matcher(
    topics: Sequence[Topic], signals: Mapping[str, Sequence[str]], *, words: Words | None = None
) -> Matcher:
    """The matcher of a configuration. ``words``: a dictionary to share between matchers; else a new one is read."""
    return Matcher(topics, signals, words=words)


def _scope(view: View, words: FoundWords, section: int) -> Scope:
    """The section's own text, with the title where that is not itself a list of other items."""
    if section == 0 and len(view.sections) == 1:
        return Scope(view, words, (view.bounds["title"], view.bounds["body"], view.bounds["url"]))
    ranges = [(first, last) for first, last, part in view.ranges if part.number == section]
    if not any(part.field == "title" for part in view.sections):
        ranges.append(view.bounds["title"])
    return Scope(view, words, tuple(ranges))


def _about(topic: TopicRule, source: str) -> str:
    """The source's own name when it names the topic's owner or a sure alias: its entries are about that."""
    if not source:
        return ""
    bones = skeleton(source)
    names = [alias.name.compact for alias in topic.aliases if alias.level == "sure"]
    return source if any(skeleton(name) in bones for name in names if len(name) > 1) else ""


def _told_once(found: Sequence[Found]) -> tuple[Found, ...]:
    """In a round-up the title and the introduction only announce what an item tells."""
    in_items = {mention.topic for mention in found if mention.section}
    return tuple(mention for mention in found if mention.section or mention.topic not in in_items)


def _items(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Each number once, where it stands first as an item."""
    first: dict[int, Section] = {}
    for section in sections:
        first.setdefault(section.number, section)
    return tuple(first.values())


def _same_case(alias: str, surface: str) -> bool:
    def letters(text: str) -> str:
        return "".join(char for char in text if char.isalnum())

    return letters(alias) == letters(surface)

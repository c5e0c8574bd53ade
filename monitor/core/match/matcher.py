"""The whole match step: one pass of the automaton, and for texts that hit, boundary → policy → evidence → mentions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from functools import lru_cache

from monitor.core.match.accents import refuse_accented
from monitor.core.match.build_match import build_match, first_by_number, query_mention, tell_once
from monitor.core.match.candidates import NameHit, Spots, asked_names, spot_names
from monitor.core.match.compiled_topics import topic_rule
from monitor.core.match.query.ast import may_be_true, topics_named
from monitor.core.match.query.evaluator import Ground, Places, evaluate_query
from monitor.core.match.query.topic_queries import parse_queries
from monitor.core.match.reasons import Why
from monitor.core.match.scan.automaton import Candidate, Lexicon
from monitor.core.match.scan.boundaries import Edges, judge_edges
from monitor.core.match.scan.context_words import Context, ContextWords
from monitor.core.match.scan.document_view import View, joined_text
from monitor.core.match.scan.segmenter import Words
from monitor.core.match.score.evidence import HitScore, refusal_of, refuse_hit
from monitor.core.match.score.hits import Hit
from monitor.core.match.score.two_pass import ranges_of, score_candidates
from monitor.core.match.signals import Signals
from monitor.core.model.matches import Document, Match, MatchResult, Refusal, Topic
from monitor.core.text.normalize import skeleton_of
from monitor.values import dataclass

_NOTHING = MatchResult()
_REMEMBERED = 4_096
"""Sets of names of which it is known whether a text that spells them is worth a look."""
_OF_WORDS = frozenset({"segment", "other-word"})
_LETTERS = 3
"""So few Latin letters inside a word (Wan in Wang, VME in NVMe) are no hit that is worth a refusal."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything found out about one document: what ``match`` sums up and ``explain`` tells in full.

    ``queries``: topic number and section → the words that made the query true.
    """

    view: View
    verdicts: tuple[HitScore, ...] = ()
    queries: Mapping[tuple[int, int], Places] = field(default_factory=dict)


class Matcher:
    """Compiled topics and signals. Nothing changes it after the constructor; safe to share between threads."""

    def __init__(
        self, topics: Sequence[Topic], signals: Mapping[str, Sequence[str]], *, words: Words | None = None
    ) -> None:
        self.topics = tuple(topic_rule(topic) for topic in topics)
        self.queries = parse_queries([rule.topic for rule in self.topics])
        self._signals = Signals(signals)
        self._words = words or Words()
        names, self._users = asked_names(self.topics, self.queries)
        self._lexicon = Lexicon(names)
        self._everything = range(len(self.topics))
        self._always = [n for n, query in enumerate(self.queries) if query and may_be_true(query.root, (), ())]
        self._referring: dict[str, list[int]] = {}
        for number, query in enumerate(self.queries):
            for topic in topics_named(query.root) if query else ():
                self._referring.setdefault(topic, []).append(number)
        # The same few names stand in text after text.
        self._worth_a_look = lru_cache(maxsize=_REMEMBERED)(self._find_worth)
        self._may_match = lru_cache(maxsize=_REMEMBERED)(self._may_be_named)
        self._context = ContextWords({word for rule in self.topics for word in rule.words()})

    def match(self, document: Document) -> MatchResult:
        """Mentions, refused hits and sections of a document; sections are worked out only where a name occurs."""
        text = joined_text(document)
        bones = skeleton_of(text)
        spelt = self._lexicon.spell(bones)
        # Most texts spell no name, or only everyday words of a query: what they spell tells that, wherever it stands.
        if not self._may_match(frozenset([pattern for pattern, _, _ in spelt])):
            return _NOTHING
        candidates = self._lexicon.candidates(bones, spelt)
        named, asking = self._worth_a_look(frozenset([name for name, _, _ in candidates]))
        if not named and not asking:
            return _NOTHING
        judged = self._judge(document, text, candidates, asking)
        return self.summed(judged) if judged.verdicts or judged.queries else _NOTHING

    def look(self, document: Document) -> Judged:
        """Judge a document in full, also one in which no name occurs."""
        text = joined_text(document)
        candidates = self._lexicon.candidates(skeleton_of(text))
        asking = self._worth_a_look(frozenset([name for name, _, _ in candidates]))[1]
        return self._judge(document, text, candidates, asking)

    def _may_be_named(self, patterns: frozenset[int]) -> bool:
        """May a text that spells these patterns, and no others, hold a match?"""
        named, asking = self._worth_a_look(self._lexicon.names_of(patterns))
        return named or bool(asking)

    def _find_worth(self, spelt: frozenset[int]) -> tuple[bool, Sequence[int]]:
        """May one of these names stand here at all, and which queries may be true? Asked of texts, so of numbers."""
        named: set[str] = set()
        terms: dict[int, set[int]] = {}
        for name in spelt:
            user = self._users[name]
            if user.term is not None:
                terms.setdefault(user.topic, set()).add(user.term)
            elif user.alias is not None:
                named.add(self.topics[user.topic].topic.id)
        touched = set(terms).union(*(self._referring.get(topic, ()) for topic in named)) if terms or named else ()
        asking = {
            number
            for number in touched
            if (query := self.queries[number]) and may_be_true(query.root, terms.get(number, ()), named)
        }
        return bool(named), sorted(asking.union(self._always))

    def _judge(self, document: Document, text: str, candidates: Sequence[Candidate], asking: Sequence[int]) -> Judged:
        view = View(document, text)
        topics = self._asked_for(document)
        asking = [number for number in asking if number in topics]
        spots = spot_names(
            view,
            candidates,
            lexicon=self._lexicon,
            users=self._users,
            topics=topics,
            asking=asking,
            words=self._words,
        )
        if not (spots.hits or spots.accented or asking):
            return Judged(view)
        early, open_ = self._before_evidence(view, spots)
        words = Context(self._context, view)
        scored = (
            score_candidates(view, words, open_, topics=self.topics, excluded=_other_bearers(early)) if open_ else ()
        )
        verdicts = sorted([*early, *scored], key=_in_text_order)
        queries = self._queried(view, words, spots, verdicts, asking)
        return Judged(view, tuple(verdicts), queries)

    def _asked_for(self, document: Document) -> Collection[int]:
        """The topics to judge: those wanted, and those that a wanted query names with ``@``."""
        wanted = document.topics
        if wanted is None:
            return self._everything
        named = {
            topic
            for rule, query in zip(self.topics, self.queries, strict=True)
            if query and rule.topic.id in wanted
            for topic in topics_named(query.root)
        }
        return {number for number in self._everything if self.topics[number].topic.id in wanted | named}

    def _before_evidence(self, view: View, spots: Spots) -> tuple[list[HitScore], list[Hit]]:
        """Judge edges, exclusions and the alias's own conditions; of names inside one another the longest counts."""
        fallen: list[HitScore] = []
        standing: list[Hit] = []
        taken: set[tuple[int, int]] = set()
        """Topic and place: where a longer name of the topic stands."""
        covered = self._covered(view, spots.covers) if spots.covers else {}
        for (topic, alias, _), name, first, last, start, end in sorted(spots.hits, key=_longest_first):
            if alias is None or ((topic, start) in taken and (topic, end - 1) in taken):
                continue
            outline = judge_edges(view, name, first, last, self._words)
            if outline.refused and outline.refused.key in _OF_WORDS and len(name.compact) <= _LETTERS:
                continue
            in_url = outline.refused is None and view.in_url(start, end)  # Of what is refused nobody asks.
            hit = Hit(topic, alias, start, end, view.section_of(start).number, outline, in_url)
            verdict = self._fallen(view, hit, covered)
            if verdict is not None:
                fallen.append(verdict)
                continue
            standing.append(hit)
            if outline.doubtful is None:
                taken.update([(topic, place) for place in range(start, end)])
        fallen += refuse_accented(view, spots.accented, self._words, taken)
        return fallen, standing

    def _covered(self, view: View, covers: Sequence[NameHit]) -> dict[tuple[int, int], NameHit]:
        """By topic and place: the exclusion that stands there as a word of its own."""
        return {
            (cover.user.topic, place): cover
            for cover in covers
            if _stands_alone(judge_edges(view, cover.name, cover.start, cover.end, self._words))
            for place in range(cover.start, cover.end)
        }

    def _fallen(self, view: View, hit: Hit, covered: Mapping[tuple[int, int], NameHit]) -> HitScore | None:
        if hit.edges.refused:
            return refuse_hit(hit, "boundary", hit.edges.refused)
        for place in range(hit.start, hit.end) if covered else ():
            if cover := covered.get((hit.topic, place)):
                return refuse_hit(hit, "exclude", Why("excluded", (view.surface(cover.start, cover.end),)))
        alias = hit.rule.alias
        if alias.title_only and view.field(hit.start) != "title":
            return refuse_hit(hit, "policy", Why("title-only", (alias.text,)))
        surface = view.surface(hit.start, hit.end)
        if alias.case_sensitive and not _same_case(alias.text, surface):
            return refuse_hit(hit, "policy", Why("case", (alias.text, surface)))
        return None

    def _queried(
        self, view: View, words: Context, spots: Spots, verdicts: Sequence[HitScore], asking: Sequence[int]
    ) -> dict[tuple[int, int], Places]:
        """Evaluate the queries that may be true, section by section."""
        if not asking:
            return {}
        named: dict[str, list[tuple[int, int]]] = {}
        for verdict in verdicts:
            if verdict.accepted:
                topic_id = self.topics[verdict.hit.topic].topic.id
                named.setdefault(topic_id, []).append((verdict.hit.start, verdict.hit.end))
        true: dict[tuple[int, int], Places] = {}
        for number in asking:
            query = self.queries[number]
            if query is None:
                continue
            terms = {
                term.number: tuple(spots.terms[number, term.number])
                for term in query.terms
                if (number, term.number) in spots.terms
            }
            for section in {part.number for part in view.sections}:
                ground = Ground(
                    view, ranges_of(view, section), terms, {key: tuple(spots) for key, spots in named.items()}
                )
                vetoed = any(ground.within(words.get(word)) for word in self.topics[number].vetoes)
                if not vetoed and (places := evaluate_query(query, ground)) is not None:
                    true[number, section] = places
        return true

    def summed(self, judged: Judged) -> MatchResult:
        """Mentions and refused hits of the topics that the document is watched for."""
        view = judged.view
        wanted = view.document.topics
        groups: dict[tuple[int, int], list[HitScore]] = {}
        refusals: list[Refusal] = []
        for verdict in judged.verdicts:
            if wanted is not None and self.topics[verdict.hit.topic].topic.id not in wanted:
                continue
            if verdict.accepted:
                groups.setdefault((verdict.hit.section, verdict.hit.topic), []).append(verdict)
            else:
                refusals.append(refusal_of(verdict, self.topics[verdict.hit.topic].topic.id, view))
        asked = {
            (section, topic)
            for topic, section in judged.queries
            if wanted is None or self.topics[topic].topic.id in wanted
        }
        found: list[Match] = []
        parts = first_by_number(view.sections)
        for section, topic in sorted(groups.keys() | asked):
            about, part = self.topics[topic].topic.id, parts[section]
            if group := groups.get((section, topic)):
                found.append(build_match(about, part, group, view=view, signals=self._signals))
            else:
                places = judged.queries[topic, section]
                found.append(query_mention(about, part, places, view=view, signals=self._signals))
        return MatchResult(found=tell_once(found), refused=tuple(refusals), sections=tuple(parts.values()))


def compile_matcher(
    topics: Sequence[Topic], signals: Mapping[str, Sequence[str]], *, words: Words | None = None
) -> Matcher:
    """The matcher of a configuration; raises ConfigError with the place of every query that does not parse.

    ``words``: a dictionary to share between matchers; else a new one is read (0.15 s).
    """
    return Matcher(topics, signals, words=words)


def _longest_first(hit: NameHit) -> tuple[int, int, int]:
    return hit.user.topic, hit.first - hit.last, hit.first


def _in_text_order(verdict: HitScore) -> tuple[int, int, int]:
    return verdict.hit.start, verdict.hit.end, verdict.hit.topic


def _other_bearers(fallen: Sequence[HitScore]) -> dict[tuple[int, int], str]:
    """By topic number and section the exclusion that stands there."""
    return {
        (fall.hit.topic, fall.hit.section): fall.why.parts[0] for fall in fallen if fall.step == "exclude" and fall.why
    }


def _stands_alone(found: Edges) -> bool:
    """An exclusion that is itself cut by a word (可灵活|动) excludes nothing."""
    return found.refused is None and found.doubtful is None


def _same_case(alias: str, surface: str) -> bool:
    def letters(text: str) -> str:
        return "".join(char for char in text if char.isalnum())

    return letters(alias) == letters(surface)

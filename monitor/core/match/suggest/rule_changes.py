"""From a refused mention to a rule: the narrowest change that would have refused it and loses nothing that is wanted.

Tried on what the topic really matched. A change that removes a mention judged relevant, or breaks one of the topic's
own examples, is no proposal; neither is one that removes much of what nobody complained about. Often the answer is
none, and then a person has to think.
"""

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Literal

from monitor.core.match.matcher import Matcher, compile_matcher
from monitor.core.match.scan.segmenter import Words
from monitor.core.match.suggest.distinctive_words import separating_words
from monitor.core.match.suggest.name_hits import Hit, hits_of, words_after, words_before
from monitor.core.model.feedback import Change, Effect
from monitor.core.model.matches import Alias, Document, Topic
from monitor.core.text.normalize import fold, is_joiner
from monitor.values import dataclass

Said = Literal["relevant", "not-relevant", "nothing"]

_SPARED = 0.1
"""Share of what nobody judged that a change may remove: more, and it is no longer about the refused mention."""
_TITLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document in which the topic was found, and what readers said about that."""

    document: Document
    said: Said = "nothing"


Objection = Literal["no-effect", "relevant", "example", "too-much"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A change that was tried and is no proposal: it leaves the complaint as it is, or loses what is wanted."""

    change: Change
    objection: Objection
    lost: int = 0
    """How many mentions speak against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A change and what it would have done."""

    change: Change
    effect: Effect


def propose_change(
    topic: Topic,
    refused: Document,
    history: Sequence[Case],
    *,
    word: str = "",
    elsewhere: Sequence[Document] = (),
    days: int = 30,
    dropped: list[Dropped] | None = None,
) -> Proposed | None:
    """The best change for the mention in ``refused``, measured on ``history`` (which holds it); ``None`` = no good one.

    ``word`` is what the reader gave as the reason; ``elsewhere`` are ordinary documents without the topic.
    ``dropped`` takes what was tried in vain.
    """
    if "@" in topic.query:
        return None  # what a query takes from other topics cannot be tried alone
    trial = _Trial(topic, refused, history, days)
    hits = [hit for found in trial.before.match(refused).found for hit in hits_of(topic, refused, found)]
    if not hits:
        return None  # today's rules refuse it already, or a query found it without a name
    for changes in (
        _by_word(topic, hits, word),
        _by_neighbours(topic, hits, trial),
        _by_needs(topic, hits, trial, elsewhere),
    ):
        outcomes = [trial.measure(change) for change in changes]
        measured = [outcome for outcome in outcomes if isinstance(outcome, Proposed)]
        if dropped is not None:
            dropped += [outcome for outcome in outcomes if isinstance(outcome, Dropped)]
        if measured:
            return min(measured, key=lambda proposed: proposed.effect.removed)
    return None


def apply_change(topic: Topic, change: Change) -> Topic:
    """The topic with the change in its rules."""
    if change.kind == "exclude":
        return replace(topic, exclude=_merged_words(topic.exclude, change.words))
    return replace(topic, aliases=tuple(_changed_alias(alias, change) for alias in topic.aliases))


def _changed_alias(alias: Alias, change: Change) -> Alias:
    if alias.text != change.alias:
        return alias
    if change.kind == "needs":
        return replace(alias, needs=_merged_words(alias.needs, change.words))
    return replace(alias, not_near=_merged_words(alias.not_near, change.words))


def _merged_words(before: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))


class _Trial:
    """The topic as it is over everything that counts; changes are measured against that."""

    def __init__(self, topic: Topic, refused: Document, history: Sequence[Case], days: int) -> None:
        self.topic = topic
        self.refused = refused
        self.words = Words()
        self.before = self._matcher(topic)
        self.history = history
        self._days = days
        self._counts = [self._count(self.before, case.document) for case in history]
        self._squeezed = [_squeeze_text(f"{case.document.title}\n{case.document.body}") for case in history]
        self._refused_text = _squeeze_text(f"{refused.title}\n{refused.body}")
        texts = {_squeeze_text(f"{c.document.title}\n{c.document.body}") for c in history if c.said == "not-relevant"}
        self._complaints = "\n".join(texts | {self._refused_text})

    @property
    def wanted(self) -> list[str]:
        """What is matched today and nobody complained about."""
        return [
            f"{case.document.title}\n{case.document.body}"
            for case, count in zip(self.history, self._counts, strict=True)
            if count and case.said != "not-relevant"
        ]

    @property
    def unwanted(self) -> list[str]:
        """What somebody complained about."""
        judged = [case.document for case in self.history if case.said == "not-relevant"]
        return [f"{known.title}\n{known.body}" for known in (*judged, self.refused)]

    def repeated(self, phrase: str) -> bool:
        """Whether the complaints hold the phrase more than once: once may be chance."""
        return self._complaints.count(_squeeze_text(phrase)) > 1

    def measure(self, change: Change) -> Proposed | Dropped:
        """What the change would have done, or why it must not be proposed."""
        after = self._matcher(apply_change(self.topic, change))
        if self._count(after, self.refused):
            return Dropped(change=change, objection="no-effect")
        tally = _Tally()
        for case, count, text in zip(self.history, self._counts, self._squeezed, strict=True):
            left = count if self._untouched(change, text) else self._count(after, case.document)
            tally.add(case, removed=max(count - left, 0), kept=left)
        if tally.relevant:
            return Dropped(change=change, objection="relevant", lost=tally.relevant)
        if self._breaks(after):
            return Dropped(change=change, objection="example")
        if tally.unjudged > _SPARED * (tally.unjudged + tally.kept):
            return Dropped(change=change, objection="too-much", lost=tally.unjudged)
        effect = Effect(
            days=self._days,
            removed=tally.removed,
            removed_relevant=tally.relevant,
            kept=tally.kept,
            removed_titles=tuple(dict.fromkeys(tally.titles))[:_TITLES],
        )
        return Proposed(change=change, effect=effect)

    def _untouched(self, change: Change, text: str) -> bool:
        """A word that does not stand in a text refuses nothing there; what is needed may be missing anywhere."""
        return change.kind != "needs" and not any(_squeeze_text(word) in text for word in change.words)

    def _breaks(self, after: Matcher) -> bool:
        """An example that holds today and would not any more."""
        examples = [Document(title=text) for text in self.topic.examples.match]
        return any(self._count(self.before, example) and not self._count(after, example) for example in examples)

    def _count(self, matcher: Matcher, document: Document) -> int:
        return len(matcher.match(document).found)

    def _matcher(self, topic: Topic) -> Matcher:
        return compile_matcher([topic], {}, words=self.words)


@dataclass(slots=True)
class _Tally:
    removed: int = 0
    relevant: int = 0
    unjudged: int = 0
    kept: int = 0
    titles: list[str] = field(default_factory=list)

    def add(self, case: Case, *, removed: int, kept: int) -> None:
        """Count one document."""
        self.removed += removed
        self.kept += kept
        self.relevant += removed if case.said == "relevant" else 0
        self.unjudged += removed if case.said == "nothing" else 0
        if removed:
            self.titles.append(case.document.title or case.document.body[:80])


def _squeeze_text(text: str) -> str:
    """Folded and without spaces and hyphens, as names are compared."""
    return "".join(char for char in fold(text) if not is_joiner(char))


def _by_word(topic: Topic, hits: Sequence[Hit], word: str) -> Iterator[Change]:
    """The word that the reader gave: an exclusion where it stands beside the name, else counter-evidence."""
    given = _squeeze_text(word)
    names = [_squeeze_text(alias.text) for alias in topic.aliases]
    if not given or given in names:
        return
    if any(name and name in given for name in names):
        yield Change(topic=topic.id, kind="exclude", words=(word.strip(),))
        return
    for hit in hits:
        beside = (*words_after(hit, steps=2), *words_before(hit, steps=2))
        for phrase in beside:
            if given == _squeeze_text(phrase).replace(_squeeze_text(hit.text[hit.start : hit.end]), "", 1):
                yield Change(topic=topic.id, kind="exclude", words=(phrase,))
    if any(given in _squeeze_text(hit.text) for hit in hits):
        for alias in dict.fromkeys(hit.alias.text for hit in hits):
            yield Change(topic=topic.id, kind="not_near", alias=alias, words=(word.strip(),))


def _by_neighbours(topic: Topic, hits: Sequence[Hit], trial: _Trial) -> Iterator[Change]:
    """A longer word or name that holds ours and that complaints repeat; of equal ones the longest is narrowest."""
    phrases = {phrase for hit in hits for phrase in (*words_after(hit), *words_before(hit))}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        if trial.repeated(phrase):
            yield Change(topic=topic.id, kind="exclude", words=(phrase,))


def _by_needs(topic: Topic, hits: Sequence[Hit], trial: _Trial, elsewhere: Sequence[Document]) -> Iterator[Change]:
    """Evidence that the wanted mentions of this alias have and the refused have not."""
    aliases = {hit.alias.text: hit.alias for hit in hits}
    (alias, *others) = aliases.values()
    if others or alias.needs or alias.sure:
        return
    known = {
        *topic.near,
        *topic.owner.replace("/", " ").split(),
        *(need for alias in topic.aliases for need in alias.needs),
    }
    words = separating_words(
        trial.wanted,
        trial.unwanted,
        [f"{document.title}\n{document.body}" for document in elsewhere],
        known=known,
        words=trial.words,
    )
    if words:
        yield Change(topic=topic.id, kind="needs", alias=alias.text, words=words)

"""What is learnt about a source's ids, links and titles, since none of them can be trusted everywhere."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace

from monitor.core.model.entries import ParsedEntry
from monitor.core.text.urls import entry_address
from monitor.values import dataclass

_ENOUGH = 5
"""Entries below which a share says nothing."""
_FEW = 2
_MOST = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedShape:
    """Habits of one feed; all False = ids, links and titles mean what they should."""

    shared_links: bool = False
    """Most entries carry one link: it identifies nothing."""
    shared_guids: bool = False
    """Most entries carry one guid."""
    new_guids: bool = False
    """Known entries come back under new guids: they are recognised by their titles."""
    counting_titles: bool = False
    """Numbers in titles run on by themselves: their change is no edit."""

    moving_dates: bool = False
    """Known entries come back under new dates: a later date makes no new entry."""
    date_moved: bool = False
    """The date of the only post of the document has moved on within a day, its words have not."""
    own_links: bool = False
    """Each entry has a link of its own: that is an id where there is no other."""

    def dumps(self) -> str:
        """For ``Source.feed_shape``; empty when nothing is learnt."""
        learnt = [field.name for field in fields(self) if getattr(self, field.name)]
        return json.dumps(learnt) if learnt else ""

    @classmethod
    def loads(cls, text: str) -> "FeedShape":
        """What ``dumps`` wrote; anything unreadable counts as nothing learnt."""
        try:
            learnt = json.loads(text) if text else []
        except ValueError:
            return cls()
        names = {field.name for field in fields(cls)}
        return cls(**{name: True for name in map(str, learnt) if name in names}) if isinstance(learnt, list) else cls()


def learn_links(shape: FeedShape, entries: Sequence[ParsedEntry]) -> FeedShape:
    """Note guids and links that most entries of a document share (a fact of the document alone)."""
    return replace(
        shape,
        shared_links=_mostly_shared([entry.url for entry in entries], entries, before=shape.shared_links),
        shared_guids=_mostly_shared([entry.guid for entry in entries], entries, before=shape.shared_guids),
        own_links=_has_own_links(entries) if len(entries) > 1 else shape.own_links,
    )


def learn_guids(shape: FeedShape, *, entries: int, known_guids: int, known_titles: int) -> FeedShape:
    """Note whether known titles came under unknown guids: ≥ 80 % new ids with ≥ 80 % known titles."""
    if entries < _ENOUGH:
        return shape
    if entries - known_guids >= _MOST * entries and known_titles >= _MOST * entries:
        return replace(shape, new_guids=True)
    if known_guids >= _MOST * entries:
        return replace(shape, new_guids=False)
    return shape


def learn_titles(shape: FeedShape, *, known: int, counted_on: int) -> FeedShape:
    """Note whether most known entries changed nothing but a number in their titles."""
    return replace(shape, counting_titles=True) if known >= _ENOUGH and counted_on >= known / 2 else shape


def learn_dates(shape: FeedShape, *, known: int, moved: int) -> FeedShape:
    """Note whether the dates of known entries run on by themselves."""
    if known < _FEW:
        return shape
    return replace(shape, moving_dates=moved >= _MOST * known) if moved in {0, known} or known >= _ENOUGH else shape


def learn_date_of_lone_post(shape: FeedShape, *, same_words: bool, moved: bool) -> FeedShape:
    """Note whether the date of a document's only post runs on by itself: seen twice within a day of each other."""
    if not same_words:
        return replace(shape, date_moved=False, moving_dates=False)
    return replace(shape, date_moved=True, moving_dates=shape.date_moved or shape.moving_dates) if moved else shape


def _has_own_links(entries: Sequence[ParsedEntry]) -> bool:
    links = {entry_address(entry.url) for entry in entries}
    return len(links) == len(entries) and "" not in links


def _mostly_shared(values: Sequence[str], entries: Sequence[ParsedEntry], *, before: bool) -> bool:
    """One value on most entries, under different titles; a short document does not change what was learnt."""
    given = [(value, entry.title) for value, entry in zip(values, entries, strict=True) if value]
    distinct = set(given)
    if len(distinct) < _ENOUGH:
        return before
    most = Counter(value for value, _ in distinct).most_common(1)[0][1]
    return most >= len(distinct) / 2

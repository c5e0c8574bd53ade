"""Splits a message between its items so that every part fits, and says which items each part holds."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from monitor.core.render.digest_view import TopicView
from monitor.core.render.message_view import PageView
from monitor.core.render.story_view import StoryView
from monitor.values import dataclass

T = TypeVar("T")
_TRY_WHOLE, _FIRST_GUESS = 400, 64
NUMBER_ROOM = 999
"""While parts are being filled, their number is taken to have this many: "1/999" is as long as it gets."""


TOPIC_FIELDS = ("stories", "further", "passing", "continued", "late", "earlier", "elsewhere")
"""Where a topic keeps its stories, in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is never split: a story told in full, a story told in one line, or a line of a notice."""

    topic: int = -1
    field: str = ""
    """One of ``TOPIC_FIELDS`` of a topic; ``stories`` or ``lines`` of the page."""
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Items [start, end) as part ``number`` of ``of``."""

    start: int
    end: int
    number: int
    of: int


def items_of(page: PageView) -> tuple[Item, ...]:
    """All items of a message in reading order."""
    own = [Item(field=field, place=n) for field in ("stories", "lines") for n in range(len(getattr(page, field)))]
    told = [
        Item(topic=number, field=field, place=place)
        for number, topic in enumerate(page.topics)
        for field in TOPIC_FIELDS
        for place in range(len(getattr(topic, field)))
    ]
    return (*own, *told)


def story_of(page: PageView, item: Item) -> StoryView:
    """The story an item tells."""
    if item.topic < 0:
        return page.stories[item.place]
    topic = page.topics[item.topic]
    told = getattr(topic, item.field)[item.place]
    story: StoryView = told[0] if item.field == "elsewhere" else told
    return story


def only_items(page: PageView, items: Sequence[Item]) -> PageView:
    """The page with nothing but these items; a topic's ``total`` stays that of the whole digest."""
    kept = {(item.topic, item.field, item.place) for item in items}
    parts = (_only_topic(topic, number, kept) for number, topic in enumerate(page.topics))
    return replace(
        page,
        stories=tuple(story for n, story in enumerate(page.stories) if (-1, "stories", n) in kept),
        lines=tuple(line for n, line in enumerate(page.lines) if (-1, "lines", n) in kept),
        topics=tuple(part for part in parts if part is not None),
    )


def _only_topic(topic: TopicView, number: int, kept: set[tuple[int, str, int]]) -> TopicView | None:
    def chosen(field: str, all_of_them: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(item for place, item in enumerate(all_of_them) if (number, field, place) in kept)

    part = replace(
        topic,
        stories=chosen("stories", topic.stories),
        further=chosen("further", topic.further),
        passing=chosen("passing", topic.passing),
        continued=chosen("continued", topic.continued),
        late=chosen("late", topic.late),
        earlier=chosen("earlier", topic.earlier),
        elsewhere=chosen("elsewhere", topic.elsewhere),
    )
    return part if any(getattr(part, field) for field in TOPIC_FIELDS) else None


def split_parts(count: int, fits: Callable[[Part], bool]) -> tuple[Part, ...]:
    """Few parts, filled from the front, such that ``fits`` holds for each; at least one item a part.

    A part that holds a single item is taken as it is: its builder has shorter forms for it. ``fits`` must hold for
    fewer items when it holds for more. It is costly, so a part of many items may be left up to a sixteenth short.
    """
    cuts = [0]
    guess = count if count <= _TRY_WHOLE else _FIRST_GUESS
    while cuts[-1] < count:
        start = cuts[-1]
        end = _furthest_end(start, count, guess, fits)
        guess = max(end - start, 1)
        cuts.append(end)
    total = max(len(cuts) - 1, 1)
    return tuple(
        Part(start=cuts[number], end=cuts[number + 1] if count else 0, number=number + 1, of=total)
        for number in range(total)
    )


def at_cuts(cuts: Sequence[int]) -> tuple[Part, ...]:
    """The parts between these cuts: what a receiver that found a part too big is sent instead."""
    total = len(cuts) - 1
    return tuple(Part(start=cuts[n], end=cuts[n + 1], number=n + 1, of=total) for n in range(total))


def split_smaller(cuts: Sequence[int], number: int) -> tuple[int, ...] | None:
    """The cuts with part ``number`` (from 1) and all behind it halved; ``None`` when that part is a single item."""
    if cuts[number] - cuts[number - 1] < 2:
        return None
    kept, rest = cuts[:number], cuts[number - 1 :]
    halves = (cut for start, end in pairwise(rest) for cut in (*((start + end) // 2,) * (end - start > 1), end))
    return (*kept, *halves)


def _furthest_end(start: int, count: int, guess: int, fits: Callable[[Part], bool]) -> int:
    """An end such that [start, end) fits and not much more would, searched from the size of the part before."""
    low, high = start + 1, count + 1
    probe = min(start + guess, count)
    while high - low > max((low - start) // 16, 1) or (low < probe == count < high):
        if fits(_trial_part(start, probe, count)):
            low = probe
            if low == count:
                break
        else:
            high = probe
        if high > count:
            probe = min(low + max((low - start) // 8, 1) if low > start + 1 else start + 16, count)
        else:
            probe = (low + high) // 2
        if probe <= low:
            break
    return low


def _trial_part(start: int, end: int, count: int) -> Part:
    """A part while its final number is not known yet: first, last and in between look as they will."""
    if start == 0 and end == count:
        return Part(start=start, end=end, number=1, of=1)
    number = 1 if start == 0 else NUMBER_ROOM if end == count else NUMBER_ROOM - 1
    return Part(start=start, end=end, number=number, of=NUMBER_ROOM)

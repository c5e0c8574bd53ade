"""Finds the story that a person means: by id, or by a part of a headline that only one has."""

from collections.abc import Callable, Sequence

from monitor.cli.arguments.choices import did_you_mean
from monitor.errors import UserError
from monitor.values import dataclass

_LISTED = 8
STORIES_SEARCHED = 2_000
"""Stories whose headlines are looked through, those seen last."""


@dataclass(frozen=True, slots=True)
class NamedStory:
    """A story as it is looked up; the first headline is its title."""

    id: int
    headlines: Sequence[str]


def story_number(written: str, recent: Callable[[], Sequence[NamedStory]]) -> int:
    """The id that ``written`` is, or of the only story with this in a headline; UserError names the candidates."""
    if written.isdecimal():
        return int(written)
    part, stories = written.casefold(), recent()
    found = [story for story in stories if any(part in headline.casefold() for headline in story.headlines)]
    if len(found) == 1:
        return found[0].id
    if found:
        listed = "; ".join(f"{story.id} {story.headlines[0]}" for story in found[:_LISTED])
        raise UserError(f'"{written}" fits {len(found)} stories: {listed}; give the id')
    hint = did_you_mean(written, [headline for story in stories for headline in story.headlines])
    raise UserError(f'no story "{written}" in the store{hint}; `monitor stories` lists them')

"""Finds the story that a person means: by id, or by a part of a headline that only one has."""

from collections.abc import Iterator

from monitor.app.stories.regroup import story_of
from monitor.cli.choices import did_you_mean
from monitor.core.model.filters import StoryFilter
from monitor.core.model.stories import Story
from monitor.errors import UserError
from monitor.ports import Transaction

_LISTED = 8
_SEARCHED = 2_000
"""Stories whose headlines are looked through, those seen last."""


def find_story(tx: Transaction, written: str) -> Story:
    """The story of this id, or the only one with this in a headline of it; UserError names the candidates."""
    if written.isdecimal():
        return story_of(tx, int(written))
    part = written.casefold()
    recent = tx.stories.find(StoryFilter(limit=_SEARCHED))
    found = [story for story in recent if any(part in title.casefold() for title in _headlines_of(story))]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(f"{story.id} {story.title}" for story in found[:_LISTED])
        raise UserError(f'"{written}" fits {len(found)} stories: {listed}; give the id')
    hint = did_you_mean(written, [title for story in recent for title in _headlines_of(story)])
    raise UserError(f'no story "{written}" in the store{hint}; `monitor stories` lists them')


def _headlines_of(story: Story) -> Iterator[str]:
    yield story.title
    yield from (outlet.title for outlet in story.outlets)

"""All mentions or stories, piece by piece: nobody waits for the whole, and nobody keeps it in memory."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial

from monitor.app.context import AppContext
from monitor.core.model.filters import MentionFilter, StoryFilter
from monitor.core.model.matches import Mention
from monitor.core.model.stories import Story
from monitor.ports import Transaction

PIECE = 500


async def export_mentions(app: AppContext, wanted: MentionFilter) -> AsyncIterator[Sequence[Mention]]:
    """In the order of their numbers; those that come meanwhile are at the end."""
    after, more = wanted.after_id or 0, True
    while more:
        asked = replace(wanted, after_id=after, limit=PIECE)
        rows = await app.in_store.look(partial(_find_mentions, asked))
        yield rows
        after, more = (rows[-1].id, len(rows) == PIECE) if rows else (after, False)


async def export_stories(app: AppContext, wanted: StoryFilter) -> AsyncIterator[Sequence[Story]]:
    """In the order of their numbers; those that come meanwhile are at the end."""
    after, more = wanted.after_id or 0, True
    while more:
        asked = replace(wanted, after_id=after, limit=PIECE)
        rows = await app.in_store.look(partial(_find_stories, asked))
        yield rows
        after, more = (rows[-1].id, len(rows) == PIECE) if rows else (after, False)


def _find_mentions(wanted: MentionFilter, tx: Transaction) -> Sequence[Mention]:
    return tx.mentions.find(wanted)


def _find_stories(wanted: StoryFilter, tx: Transaction) -> Sequence[Story]:
    return tx.stories.find(wanted)

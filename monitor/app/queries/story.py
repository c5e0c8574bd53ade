"""One story with all that is kept of it: reports, edits, facts, what was sent about it, what people said."""

from collections.abc import Mapping, Sequence

from monitor.app.context import AppContext
from monitor.app.feedback.verdicts import subject_of
from monitor.core.model.deliveries import Delivery
from monitor.core.model.entries import EntryChange
from monitor.core.model.feedback import Judged
from monitor.core.model.filters import DeliveryFilter, StoryFilter
from monitor.core.model.matches import Mention
from monitor.core.model.stories import Story
from monitor.ports import Transaction
from monitor.values import dataclass

_EDITED_LOOKED_AT = 50
MOST_EDITS = 50
"""Of a story, that are shown; an entry's are all told by ``monitor explain --entry``."""
_NEIGHBOURS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What one edit of a report's entry changed."""

    source: str
    before: EntryChange
    title_after: str
    text_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeStory:
    """All of it."""

    story: Story
    mentions: Sequence[Mention]
    topics: Sequence[str]
    judged: Judged
    deliveries: Sequence[Delivery]
    edits: Sequence[Edit]
    """The newest, the oldest of them first: what is told minute by minute is edited a thousand times."""
    more_edits: bool
    """There were edits before these."""
    follows: Story | None
    neighbours: Sequence[Story]
    """Stories of the same topic that one might merge with it, the newest first."""


def whole_story(app: AppContext, tx: Transaction, story_id: int) -> WholeStory | None:
    """The story, or the one it was merged into; ``None`` when it is not kept."""
    subject = subject_of(app.watchlists, tx, story_id)
    if subject.story is None:
        return None
    story = subject.story
    topic = next(iter(subject.topics), "")
    neighbours = tx.stories.find(StoryFilter(topic=topic, limit=_NEIGHBOURS)) if topic else ()
    edits = _edits_of(tx, story)
    return WholeStory(
        story=story,
        mentions=subject.mentions,
        topics=subject.topics,
        judged=tx.verdicts.judged([story.id]),
        deliveries=tx.outbox.find(DeliveryFilter(story_id=story.id)),
        edits=edits[-MOST_EDITS:],
        more_edits=len(edits) > MOST_EDITS,
        follows=next(iter(tx.stories.get([story.follows])), None) if story.follows else None,
        neighbours=[one for one in neighbours if one.id != story.id],
    )


def _edits_of(tx: Transaction, story: Story) -> Sequence[Edit]:
    found: list[Edit] = []
    sources: Mapping[int, str] = {outlet.entry_id: outlet.source for outlet in story.outlets[:_EDITED_LOOKED_AT]}
    for entry_id, source in sources.items():
        changes = tx.entries.changes(entry_id, newest=MOST_EDITS + 1)
        entry = tx.entries.get(entry_id) if changes else None
        if entry is None:
            continue
        after = [(change.title, change.text) for change in changes[1:]] + [(entry.title, entry.text)]
        found += [
            Edit(source=source, before=change, title_after=title, text_after=text)
            for change, (title, text) in zip(changes, after, strict=True)
        ]
    return sorted(found, key=lambda edit: edit.before.replaced_at)

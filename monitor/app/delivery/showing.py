"""A message as a channel kind would be sent it: of a story or a digest in the store; nothing is stored or sent."""

from monitor.app.context import AppContext
from monitor.app.delivery.compose import compose_digest, linked_stories, naming_of
from monitor.app.digests.open import window_now
from monitor.app.stories.regroup import story_of
from monitor.app.summaries.cache import summaries_of
from monitor.core.model.messages import AlertMessage, DigestMessage, RenderContext, StoryNews
from monitor.ports import Transaction


def alert_of(app: AppContext, tx: Transaction, story_id: int, wording: RenderContext) -> AlertMessage:
    """The first alert of a story as it would read now; UserError when there is no such story."""
    story = story_of(tx, story_id)
    ai_summaries = summaries_of(tx, [story], wording.language) if app.settings.summarise else {}
    news = StoryNews(
        story=story,
        mentions=tx.mentions.of_stories([story.id]),
        new_facts=story.facts,
        linked=linked_stories(tx, [story]).get(story.follows or 0),
        ai_summary=ai_summaries.get(story.id),
    )
    return AlertMessage(kind="first", stories=(news,), at=app.clock.now())


def digest_now(app: AppContext, tx: Transaction, name: str, wording: RenderContext) -> DigestMessage:
    """What the digest would tell if it were sent this instant."""
    return compose_digest(tx, window_now(app.clock, name, tx), naming_of(app.settings, wording, app.digest_topics))

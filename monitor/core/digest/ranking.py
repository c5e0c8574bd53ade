"""What a digest puts first: how much a story is about a topic, where it is told, and which story comes before which."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.core.digest.weight import weigh_story
from monitor.core.model.matches import Mention
from monitor.core.model.messages import StoryNews, TopicDigest


def place_in_topic(news: StoryNews, topics: Sequence[str]) -> StoryNews:
    """The story with the topic that tells it: the one it is most about, of ``topics`` in the user's order."""
    mine = [topic for topic in topics if topic in news.story.topics]
    if not mine:
        return news
    home = max(mine, key=lambda topic: (*_aboutness_of(news, topic), -topics.index(topic)))
    return replace(news, home=home, passing=not _is_about(news, home))


def story_importance(news: StoryNews) -> tuple[float, ...]:
    """Fresh before continued, what it is about before what it names in passing, then by weight.

    Of equals the one of the newest report: when it was published, since a poll may see a hundred of them at once.
    """
    times = (outlet.told_at for outlet in news.story.outlets)
    return (
        float(not news.continued and not news.late and not news.earlier),
        float(not news.passing),
        weigh_story(news).value,
        news.story.score,
        max(times, default=news.story.last_seen_at).timestamp(),
    )


def topic_importance(topic: TopicDigest) -> tuple[float, ...]:
    """A topic comes where its most important own story puts it; one that is only named elsewhere comes last."""
    own = [story_importance(news) for news in topic.stories if news.home == topic.id]
    return max(own, default=())


def _aboutness_of(news: StoryNews, topic: str) -> tuple[float, float]:
    scores = [mention.score for mention in news.mentions if mention.topic == topic]
    return float(_is_about(news, topic)), max(scores, default=0.0)


def _is_about(news: StoryNews, topic: str) -> bool:
    """A headline says the name, or the makers speak themselves; a name in the text alone is in passing."""
    mentions = [mention for mention in news.mentions if mention.topic == topic]
    titles = [outlet.title.casefold() for outlet in news.story.outlets]
    return not mentions or any(mention.tier == "official" or _in_a_title(mention, titles) for mention in mentions)


def _in_a_title(mention: Mention, titles: Sequence[str]) -> bool:
    surface = mention.surface.casefold()
    return bool(surface) and any(surface in title for title in titles)

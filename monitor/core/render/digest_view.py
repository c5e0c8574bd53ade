"""A digest's topics and the sources it could not see, as templates see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.i18n.formats import format_moment, name_list
from monitor.core.i18n.phrases import render_reason, translator
from monitor.core.model.messages import DigestMessage, RenderContext, SourceTrouble, StoryNews, TopicDigest
from monitor.core.render.story_view import NAME_BYTES, StoryView, story_view, text_of, topic_names
from monitor.core.text.sanitize import safe_url

IN_FULL, IN_FULL_OF_MANY_DAYS = 6, 3
"""New stories of a topic that a digest tells in full; what follows is told in one line each."""
_DAILY = timedelta(hours=36)
_SPARKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleView:
    """A source that was not seen."""

    title: str
    url: str
    health: str
    error: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic's part of a digest: ``stories`` are told in full; the others in a line each.

    ``passing`` name it in their text only; ``elsewhere`` are stories about it that another topic of the digest tells:
    (story, that topic's name).
    """

    id: str
    name: str
    stories: tuple[StoryView, ...]
    further: tuple[StoryView, ...]
    passing: tuple[StoryView, ...]
    continued: tuple[StoryView, ...]
    late: tuple[StoryView, ...]
    elsewhere: tuple[tuple[StoryView, str], ...]
    anchor: str
    summary: str
    """How many stories, and how many mentions against the day before."""
    trend: tuple[int, ...]
    sparkline: str
    trend_alt: str
    new: int
    total: int

    @property
    def lead(self) -> StoryView | None:
        """What the topic's line at the top of the digest says."""
        return next(iter((*self.stories, *self.passing)), None)


def is_daily(message: DigestMessage) -> bool:
    """Whether the window is about a day, so that one day is compared with the one before."""
    return message.to_at - message.from_at <= _DAILY


def topics_of(message: DigestMessage, wording: RenderContext) -> tuple[TopicView, ...]:
    """The digest's topics in order, but for those that tell nothing of their own (see ``named_elsewhere``)."""
    homes = homes_of(message)
    names = {topic.id: _topic_name(topic, wording) for topic in message.topics}
    own = [topic for topic in message.topics if any(homes[news.story.id] == topic.id for news in topic.stories)]
    return tuple(_topic_view(topic, place, message, wording, homes, names) for place, topic in enumerate(own))


def named_elsewhere(message: DigestMessage, wording: RenderContext) -> tuple[tuple[str, str], ...]:
    """Topics whose stories are all told by others: (their names, the story's title), a story each."""
    homes = homes_of(message)
    only: dict[str, list[str]] = {}
    for topic in message.topics:
        if all(homes[news.story.id] != topic.id for news in topic.stories):
            for news in topic.stories:
                only.setdefault(text_of(news.story.title), []).append(_topic_name(topic, wording))
    return tuple((name_list(names, wording.language), title) for title, names in only.items())


def homes_of(message: DigestMessage) -> Mapping[int, str]:
    """Story → the topic that tells it: the one it names as its home, else the first that has it."""
    homes: dict[int, str] = {}
    shown = {topic.id for topic in message.topics}
    for topic in message.topics:
        for news in topic.stories:
            homes.setdefault(news.story.id, news.home if news.home in shown else topic.id)
    return homes


def _topic_name(topic: TopicDigest, wording: RenderContext) -> str:
    return text_of(topic.name, NAME_BYTES) or topic_names([topic.id], wording)[0]


def _topic_view(  # noqa: PLR0917 — one topic of a whole
    topic: TopicDigest,
    place: int,
    message: DigestMessage,
    wording: RenderContext,
    homes: Mapping[int, str],
    names: Mapping[str, str],
) -> TopicView:
    here = _follow_ups_next([news for news in topic.stories if homes[news.story.id] == topic.id])
    near, ids = message.to_at, {news.story.id for news in here}
    shown = [
        (news, story_view(news, near, wording, under=topic.id, related=news.story.follows in ids)) for news in here
    ]
    new = [(news, view) for news, view in shown if not view.continued and not view.late]
    about = tuple(view for news, view in new if not news.passing)
    room = IN_FULL if is_daily(message) else IN_FULL_OF_MANY_DAYS
    others = [news for news in topic.stories if homes[news.story.id] != topic.id]
    values = " ".join(str(value) for value in topic.trend)
    say = translator(wording)
    return TopicView(
        id=topic.id,
        name=names[topic.id],
        stories=about[:room],
        further=about[room:],
        passing=tuple(view for news, view in new if news.passing),
        continued=tuple(view for _, view in shown if view.continued),
        late=tuple(view for _, view in shown if view.late and not view.continued),
        elsewhere=tuple(
            (story_view(news, near, wording, under=topic.id), names[homes[news.story.id]]) for news in others
        ),
        anchor=f"topic-{place}",
        summary=" · ".join(_topic_figures(len(new), topic.trend, wording, daily=is_daily(message))),
        trend=tuple(topic.trend),
        sparkline=sparkline(topic.trend),
        trend_alt=say("trend_alt", n=len(topic.trend), values=values) if topic.trend else "",
        new=len(new),
        total=len(topic.stories),
    )


def _follow_ups_next(stories: Sequence[StoryNews]) -> list[StoryNews]:
    """The same order, but what follows up another story of the topic comes right after it."""
    ordered: list[StoryNews] = []
    ids = {news.story.id for news in stories}
    below: dict[int, list[StoryNews]] = {}
    for news in stories:
        if news.story.follows in ids and news.story.follows != news.story.id and news.story.follows is not None:
            below.setdefault(news.story.follows, []).append(news)
    waiting = [news for news in reversed(stories) if news.story.follows not in ids]
    while waiting:
        news = waiting.pop()
        ordered.append(news)
        waiting.extend(reversed(below.pop(news.story.id, [])))
    # Two stories that follow each other (regrouped manually) would otherwise be lost.
    return [*ordered, *(news for news in stories if news not in ordered)]


def _topic_figures(new: int, trend: Sequence[int], wording: RenderContext, *, daily: bool) -> list[str]:
    say = translator(wording)
    figures = [say("n_new_short", n=new)]
    if trend and not daily:
        # The last day beside a week's stories would look like a contradiction.
        return [*figures, f"{say('trend', n=len(trend))} {say('n_mentions', n=sum(trend))}"]
    if trend:
        figures.append(say("n_mentions", n=trend[-1]))
    if len(trend) > 1:
        figures.append(say("than_before", n=trend[-2]))
    return figures


def sparkline(values: Sequence[int]) -> str:
    """▁▂▁▄█ — the text twin of the picture."""
    top = max(values, default=0)
    if top <= 0:
        return _SPARKS[0] * len(values)
    return "".join(_SPARKS[min(value * (len(_SPARKS) - 1) // top, len(_SPARKS) - 1)] for value in values)


def trouble_view(trouble: SourceTrouble, near: datetime, wording: RenderContext) -> TroubleView:
    """A failing source; ``since`` is told as seen from ``near``."""
    say = translator(wording)
    known = {"ok", "silent", "failing", "blocked", "truncated", "gone", "paused", "overdue", "unread"}
    return TroubleView(
        title=text_of(trouble.title or trouble.url, NAME_BYTES),
        url=safe_url(trouble.url),
        health=say(f"health_{trouble.health}") if trouble.health in known else text_of(trouble.health, NAME_BYTES),
        error=text_of(render_reason(trouble.error, wording.language), 240),
        since=say("since", when=format_moment(trouble.since, near, wording)) if trouble.since else "",
    )

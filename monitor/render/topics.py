"""A digest's topics and the sources it could not see, as templates see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.render.neutral import safe_url
from monitor.render.views import NAME_BYTES, StoryView, story_view, text_of, topic_names
from monitor.render.words import moment, speaker
from monitor.types.messages import DigestMessage, SourceTrouble, TopicDigest, Wording

IN_FULL = 6
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
    """A topic's part of a digest: ``stories`` are told in full; ``further``, ``continued`` and ``late`` in a line each.

    ``elsewhere`` are stories that an earlier topic of the digest already tells: (story, that topic's name).
    """

    id: str
    name: str
    stories: tuple[StoryView, ...]
    further: tuple[StoryView, ...]
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


def is_daily(message: DigestMessage) -> bool:
    """Whether the window is about a day, so that one day is compared with the one before."""
    return message.to_at - message.from_at <= _DAILY


def topics_of(message: DigestMessage, wording: Wording) -> tuple[TopicView, ...]:
    """The digest's topics in order; a story that an earlier one tells is only named by the later."""
    told: dict[int, str] = {}
    views: list[TopicView] = []
    for place, topic in enumerate(message.topics):
        view = _topic(topic, place, message, wording, told)
        views.append(view)
        for story in (*view.stories, *view.further, *view.continued, *view.late):
            told.setdefault(story.id, view.name)
    return tuple(views)


def _topic(topic: TopicDigest, place: int, message: DigestMessage, wording: Wording, told: dict[int, str]) -> TopicView:
    say = speaker(wording)
    views = [story_view(news, message.to_at, wording, topic.id) for news in topic.stories]
    here = [view for view in views if view.id not in told]
    new = tuple(view for view in here if not view.continued and not view.late)
    values = " ".join(str(value) for value in topic.trend)
    return TopicView(
        id=topic.id,
        name=text_of(topic.name, NAME_BYTES) or topic_names([topic.id], wording)[0],
        stories=new[:IN_FULL],
        further=new[IN_FULL:],
        continued=tuple(view for view in here if view.continued),
        late=tuple(view for view in here if view.late and not view.continued),
        elsewhere=tuple((view, told[view.id]) for view in views if view.id in told),
        anchor=f"topic-{place}",
        summary=" · ".join(_topic_figures(len(new), topic.trend, wording, daily=is_daily(message))),
        trend=tuple(topic.trend),
        sparkline=sparkline(topic.trend),
        trend_alt=say("trend_alt", n=len(topic.trend), values=values) if topic.trend else "",
        new=len(new),
        total=len(views),
    )


def _topic_figures(new: int, trend: Sequence[int], wording: Wording, *, daily: bool) -> list[str]:
    say = speaker(wording)
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


def trouble_view(trouble: SourceTrouble, near: datetime, wording: Wording) -> TroubleView:
    """A failing source; ``since`` is told as seen from ``near``."""
    say = speaker(wording)
    known = {"ok", "silent", "failing", "blocked", "truncated", "gone", "paused"}
    return TroubleView(
        title=text_of(trouble.title or trouble.url, NAME_BYTES),
        url=safe_url(trouble.url),
        health=say(f"health_{trouble.health}") if trouble.health in known else text_of(trouble.health, NAME_BYTES),
        error=text_of(trouble.error, 240),
        since=say("since", when=moment(trouble.since, near, wording)) if trouble.since else "",
    )

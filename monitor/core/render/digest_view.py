"""A digest's topics and the sources it could not see, as templates see them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.i18n.formats import format_moment, format_number, name_list
from monitor.core.i18n.phrases import render_reason, translator
from monitor.core.model.messages import DigestMessage, RenderContext, SourceTrouble, StoryNews, TopicDigest
from monitor.core.render.coverage_lines import EARLIER_TOLD, share_out
from monitor.core.render.story_view import NAME_BYTES, StoryView, story_view, text_of, topic_names
from monitor.core.text.sanitize import safe_url
from monitor.values import dataclass

IN_FULL, IN_FULL_OF_MANY_DAYS = 6, 3
"""New stories of a topic that a digest tells in full; what follows is told in one line each."""
_DAILY = timedelta(hours=36)
_BARS_FROM = 3
"""Days before which bars would say nothing."""
_BAR_PIXELS, _GROUND_PIXELS = 26, 2
_WEEK = 7
_SPARKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleView:
    """A source that was not seen."""

    title: str
    url: str
    health: str
    error: str
    since: str
    state: str
    """Its health, and since when, in one phrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """One day of a topic: a bar of ``height`` pixels; ``last`` is the day that the digest is about."""

    height: int
    last: bool
    empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic's part of a digest: ``stories`` are told in full; the others in a line each.

    ``passing`` name it in their text only; ``elsewhere`` are stories about it that another topic of the digest tells:
    (story, that topic's name), but for what was there before, which has one block of its own.
    """

    id: str
    name: str
    stories: tuple[StoryView, ...]
    further: tuple[StoryView, ...]
    passing: tuple[StoryView, ...]
    continued: tuple[StoryView, ...]
    late: tuple[StoryView, ...]
    earlier: tuple[StoryView, ...]
    """What the sources had before they were first read: as much of it as there is room for."""
    earlier_more: int = 0
    """How many stories more of that kind there are."""
    elsewhere: tuple[tuple[StoryView, str], ...]
    anchor: str
    summary: str
    """How many stories, and how many mentions against the day before."""
    trend: tuple[int, ...]
    bars: tuple[BarView, ...]
    """Empty for a topic that has been watched for less than three days."""
    sparkline: str
    trend_alt: str
    trend_caption: str
    """How many days the bars are, and the average of a day."""
    change: str
    """"▲ 3" or "▼ 3" against the day or week before; empty when it is the same or not known."""
    new: int
    total: int

    @property
    def is_told(self) -> bool:
        """Whether there is more to tell than what was there before."""
        return any((self.stories, self.further, self.passing, self.continued, self.late, self.elsewhere))

    def tells_only(self, story_id: int) -> bool:
        """Whether this story is all that there is to tell of the topic."""
        others = (self.further, self.passing, self.continued, self.late, self.elsewhere)
        return [story.id for story in self.stories] == [story_id] and not any(others)

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
    views = tuple(_topic_view(topic, place, message, wording, homes, names) for place, topic in enumerate(own))
    shares = share_out([len(view.earlier) for view in views], EARLIER_TOLD)
    return tuple(
        replace(view, earlier=view.earlier[:share], earlier_more=len(view.earlier) - share)
        for view, share in zip(views, shares, strict=True)
    )


def named_elsewhere(message: DigestMessage, wording: RenderContext) -> tuple[tuple[str, str], ...]:
    """Topics whose stories are all told by others: (their names, the story's title), a story each."""
    homes = homes_of(message)
    only: dict[str, list[str]] = {}
    for topic in message.topics:
        if all(homes[news.story.id] != topic.id for news in topic.stories):
            for news in topic.stories:
                if not news.earlier:
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
    new = [(news, view) for news, view in shown if not (view.continued or view.late or news.earlier)]
    about = tuple(view for news, view in new if not news.passing)
    room = IN_FULL if is_daily(message) else IN_FULL_OF_MANY_DAYS
    others = [news for news in topic.stories if homes[news.story.id] != topic.id and not news.earlier]
    return TopicView(
        id=topic.id,
        name=names[topic.id],
        stories=about[:room],
        further=about[room:],
        passing=tuple(view for news, view in new if news.passing),
        continued=tuple(view for _, view in shown if view.continued),
        late=tuple(view for _, view in shown if view.late and not view.continued),
        earlier=tuple(view for news, view in shown if news.earlier and not view.continued and not view.late),
        elsewhere=tuple(
            (story_view(news, near, wording, under=topic.id), names[homes[news.story.id]]) for news in others
        ),
        anchor=f"topic-{place}",
        summary=" · ".join(_topic_figures(len(new), topic.trend, wording, daily=is_daily(message))),
        trend=tuple(topic.trend),
        bars=bars_of(topic.trend),
        sparkline=sparkline(topic.trend) if len(topic.trend) >= _BARS_FROM else "",
        trend_alt=_trend_words(topic.trend, wording),
        trend_caption=_caption(topic.trend, wording),
        change=_change_mark(change_of(topic.trend, daily=is_daily(message))),
        new=len(new),
        total=len(topic.stories),
    )


def _trend_words(trend: Sequence[int], wording: RenderContext) -> str:
    values = " ".join(str(value) for value in trend)
    return translator(wording)("trend_alt", n=len(trend), values=values) if trend else ""


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
    placed = {news.story.id for news in ordered}
    return [*ordered, *(news for news in stories if news.story.id not in placed)]


def _topic_figures(new: int, trend: Sequence[int], wording: RenderContext, *, daily: bool) -> list[str]:
    say = translator(wording)
    figures = [say("n_new_short", n=new)]
    if not trend:
        return figures
    # The last day beside a week's stories would look like a contradiction.
    week = trend[-_WEEK:]
    figures.append(
        say("n_mentions", n=trend[-1]) if daily else f"{say('trend', n=len(week))} {say('n_mentions', n=sum(week))}"
    )
    change, span = change_of(trend, daily=daily), "day" if daily else "week"
    match change:
        case None:
            return figures
        case 0:
            return [*figures, say(f"same_as_{span}")]
        case _:
            return [*figures, say(f"more_than_{span}" if change > 0 else f"fewer_than_{span}", n=abs(change))]


def change_of(trend: Sequence[int], *, daily: bool) -> int | None:
    """Mentions more than the day before, or than the week before; ``None`` when that is not known."""
    if daily:
        return trend[-1] - trend[-2] if len(trend) > 1 else None
    return sum(trend[-_WEEK:]) - sum(trend[-2 * _WEEK : -_WEEK]) if len(trend) >= 2 * _WEEK else None


def _change_mark(change: int | None) -> str:
    return f"{'▲' if change > 0 else '▼'} {abs(change)}" if change else ""


def bars_of(trend: Sequence[int]) -> tuple[BarView, ...]:
    """The days as bars, the highest 26 pixels; none while they are too few to say anything."""
    if len(trend) < _BARS_FROM:
        return ()
    top = max(trend, default=0) or 1
    return tuple(
        BarView(
            height=max(round(_BAR_PIXELS * value / top), _GROUND_PIXELS * 2 if value else _GROUND_PIXELS),
            last=day == len(trend) - 1,
            empty=not value,
        )
        for day, value in enumerate(trend)
    )


def _caption(trend: Sequence[int], wording: RenderContext) -> str:
    if len(trend) < _BARS_FROM:
        return ""
    average = format_number(round(sum(trend) / len(trend), 1), wording.language)
    return translator(wording)("trend_caption", n=len(trend), average=average)


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
    health = say(f"health_{trouble.health}") if trouble.health in known else text_of(trouble.health, NAME_BYTES)
    when = format_moment(trouble.since, near, wording) if trouble.since else ""
    return TroubleView(
        title=text_of(trouble.title or trouble.url, NAME_BYTES),
        url=safe_url(trouble.url),
        health=health,
        error=text_of(render_reason(trouble.error, wording.language), 240),
        since=say("since", when=when) if when else "",
        state=say("trouble_since", health=health, when=when) if when else health,
    )

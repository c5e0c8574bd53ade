"""Whole messages as templates see them: alert, digest and notice, each with its title and its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.render.neutral import safe_url
from monitor.render.views import NAME_BYTES, StoryView, story_view, text_of, topic_names
from monitor.render.words import clock_time, day, moment, number, speaker
from monitor.types.messages import (
    AlertMessage,
    DigestMessage,
    Message,
    NoticeMessage,
    SourceTrouble,
    TestMessage,
    TopicDigest,
    Wording,
)

MAX_TROUBLES = 12
"""Failing sources named in a digest; the rest is counted."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A message as templates see it; ``kind`` is alert, digest or notice. What a kind lacks is empty."""

    kind: str
    title: str
    label: str
    when: str
    window: str = ""
    note: str = ""
    """Why a summary, why late: a sentence."""
    repeat: bool = False
    stories: tuple[StoryView, ...] = ()
    topics: tuple[TopicView, ...] = ()
    lines: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    coverage: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    troubles: tuple[TroubleView, ...] = ()
    more_troubles: int = 0
    not_seen: int = 0
    dead_letters: tuple[str, ...] = ()
    new: int = 0
    active: int = 0
    """Topics with at least one story."""
    mentions: int = 0
    empty: bool = False
    proof: str = ""
    home: str = ""
    lang: str = "zh"


def page_of(message: Message, wording: Wording) -> PageView:
    """The view of any message."""
    match message:
        case AlertMessage():
            return _alert(message, wording)
        case DigestMessage():
            return _digest(message, wording)
        case NoticeMessage():
            return _notice(message, wording)
        case TestMessage():
            say = speaker(wording)
            lines = (say("test_line", channel=text_of(message.channel, NAME_BYTES)), say("test_what"))
            return _plain_page(say("test_title"), lines, message.at, wording, repeat=message.possible_repeat)


def time_of(message: Message) -> datetime:
    """The moment a message speaks of: the same however often it is rendered."""
    return message.to_at if isinstance(message, DigestMessage) else message.at


def _repeat_mark(title: str, wording: Wording, *, repeat: bool) -> str:
    return f"[{speaker(wording)('repeat')}] {title}" if repeat else title


def _home(wording: Wording) -> str:
    return safe_url(wording.base_url)


def _alert(message: AlertMessage, wording: Wording) -> PageView:
    say = speaker(wording)
    stories = tuple(story_view(news, message.at, wording) for news in message.stories)
    names = tuple(dict.fromkeys(name for story in stories for name in story.topics))
    if message.kind == "summary" or len(stories) != 1:
        title = f"{'、'.join(names[:3]) if wording.language == 'zh' else ', '.join(names[:3])}"
        title = f"{title}{' · ' if title else ''}{say('summary_title', n=len(stories))}"
    else:
        mark = f"{say('follow_up')} · " if message.kind == "follow-up" else ""
        topic = f"{stories[0].topics[0]} · " if stories[0].topics else ""
        title = f"{mark}{topic}{stories[0].title}"
    return PageView(
        kind="alert",
        title=_repeat_mark(title, wording, repeat=message.possible_repeat),
        label=say("follow_up") if message.kind == "follow-up" else " · ".join(names[:3]),
        when=f"{day(message.at, wording)} {clock_time(message.at, wording)}",
        note=text_of(message.reason),
        repeat=message.possible_repeat,
        stories=stories,
        home=_home(wording),
        lang=wording.language,
    )


def _notice(message: NoticeMessage, wording: Wording) -> PageView:
    lines = tuple(text_of(line, 1_000) for line in message.lines)
    return _plain_page(text_of(message.title), lines, message.at, wording, repeat=message.possible_repeat)


def _plain_page(title: str, lines: tuple[str, ...], at: datetime, wording: Wording, *, repeat: bool) -> PageView:
    return PageView(
        kind="notice",
        title=_repeat_mark(title, wording, repeat=repeat),
        label=speaker(wording)("notice"),
        when=f"{day(at, wording)} {clock_time(at, wording)}",
        repeat=repeat,
        lines=lines,
        home=_home(wording),
        lang=wording.language,
    )


def _digest(message: DigestMessage, wording: Wording) -> PageView:
    say = speaker(wording)
    topics = _topics(message, wording)
    new = sum(topic.new for topic in topics)
    empty = not any(topic.total for topic in topics)
    coverage = message.coverage
    label = say(message.name) if message.name in {"daily", "weekly"} else say("digest_named", name=message.name)
    label = text_of(label, NAME_BYTES)
    date = day(message.to_at, wording)
    return PageView(
        kind="digest",
        title=_repeat_mark(_subject(label, date, topics, new, wording), wording, repeat=message.possible_repeat),
        label=label,
        when=date if _is_daily(message) else f"{day(message.from_at, wording)} – {date}",
        window=say(
            "window",
            start=f"{day(message.from_at, wording)} {clock_time(message.from_at, wording)}",
            end=f"{day(message.to_at, wording)} {clock_time(message.to_at, wording)}",
        ),
        note=f"{say('caught_up')}: {text_of(message.late_by)}" if message.late_by else "",
        repeat=message.possible_repeat,
        topics=topics,
        quiet=tuple(text_of(name, NAME_BYTES) for name in message.quiet_topics),
        coverage=say(
            "coverage_line",
            sources=coverage.sources,
            seen=coverage.seen,
            entries=coverage.entries,
            mentions=coverage.mentions,
            stories=coverage.stories,
            refused=coverage.refused,
        ),
        figures=(
            (f"{number(coverage.seen)}/{number(coverage.sources)}", say("sources_seen")),
            (number(coverage.entries), say("entries_read")),
            (number(coverage.mentions), say("mentions")),
            (number(coverage.stories), say("stories")),
            (number(coverage.refused), say("refused")),
        ),
        troubles=tuple(_trouble(one, message.to_at, wording) for one in coverage.failing[:MAX_TROUBLES]),
        more_troubles=max(len(coverage.failing) - MAX_TROUBLES, 0),
        not_seen=max(coverage.sources - coverage.seen, len(coverage.failing)),
        dead_letters=tuple(text_of(one) for one in coverage.dead_letters),
        new=new,
        active=sum(1 for topic in topics if topic.total),
        mentions=coverage.mentions,
        empty=empty,
        proof=(
            say("nothing_new_proof", seen=coverage.seen, entries=coverage.entries)
            if coverage.seen
            else say("nothing_new_blind")
        ),
        home=_home(wording),
        lang=wording.language,
    )


def _is_daily(message: DigestMessage) -> bool:
    return message.to_at - message.from_at <= _DAILY


def _subject(label: str, date: str, topics: Sequence[TopicView], new: int, wording: Wording) -> str:
    say = speaker(wording)
    if not any(topic.total for topic in topics):
        return say("digest_subject_empty", label=label, date=date)
    named = [topic.name for topic in topics if topic.total]
    listed = ("、" if wording.language == "zh" else ", ").join(named[:3])
    if len(named) > len(named[:3]):
        listed += " " * (wording.language != "zh") + say(
            "also_topics", n=len(named) - (0 if wording.language == "zh" else 3)
        )
    return say("digest_subject", label=label, date=date, n=new, count=say("n_new", n=new), topics=listed)


def _topics(message: DigestMessage, wording: Wording) -> tuple[TopicView, ...]:
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
    views = [story_view(news, message.to_at, wording) for news in topic.stories]
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
        summary=" · ".join(_topic_figures(len(new), topic.trend, wording, daily=_is_daily(message))),
        trend=tuple(topic.trend),
        sparkline=sparkline(topic.trend),
        trend_alt=say("trend_alt", n=len(topic.trend), values=values) if topic.trend else "",
        new=len(new),
        total=len(views),
    )


def _topic_figures(new: int, trend: Sequence[int], wording: Wording, *, daily: bool) -> list[str]:
    say = speaker(wording)
    figures = [say("n_new", n=new)]
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


def _trouble(trouble: SourceTrouble, near: datetime, wording: Wording) -> TroubleView:
    say = speaker(wording)
    known = {"ok", "silent", "failing", "blocked", "truncated", "gone", "paused"}
    return TroubleView(
        title=text_of(trouble.title or trouble.url, NAME_BYTES),
        url=safe_url(trouble.url),
        health=say(f"health_{trouble.health}") if trouble.health in known else text_of(trouble.health, NAME_BYTES),
        error=text_of(trouble.error, 240),
        since=say("since", when=moment(trouble.since, near, wording)) if trouble.since else "",
    )

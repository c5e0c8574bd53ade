"""``/``: what is new since one was here last, and whether anything needs somebody."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.app.queries.today import AtAGlance, Stream, Trend, at_a_glance, most_important, read_stream, read_trend
from monitor.core.digest.ranking import story_importance
from monitor.core.i18n.formats import format_day
from monitor.core.model.filters import StoryFilter
from monitor.core.model.messages import StoryNews
from monitor.core.status.conditions import MonitorStatus
from monitor.ports import Transaction
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.page import Moment, Page, Reader, reader_of
from monitor.web.pages.today_view import (
    AttentionLine,
    DayRow,
    HeldLine,
    SentLine,
    Stat,
    TopicLine,
    attention_lines,
    held_lines,
    sent_lines,
    stat_table,
    stats_of,
    topic_lines,
)
from monitor.web.paging import place_in, place_text, query_text
from monitor.web.story_cards import StoryCard, story_card
from monitor.web.visits import last_visit, note_visit

_SHOWN = 40
_OF_THIS_MACHINE = ("terminal", "file")
"""Channel kinds that tell nobody elsewhere."""
_FIGURES_KEPT = 20.0
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicGroup:
    """What is new of one topic."""

    id: str
    name: str
    count: str
    stories: tuple[StoryCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGroup:
    """What was last seen on one day."""

    name: str
    stories: tuple[StoryCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFilter:
    """A topic that the stream may be narrowed to."""

    id: str
    name: str
    fresh: str
    """How many are new, "40+" where older pages have more; empty for none."""
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """An empty page says the next step."""

    title: str
    lead: str
    path: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage(Page):
    """The first page."""

    topic: str
    attention: tuple[AttentionLine, ...]
    attention_bad: bool
    tells_nobody: bool
    """No channel is set up yet."""
    filters: tuple[TopicFilter, ...]
    main: StoryCard | None
    groups: tuple[TopicGroup, ...]
    visited: Moment | None
    days: tuple[DayGroup, ...]
    nothing: Nothing | None
    older: str
    stats: tuple[Stat, ...]
    table: tuple[DayRow, ...]
    topics: tuple[TopicLine, ...]
    quiet: tuple[TopicLine, ...]
    quiet_said: str
    held: tuple[HeldLine, ...]
    sent: tuple[SentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """All that the page shows, read in one transaction."""

    stream: Stream
    status: MonitorStatus
    trend: Trend
    glance: AtAGlance


def today_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app
    figures: Trend | None = None
    figures_at = 0.0

    def trend_now(tx: Transaction) -> Trend:
        # Fourteen days change little from one look to the next.
        nonlocal figures, figures_at
        now = app.clock.monotonic()
        if figures is None or not 0 <= now - figures_at < _FIGURES_KEPT:
            figures, figures_at = read_trend(app, tx), now
        return figures

    @router.api_route("/", methods=["GET", "HEAD"])
    async def today(request: Request, topic: str = "", before: str = "") -> Response:
        reader, now = reader_of(app, request), app.clock.now()
        since, is_visit = last_visit(reader.cookies, now)
        wanted = StoryFilter(topic=topic, before=place_in(before), limit=_SHOWN)

        status = await context.status.read()

        def known(tx: Transaction) -> _Known:
            return _Known(
                stream=read_stream(app, tx, wanted, since=since),
                status=status,
                trend=trend_now(tx),
                glance=at_a_glance(app, tx),
            )

        found = await app.in_store.look(known)
        page = _today_page(reader, found, wanted, since=since, is_visit=is_visit)
        answer = reader.html("today", page, place="today")
        note_visit(reader.cookies, answer, now)
        return answer

    return router


def _today_page(reader: Reader, found: _Known, wanted: StoryFilter, *, since: datetime, is_visit: bool) -> TodayPage:
    grouped = not wanted.topic and wanted.before is None
    fresh = found.stream.fresh
    main = most_important(fresh) if grouped else None
    rest = [one for one in fresh if one is not main]
    by_day = found.stream.earlier if grouped else [*fresh, *found.stream.earlier]
    loud, quiet = topic_lines(reader, found.trend)
    more = found.stream.more
    # What is fresh was last seen since then, so behind an older one none is left.
    and_more = "+" if more is not None and more.last_seen_at >= since else ""
    older = query_text("/", topic=wanted.topic, before=place_text(more)) if more else ""
    return TodayPage(
        title=format_day(reader.app.clock.now(), reader.wording),
        lang=reader.lang,
        root=reader.root,
        lead=_lead_sentence(reader, found, since=since, is_visit=is_visit),
        topic=wanted.topic,
        attention=attention_lines(reader, found.status),
        attention_bad=found.status.state == "failing",
        tells_nobody=all(one.kind in _OF_THIS_MACHINE for one in reader.app.channel_settings.values()),
        filters=_filter_links(reader, fresh, wanted.topic, and_more),
        main=story_card(reader, main, fresh_since=since) if main else None,
        groups=_by_topic(reader, rest, since, and_more) if grouped else (),
        visited=reader.moment(since) if is_visit and grouped and by_day else None,
        days=_by_day(reader, by_day, since),
        nothing=None if fresh or by_day else _empty_state(reader, found),
        older=older,
        stats=stats_of(reader, found.trend),
        table=stat_table(reader, found.trend),
        topics=loud,
        quiet=quiet,
        quiet_said=reader.say("quiet_topics", n=len(quiet)),
        held=held_lines(reader, found.glance),
        sent=sent_lines(reader, found.glance.sent),
    )


def _lead_sentence(reader: Reader, found: _Known, *, since: datetime, is_visit: bool) -> str:
    say, glance, fresh = reader.say, found.glance, found.stream.fresh_in_all
    parts = [
        say("new_since", n=fresh, when=reader.moment(since).text) if is_visit else say("new_24h", n=fresh),
        say("seen_of", seen=glance.sources_seen, of=glance.sources),
    ]
    if glance.next_digest is not None:
        parts.append(say("next_digest", when=reader.moment(glance.next_digest).text))
    return " · ".join(parts)


def _filter_links(reader: Reader, fresh: Sequence[StoryNews], chosen: str, and_more: str) -> tuple[TopicFilter, ...]:
    """The topics with something new, and the chosen one."""
    counts: dict[str, int] = {chosen: 0} if chosen else {}
    for news in fresh:
        for topic in news.story.topics:
            counts[topic] = counts.get(topic, 0) + 1
    ranked = sorted(counts, key=lambda topic: (topic != chosen, -counts[topic]))
    return tuple(
        TopicFilter(
            id=topic,
            name=reader.topic(topic),
            fresh=f"{counts[topic]}{and_more}" if counts[topic] else "",
            current=topic == chosen,
        )
        for topic in ranked[:10]
    )


def _by_topic(reader: Reader, fresh: Sequence[StoryNews], since: datetime, and_more: str) -> tuple[TopicGroup, ...]:
    groups: dict[str, list[StoryNews]] = {}
    for news in sorted(fresh, key=story_importance, reverse=True):
        groups.setdefault(news.home or next(iter(news.story.topics), ""), []).append(news)
    return tuple(
        TopicGroup(
            id=topic,
            name=reader.topic(topic),
            count=f"{len(news)}{and_more}",
            stories=tuple(story_card(reader, one, fresh_since=since) for one in news),
        )
        for topic, news in groups.items()
    )


def _by_day(reader: Reader, news: Sequence[StoryNews], since: datetime) -> tuple[DayGroup, ...]:
    def day_of(one: StoryNews) -> date | None:
        return None if one.earlier else one.story.last_seen_at.astimezone(reader.app.zone).date()

    return tuple(
        DayGroup(
            name=reader.day_name(local) if local else reader.say("status_baseline"),
            stories=tuple(story_card(reader, one, fresh_since=since) for one in ofday),
        )
        for local, ofday in groupby(news, key=day_of)
    )


def _empty_state(reader: Reader, found: _Known) -> Nothing:
    say = reader.say
    if not found.glance.sources:
        return Nothing(title=say("no_sources_yet"), lead=say("no_sources_next"), path="/start", link=say("set_up"))
    if not any(found.trend.entries):
        return Nothing(
            title=say("no_entries_yet"), lead=say("no_entries_next"), path="/sources", link=say("nav_sources")
        )
    return Nothing(title=say("no_stories"), lead=say("no_stories_next"), path="/watch", link=say("watch_name"))

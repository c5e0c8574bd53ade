"""``/topics`` and ``/topics/{id}``: what is said of a topic over time, beside its rivals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from monitor.app.context import AppContext
from monitor.app.feedback.verdicts import MUTE_FOR, mute_topic
from monitor.app.queries.today import DAYS
from monitor.app.queries.topics import MOST_COMPARED, TopicReport, latest_stories, topic_report, topic_trend
from monitor.core.i18n.catalog import find_phrase
from monitor.core.i18n.formats import format_number
from monitor.core.i18n.phrases import signal_label
from monitor.core.model.matches import Topic
from monitor.core.model.messages import StoryNews
from monitor.core.model.sources import TIERS
from monitor.core.model.stories import Story
from monitor.core.render.story_view import text_of
from monitor.core.text.written_dates.quarters import sum_weeks, week_begins
from monitor.values import dataclass
from monitor.web.charts import Chart, Spark, Step, draw_curves, draw_spark, stacked_bars
from monitor.web.context import Context
from monitor.web.page import Moment, Page, Reader, reader_of
from monitor.web.paging import place_in, place_text, query_text
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import form_of
from monitor.web.story_cards import StoryCard, story_card

_SPANS = (7, 30, 90)
_DAILY = 30
"""The longest time that is shown by days; what is longer is shown by weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """One topic of the list."""

    id: str
    name: str
    watchlist: str
    chart: Spark | None
    count: str
    today: str
    story: int | None
    headline: str
    when: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsPage(Page):
    """All topics."""

    rows: tuple[TopicRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLine:
    """A topic's part of what is said."""

    id: str
    name: str
    count: int
    percent: int
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact on the timeline."""

    surface: str
    kind: str
    when: Moment
    story: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCount:
    """How often an outlet named the topic."""

    id: int
    name: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How many days are shown."""

    days: int
    path: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A topic to compare with."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage(Page):
    """One topic."""

    id: str
    names: str
    watchlist: str
    total: int
    days: int
    spans: tuple[Span, ...]
    chart: Chart
    signals: Chart | None
    compared: Chart | None
    rivals: tuple[Rival, ...]
    share: tuple[ShareLine, ...]
    outlets: tuple[OutletCount, ...]
    facts: tuple[FactLine, ...]
    stories: tuple[StoryCard, ...]
    older: str
    muted: str


def topic_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.api_route("/topics", methods=["GET", "HEAD"])
    async def topics(request: Request) -> Response:
        reader = reader_of(app, request)
        ids = [topic.id for topic in app.watchlists.topics]
        trend, latest = await app.in_store.look(
            lambda tx: (topic_trend(app, tx, (), days=DAYS), latest_stories(tx, ids))
        )
        counts = {topic.id: trend.topics.get(topic.id, [0] * DAYS) for topic in app.watchlists.topics}
        ranked = sorted(app.watchlists.topics, key=lambda topic: -sum(counts[topic.id]))
        rows = [_topic_row(reader, topic, counts[topic.id], latest.get(topic.id)) for topic in ranked]
        page = TopicsPage(title=reader.say("nav_topics"), lang=reader.lang, root=reader.root, rows=tuple(rows))
        return reader.html("topics", page, place="topics")

    @router.api_route("/topics/{name}", methods=["GET", "HEAD"])
    async def topic(name: str, request: Request, days: str = "30", before: str = "") -> Response:
        reader, wanted = reader_of(app, request), _topic_named(app, name)
        span = int(days) if days in map(str, _SPANS) else 30
        known = {one.id for one in app.watchlists.topics} - {wanted.id}
        chosen = [one for one in request.query_params.getlist("with") if one in known][: MOST_COMPARED - 1]
        found = await app.in_store.look(
            lambda tx: topic_report(app, tx, wanted, days=span, compared=chosen, before=place_in(before))
        )
        return reader.html("topic", _topic_page(reader, found, span, chosen), place="topics")

    @router.post("/topics/{name}/mute")
    async def mute(name: str, request: Request) -> Response:
        wanted, form, reader = _topic_named(app, name), await form_of(request), reader_of(app, request)
        length = timedelta(0) if form.get("off") else MUTE_FOR
        now, who = app.clock.now(), web_actor(request)
        await app.in_store.write(lambda tx: mute_topic(tx, wanted.id, now + length, who=who, now=now))
        return reader.go_to(f"/topics/{wanted.id}", said="unmuted" if form.get("off") else "muted")

    return router


def _topic_named(app: AppContext, name: str) -> Topic:
    found = next((topic for topic in app.watchlists.topics if topic.id == name), None)
    if found is None:
        raise HTTPException(404, "Not Found")
    return found


def _topic_row(reader: Reader, topic: Topic, values: Sequence[int], story: Story | None) -> TopicRow:
    name = reader.topic(topic.id)
    return TopicRow(
        id=topic.id,
        name=name,
        watchlist=topic.watchlist,
        chart=draw_spark(values, reader.say("trend_label", name=name, low=min(values), high=max(values))),
        count=format_number(sum(values), reader.wording.language),
        today=str(values[-1]),
        story=story.id if story else None,
        headline=text_of(story.title, 160) if story else "",
        when=reader.moment(story.news_at) if story else None,
    )


def _topic_page(reader: Reader, found: TopicReport, span: int, chosen: Sequence[str]) -> TopicPage:
    say, topic = reader.say, found.topic
    total = sum(sum(values) for values in found.tiers.values())
    if span > _DAILY:
        found = _by_week(found)
    days = [f"{day:%m-%d}" for day in found.days]
    name = reader.topic(topic.id)
    more = found.more
    step: Step = "week" if span > _DAILY else "day"
    others = [one.id for one in reader.app.watchlists.topics if one.id != topic.id]
    return TopicPage(
        title=name,
        lang=reader.lang,
        root=reader.root,
        id=topic.id,
        names=" · ".join(alias.text for alias in topic.aliases[:12]) or topic.query,
        watchlist=topic.watchlist,
        total=total,
        days=span,
        spans=tuple(
            Span(days=one, path=query_text(f"/topics/{topic.id}", days=str(one)), current=one == span) for one in _SPANS
        ),
        chart=_tier_chart(reader, found, days, step, say("mentions_chart", name=name, n=total, days=span)),
        signals=_signal_chart(reader, found, days, step),
        compared=_compared_chart(reader, found, days, step),
        rivals=tuple(Rival(id=one, name=reader.topic(one), chosen=one in chosen) for one in others),
        share=_share_of_voice(reader, found),
        outlets=tuple(
            OutletCount(id=number, name=text_of(title, 80), count=format_number(count, reader.wording.language))
            for number, title, count in found.outlets
        ),
        facts=_fact_lines(reader, found),
        stories=tuple(story_card(reader, StoryNews(story=story, home=topic.id)) for story in found.stories),
        older=query_text(f"/topics/{topic.id}", days=str(span), before=place_text(more)) if more else "",
        muted=say("muted_until", when=reader.moment(found.muted_until).text) if found.muted_until else "",
    )


def _by_week(found: TopicReport) -> TopicReport:
    """The same by weeks, each named by its first day."""
    weekly = [
        {name: sum_weeks(values) for name, values in series.items()}
        for series in (found.tiers, found.signals, found.compared)
    ]
    tiers, signals, compared = weekly
    return replace(found, days=week_begins(found.days), tiers=tiers, signals=signals, compared=compared)


def _tier_chart(reader: Reader, found: TopicReport, days: Sequence[str], step: Step, label: str) -> Chart:
    tiers = [tier for tier in TIERS if tier in found.tiers]
    names = [reader.say(f"tier_{tier}") for tier in tiers]
    return stacked_bars(names, [found.tiers[tier] for tier in tiers], days, label, step=step)


def _signal_chart(reader: Reader, found: TopicReport, days: Sequence[str], step: Step) -> Chart | None:
    ranked = sorted(found.signals, key=lambda name: -sum(found.signals[name]))[:5]
    if not ranked:
        return None
    names = [signal_label(name, reader.wording.language) for name in ranked]
    return stacked_bars(names, [found.signals[name] for name in ranked], days, reader.say("signals_chart"), step=step)


def _compared_chart(reader: Reader, found: TopicReport, days: Sequence[str], step: Step) -> Chart | None:
    if not found.compared:
        return None
    names = [reader.topic(topic) for topic in found.compared]
    return draw_curves(names, list(found.compared.values()), days, reader.say("compare_chart"), step=step)


def _share_of_voice(reader: Reader, found: TopicReport) -> tuple[ShareLine, ...]:
    whole = sum(found.share.values())
    if not whole or len(found.share) < 2:
        return ()
    ranked = sorted(found.share, key=lambda topic: -found.share[topic])
    return tuple(
        ShareLine(
            id=topic,
            name=reader.topic(topic),
            count=found.share[topic],
            percent=round(100 * found.share[topic] / whole),
            own=topic == found.topic.id,
        )
        for topic in ranked
        if found.share[topic] or topic == found.topic.id
    )[:12]


def _fact_lines(reader: Reader, found: TopicReport) -> tuple[FactLine, ...]:
    return tuple(
        FactLine(
            surface=text_of(fact.surface, 80),
            kind=reader.say(f"fact_{fact.kind}") if find_phrase("en", f"page.fact_{fact.kind}") else fact.kind,
            when=reader.moment(fact.told_at),
            story=fact.story_id,
            title=text_of(fact.story_title, 160),
        )
        for fact in found.facts
    )

"""Messages made up for authors of templates: two languages, every mark that a story can carry, and edge cases."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from monitor.core.i18n.phrases import Reason, section_translator
from monitor.core.model.feedback import LinkMaking
from monitor.core.model.languages import Language
from monitor.core.model.mentions import Mention
from monitor.core.model.messages import (
    AlertMessage,
    Coverage,
    DigestMessage,
    Message,
    NoticeMessage,
    RenderContext,
    SourceTrouble,
    StoryNews,
    TestMessage,
    TopicDigest,
)
from monitor.core.model.sources import Tier
from monitor.core.model.stories import Fact, FactKind, Outlet, Story
from monitor.core.model.summaries import AiSummary, SummaryCounts

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""When every sample is sent: the same command prints the same bytes."""

_HOME = "https://monitor.example.org"
_TOPICS = ("starbrush", "lumen", "papercrane", "tidepool")


def sample_wording(language: Language, zone: tzinfo) -> RenderContext:
    """The samples' topics by their names, with pages to link to; no monitor has signed the links."""
    say = section_translator(language, "sample")
    topics = {topic: say(topic) for topic in _TOPICS}
    links = LinkMaking(base_url=_HOME, key=b"sample", delivery_id=1, until=date(2030, 1, 1))
    return RenderContext(language=language, zone=zone, topics=topics, base_url=_HOME, links=links)


def sample_message(name: str, wording: RenderContext) -> Message:
    """One of ``SAMPLES``; KeyError for any other name."""
    return SAMPLES[name](wording)


def _sample_story(
    number: int,
    topic: str,
    title: str,
    snippet: str,
    name: str,
    *,
    outlets: Sequence[tuple[str, Tier]] = (("Example Daily", "press"),),
    signals: Sequence[str] = (),
    facts: Sequence[tuple[FactKind, str]] = (),
    hours: float = 3,
    continued: bool = False,
    late: bool = False,
    ai_summary: str = "",
) -> StoryNews:
    seen = AT - timedelta(hours=hours)
    published = seen - timedelta(days=9) if late else seen - timedelta(minutes=12)
    start = snippet.find(name)
    marks = ((start, start + len(name)),) if start >= 0 else ()
    address = f"https://news.example.org/{topic}/{number}?from=feed&lang=zh"
    told = tuple(Fact(kind=kind, value=surface.lower(), surface=surface) for kind, surface in facts)
    story = Story(
        id=number,
        title=title,
        url=address,
        topics=(topic,),
        signals=tuple(signals),
        first_seen_at=seen - timedelta(days=2) if continued else seen,
        last_seen_at=AT - timedelta(minutes=5),
        outlets=tuple(
            Outlet(
                source=source,
                title=title if place == 0 else f"{title} ({source})",
                url=address if place == 0 else f"https://outlet-{place}.example.org/{number}",
                published_at=published + timedelta(minutes=17 * place),
                seen_at=seen + timedelta(minutes=19 * place),
                tier=tier,
                report_id=number * 100 + place,
            )
            for place, (source, tier) in enumerate(outlets)
        ),
        facts=told,
        snippet=snippet,
        highlights=marks,
        score=0.9,
    )
    mention = Mention(
        id=number,
        topic=topic,
        entry_id=number,
        entry_title=title,
        entry_url=address,
        source_id=1,
        source_title=outlets[0][0],
        tier=outlets[0][1],
        published_at=published,
        section=0,
        section_key="",
        surface=name,
        snippet=snippet,
        highlights=marks,
        score=0.9,
        signals=tuple(signals),
        reason=f"title names {name}",
        story_id=number,
        status="late" if late else "new",
        created_at=seen,
    )
    return StoryNews(
        story=story,
        mentions=(mention,),
        new_facts=told,
        new_outlets=len(outlets) - 1 if continued else 0,
        continued=continued,
        late=late,
        ai_summary=AiSummary(text=ai_summary, cites=(number * 100, number * 100 + 1)) if ai_summary else None,
    )


def _launch_story(language: Language) -> StoryNews:
    return _sample_story(
        1,
        "starbrush",
        "星绘 2.5 发布：生成时长翻倍，价格下调 30%",
        "星绘团队今天发布星绘 2.5，单次生成时长从 10 秒延长到 20 秒，标准档价格下调 30%，即日起面向所有用户开放。",
        "星绘",
        outlets=(("星绘官方博客", "official"), ("示例科技", "press"), ("每日样报", "press"), ("Sample Wire", "press")),
        signals=("launch", "pricing"),
        facts=(("version", "星绘 2.5"), ("price", "下调 30%")),
        ai_summary=section_translator(language, "sample")("launch_summary"),
    )


def _english_story(language: Language) -> StoryNews:
    return _sample_story(
        2,
        "lumen",
        "Lumen Video opens its API to everyone <beta> & adds 4K export",
        "After four months of testing, Lumen Video is open to every developer; 4K export costs $0.12 a second.",
        "Lumen Video",
        outlets=(("Sample Wire", "press"), ("Example Daily", "press"), ("Aggregated News", "aggregator")),
        signals=("launch", "pricing"),
        facts=(("price", "$0.12"),),
        hours=5,
        ai_summary=section_translator(language, "sample")("opening_summary"),
    )


def _short_story() -> StoryNews:
    return _sample_story(3, "starbrush", "星绘短暂故障，40 分钟后恢复 🛠️", "", "星绘", signals=("outage",), hours=8)


def _continued_story() -> StoryNews:
    return _sample_story(
        4,
        "lumen",
        "Lumen Video raises 40 million dollars",
        "Lumen Video raised 40 million dollars in a round that values the company at 400 million.",
        "Lumen Video",
        outlets=(("Example Daily", "press"), ("Sample Wire", "press"), ("每日样报", "press")),
        signals=("funding",),
        hours=20,
        continued=True,
    )


def _late_story() -> StoryNews:
    return _sample_story(
        5,
        "starbrush",
        "星绘开源其标注工具",
        "星绘把内部使用的标注工具以 Apache-2.0 许可开源。",
        "星绘",
        outlets=(("Small Blog", "first-hand"),),
        signals=("open-source",),
        hours=2,
        late=True,
    )


def _sample_alert(wording: RenderContext) -> AlertMessage:
    return AlertMessage(
        kind="first",
        stories=(_launch_story(wording.language) if wording.language == "zh" else _english_story(wording.language),),
        at=AT,
    )


def _follow_up(wording: RenderContext) -> AlertMessage:
    return AlertMessage(kind="follow-up", stories=_sample_alert(wording).stories, at=AT, possible_repeat=True)


def _sample_grouped_alert(wording: RenderContext) -> AlertMessage:
    stories = (
        _launch_story(wording.language),
        _english_story(wording.language),
        _short_story(),
        _continued_story(),
        _late_story(),
    )
    return AlertMessage(kind="grouped", stories=stories, at=AT, reason=Reason("note.many"))


def _sample_digest(wording: RenderContext) -> DigestMessage:
    more = tuple(
        _sample_story(
            10 + n, "starbrush", f"星绘的第 {n + 1} 条短讯", f"第 {n + 1} 条：星绘更新了说明文档。", "星绘", hours=9 + n
        )
        for n in range(6)
    )
    named = wording.topics
    return DigestMessage(
        name="daily",
        from_at=AT - timedelta(days=1),
        to_at=AT,
        coverage=Coverage(
            sources=64,
            seen=62,
            failing=(
                SourceTrouble(
                    title="Walled Garden News",
                    url="https://walled.example.org/feed",
                    health="blocked",
                    error=Reason("fetch.login-page"),
                    since=AT - timedelta(hours=5),
                ),
                SourceTrouble(
                    title="静悄悄周刊",
                    url="https://quiet.example.org/rss",
                    health="overdue",
                    error="",
                    since=AT - timedelta(hours=30),
                ),
            ),
            entries=1_934,
            mentions=31,
            stories=12,
            refused=118,
            dead_letters=(
                Reason(
                    "send.dead-letter", kind=Reason("send.kind-alert"), channel="team", why="19024 Key Words Not Found"
                ),
            ),
            ai_summaries=SummaryCounts(made=2, refused=1),
        ),
        topics=(
            TopicDigest(
                id="starbrush",
                name=named["starbrush"],
                stories=(_launch_story(wording.language), _short_story(), *more, _late_story()),
                trend=(0, 1, 3, 0, 2, 5, 4, 1, 0, 6, 2, 3, 1, 9),
            ),
            TopicDigest(
                id="lumen",
                name=named["lumen"],
                stories=(_english_story(wording.language), _continued_story()),
                trend=(1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 3, 0, 1, 4),
            ),
        ),
        quiet_topics=(named["papercrane"], named["tidepool"]),
    )


def _empty_digest(wording: RenderContext) -> DigestMessage:
    coverage = Coverage(sources=64, seen=64, entries=1_207, refused=40)
    return DigestMessage(
        name="daily",
        from_at=AT - timedelta(days=1),
        to_at=AT,
        coverage=coverage,
        quiet_topics=tuple(wording.topics.values()),
        late_by=Reason("note.late", wait=timedelta(hours=3)),
    )


def _sample_notice(_wording: RenderContext) -> NoticeMessage:
    title = Reason("notice.channel-stopped", channel="team", day="2026-11-23")
    lines = ("19024 Key Words Not Found", Reason("notice.mend-channel", channel="team"))
    return NoticeMessage(title=title, lines=lines, at=AT)


SAMPLES: dict[str, Callable[[RenderContext], Message]] = {
    "alert": _sample_alert,
    "follow-up": _follow_up,
    "grouped": _sample_grouped_alert,
    "digest": _sample_digest,
    "empty": _empty_digest,
    "notice": _sample_notice,
    "test": lambda _: TestMessage(channel="team", at=AT),
}
"""By the name that ``monitor render KIND --sample NAME`` takes; ``empty`` is a digest without news, sent late."""

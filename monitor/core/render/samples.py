"""Messages made up for authors of templates: two languages, every mark that a story can carry, and edge cases."""

from collections.abc import Callable
from datetime import date, timedelta, tzinfo

from monitor.core.i18n.phrases import Reason, section_translator
from monitor.core.model.feedback import LinkMaking
from monitor.core.model.languages import Language
from monitor.core.model.messages import (
    AlertMessage,
    Coverage,
    DigestMessage,
    Message,
    NoticeMessage,
    RenderContext,
    SourceTrouble,
    TestMessage,
    TopicDigest,
)
from monitor.core.model.summaries import SummaryCounts
from monitor.core.render.sample_stories import (
    AT,
    continued_story,
    english_story,
    late_story,
    launch_story,
    sample_story,
    short_story,
)

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


def _sample_alert(wording: RenderContext) -> AlertMessage:
    return AlertMessage(
        kind="first",
        stories=(launch_story(wording.language) if wording.language == "zh" else english_story(wording.language),),
        at=AT,
    )


def _follow_up(wording: RenderContext) -> AlertMessage:
    return AlertMessage(kind="follow-up", stories=_sample_alert(wording).stories, at=AT, possible_repeat=True)


def _sample_grouped_alert(wording: RenderContext) -> AlertMessage:
    stories = (
        launch_story(wording.language),
        english_story(wording.language),
        short_story(),
        continued_story(),
        late_story(),
    )
    return AlertMessage(kind="grouped", stories=stories, at=AT, reason=Reason("note.many"))


def _sample_digest(wording: RenderContext) -> DigestMessage:
    more = tuple(
        sample_story(
            10 + n, "starbrush", f"星绘的第 {n + 1} 条短讯", f"第 {n + 1} 条：星绘更新了说明文档。", "星绘", hours=9 + n
        )
        for n in range(6)
    )
    named = wording.topics
    return DigestMessage(
        name="daily",
        from_at=AT - timedelta(days=1),
        to_at=AT,
        coverage=_sample_coverage(),
        topics=(
            TopicDigest(
                id="starbrush",
                name=named["starbrush"],
                stories=(launch_story(wording.language), short_story(), *more, late_story()),
                trend=(0, 1, 3, 0, 2, 5, 4, 1, 0, 6, 2, 3, 1, 9),
            ),
            TopicDigest(
                id="lumen",
                name=named["lumen"],
                stories=(english_story(wording.language), continued_story()),
                trend=(1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 3, 0, 1, 4),
            ),
        ),
        quiet_topics=(named["papercrane"], named["tidepool"]),
        lead=launch_story(wording.language).story.id,
        lead_reasons=(Reason("weight.outlets", n=len(launch_story(wording.language).story.outlets)),),
        id=1,
    )


def _sample_coverage() -> Coverage:
    return Coverage(
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
            Reason("send.dead-letter", kind=Reason("send.kind-alert"), channel="team", why="19024 Key Words Not Found"),
        ),
        ai_summaries=SummaryCounts(made=2, refused=1),
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

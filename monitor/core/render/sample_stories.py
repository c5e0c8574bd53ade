"""Made-up stories in two languages: what messages look like without a store."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from monitor.core.i18n.phrases import section_translator
from monitor.core.model.languages import Language
from monitor.core.model.matches import Mention
from monitor.core.model.messages import (
    StoryNews,
)
from monitor.core.model.sources import Tier
from monitor.core.model.stories import Fact, FactKind, Outlet, Story
from monitor.core.model.summaries import AiSummary

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""When every sample is sent: the same command prints the same bytes."""


def _sample_outlets(
    outlets: Sequence[tuple[str, Tier]], number: int, title: str, address: str, *, published: datetime, seen: datetime
) -> Sequence[Outlet]:
    return tuple(
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
    )


def sample_story(
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
    seen, published = _sample_times(hours, late=late)
    address = f"https://news.example.org/{topic}/{number}?from=feed&lang=zh"
    story = Story(
        id=number,
        title=title,
        url=address,
        topics=(topic,),
        signals=tuple(signals),
        first_seen_at=seen - timedelta(days=2) if continued else seen,
        last_seen_at=AT - timedelta(minutes=5),
        outlets=_sample_outlets(outlets, number, title, address, published=published, seen=seen),
        facts=_sample_facts(facts),
        snippet=snippet,
        highlights=_marks_of(name, snippet),
        score=0.9,
    )
    return StoryNews(
        story=story,
        mentions=(_sample_mention(story, topic, name, tier=outlets[0][1], published=published, late=late),),
        new_facts=story.facts,
        new_outlets=len(outlets) - 1 if continued else 0,
        continued=continued,
        late=late,
        ai_summary=AiSummary(text=ai_summary, cites=(number * 100, number * 100 + 1)) if ai_summary else None,
    )


def _sample_times(hours: float, *, late: bool) -> tuple[datetime, datetime]:
    """When it was seen, and when it was published."""
    seen = AT - timedelta(hours=hours)
    return seen, seen - (timedelta(days=9) if late else timedelta(minutes=12))


def _sample_facts(facts: Sequence[tuple[FactKind, str]]) -> tuple[Fact, ...]:
    return tuple(Fact(kind=kind, value=surface.lower(), surface=surface) for kind, surface in facts)


def _marks_of(name: str, snippet: str) -> tuple[tuple[int, int], ...]:
    start = snippet.find(name)
    return ((start, start + len(name)),) if start >= 0 else ()


def _sample_mention(story: Story, topic: str, name: str, *, tier: Tier, published: datetime, late: bool) -> Mention:
    return Mention(
        id=story.id,
        topic=topic,
        entry_id=story.id,
        entry_title=story.title,
        entry_url=story.url,
        source_id=1,
        source_title=story.outlets[0].source,
        tier=tier,
        published_at=published,
        section=0,
        section_key="",
        surface=name,
        snippet=story.snippet,
        highlights=story.highlights,
        score=0.9,
        signals=story.signals,
        reason=f"title names {name}",
        story_id=story.id,
        status="late" if late else "new",
        created_at=story.outlets[0].seen_at,
    )


def launch_story(language: Language) -> StoryNews:
    return sample_story(
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


def english_story(language: Language) -> StoryNews:
    return sample_story(
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


def short_story() -> StoryNews:
    return sample_story(3, "starbrush", "星绘短暂故障，40 分钟后恢复 🛠️", "", "星绘", signals=("outage",), hours=8)


def continued_story() -> StoryNews:
    return sample_story(
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


def late_story() -> StoryNews:
    return sample_story(
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

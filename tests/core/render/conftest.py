"""Messages to render: written for these tests, in Chinese and English, small and very large."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.core.channels.rendering import compile_templates
from monitor.core.model.feedback import LinkMaking
from monitor.core.model.matches import Mention
from monitor.core.model.messages import (
    AlertMessage,
    Coverage,
    DigestMessage,
    RenderContext,
    SourceTrouble,
    StoryNews,
    TopicDigest,
)
from monitor.core.model.sources import Tier
from monitor.core.model.stories import Fact, Outlet, Story
from monitor.core.render.templates import Templates

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def template_files() -> Mapping[str, str]:
    folder = ROOT / "templates"
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.*"))}


@pytest.fixture(scope="session")
def templates(template_files: Mapping[str, str]) -> Templates:
    return compile_templates(template_files)


@pytest.fixture
def wording() -> RenderContext:
    return RenderContext(language="zh", zone=ZoneInfo("Asia/Shanghai"), topics={"kling": "可灵", "sora": "Sora"})


@pytest.fixture
def english() -> RenderContext:
    return RenderContext(
        language="en",
        zone=ZoneInfo("Europe/Berlin"),
        topics={"kling": "Kling", "sora": "Sora"},
        base_url="https://news.example.org/",
        links=LinkMaking(
            base_url="https://news.example.org/",
            key=b"made up for tests",
            delivery_id=100_000,
            until=date(2026, 12, 23),
        ),
    )


StoryMaker = Callable[..., StoryNews]


@pytest.fixture
def make_story() -> StoryMaker:
    return _story


def _story(  # noqa: PLR0917 — a test says only what matters to it
    number: int = 1,
    title: str = "可灵 2.5 发布，视频时长翻倍",
    snippet: str = "快手今天发布可灵 2.5，生成时长从五秒延长到十秒。",
    name: str = "可灵",
    url: str = "https://example.org/a/1?x=1&y=2",
    outlets: int = 3,
    continued: bool = False,
    late: bool = False,
    tier: Tier = "press",
    source: str = "Example 日报",
) -> StoryNews:
    start = snippet.find(name)
    marks = ((start, start + len(name)),) if name and start >= 0 else ()
    seen = AT - timedelta(hours=3)
    story = Story(
        id=number,
        title=title,
        url=url,
        topics=("kling",),
        signals=("launch", "pricing"),
        first_seen_at=seen,
        last_seen_at=AT,
        outlets=tuple(
            Outlet(
                source=source if n == 0 else f"{source} {n}",
                title=title,
                url=url,
                published_at=seen + timedelta(minutes=7 * n),
                seen_at=seen + timedelta(minutes=9 * n),
                tier=tier,
            )
            for n in range(outlets)
        ),
        facts=(Fact(kind="version", value="kling 2.5", surface="可灵 2.5"),),
        snippet=snippet,
        highlights=marks,
        score=0.9,
    )
    mention = Mention(
        id=number,
        topic="kling",
        entry_id=number,
        entry_title=title,
        entry_url=url,
        source_id=1,
        source_title=source,
        tier=tier,
        published_at=seen,
        section=0,
        section_key="",
        surface=name,
        snippet=snippet,
        highlights=marks,
        score=0.87654,
        signals=("launch",),
        reason="title names 可灵",
        story_id=number,
        status="new",
        created_at=AT,
    )
    return StoryNews(
        story=story,
        mentions=(mention,),
        new_facts=story.facts,
        new_outlets=outlets - 1,
        continued=continued,
        late=late,
    )


@pytest.fixture
def alert(make_story: StoryMaker) -> AlertMessage:
    return AlertMessage(kind="first", stories=(make_story(),), at=AT)


DigestMaker = Callable[[int], DigestMessage]


@pytest.fixture
def make_digest(make_story: StoryMaker) -> DigestMaker:
    def make(stories: int) -> DigestMessage:
        kling = tuple(
            make_story(
                number, title=f"第 {number} 条：可灵的新动向 👩‍👩‍👧‍👦", continued=number % 5 == 4, late=number % 7 == 6
            )
            for number in range(stories)
        )
        return DigestMessage(
            name="daily",
            from_at=AT - timedelta(days=1),
            to_at=AT,
            coverage=Coverage(
                sources=64,
                seen=62,
                failing=(
                    SourceTrouble(
                        title="Blocked Site",
                        url="https://blocked.example",
                        health="blocked",
                        error="answers with a login page",
                        since=AT - timedelta(hours=5),
                    ),
                ),
                entries=1_934,
                mentions=31 if stories else 0,
                stories=stories,
                refused=118,
                dead_letters=("alert to team: 19024 keyword",) if stories else (),
            ),
            topics=(TopicDigest(id="kling", name="可灵", stories=kling, trend=(0, 2, 1, 0, 4, 3, 6)),)
            if stories
            else (),
            quiet_topics=("Sora", "即梦"),
        )

    return make

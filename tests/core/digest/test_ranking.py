"""What a digest puts first: stories about a topic before stories that name it, under the topic they are most about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.core.digest.ranking import place_in_topic, story_importance, topic_importance
from monitor.core.model.matches import Mention
from monitor.core.model.messages import StoryNews, TopicDigest
from monitor.core.model.sources import Tier
from monitor.core.model.stories import Outlet, Story

AT = datetime(2026, 11, 23, tzinfo=UTC)
ORDER = ("companies", "kling", "sora")


def _mention(topic: str, surface: str, *, score: float = 1.0, tier: Tier = "press") -> Mention:
    return Mention(
        id=1, topic=topic, entry_id=1, entry_title="", entry_url="", source_id=1, source_title="", tier=tier,
        published_at=AT, section=0, section_key="", surface=surface, snippet="", highlights=(), score=score, signals=(),
        reason="", story_id=1, status="new", created_at=AT,
    )  # fmt: skip


def _news(title: str, *mentions: Mention, outlets: int = 1, number: int = 1) -> StoryNews:
    reports = [
        Outlet(source=f"outlet {n}", title=title, url="", published_at=AT, seen_at=AT, tier=mentions[0].tier)
        for n in range(outlets)
    ]
    topics = tuple(dict.fromkeys(mention.topic for mention in mentions))
    story = Story(
        id=number, title=title, url="", topics=topics, signals=(), first_seen_at=AT, last_seen_at=AT, outlets=reports
    )
    return StoryNews(story=story, mentions=mentions)


def test_a_story_is_told_where_the_headline_names_the_topic() -> None:
    news = _news("可灵开放测试", _mention("companies", "快手"), _mention("kling", "可灵"), _mention("sora", "Sora"))
    home = place_in_topic(news, ORDER)
    assert (home.home, home.passing) == ("kling", False)


def test_of_two_names_in_the_headline_the_surer_wins_and_then_the_users_order() -> None:
    both = _news("可灵与 Sora 之争", _mention("sora", "Sora"), _mention("kling", "可灵", score=0.6))
    assert place_in_topic(both, ORDER).home == "sora"
    assert (
        place_in_topic(_news("可灵与 Sora 之争", _mention("sora", "Sora"), _mention("kling", "可灵")), ORDER).home
        == "kling"
    )


def test_a_digest_without_that_topic_tells_it_under_the_next() -> None:
    news = _news("可灵开放测试", _mention("companies", "快手"), _mention("kling", "可灵"))
    assert place_in_topic(news, ("companies",)).home == "companies"
    assert place_in_topic(news, ("sora",)) == news


def test_a_name_in_the_text_alone_is_in_passing_unless_the_makers_speak() -> None:
    assert place_in_topic(_news("一篇长文", _mention("kling", "可灵")), ORDER).passing
    assert not place_in_topic(_news("一篇长文", _mention("kling", "可灵", tier="official")), ORDER).passing
    assert not place_in_topic(_news("KLING 3 is out", _mention("kling", "Kling")), ORDER).passing


def test_what_comes_first() -> None:
    about, many, official, passing, continued = (
        place_in_topic(one, ORDER)
        for one in (
            _news("云厂商上线可灵", _mention("kling", "可灵")),
            _news("可灵二", _mention("kling", "可灵"), outlets=2),
            _news("可灵三", _mention("kling", "可灵", tier="official")),
            _news("长文", _mention("kling", "可灵"), outlets=9),
            _news("可灵四", _mention("kling", "可灵"), outlets=9),
        )
    )
    subject = place_in_topic(_news("【快讯】可灵五", _mention("kling", "可灵")), ORDER)
    rows = [replace(continued, continued=True), passing, about, subject, many, official]
    assert sorted(rows, key=story_importance) == rows


def test_a_topic_comes_where_its_own_most_important_story_puts_it() -> None:
    own = place_in_topic(_news("可灵一", _mention("kling", "可灵"), _mention("sora", "Sora")), ORDER)
    passing = place_in_topic(_news("长文", _mention("sora", "Sora"), number=2), ORDER)
    kling, sora = (TopicDigest(id=topic, name=topic, stories=(own, passing)) for topic in ("kling", "sora"))
    nothing_own = TopicDigest(id="companies", name="companies", stories=(own,))
    assert sorted((nothing_own, sora, kling), key=topic_importance) == [nothing_own, sora, kling]


def test_of_equals_the_one_of_the_newest_report_comes_first() -> None:
    def shown_with(published_at: datetime | None, *, number: int) -> StoryNews:
        news = _news("可灵开放测试", _mention("kling", "可灵"), number=number)
        report = replace(news.story.outlets[0], published_at=published_at)
        return replace(news, story=replace(news.story, outlets=[report]))

    old, undated, new, ahead = (
        shown_with(AT - timedelta(hours=9), number=1),
        shown_with(None, number=2),
        shown_with(AT - timedelta(hours=1), number=3),
        shown_with(AT + timedelta(days=9), number=4),
    )
    ranked = sorted((old, undated, new, ahead), key=story_importance, reverse=True)
    assert [news.story.id for news in ranked] == [2, 4, 3, 1], "a date ahead counts as the moment it was seen"

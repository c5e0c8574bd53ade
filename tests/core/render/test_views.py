"""Stories as people read them: one whole sentence with the name marked, honest times, no remnants of markup."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.channels.rendering import render_parts
from monitor.core.model.messages import AlertMessage, DigestMessage, RenderContext, StoryNews
from monitor.core.render.message_view import page_of
from monitor.core.render.sentence_pieces import SNIPPET_CHARACTERS
from monitor.core.render.story_view import story_view
from monitor.core.render.templates import Templates

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def _published(news: StoryNews, at: datetime | None) -> StoryNews:
    first = replace(news.story.outlets[0], published_at=at)
    return replace(news, story=replace(news.story, outlets=(first, *news.story.outlets[1:])))


@pytest.mark.parametrize(
    ("snippet", "told"),
    [
        ("某某之家 4 月 24 日消息，今天可灵上线。", "今天可灵上线。"),
        ("某氪获悉，可灵今天上线。", "可灵今天上线。"),
        ("4月24日讯：可灵今天上线。", "可灵今天上线。"),
        ("> **可灵**正式发布了`可灵-3`，", "可灵正式发布了可灵-3，…"),
        ("可灵 3 > 可灵 2，如图。![图](https://example.org/x.png)", "可灵 3 > 可灵 2，如图。"),
        ("快手今天宣布，可灵", "快手今天宣布，可灵…"),
    ],
)
def test_a_sentence_is_told_without_dateline_and_markup(
    snippet: str, told: str, make_story: Callable[..., StoryNews], wording: RenderContext
) -> None:
    assert story_view(make_story(snippet=snippet), AT, wording).sentence == told


def test_a_long_sentence_is_shortened_around_the_name(
    make_story: Callable[..., StoryNews], wording: RenderContext
) -> None:
    view = story_view(make_story(snippet="很" * 500 + "可灵" + "长" * 500), AT, wording)
    assert [piece.text for piece in view.snippet if piece.strong] == ["可灵"]
    assert len(view.sentence) <= SNIPPET_CHARACTERS + 1
    assert view.sentence.startswith("…")
    assert view.sentence.endswith("…")


def test_highlights_that_do_not_fit_the_text_mark_nothing(
    make_story: Callable[..., StoryNews], wording: RenderContext
) -> None:
    news = make_story()
    odd = replace(news, story=replace(news.story, highlights=((-1, 3), (5, 2), (90, 99))))
    assert not any(piece.strong for piece in story_view(odd, AT, wording).snippet)


def test_a_sentence_that_only_repeats_the_headline_is_left_out(
    make_story: Callable[..., StoryNews], wording: RenderContext
) -> None:
    assert story_view(make_story(title="可灵 2.5 发布。", snippet="可灵 2.5 发布"), AT, wording).snippet == ()


@pytest.mark.parametrize(
    ("before", "zh", "en"),
    [
        (timedelta(hours=3), "05:30", "yesterday 22:30"),
        (timedelta(hours=11), "昨天 21:30", "yesterday 14:30"),
        (timedelta(days=3), "11月20日 08:30", "20 Nov 01:30"),
        (timedelta(days=400), "2025年10月19日", "19 Oct 2025"),
    ],
)
def test_times_are_told_in_the_readers_zone_and_words(  # noqa: PLR0917 — one row of the table
    before: timedelta,
    zh: str,
    en: str,
    make_story: Callable[..., StoryNews],
    wording: RenderContext,
    english: RenderContext,
) -> None:
    news = _published(make_story(), AT - before)
    assert story_view(news, AT, wording).when == zh
    assert story_view(news, AT, english).when == en


def test_a_date_without_a_time_is_told_as_a_date(make_story: Callable[..., StoryNews], wording: RenderContext) -> None:
    news = _published(make_story(), datetime(2026, 11, 20, tzinfo=UTC))
    assert story_view(news, AT, wording).when == "11月20日"


def test_outlets_are_counted_once_each(make_story: Callable[..., StoryNews], wording: RenderContext) -> None:
    news = make_story(outlets=2)
    doubled = replace(news, story=replace(news.story, outlets=(*news.story.outlets, *news.story.outlets)))
    view = story_view(doubled, AT, wording)
    assert (view.outlets, view.more, len(view.others)) == (2, 1, 1)


def test_a_weekly_digest_names_its_days_and_sums_its_trend(
    make_digest: Callable[[int], DigestMessage], wording: RenderContext
) -> None:
    digest = make_digest(3)
    week = page_of(replace(digest, name="weekly", from_at=digest.to_at - timedelta(days=7)), wording)
    assert week.when == "11月16日 周一 – 11月23日 周一"
    assert week.topics[0].summary == "3 件新事 · 近 7 天 16 次提及"
    assert page_of(digest, wording).topics[0].summary == "3 件新事 · 6 次提及 · ▲ 比前一天多 3"


def test_a_topic_tells_its_first_stories_in_full_and_the_others_in_a_line(
    make_digest: Callable[[int], DigestMessage], wording: RenderContext
) -> None:
    (topic,) = page_of(make_digest(40), wording).topics
    assert (len(topic.stories), topic.new) == (6, len(topic.stories) + len(topic.further))
    assert topic.total == 40


def test_an_alert_of_several_topics_names_them(make_story: Callable[..., StoryNews], english: RenderContext) -> None:
    first, second = make_story(1), make_story(2)
    other = replace(second, story=replace(second.story, topics=("sora",)))
    page = page_of(AlertMessage(kind="grouped", stories=(first, other), at=AT), english)
    assert page.title == "Kling and Sora · 2 stories"


def _with_outlet(news: StoryNews, title: str, lang: str = "") -> StoryNews:
    other = replace(news.story.outlets[0], source="The Wire", title=title, lang=lang, url="https://wire.example/1")
    return replace(news, story=replace(news.story, outlets=(*news.story.outlets, other)))


@pytest.mark.parametrize(
    ("title", "lang", "label"),
    [
        ("Kling 2.5 is out and doubles the length of its videos", "", "also in English"),
        ("Kling 2.5 ist da und verdoppelt die Länge der Videos", "", "also in German"),
        ("Вышла Kling 2.5: видео стали вдвое длиннее", "", "also in Russian"),
        ("Kling 2.5 launched", "en", "also in English"),
        ("Kling 2.5 launched", "", "also in another language"),
    ],
)
def test_a_report_in_another_language_is_named_beside_the_story(
    title: str, lang: str, label: str, make_story: Callable[..., StoryNews], english: RenderContext
) -> None:
    (foreign,) = story_view(_with_outlet(make_story(), title, lang), AT, english).foreign
    assert (foreign.label, foreign.outlet.title, foreign.outlet.source) == (label, title, "The Wire")


@pytest.mark.parametrize(
    ("headline", "title", "labels"),
    [
        ("Kling 2.5 unveiled", "Kuaishou is out with Kling 2.5 for all of its users", []),
        ("Kling 2.5 unveiled", "Kling 2.5 ist da und verdoppelt die Länge der Videos", []),
        ("Kling 2.5 unveiled", "快手发布可灵 2.5", ["also in Chinese"]),
        ("Kuaishou is out with Kling 2.5 for all of its users", "Kling 2.5 unveiled", []),
        (
            "Kuaishou is out with Kling 2.5 for all of its users",
            "Kling 2.5 est là et double la durée",
            ["also in French"],
        ),
    ],
)
def test_a_headline_whose_language_nothing_tells_is_in_no_other_one(
    headline: str, title: str, labels: list[str], make_story: Callable[..., StoryNews], english: RenderContext
) -> None:
    news = _with_outlet(make_story(title=headline), title)
    assert [foreign.label for foreign in story_view(news, AT, english).foreign] == labels


def test_reports_in_one_language_have_no_such_line(
    make_story: Callable[..., StoryNews], wording: RenderContext
) -> None:
    assert story_view(_with_outlet(make_story(), "快手发布可灵 2.5"), AT, wording).foreign == ()


def test_the_story_that_it_goes_on_with_is_named_when_it_is_in_another_language(
    make_story: Callable[..., StoryNews], wording: RenderContext
) -> None:
    before = make_story(number=9, title="Kuaishou is to launch Kling 2.5 this week").story
    (foreign,) = story_view(replace(make_story(), linked=before), AT, wording).foreign
    assert (foreign.label, foreign.outlet.title) == ("相关英语报道", before.title)
    assert story_view(replace(make_story(), linked=make_story(number=9).story), AT, wording).foreign == ()


def test_every_kind_of_message_shows_it(
    make_story: Callable[..., StoryNews], wording: RenderContext, templates: Templates
) -> None:
    news = _with_outlet(make_story(), "Kling 2.5 is out and doubles the length")
    message = AlertMessage(kind="first", stories=(news,), at=AT)
    for kind in ("apprise", "bark", "dingtalk", "discord", "email", "feishu", "ntfy", "slack", "teams", "telegram"):
        (part,) = render_parts(templates, kind, message, wording)
        assert "另有英语报道" in part.text + str(part.payload) + part.html, kind

"""Digest and alert mails: whole, split, light, harmless, readable without pictures."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.channels.rendering import compile_templates, render_parts
from monitor.core.i18n.phrases import Reason
from monitor.core.model.messages import AlertMessage, DigestMessage, RenderContext, StoryNews
from monitor.core.render.forms.email import HTML_LIMIT
from monitor.core.render.templates import Templates
from monitor.errors import TemplateFault

DigestMaker = Callable[[int], DigestMessage]


def test_a_huge_digest_becomes_numbered_mails_below_the_size_that_gmail_clips(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    parts = render_parts(templates, "email", make_digest(1_000), wording)
    assert len(parts) > 1
    assert all(len(part.html.encode()) <= HTML_LIMIT.limit for part in parts)
    assert [part.subject.rpartition(" ")[2] for part in parts] == [
        f"({number}/{len(parts)})" for number in range(1, len(parts) + 1)
    ]
    for form in ("html", "text"):
        told = re.findall(r"第 (\d+) 条", "".join(_without_summary(getattr(part, form)) for part in parts))
        assert sorted(map(int, told)) == list(range(1_000))


def _without_summary(form: str) -> str:
    """The lead story's headline stands in the summary and the preview as well."""
    start = form.find('id="topic-') if "<html" in form else form.find("==")
    return form[start:]


def test_each_topic_has_its_days_as_bars_with_words_and_a_text_twin_and_without_a_picture(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    (part,) = render_parts(templates, "email", make_digest(3), wording)
    assert not part.images
    assert "<img" not in part.html
    heights = [int(height) for height in re.findall(r"height:\s?(\d+)px;line-height:\s?\d+px\">&nbsp;", part.html)]
    assert heights == [2, 9, 4, 2, 17, 13, 26], "0 2 1 0 4 3 6"
    assert part.html.count('class="bar-last"') == 1
    assert "近 7 天 · 日均 2.3" in part.html
    assert "▁▃▂▁▅▄█ (近 7 天 · 日均 2.3)" in part.text


def test_the_days_are_compared_in_words(templates: Templates, wording: RenderContext, make_digest: DigestMaker) -> None:
    digest = make_digest(3)
    for trend, said in (((4, 6), "▲ 比前一天多 2"), ((6, 4), "▼ 比前一天少 2"), ((4, 4), "与前一天持平")):
        topic = replace(digest.topics[0], trend=trend)
        (part,) = render_parts(templates, "email", replace(digest, topics=(topic,)), wording)
        assert said in part.html
        assert "bar-last" not in re.sub(r"<style.*?</style>", "", part.html, flags=re.DOTALL), "two days say nothing"
    week = replace(digest, from_at=digest.to_at - timedelta(days=7))
    topic = replace(digest.topics[0], trend=(1,) * 7 + (2,) * 7)
    (part,) = render_parts(templates, "email", replace(week, topics=(topic,)), wording)
    assert "近 7 天 14 次提及 · ▲ 比前一周多 7" in part.html


def test_the_top_story_comes_first_with_its_reasons_and_is_not_told_again(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    digest = make_digest(3)
    lead = digest.topics[0].stories[0].story.id
    reasons = (Reason("weight.outlets", n=3), Reason("weight.official"))
    (part,) = render_parts(templates, "email", replace(digest, lead=lead, lead_reasons=reasons), wording)
    hero, _, rest = part.html.partition("本期内容" if "本期内容" in part.html else 'id="topic-0"')
    assert "3 家报道 · 官方发布" in hero
    assert "第 0 条" in hero
    assert 'class="headline"' not in hero
    assert "见上方头条" in rest
    assert "头条 · 3 家报道 · 官方发布" in part.text


def test_what_was_there_before_stands_apart_and_counts_as_nothing_new(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    digest = make_digest(3)
    old = tuple(replace(news, earlier=True) for news in digest.topics[0].stories[1:])
    topic = replace(digest.topics[0], stories=(digest.topics[0].stories[0], *old))
    (part,) = render_parts(templates, "email", replace(digest, topics=(topic,)), wording)
    before, _, after = part.html.partition("开始关注之前，这些来源已有的内容")
    assert ("第 1 条" in before, "第 1 条" in after, "第 2 条" in after) == (False, True, True)
    assert "1 件新事" in before
    assert "共" not in part.subject, "one new story"


def test_the_first_part_of_a_split_digest_says_how_many_topics_the_others_tell(
    templates: Templates, english: RenderContext, make_digest: DigestMaker
) -> None:
    digest = make_digest(90)
    news = [replace(one, continued=False, late=False) for one in digest.topics[0].stories]
    topics = tuple(
        replace(digest.topics[0], id=f"t{number}", name=f"Topic {number}", stories=(replace(one, home=f"t{number}"),))
        for number, one in enumerate(news)
    )
    parts = render_parts(templates, "email", replace(digest, topics=topics), english)
    told = len(set(re.findall(r">Topic (\d+)<", parts[0].html)))
    assert len(parts) > 1
    assert 0 < told < 90
    for form in (parts[0].html, parts[0].text):
        assert f"{90 - told} more topics in the other parts" in form
    assert not any("in the other parts" in part.html for part in parts[1:])


def test_what_was_there_before_takes_a_few_lines_and_says_how_much_more_there_was(
    templates: Templates, english: RenderContext, make_digest: DigestMaker
) -> None:
    """Shared out in turn: the topic with two of them tells both, whatever the one with a hundred has."""
    digest = replace(make_digest(103), quiet_topics=())
    new, *old = (replace(news, home="kling") for news in digest.topics[0].stories)
    old = [replace(news, earlier=True, continued=False, late=False) for news in old]
    kling = replace(digest.topics[0], id="kling", name="Kling", stories=(new, *old[:100]))
    sora = replace(
        digest.topics[0], id="sora", name="Sora", stories=tuple(replace(one, home="sora") for one in old[100:])
    )
    digest = replace(digest, topics=(kling, sora))
    (part,) = render_parts(templates, "email", digest, english)
    for form in (part.html, part.text):
        told = form.partition("What these sources had before you came")[2]
        assert len(set(re.findall(r"第 (\d+) 条", told))) == 15
        assert {"第 101 条", "第 102 条"} <= set(re.findall(r"第 \d+ 条", told))
        assert "and 87 more, by topic: Kling (87)" in told
    chat = "\n".join(part.text for part in render_parts(templates, "slack", digest, english))
    assert "and 87 more, by topic: Kling (87)" in chat


def test_what_was_there_before_is_told_once_however_many_topics_it_names(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    """A story's second topic is named beside it: a section of its own would point at a section that is not there."""
    digest = replace(make_digest(2), quiet_topics=())
    old, new = digest.topics[0].stories
    old = replace(old, earlier=True, home="kling", story=replace(old.story, topics=("kling", "sora")))
    kling = replace(digest.topics[0], id="kling", stories=(replace(new, home="kling"), old))
    sora = replace(digest.topics[0], id="sora", name="Sora", stories=(old,))
    for topics in ((kling, sora), (sora, replace(kling, stories=(old,)))):
        (part,) = render_parts(templates, "email", replace(digest, topics=topics), wording)
        for form in (part.html, part.text):
            before, _, after = form.partition("开始关注之前，这些来源已有的内容")
            assert (before.count("第 0 条"), after.count("第 0 条")) == (0, 1)
            assert "Sora" not in before
            assert "Sora" in after


def test_a_topic_that_is_only_named_elsewhere_says_by_what(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    digest = make_digest(3)
    own, named, old = digest.topics[0].stories
    kling = replace(digest.topics[0], id="kling", stories=tuple(replace(one, home="kling") for one in (own, named)))
    sora = replace(
        digest.topics[0],
        id="sora",
        name="Sora",
        stories=(replace(old, home="sora", earlier=True), replace(named, home="kling")),
    )
    (part,) = render_parts(templates, "email", replace(digest, topics=(kling, sora)), wording)
    contents = part.html.partition("本期内容")[2].partition('id="topic-0"')[0]
    assert "第 1 条" in contents.partition("Sora")[2]
    assert "0 条" not in contents.partition("Sora")[2]


def test_a_digest_that_is_kept_is_linked_where_readers_reach_the_pages(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    kept = replace(make_digest(2), id=7)
    (part,) = render_parts(templates, "email", kept, replace(wording, base_url="https://news.example.org/a/"))
    assert 'href="https://news.example.org/a/digests/7"' in part.html
    (part,) = render_parts(templates, "email", kept, replace(wording, base_url=""))
    assert "/digests/" not in part.html


def test_styles_are_inlined_and_dark_mode_stays(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    (part,) = render_parts(templates, "email", make_digest(2), wording)
    assert 'class="headline" style=' in part.html
    assert "prefers-color-scheme: dark" in part.html
    assert "max-width: 480px" in part.html


@pytest.mark.parametrize("kind", ["email", "file"])
def test_nothing_foreign_becomes_markup_and_no_link_runs_a_script(
    kind: str,
    templates: Templates,
    wording: RenderContext,
    make_story: Callable[..., StoryNews],
    make_digest: DigestMaker,
) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} \u202e'
    story = make_story(title=hostile, snippet=hostile + "可灵", source=hostile, url="javascript:alert(1)")
    digest = make_digest(1)
    topic = replace(digest.topics[0], name=hostile, stories=(story,))
    failing = replace(digest.coverage.failing[0], title=hostile, error=hostile, url="javascript:alert(1)")
    coverage = replace(digest.coverage, failing=(failing,), dead_letters=(hostile,))
    for message in (
        replace(digest, topics=(topic,), coverage=coverage, quiet_topics=(hostile,), late_by=hostile, name=hostile),
        AlertMessage(kind="first", stories=(story,), at=digest.to_at),
        AlertMessage(kind="grouped", stories=(story, story), at=digest.to_at, reason=hostile),
    ):
        (part,) = render_parts(templates, kind, message, wording)
        assert "<script>alert" not in part.html
        assert "<img src=x" not in part.html
        assert "javascript:" not in part.html
        assert "{{ 7*7 }}" in part.html
        assert "\u202e" not in part.html + part.text + part.subject


def test_nothing_is_loaded_from_anywhere(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    for kind in ("email", "file"):
        (part,) = render_parts(templates, kind, make_digest(3), wording)
        assert not re.findall(r'(?:src|background)="(?!cid:|data:image/png)[^"]*"|url\(|@import|<link', part.html)


def test_continued_and_late_stories_stand_in_one_line(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    (part,) = render_parts(templates, "email", make_digest(8), wording)
    assert "仍在继续" in part.text
    assert "迟到的消息" in part.text
    assert part.text.index("- 第 4 条") > part.text.index("仍在继续")


def test_a_story_of_two_topics_is_told_once_and_named_at_the_second(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    digest = make_digest(1)
    (news,) = digest.topics[0].stories
    told = replace(news, story=replace(news.story, topics=("kling", "sora")))
    kling, sora = (replace(digest.topics[0], id=one, name=one, stories=(told,)) for one in ("kling", "sora"))
    (part,) = render_parts(templates, "email", replace(digest, topics=(kling, sora)), wording)
    assert part.text.count("第 0 条") == 3, (
        "at the top, in its topic, and where the topic is named that has nothing else"
    )
    assert "* 第 0 条" in part.text
    assert "也涉及 Sora" in part.text
    assert "只在别的主题里提到\n- sora: 第 0 条" in part.text
    assert "== sora ==" not in part.text


def test_a_topic_with_stories_of_its_own_names_those_that_another_tells(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker, make_story: Callable[..., StoryNews]
) -> None:
    digest = make_digest(1)
    second = replace(
        digest.topics[0], id="sora", name="Sora", stories=(make_story(7, "另一件"), *digest.topics[0].stories)
    )
    (part,) = render_parts(templates, "email", replace(digest, topics=(digest.topics[0], second)), wording)
    assert "第 0 条：可灵的新动向 👩‍👩‍👧‍👦 (另见「可灵」)" in part.text


def test_what_names_a_topic_in_its_text_only_stands_below_what_is_about_it(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    digest = make_digest(2)
    about, passing = digest.topics[0].stories
    topic = replace(digest.topics[0], stories=(replace(passing, passing=True), about))
    (part,) = render_parts(templates, "email", replace(digest, topics=(topic,)), wording)
    assert part.text.index("* 第 0 条") < part.text.index("正文提到\n- 第 1 条")
    assert part.subject == "日报 11月23日 周一：第 0 条：可灵的新动向 👩‍👩‍👧‍👦｜共 2 件新事"


def test_a_story_that_goes_on_with_another_stands_right_below_it(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    digest = make_digest(3)
    first, second, third = digest.topics[0].stories
    third = replace(third, story=replace(third.story, follows=first.story.id))
    topic = replace(digest.topics[0], stories=(first, second, third))
    (part,) = render_parts(templates, "email", replace(digest, topics=(topic,)), wording)
    assert part.text.index("* 第 0 条") < part.text.index("    ↳ 相关: 第 2 条") < part.text.index("* 第 1 条")


def test_an_empty_digest_that_saw_nothing_does_not_claim_that_nothing_happened(
    templates: Templates, english: RenderContext, make_digest: DigestMaker
) -> None:
    digest = make_digest(0)
    blind = replace(digest, coverage=replace(digest.coverage, seen=0))
    (part,) = render_parts(templates, "email", blind, english)
    assert "does not mean that nothing happened" in part.html


def test_a_file_is_whole_by_itself_and_holds_the_data_of_the_web_hook(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker
) -> None:
    (part,) = render_parts(templates, "file", make_digest(2), wording)
    assert "bar-last" in part.html
    assert part.payload["type"] == "digest"


def test_a_users_template_overrides_a_built_in_one_and_its_mistakes_are_named(
    template_files: dict[str, str], wording: RenderContext, alert: AlertMessage
) -> None:
    mine = compile_templates({**template_files, "email/alert.txt": "MINE {{ page.stories[0].title }}"})
    assert render_parts(mine, "email", alert, wording)[0].text.startswith("MINE 可灵 2.5")
    broken = compile_templates({**template_files, "email/alert.txt": "\n{{ page.stories[0].headline }}"})
    with pytest.raises(TemplateFault, match=r"email/alert.txt:2: .*headline"):
        render_parts(broken, "email", alert, wording)


def test_a_headline_has_its_own_direction(
    templates: Templates, wording: RenderContext, make_digest: DigestMaker, alert: AlertMessage
) -> None:
    """In a line that runs from left to right the full stop of an Arabic one stood at the wrong end."""
    digest = make_digest(1)
    news = digest.topics[0].stories[0]
    arabic = "إطلاق السفينة في الميناء!"
    story = replace(news, story=replace(news.story, title=arabic))
    told = (replace(digest, topics=(replace(digest.topics[0], stories=(story,)),)), replace(alert, stories=(story,)))
    for message in told:
        (part,) = render_parts(templates, "email", message, wording)
        shown = re.findall(rf"([^>]*>){re.escape(arabic)}<", part.html[part.html.find("<body") :])
        assert re.search(rf'<span dir="auto" lang="ar">(?:<a [^>]*>)?{re.escape(arabic)}<', part.html), shown

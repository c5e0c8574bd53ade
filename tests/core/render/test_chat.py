"""Chat messages fit what their service takes, lose nothing, and name nobody."""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.channels.rendering import render_parts, render_sources
from monitor.core.model import messages
from monitor.core.model.messages import (
    AlertMessage,
    DigestMessage,
    NoticeMessage,
    RenderContext,
    Rendered,
    StoryNews,
)
from monitor.core.render.templates import Templates

CHAT = ("feishu", "dingtalk", "wecom", "slack", "discord", "telegram", "mattermost", "teams", "bark", "ntfy", "apprise")
FAMILY = "👩\u200d👩\u200d👧\u200d👦"


def wire(payload: Mapping[str, object]) -> int:
    """Bytes of the request as it is sent."""
    return len(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode())


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def at(payload: object, *path: str | int) -> str:
    for step in path:
        assert isinstance(payload, dict | list)
        payload = payload[step]  # type: ignore[index]  # the path is of this payload
    return str(payload)


def within_documented_limits(kind: str, payload: Mapping[str, object]) -> bool:
    """The provider's own limit, measured here once more and apart from the code under test (CHANNELS.md)."""
    match kind:
        case "feishu":
            return wire({"timestamp": "1700000000", "sign": "x" * 44, **payload}) <= 20_000
        case "dingtalk" | "teams" | "bark":
            return wire(payload) <= {"dingtalk": 20_000, "teams": 28_000, "bark": 4_096}[kind]
        case "wecom":
            return len(at(payload, "markdown", "content").encode()) <= 4_096
        case "slack":
            blocks = payload["blocks"]
            assert isinstance(blocks, list)
            return (
                len(blocks) <= 50
                and all(units(block["text"]["text"]) <= 3_000 for block in blocks if block["type"] == "section")
                and units(at(payload, "blocks", 0, "text", "text")) <= 150
                and wire(payload) < 40_000
            )
        case "discord":
            title, text = at(payload, "embeds", 0, "title"), at(payload, "embeds", 0, "description")
            return units(title) <= 256 and units(text) <= 4_096 and units(title) + units(text) <= 6_000
        case "telegram":
            return units(html.unescape(re.sub(r"<[^>]*>", "", at(payload, "text")))) <= 4_096
        case "mattermost":
            return len(at(payload, "text")) <= 16_383
        case "ntfy":
            return len(at(payload, "message").encode()) <= 4_096
        case _:
            return units(at(payload, "body")) <= 2_000


def whole_text(parts: tuple[Rendered, ...]) -> str:
    return "\n".join(json.dumps(part.payload, ensure_ascii=False) for part in parts)


@pytest.mark.parametrize("kind", CHAT)
def test_the_smallest_alert_is_one_small_part(
    kind: str, templates: Templates, wording: RenderContext, alert: AlertMessage, make_story: Callable[..., StoryNews]
) -> None:
    tiny = replace(alert, stories=(make_story(title="可", snippet="", url="", outlets=1),))
    (part,) = render_parts(templates, kind, tiny, wording)
    assert within_documented_limits(kind, part.payload)
    assert "可" in whole_text((part,))


@pytest.mark.parametrize("kind", CHAT)
def test_a_huge_digest_is_split_between_stories_numbered_and_every_story_is_told_once(
    kind: str, templates: Templates, wording: RenderContext, make_digest: Callable[[int], DigestMessage]
) -> None:
    parts = render_parts(templates, kind, make_digest(400), wording)
    assert len(parts) > 1
    assert all(within_documented_limits(kind, part.payload) for part in parts)
    text = re.sub("[\\\\\u200b]", "", whole_text(parts))
    numbers = re.findall(r"第 (\d+) 条", text)
    assert sorted(map(int, numbers)) == list(range(400))
    for number, part in enumerate(parts, 1):
        shown = html.unescape(json.dumps(part.payload, ensure_ascii=False)).replace("\\", "")
        assert f"({number}/{len(parts)})" in shown


@pytest.mark.parametrize("kind", CHAT)
@pytest.mark.parametrize("filler", ["可", FAMILY, "🇨🇳", "é", "𝒳"])
def test_a_message_at_the_edge_fits_and_cuts_no_character(
    kind: str, filler: str, templates: Templates, wording: RenderContext, make_story: Callable[..., StoryNews]
) -> None:
    """The filler's bytes, units and graphemes all differ; some length among these meets each limit to the byte."""
    for length in (200, 211):
        stories = tuple(
            make_story(number, title=filler * length, snippet=filler * length * 3) for number in range(1, 12)
        )
        message = AlertMessage(kind="grouped", stories=stories, at=stories[0].story.last_seen_at)
        parts = render_parts(templates, kind, message, wording)
        assert all(within_documented_limits(kind, part.payload) for part in parts)
        # Every run of the filler that was cut ends after a whole one.
        for run in re.findall(f"[{''.join(sorted(set(filler)))}]+…", whole_text(parts)):
            assert run == filler * ((len(run) - 1) // len(filler)) + "…"


@pytest.mark.parametrize("kind", CHAT)
def test_the_worst_single_story_still_fits(
    kind: str, templates: Templates, english: RenderContext, make_story: Callable[..., StoryNews]
) -> None:
    """Marks that every dialect must escape make a text several times longer."""
    worst = make_story(
        title="<*[_`]>" * 500, snippet="*~`[]()#&<>" * 500, url="https://example.org/" + "*" * 900, source="[*]" * 200
    )
    for message in (
        AlertMessage(kind="first", stories=(worst,), at=worst.story.last_seen_at),
        AlertMessage(kind="grouped", stories=(worst, worst), at=worst.story.last_seen_at, reason="*" * 3_000),
    ):
        for part in render_parts(templates, kind, message, english):
            assert within_documented_limits(kind, part.payload)


HOSTILE = (
    '@all <at user_id="all"></at> <at id=all></at> <!channel> <!here> <@everyone> @everyone @here '
    "[click](javascript:alert(1)) `code` **bold** <https://evil.example|safe> <script>alert(1)</script> \u202egnp"
)


@pytest.mark.parametrize("kind", CHAT)
def test_no_title_snippet_or_source_can_name_everybody_or_make_a_link(
    kind: str, templates: Templates, wording: RenderContext, make_story: Callable[..., StoryNews]
) -> None:
    story = make_story(title=HOSTILE, snippet=HOSTILE + " 可灵", source=HOSTILE, url="javascript:alert(1)")
    for message in (
        AlertMessage(kind="first", stories=(story,), at=story.story.last_seen_at),
        AlertMessage(kind="grouped", stories=(story, story), at=story.story.last_seen_at, reason=HOSTILE),
        NoticeMessage(title=HOSTILE, lines=(HOSTILE,), at=story.story.last_seen_at),
    ):
        for part in render_parts(templates, kind, message, wording):
            _names_nobody(kind, part.payload)


def _names_nobody(kind: str, payload: Mapping[str, object]) -> None:
    text = json.dumps(_marked_up(kind, payload), ensure_ascii=False)
    assert "\u202e" not in text
    never = {
        "feishu": ["<at", "](javascript", "@all"],
        "dingtalk": ["@all", "](javascript"],
        "wecom": ["<@", "@all", "](javascript"],
        "slack": ["<!", "<@", "<https://evil", "<javascript"],
        "discord": ["@everyone", "@here", "](javascript"],
        "telegram": ["<script", "@everyone", 'javascript:alert(1)\\"'],
        "teams": ["](javascript", "<at>"],
        "mattermost": ["@all", "@here", "@everyone", "](javascript", "<!"],
    }
    for mark in never.get(kind, []):
        assert mark not in text
    if kind == "discord":
        assert payload["allowed_mentions"] == {"parse": []}
    if kind == "dingtalk" and payload["msgtype"] == "markdown":
        assert payload["at"] == {"isAtAll": False}


def _marked_up(kind: str, payload: Mapping[str, object]) -> object:
    """What the service reads as markup: fields that it shows as plain text name nobody."""
    match kind:
        case "feishu":
            card = payload["card"]
            assert isinstance(card, dict)
            return [element for element in card["elements"] if element["tag"] == "markdown"]
        case "dingtalk":
            body = payload.get("markdown") or payload["actionCard"]
            assert isinstance(body, dict)
            return body["text"]
        case "slack":
            blocks = payload["blocks"]
            assert isinstance(blocks, list)
            return [block for block in blocks if block["type"] == "section"]
        case "discord":
            return at(payload, "embeds", 0, "description")
        case "teams":
            attachments = payload["attachments"]
            assert isinstance(attachments, list)
            return attachments[0]["content"]["body"]
        case _:
            return payload


@pytest.mark.parametrize("kind", ["feishu", "dingtalk"])
def test_every_part_holds_the_keyword_that_the_robot_demands(
    kind: str, templates: Templates, wording: RenderContext, make_digest: Callable[[int], DigestMessage]
) -> None:
    parts = render_parts(templates, kind, make_digest(400), wording, keyword="播报")
    assert len(parts) > 1
    assert all("播报" in json.dumps(part.payload, ensure_ascii=False) for part in parts)


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_every_kind_renders_every_message_in_both_languages(  # noqa: PLR0917 — fixtures
    kind: str,
    templates: Templates,
    wording: RenderContext,
    english: RenderContext,
    alert: AlertMessage,
    make_digest: Callable[[int], DigestMessage],
) -> None:
    said: tuple[messages.Message, ...] = (
        alert,
        replace(alert, kind="follow-up", possible_repeat=True),
        replace(alert, kind="grouped", stories=(*alert.stories, *alert.stories), reason="storm"),
        make_digest(0),
        make_digest(5),
        replace(make_digest(3), possible_repeat=True, late_by="the machine was off"),
        NoticeMessage(title="A source is blocked", lines=("Example: login page",), at=alert.at),
        messages.TestMessage(channel="team", at=alert.at),
    )
    for message in said:
        for words in (wording, english):
            parts = render_parts(templates, kind, message, words)
            assert parts
            assert all(part.payload or part.html for part in parts)
            assert all(part.text for part in parts)


@pytest.mark.parametrize("kind", ["feishu", "slack", "telegram", "terminal", "email"])
def test_a_possible_repeat_says_so(
    kind: str, templates: Templates, wording: RenderContext, alert: AlertMessage
) -> None:
    (part,) = render_parts(templates, kind, replace(alert, possible_repeat=True), wording)
    assert "可能重复" in part.subject
    assert "可能" in json.dumps(part.payload, ensure_ascii=False) + part.html


def test_an_alert_tells_sentence_facts_first_outlet_how_many_more_and_has_a_button(
    templates: Templates, english: RenderContext, alert: AlertMessage
) -> None:
    (part,) = render_parts(templates, "feishu", alert, english)
    text = json.dumps(part.payload, ensure_ascii=False)
    assert "**可灵**" in text
    assert "可灵 2.5" in text
    assert "Example 日报" in text
    assert "and 2 more" in text
    assert "Read the article" in text
    assert "https://news.example.org/stories/1" in text


def test_a_digest_names_its_coverage_and_its_quiet_topics(
    templates: Templates, wording: RenderContext, make_digest: Callable[[int], DigestMessage]
) -> None:
    text = whole_text(render_parts(templates, "telegram", make_digest(4), wording))
    for told in ("64 个来源中看到 62 个", "1,934", "排除 118 处", "Sora, 即梦", "Blocked Site", "19024 keyword"):
        assert told in text


def test_a_digest_without_news_proves_that_it_looked(
    templates: Templates, english: RenderContext, make_digest: Callable[[int], DigestMessage]
) -> None:
    (part,) = render_parts(templates, "slack", make_digest(0), english)
    text = whole_text((part,))
    assert "62 sources and 1,934 entries were looked at" in text
    assert "nothing new" in part.subject


def test_the_same_message_renders_the_same_bytes(
    templates: Templates, wording: RenderContext, make_digest: Callable[[int], DigestMessage]
) -> None:
    message = make_digest(9)
    for kind in CHANNEL_KINDS:
        assert render_parts(templates, kind, message, wording) == render_parts(templates, kind, message, wording)


def test_sources_of_templates_render_alike_for_the_sandbox(
    template_files: Mapping[str, str], templates: Templates, wording: RenderContext, alert: AlertMessage
) -> None:
    files = tuple(template_files.items())
    assert render_sources(files, "slack", alert, wording) == render_parts(templates, "slack", alert, wording)


@pytest.mark.parametrize(("kind", "limit"), [("wecom", 4_096), ("ntfy", 4_096), ("telegram", 4_096)])
def test_one_unit_over_the_limit_makes_two_parts_and_one_less_makes_one(
    kind: str, limit: int, templates: Templates, english: RenderContext, alert: AlertMessage
) -> None:
    """D-35: lines of Chinese and emoji, and a last one that grows by a single byte."""
    lines = tuple("可灵发布" * 20 + FAMILY for _ in range(14 if kind != "telegram" else 41))
    before = 0
    for length in range(200, 400):
        notice = NoticeMessage(title="x", lines=(*lines, "a" * length), at=alert.at)
        parts = render_parts(templates, kind, notice, english)
        size = _size(kind, parts[0].payload)
        if len(parts) == 2:
            assert before == limit
            assert all(_size(kind, part.payload) <= limit for part in parts)
            return
        before = size
    pytest.fail("never split")


def _size(kind: str, payload: Mapping[str, object]) -> int:
    match kind:
        case "wecom":
            return len(at(payload, "markdown", "content").encode())
        case "ntfy":
            return len(at(payload, "message").encode())
        case _:
            return units(html.unescape(re.sub(r"<[^>]*>", "", at(payload, "text"))))

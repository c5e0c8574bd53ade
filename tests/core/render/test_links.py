"""Feedback links: every alert and each story of a digest carries them, in every channel, within its limit."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.channels.rendering import render_parts
from monitor.core.feedback.signed_links import open_ticket
from monitor.core.model.feedback import Ticket
from monitor.core.model.messages import AlertMessage, DigestMessage, RenderContext, Rendered, StoryNews
from monitor.core.render.templates import Templates

LINK = re.compile(r"https://news\.example\.org/f/([\w-]+)")
BUTTONS = {"feishu", "dingtalk", "slack", "telegram", "teams", "ntfy"}


def tickets(parts: tuple[Rendered, ...], wording: RenderContext, kind: str) -> list[Ticket]:
    """Every link in a message, in order."""
    assert wording.links is not None
    if kind in ("email", "file"):
        texts = [part.html for part in parts]
    else:
        texts = [json.dumps(dict(part.payload), ensure_ascii=False) for part in parts]
    found = [open_ticket(token, wording.links.key) for text in texts for token in LINK.findall(text)]
    assert None not in found
    return [one for one in found if one is not None]


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_an_alert_offers_not_relevant_and_mute(
    kind: str, templates: Templates, alert: AlertMessage, english: RenderContext
) -> None:
    parts = render_parts(templates, kind, alert, english)
    found = tickets(parts, english, kind)
    story = alert.stories[0].story
    assert {(one.judgement, one.delivery_id, one.story_id) for one in found} == {
        ("not-relevant", 100_000, story.id),
        ("mute", 100_000, story.id),
    }
    assert render_parts(templates, kind, alert, english) == parts, "a repeat carries the same links"


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_without_them_nothing_is_offered(
    kind: str, templates: Templates, alert: AlertMessage, english: RenderContext
) -> None:
    for part in render_parts(templates, kind, alert, replace(english, links=None)):
        shown = json.dumps(dict(part.payload)) + part.html + part.text
        assert "/f/" not in shown
        assert "Not relevant" not in shown


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_each_story_told_in_full_by_a_digest_can_be_refused_for_its_topic(
    kind: str, templates: Templates, make_digest: Callable[[int], DigestMessage], english: RenderContext
) -> None:
    digest = make_digest(8)
    found = tickets(render_parts(templates, kind, digest, english), english, kind)
    assert {one.judgement for one in found} == ({"not-relevant", "mute"} if kind == "webhook" else {"not-relevant"})
    refusable = {(one.topic, one.story_id) for one in found if one.judgement == "not-relevant"}
    told = {(topic.id, news.story.id) for topic in digest.topics for news in topic.stories}
    assert refusable <= told
    if kind in ("email", "file", "webhook", *BUTTONS - {"ntfy"}, "discord", "wecom", "mattermost"):
        assert refusable == told


@pytest.mark.parametrize("kind", [kind for kind in CHANNEL_KINDS if kind not in ("email", "file", "webhook")])
def test_many_stories_with_links_stay_within_the_limit(
    kind: str, templates: Templates, make_story: Callable[..., StoryNews], alert: AlertMessage, english: RenderContext
) -> None:
    stories = [make_story(10**9 + n, title=f"可灵第 {n} 条：" + "长标题" * 30) for n in range(60)]
    parts = render_parts(templates, kind, replace(alert, kind="grouped", stories=stories), english)
    assert all(size.fits for part in parts for size in CHANNEL_KINDS[kind].format.sizes(part))
    assert len({one.story_id for one in tickets(parts, english, kind)}) == 60


@pytest.mark.parametrize(("kind", "most"), [("ntfy", 3), ("telegram", 4), ("slack", 4), ("teams", 4), ("feishu", 4)])
def test_no_more_buttons_than_the_service_shows(
    kind: str, most: int, templates: Templates, alert: AlertMessage, english: RenderContext
) -> None:
    (part,) = render_parts(templates, kind, alert, english)
    labels = re.findall(
        r"Read the article|All reports|Not relevant|Mute for a day", json.dumps(dict(part.payload), ensure_ascii=False)
    )
    assert len(labels) == most
    assert {"Not relevant", "Mute for a day"} <= set(labels)

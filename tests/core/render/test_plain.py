"""The JSON that people script against has exactly the documented keys."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.core.channels.rendering import render_parts
from monitor.core.model.deliveries import Delivery
from monitor.core.model.filters import SourceCounts
from monitor.core.model.messages import AlertMessage, DigestMessage, NoticeMessage, RenderContext, StoryNews
from monitor.core.model.sources import Source
from monitor.core.render.forms.hook_document import hook_json
from monitor.core.render.forms.webhook import LIMIT
from monitor.core.render.json_documents import delivery_json, mention_json, source_json, story_json, time_json
from monitor.core.render.limits import json_bytes
from monitor.core.render.templates import Templates

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def test_a_story(alert: AlertMessage) -> None:
    shown = story_json(alert.stories[0])
    assert list(shown) == [
        "id", "title", "url", "topics", "signals", "first_seen_at", "last_seen_at", "outlets", "facts", "follows",
    ]  # fmt: skip
    outlets = shown["outlets"]
    assert isinstance(outlets, list)
    assert list(outlets[0]) == ["source", "title", "url", "published"]
    assert shown == story_json(alert.stories[0].story)
    assert shown["first_seen_at"] == "2026-11-22T21:30:00Z"


def test_a_mention(alert: AlertMessage) -> None:
    shown = mention_json(alert.stories[0].mentions[0])
    assert list(shown) == [
        "id", "topic", "entry", "section", "surface", "snippet", "score", "signals", "story", "status",
    ]  # fmt: skip
    assert isinstance(shown["entry"], dict)
    assert list(shown["entry"]) == ["title", "url", "source", "published"]


def test_a_delivery() -> None:
    delivery = Delivery(
        id=7,
        key="k",
        kind="alert",
        subject="story:3",
        channel="team",
        recipient="",
        state="deferred",
        stories=(3,),
        attempts=2,
        send_at=AT,
        created_at=AT,
        provider_code="11232",
        answer="11232 too many\nrequests",
    )
    shown = delivery_json(delivery)
    assert list(shown) == [
        "id", "kind", "channel", "recipient", "state", "story", "digest", "attempts", "next_attempt_at",
        "provider_code", "answer", "sent_at", "possible_repeat",
    ]  # fmt: skip
    assert (shown["story"], shown["next_attempt_at"]) == (3, "2026-11-23T00:30:00Z")
    sent = delivery_json(replace(delivery, state="sent", sent_at=AT, stories=(3, 4)))
    assert (sent["story"], sent["next_attempt_at"], sent["sent_at"]) == (None, None, "2026-11-23T00:30:00Z")


def test_a_source() -> None:
    source = Source(
        id=1, url="https://example.org/f", kind="feed", title="Example", health="blocked", error="a login page"
    )
    shown = source_json(source, SourceCounts(entries=40, recent=21, newest_at=AT))
    assert list(shown) == [
        "url", "kind", "title", "tier", "state", "health", "error", "failures", "last_success_at", "next_due_at",
        "why_then", "entries", "posts_per_day",
    ]  # fmt: skip
    assert (shown["entries"], shown["posts_per_day"], shown["last_success_at"]) == (40, 3.0, None)
    assert source_json(source, None)["posts_per_day"] == 0.0


def test_times_are_utc_with_a_z() -> None:
    assert time_json(AT.astimezone(tz=None)) == "2026-11-23T00:30:00Z"
    assert time_json(None) is None


def test_an_alert_for_the_web_hook(alert: AlertMessage, wording: RenderContext) -> None:
    shown = hook_json(alert, wording)
    assert list(shown) == ["type", "timestamp", "data"]
    data = shown["data"]
    assert isinstance(data, dict)
    assert {"kind", "possible_repeat", "topics", "signals", "story", "new_facts", "mentions"} <= set(data)
    summary = hook_json(replace(alert, kind="grouped"), wording)["data"]
    assert isinstance(summary, dict)
    assert "stories" in summary
    assert "story" not in summary


def test_a_digest_for_the_web_hook(make_digest: Callable[[int], DigestMessage], wording: RenderContext) -> None:
    data = hook_json(make_digest(2), wording)["data"]
    assert isinstance(data, dict)
    assert {"name", "period", "coverage", "topics"} <= set(data)
    assert data["period"] == {"from": "2026-11-22T00:30:00Z", "to": "2026-11-23T00:30:00Z"}
    assert {"sources", "seen", "failing", "entries", "mentions", "stories", "refused"} <= set(data["coverage"])
    assert set(data["topics"][0]) >= {"id", "name", "stories"}


def test_a_notice_for_the_web_hook(wording: RenderContext) -> None:
    shown = hook_json(NoticeMessage(title="Blocked", lines=("a", "b"), at=AT), wording)
    assert shown["type"] == "notice"


def test_halves_of_characters_never_reach_the_wire(
    make_story: Callable[..., StoryNews], wording: RenderContext
) -> None:
    story = make_story(title="half \ud83d", snippet="\udc00 可灵", source="\ud800")
    body = json_bytes(hook_json(AlertMessage(kind="first", stories=(story,), at=AT), wording))
    assert json.loads(body)["data"]["story"]["title"] == "half \ufffd"


def test_a_very_long_digest_comes_in_numbered_parts_and_each_story_once(
    templates: Templates, make_digest: Callable[[int], DigestMessage], wording: RenderContext
) -> None:
    parts = render_parts(templates, "webhook", make_digest(600), wording)
    assert len(parts) > 1
    assert all(len(json_bytes(part.payload)) <= LIMIT.limit + 100 for part in parts)
    ids: list[int] = []
    for number, part in enumerate(parts, 1):
        data = part.payload["data"]
        assert isinstance(data, dict)
        assert data["part"] == {"number": number, "of": len(parts)}
        ids += [story["id"] for topic in data["topics"] for story in topic["stories"]]
    assert ids == list(range(600))


def test_the_time_of_a_message_is_not_that_of_the_attempt(alert: AlertMessage, wording: RenderContext) -> None:
    later = replace(alert, possible_repeat=True)
    assert hook_json(later, wording)["timestamp"] == hook_json(alert, wording)["timestamp"]
    moved = replace(alert, at=alert.at + timedelta(hours=1))
    assert hook_json(moved, wording)["timestamp"] == "2026-11-23T01:30:00Z"

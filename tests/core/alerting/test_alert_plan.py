"""What a report owes to each recipient, by what that recipient was told of its story before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.core.alerting.alert_plan import AlertCandidate, Routing, plan_alerts
from monitor.core.alerting.grouping import MUTED, NOT_RELEVANT
from monitor.core.model.deliveries import Delivery, FollowUpPayload, NewDelivery
from monitor.core.model.matches import Topic
from monitor.core.model.settings import ChannelSettings, Route, RouteMatch, Watchlists
from monitor.core.model.sources import Source
from monitor.core.model.stories import Fact

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PRICE = Fact(kind="price", value="99 cny", surface="99 元")
CANDIDATE = AlertCandidate(
    story_id=5,
    source=Source(id=1, url="https://a.example/feed", kind="feed", title="A"),
    topics=frozenset({"rain"}),
    signals=frozenset(),
    lang="en",
    score=0.9,
    status="new",
    fresh=True,
)
ROUTING = Routing(
    routes=(
        Route(match=RouteMatch(topics=frozenset({"rain"})), channels=("wet",), proceed=True),
        Route(match=RouteMatch(topics=frozenset({"frost"})), channels=("cold",)),
    ),
    channels={name: ChannelSettings(name=name, kind="webhook") for name in ("wet", "cold", "spare")},
    watchlists=Watchlists(topics=tuple(Topic(id=name, name={}, aliases=()) for name in ("rain", "frost"))),
    zone=UTC,
)


def earlier(**values: Any) -> Delivery:
    """What told the story to the channel "wet" before, if nothing else is said."""
    blank: dict[str, Any] = {
        "id": 1, "key": "k", "kind": "alert", "subject": "story:5", "channel": "wet", "recipient": "", "stories": (5,),
        "state": "sent", "send_at": NOW, "created_at": NOW, "topics": ("rain",),
    }  # fmt: skip
    return Delivery(**blank | values)


def said(planned: Sequence[NewDelivery]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.channel, one.subject) for one in planned]


def test_a_topic_that_a_story_gains_is_told_to_that_topics_channels() -> None:
    """Its first topic's channel was told; a later report names the second topic, too."""
    gained = replace(CANDIDATE, topics=frozenset({"frost"}))
    assert said(plan_alerts(gained, [earlier()], ROUTING, now=NOW)) == [("alert", "cold", "story:5")]


def test_a_recipient_who_was_told_of_the_story_is_not_told_again_for_a_further_topic() -> None:
    both = replace(ROUTING, routes=(Route(channels=("wet",)),))
    gained = replace(CANDIDATE, topics=frozenset({"frost"}))
    assert plan_alerts(gained, [earlier()], both, now=NOW) == []


@pytest.mark.parametrize("state", ["pending", "deferred", "held"])
def test_a_first_alert_that_still_waits_takes_new_facts_up_itself(state: Any) -> None:
    """A follow-up beside it would tell the same facts a second time."""
    with_price = replace(CANDIDATE, new_facts=(PRICE,))
    assert plan_alerts(with_price, [earlier(state=state)], ROUTING, now=NOW) == []


def test_new_facts_are_a_follow_up_for_whom_it_was_told_and_a_first_alert_for_whom_it_was_not() -> None:
    candidate = replace(CANDIDATE, topics=frozenset({"rain", "frost"}), new_facts=(PRICE,))
    follow_up, first = plan_alerts(candidate, [earlier()], ROUTING, now=NOW)
    assert (follow_up.kind, follow_up.channel, follow_up.payload) == (
        "follow-up",
        "wet",
        FollowUpPayload(facts=(PRICE,)),
    )
    assert (first.kind, first.channel, first.subject) == ("alert", "cold", "story:5")


def test_a_story_whose_only_alert_died_is_told_by_the_next_report_of_it() -> None:
    died = earlier(state="dead", provider_code="400")
    second_outlet = replace(CANDIDATE, status="duplicate")
    assert said(plan_alerts(second_outlet, [died], ROUTING, now=NOW)) == [("alert", "wet", "story:5:anew:1")]
    again = earlier(id=2, state="dead", provider_code="400", subject="story:5:anew:1")
    assert said(plan_alerts(second_outlet, [died, again], ROUTING, now=NOW)) == [("alert", "wet", "story:5:anew:2")]


def test_what_the_fallback_told_in_place_of_a_dead_alert_is_told() -> None:
    wet = replace(ROUTING.channels["wet"], fallback="spare")
    routing = replace(ROUTING, channels={**ROUTING.channels, "wet": wet})
    history = [earlier(state="dead", provider_code="400"), earlier(id=2, channel="spare")]
    assert plan_alerts(replace(CANDIDATE, status="duplicate"), history, routing, now=NOW) == []


@pytest.mark.parametrize("code", [MUTED, NOT_RELEVANT])
def test_what_was_dropped_on_purpose_is_settled_for_its_topics_and_for_no_other(code: str) -> None:
    dropped = earlier(state="dead", provider_code=code)
    assert plan_alerts(replace(CANDIDATE, status="duplicate"), [dropped], ROUTING, now=NOW) == []
    everybody = replace(ROUTING, routes=(Route(channels=("wet",)),))
    other = replace(CANDIDATE, topics=frozenset({"frost"}))
    assert said(plan_alerts(other, [dropped], everybody, now=NOW)) == [("alert", "wet", "story:5")]


def test_a_correction_goes_to_those_who_were_told_only() -> None:
    correction = replace(CANDIDATE, topics=frozenset({"rain", "frost"}), new_facts=(PRICE,), correction=True)
    assert [one.channel for one in plan_alerts(correction, [earlier()], ROUTING, now=NOW)] == ["wet"]
    assert plan_alerts(correction, [earlier(state="dead", provider_code="400")], ROUTING, now=NOW) == []


def test_a_plain_duplicate_is_silent_and_an_official_one_reaches_who_was_not_reached() -> None:
    duplicate = replace(CANDIDATE, topics=frozenset({"rain", "frost"}), status="duplicate")
    assert plan_alerts(duplicate, [earlier()], ROUTING, now=NOW) == []
    official = replace(duplicate, source=replace(duplicate.source, tier="official"))
    assert said(plan_alerts(official, [earlier()], ROUTING, now=NOW)) == [("alert", "cold", "story:5")]


def test_a_first_sight_leaves_out_who_knows_the_story_and_takes_it_up_once() -> None:
    seen = replace(CANDIDATE, status="baseline")
    assert said(plan_alerts(seen, [], ROUTING, now=NOW)) == [("grouped", "wet", "first-sight:rain:2026-11-23")]
    assert plan_alerts(seen, [earlier()], ROUTING, now=NOW) == []
    yesterday = earlier(kind="grouped", subject="first-sight:rain:2026-11-22", created_at=NOW - timedelta(days=1))
    assert plan_alerts(seen, [yesterday], ROUTING, now=NOW) == []
    assert plan_alerts(replace(seen, fresh=False), [], ROUTING, now=NOW) == ()


@pytest.mark.parametrize(
    ("wanted", "given", "fits"),
    [
        ("zh", "zh-CN", True),
        ("zh", "zh", True),
        ("zh-CN", "zh-cn", True),
        ("en-us", "en_US", True),
        ("zh-TW", "zh-CN", False),
        ("zh-TW", "zh", False),
        ("en", "", False),
        ("e", "en", False),
    ],
)
def test_a_route_by_language_takes_its_regions_too(wanted: str, given: str, fits: bool) -> None:
    by_language = replace(ROUTING, routes=(Route(match=RouteMatch(lang=frozenset({wanted})), channels=("wet",)),))
    assert bool(plan_alerts(replace(CANDIDATE, lang=given), [], by_language, now=NOW)) is fits


@pytest.mark.parametrize("name", ["https://a.example/feed", "https://new.example/feed", "A"])
def test_a_route_by_source_knows_it_after_it_moved(name: str) -> None:
    moved = Source(
        id=1, url="https://new.example/feed", configured_url="https://a.example/feed", kind="feed", title="A"
    )
    by_source = replace(ROUTING, routes=(Route(match=RouteMatch(source=frozenset({name})), channels=("wet",)),))
    assert plan_alerts(replace(CANDIDATE, source=moved), [], by_source, now=NOW)

"""Groups, reasons and rates: the small decisions of which alerts come together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.core.alerting.grouping import (
    ALONE,
    group_payload,
    group_reason,
    group_subject,
    grouping_of,
    is_backlog,
    is_mergeable,
    is_storm,
    rate_overflows,
    route_id,
)
from monitor.core.alerting.rate_limits import rate_room, turn_at
from monitor.core.channels.registry import limits_of
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.deliveries import Delivery, NoticePayload, RepeatPayload
from monitor.core.model.settings import Route, RouteMatch

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ALERT = Delivery(
    id=1,
    key="k1",
    kind="alert",
    subject="story:1",
    channel="team",
    recipient="",
    state="pending",
    send_at=NOW,
    created_at=NOW,
)


def test_a_group_is_the_route_and_what_its_stories_share() -> None:
    route = Route(channels=("team",), group_by=("topic", "lang"))
    labels = {"topic": ("sora", "kling"), "lang": ("zh",), "story": ("17",)}
    assert grouping_of(route, labels) == f"{route_id(route)}|topic=kling+sora|lang=zh"
    assert grouping_of(replace(route, group_by=()), labels).endswith("|story=17")


def test_a_routes_name_does_not_depend_on_the_order_of_sets_and_changes_with_the_route() -> None:
    names = [f"topic-{n}" for n in range(50)]
    one, other = (
        Route(match=RouteMatch(topics=frozenset(given)), channels=("team",)) for given in (names, reversed(names))
    )
    assert route_id(one) == route_id(other)
    assert route_id(one) != route_id(replace(one, channels=("mail",)))


def test_only_alerts_that_nobody_can_have_got_are_put_together() -> None:
    assert is_mergeable(ALERT)
    assert is_mergeable(replace(ALERT, kind="follow-up"))
    for not_so in (
        replace(ALERT, kind="digest"), replace(ALERT, kind="grouped"), replace(ALERT, possible_repeat=True),
        replace(ALERT, parts_sent=1), replace(ALERT, grouped_into=9), replace(ALERT, provider_code=ALONE),
    ):  # fmt: skip
        assert not is_mergeable(not_so)


def test_a_backlog_is_more_than_three_alerts_of_which_one_waited_a_quarter_of_an_hour() -> None:
    later = NOW + timedelta(minutes=15)
    assert is_backlog([ALERT] * 4, later)
    assert not is_backlog([ALERT] * 3, later)
    assert not is_backlog([ALERT] * 4, later - timedelta(seconds=1))


def test_a_storm_counts_what_waits_and_what_was_told() -> None:
    assert not is_storm(3, 2, (5, MINUTE))
    assert is_storm(3, 3, (5, MINUTE))


def test_the_last_turn_of_a_rate_tells_all_that_wait() -> None:
    assert not rate_overflows(21, None)
    assert not rate_overflows(21, 18)
    assert not rate_overflows(1, 1)
    assert rate_overflows(2, 1)


def test_a_group_is_named_by_what_it_tells_and_says_why() -> None:
    two = [ALERT, replace(ALERT, id=2, key="k2")]
    assert group_subject(two) == group_subject(two[::-1])
    assert group_subject(two) != group_subject(two[:1])
    assert group_reason(group_payload(two, "storm", NOW)) == "storm: 2 alerts in one message"
    waited = group_payload(two, "backlog", NOW + timedelta(hours=71))
    assert render_reason(group_reason(waited), "zh") == "积压 2 条，最早的已等待 3天"
    assert group_reason(group_payload(two, "group", NOW)) == ""
    assert group_reason(RepeatPayload(number=1)) == "still going on"
    assert group_reason(NoticePayload(title="x")) == ""
    assert group_reason(None) == ""


def test_a_channels_own_rate_wins_and_every_limit_of_a_kind_holds() -> None:
    assert limits_of("dingtalk", (5, MINUTE)) == ((5, MINUTE),)
    assert limits_of("webhook", None) == ()
    feishu = limits_of("feishu", None)
    burst = [NOW] * 4
    assert turn_at(burst, feishu, NOW) == NOW + timedelta(seconds=1)
    assert turn_at([NOW - timedelta(seconds=30)] * 90, feishu, NOW) == NOW + timedelta(seconds=30)
    assert turn_at([], (), NOW) == NOW
    assert (rate_room(burst, feishu, NOW), rate_room([], limits_of("slack", None), NOW), rate_room([], (), NOW)) == (
        86,
        60,
        None,
    )

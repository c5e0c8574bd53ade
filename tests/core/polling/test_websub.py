"""Subscriptions follow what a hub answers, and a hub is relied on as far as it keeps its word."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.i18n.phrases import Reason
from monitor.core.model.subscriptions import Advertised, Subscription
from monitor.core.polling.websub import (
    UNHEARD,
    Question,
    Signature,
    after_answer,
    after_request,
    before_request,
    clamp_to_now,
    given_up,
    is_current,
    request_form,
)
from monitor.core.polling.websub_reliability import (
    SHORTEST_GAP,
    after_push,
    due_after_push,
    is_lively,
    is_silent,
    push_in_words,
    record_poll,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TOPIC = "https://outlet.example/feed?a=b%20c"
NEW = Subscription(
    source_id=1,
    hub="https://hub.example/",
    topic=TOPIC,
    token="token",
    callback="https://news.example/websub/token",
    secret="secret",
    next_at=NOON,
)
SUBSCRIBE = Question(mode="subscribe", topic=TOPIC, challenge="echo", lease_seconds="864000")


def agreed(question: Question, one: Subscription, *, at: datetime = NOON) -> Subscription:
    """What becomes of a subscription when we agree."""
    yes, after = after_answer(one, question, now=at, draw=0.5)
    assert yes
    assert after is not None
    return after


def verified(record: str = "") -> Subscription:
    """A subscription whose lease began at noon."""
    return replace(agreed(SUBSCRIBE, before_request(NEW, now=NOON)), record=record)


def test_a_request_says_who_asks_for_what() -> None:
    form = request_form(NEW)
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == TOPIC
    assert form["hub.callback"] == "https://news.example/websub/token"
    assert form["hub.secret"] == "secret"
    assert int(form["hub.lease_seconds"]) == 864_000
    assert request_form(replace(NEW, state="leaving")).keys() == {"hub.mode", "hub.topic", "hub.callback"}


def test_a_verified_lease_is_renewed_well_before_its_end() -> None:
    one = verified()
    assert (one.state, one.reason, one.failures) == ("verified", "", 0)
    assert one.lease_until == NOON + 10 * DAY
    assert NOON + 5 * DAY <= one.next_at <= NOON + 7 * DAY


def test_a_renewal_keeps_since_when_it_stands_and_a_lapse_does_not() -> None:
    one = verified()
    assert agreed(SUBSCRIBE, one, at=NOON + 6 * DAY).verified_at == NOON
    assert agreed(SUBSCRIBE, one, at=NOON + 11 * DAY).verified_at == NOON + 11 * DAY


@pytest.mark.parametrize(
    ("said", "lease"),
    [("", DAY), ("-5", DAY), ("1e9", DAY), ("٣", DAY), ("0", MINUTE), ("3600", HOUR), ("9" * 40, 90 * DAY)],
)
def test_a_lease_is_what_the_hub_says_within_reason(said: str, lease: timedelta) -> None:
    one = agreed(replace(SUBSCRIBE, lease_seconds=said), NEW)
    assert one.lease_until == NOON + lease
    assert NOON < one.next_at < NOON + lease


@pytest.mark.parametrize(
    "question",
    [
        replace(SUBSCRIBE, topic="https://other.example/feed"),
        replace(SUBSCRIBE, mode="unsubscribe"),
        replace(SUBSCRIBE, mode="publish"),
        replace(SUBSCRIBE, challenge=""),
        replace(SUBSCRIBE, challenge="x" * 5000),
    ],
)
def test_what_we_did_not_ask_for_is_not_agreed_to(question: Question) -> None:
    assert after_answer(NEW, question, now=NOON, draw=0) == (False, NEW)


def test_a_topic_may_come_back_in_another_spelling() -> None:
    assert agreed(replace(SUBSCRIBE, topic="https://outlet.example/feed?a=b c"), NEW).state == "verified"


def test_a_denial_is_kept_with_its_reason_and_asked_again_after_a_week() -> None:
    one = agreed(Question(mode="denied", topic=TOPIC, reason="not on our\nlist" + "!" * 500), verified())
    assert one.state == "denied"
    assert one.reason.startswith("the hub denies it: not on ourlist!")
    assert len(one.reason) < 250
    assert one.next_at == NOON + 7 * DAY
    assert before_request(one, now=one.next_at).state == "asked"
    assert not is_lively(one, now=NOON)


def test_a_hub_that_does_not_call_back_is_asked_less_and_less_often() -> None:
    one, waits = NEW, []
    for _ in range(12):
        one = after_request(before_request(one, now=NOON), refused="")
        waits.append(one.next_at - NOON)
    assert waits[:3] == [10 * MINUTE, 20 * MINUTE, 40 * MINUTE]
    assert waits[-1] == DAY
    assert one.reason == Reason(UNHEARD)


def test_a_renewal_that_fails_is_tried_again_while_the_lease_runs() -> None:
    """Ten minutes before the end it does not wait for twenty."""
    one = replace(verified(), failures=3, lease_until=NOON + 10 * MINUTE)
    one = after_request(before_request(one, now=NOON), refused="the hub refuses (503)")
    assert one.next_at - NOON < 4 * MINUTE
    assert (one.state, one.reason) == ("verified", "the hub refuses (503)")


def test_an_answer_that_comes_after_the_call_back_changes_nothing() -> None:
    """A hub may verify first and answer then, even with an error."""
    one = verified()
    assert after_request(one, refused="the hub refuses (500)") == one


def test_what_is_given_up_is_ended_at_the_hub_only_where_something_runs() -> None:
    assert given_up(NEW, now=NOON) is None
    leaving = given_up(verified(), now=NOON + HOUR)
    assert leaving is not None
    assert (leaving.state, leaving.next_at) == ("leaving", NOON + HOUR)
    assert given_up(leaving, now=NOON + 2 * HOUR) == leaving
    assert given_up(leaving, now=NOON + 11 * DAY) is None
    unsubscribe = Question(mode="unsubscribe", topic=TOPIC, challenge="echo")
    assert after_answer(leaving, unsubscribe, now=NOON, draw=0) == (True, None)
    assert after_answer(leaving, SUBSCRIBE, now=NOON, draw=0) == (False, leaving)


def test_a_lease_from_a_future_that_is_none_is_asked_for_anew() -> None:
    """The clock ran ahead and was put right."""
    one = verified()
    assert clamp_to_now(one, now=NOON) == one
    earlier = clamp_to_now(one, now=NOON - 400 * DAY)
    assert (earlier.next_at, earlier.lease_until) == (NOON - 400 * DAY, None)
    assert not is_lively(replace(earlier, record="ppp"), now=NOON - 400 * DAY)
    renewed_ahead = replace(one, next_at=NOON + 400 * DAY, lease_until=NOON + 404 * DAY)
    assert clamp_to_now(renewed_ahead, now=NOON).next_at == NOON


def test_a_subscription_is_for_this_hub_topic_and_callback() -> None:
    source = Advertised(source_id=1, configured_url=TOPIC, hub=NEW.hub, topic=TOPIC)
    assert is_current(NEW, source, base="https://news.example/")
    assert not is_current(NEW, None, base="https://news.example")
    assert not is_current(NEW, source, base="")
    assert not is_current(NEW, source, base="https://moved.example")
    assert not is_current(NEW, replace(source, hub="https://hub2.example/"), base="https://news.example")
    assert not is_current(NEW, replace(source, topic="https://outlet.example/2"), base="https://news.example")


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512", "SHA256"])
def test_every_recognised_signature_is_checked_piece_by_piece(method: str) -> None:
    body = b"<rss/>" * 1000
    good = hmac.new(b"secret", body, getattr(hashlib, method.lower())).hexdigest()
    for header, expected in (
        (f"{method}={good}", True),
        (f" {method}={good.upper()} ", True),
        (f"{method}={good[:-1]}", False),
        (f"{method}={'0' * len(good)}", False),
        (f"{method}={good}é", False),
    ):
        check = Signature(header, "secret")
        for start in range(0, len(body), 700):
            check.feed(body[start : start + 700])
        assert check.is_good() is expected


@pytest.mark.parametrize("header", ["", "sha256", "md5=d41d8cd98f00b204e9800998ecf8427e", "=", "new=1", "__doc__=1"])
def test_no_signature_is_a_wrong_one(header: str) -> None:
    check = Signature(header, "secret")
    check.feed(b"")
    assert not check.is_good()


def test_news_that_was_told_is_looked_for_until_the_publisher_shows_it() -> None:
    """Its cache may lag behind the hub: again after 1, 5 and 15 minutes, then it is let go."""
    one, again = after_push(verified(), now=NOON), None
    waits = []
    for _ in range(4):
        one, again = record_poll(one, began=NOON + MINUTE, now=NOON + MINUTE, found=False, looked_before=NOON)
        waits.append(again - NOON - MINUTE if again else None)
    assert waits == [MINUTE, 5 * MINUTE, 15 * MINUTE, None]
    assert (one.news_at, one.looks, one.record) == (None, 0, "e")


def test_a_poll_that_finds_what_was_told_speaks_for_the_hub() -> None:
    one, again = record_poll(after_push(verified(), now=NOON), began=NOON, now=NOON, found=True, looked_before=NOON)
    assert (one.record, one.news_at, again) == ("p", None, None)
    assert is_lively(one, now=NOON)
    assert not is_lively(one, now=NOON + 10 * DAY)


def test_a_delivery_during_a_poll_is_looked_for_after_it() -> None:
    """The poll may have asked the moment before."""
    one = after_push(verified(), now=NOON + MINUTE)
    for found in (False, True):
        after, again = record_poll(one, began=NOON, now=NOON + 2 * MINUTE, found=found, looked_before=NOON)
        assert again == NOON + 2 * MINUTE + SHORTEST_GAP
        assert after.news_at == NOON + MINUTE


def test_a_hub_that_is_a_little_slower_than_our_poll_is_in_time() -> None:
    """And one look is enough: there may be more than what was found already."""
    one, _ = record_poll(verified(), began=NOON, now=NOON, found=True, looked_before=NOON)
    assert one.unpushed_at == NOON
    one = after_push(one, now=NOON + 10 * MINUTE)
    assert one.record == "p"
    one, again = record_poll(
        one, began=NOON + 11 * MINUTE, now=NOON + 11 * MINUTE, found=False, looked_before=NOON + 10 * MINUTE
    )
    assert (one.news_at, again) == (None, None)


def test_a_silent_hub_is_noticed_and_trusted_again_when_it_speaks() -> None:
    one, at = verified("ppp"), NOON
    for number in range(3):
        assert is_lively(one, now=at), number
        one, _ = record_poll(one, began=at, now=at, found=True, looked_before=at)
        at += HOUR
        one, _ = record_poll(one, began=at, now=at, found=False, looked_before=at)
    assert one.record == "pppmmm"
    assert is_silent(one)
    assert not is_lively(one, now=at)
    assert push_in_words(one, now=at) == "silent hub: 3 of the last 6 news came without it"
    for _ in range(8):
        one, _ = record_poll(after_push(one, now=at), began=at, now=at, found=True, looked_before=at)
    assert is_lively(one, now=at)


def test_a_late_delivery_counts_as_missed() -> None:
    one, _ = record_poll(verified(), began=NOON, now=NOON, found=True, looked_before=NOON)
    assert after_push(one, now=NOON + 16 * MINUTE).record == "m"


def test_a_hub_is_not_blamed_for_what_came_before_it_agreed() -> None:
    for before in (None, NOON - MINUTE):
        one, _ = record_poll(verified(), began=NOON + HOUR, now=NOON + HOUR, found=True, looked_before=before)
        assert one.unpushed_at is None
    lapsed = replace(verified(), lease_until=NOON)
    one, _ = record_poll(lapsed, began=NOON + HOUR, now=NOON + HOUR, found=True, looked_before=NOON)
    assert one.unpushed_at is None


def test_a_hub_that_never_told_anything_is_not_relied_on() -> None:
    assert not is_lively(verified(), now=NOON)
    assert not is_lively(None, now=NOON)
    assert push_in_words(verified(), now=NOON) == "agreed, nothing pushed yet"


def test_deliveries_in_a_row_are_one_look_a_minute() -> None:
    assert due_after_push(verified(), now=NOON, last_polled_at=None) == NOON
    assert due_after_push(verified(), now=NOON, last_polled_at=NOON - HOUR) == NOON
    assert due_after_push(verified(), now=NOON, last_polled_at=NOON - timedelta(seconds=10)) == NOON + timedelta(
        seconds=50
    )
    assert due_after_push(verified(), now=NOON, last_polled_at=NOON + DAY) == NOON, "the clock was set back"


def test_a_hub_that_knocks_for_nothing_costs_less_and_less() -> None:
    """Every minute for a day: some thirty looks, not a thousand; and the next news counts as ever."""
    one, due, looks = verified("p"), NOON + DAY, 0
    last = NOON
    for minute in range(24 * 60):
        at = NOON + (minute + 1) * MINUTE
        one = after_push(one, now=at)
        due = min(due, due_after_push(one, now=at, last_polled_at=last))
        if due <= at:
            looks, last = looks + 1, at
            one, again = record_poll(one, began=at, now=at, found=False, looked_before=at)
            due = again or at + DAY
    assert 20 < looks < 40
    assert not is_lively(one, now=last), "it told nothing true for long"
    one, _ = record_poll(after_push(one, now=last), began=last, now=last, found=True, looked_before=last)
    assert due_after_push(one, now=last, last_polled_at=last) == last + SHORTEST_GAP

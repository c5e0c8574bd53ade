"""Quiet hours, back-off, rates, freshness and routes: the small decisions of telling."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.core.alerting.mention_status import is_fresh, status_of
from monitor.core.alerting.quiet_hours import release_at
from monitor.core.alerting.rate_limits import wait_for_turn
from monitor.core.alerting.retry import next_attempt_at
from monitor.core.alerting.routing import Traits, plan_deliveries, routes_for
from monitor.core.calendar.waits import draw_for
from monitor.core.model.settings import ChannelSettings, Route, RouteMatch
from monitor.core.model.sources import Source, Validators
from monitor.core.polling.source_health import after_failure, after_success, describe_silence

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("local_hour", "minute", "released"),
    [(21, 59, None), (22, 0, (24, 7, 30)), (3, 0, (23, 7, 30)), (7, 29, (23, 7, 30)), (7, 30, None), (12, 0, None)],
)
def test_quiet_hours_over_midnight_end_in_the_morning(
    local_hour: int, minute: int, released: tuple[int, int, int] | None
) -> None:
    now = datetime(2026, 11, 23, local_hour, minute, tzinfo=SHANGHAI).astimezone(UTC)
    expected = now if released is None else datetime(2026, 11, *released, tzinfo=SHANGHAI).astimezone(UTC)
    assert release_at("22:00-07:30", now, SHANGHAI) == expected


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_when_it_comes_again() -> None:
    """The first 02:30 is over at the second 02:10: what it would release goes out in the quiet hours."""
    zone = ZoneInfo("Europe/Berlin")
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert release_at("22:00-02:30", second, zone) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    first = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    assert release_at("22:00-02:30", first, zone) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_back_off_doubles_to_an_hour_and_ends_after_three_days() -> None:
    waits = [
        next_attempt_at(NOW, attempts=n, first_attempt_at=NOW, retry_after=None, draw=0.5) for n in (1, 2, 3, 10, 5000)
    ]
    assert [wait - NOW for wait in waits if wait] == [
        timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120), timedelta(hours=1), timedelta(hours=1),
    ]  # fmt: skip
    late = NOW + timedelta(hours=72)
    assert next_attempt_at(late, attempts=9, first_attempt_at=NOW, retry_after=None, draw=0.5) is None


def test_back_off_is_never_sooner_than_the_provider_asked_and_an_absurd_wish_is_clamped() -> None:
    asked = next_attempt_at(NOW, attempts=1, first_attempt_at=NOW, retry_after=timedelta(minutes=10), draw=0.5)
    absurd = next_attempt_at(NOW, attempts=1, first_attempt_at=NOW, retry_after=timedelta(days=999), draw=0.5)
    assert asked == NOW + timedelta(minutes=10)
    assert absurd == NOW + timedelta(hours=24)


def test_draws_differ_between_attempts_and_repeat_between_runs() -> None:
    draws = [draw_for("ab" * 16, attempt) for attempt in range(20)]
    assert len(set(draws)) == 20
    assert draws == [draw_for("ab" * 16, attempt) for attempt in range(20)]
    assert all(0 <= draw < 1 for draw in draws)


def test_a_spent_rate_waits_until_the_oldest_message_leaves_the_window() -> None:
    sent = [NOW - timedelta(seconds=50), NOW - timedelta(seconds=20)]
    assert wait_for_turn(sent, count=2, per=timedelta(minutes=1), now=NOW) == timedelta(seconds=10)
    assert wait_for_turn(sent, count=3, per=timedelta(minutes=1), now=NOW) == timedelta(0)


def _status(**changed: object) -> str:
    facts: dict[str, object] = {
        "published_at": NOW, "trust": "stated", "precision": "second", "first_sight": False, "muted": False, "now": NOW,
        "max_age": timedelta(hours=24),
    }  # fmt: skip
    return status_of(**(facts | changed))  # type: ignore[arg-type]  # the keys are status_of's own


def test_statuses_follow_age_first_sight_and_mutes() -> None:
    old = NOW - timedelta(hours=25)
    assert _status() == "new"
    assert _status(published_at=old) == "late"
    assert _status(published_at=old, precision="day") == "new", "the day may have ended an hour ago"
    assert _status(published_at=None, trust="first_seen") == "new"
    assert _status(first_sight=True) == "baseline"
    assert _status(first_sight=True, muted=True) == "muted"


def test_what_a_lost_store_may_have_told_is_late_at_the_first_reading_after_a_restore() -> None:
    restored = NOW - timedelta(hours=1)
    assert _status(restored_at=restored) == "new", "it was published since"
    assert _status(restored_at=restored, published_at=restored + timedelta(seconds=1)) == "new"
    assert _status(restored_at=restored, published_at=restored) == "late"
    assert _status(restored_at=restored, trust="inferred") == "late", "nobody says when"
    assert _status(restored_at=restored, published_at=None, trust="first_seen") == "late"
    assert _status(restored_at=restored, published_at=None, first_sight=True) == "baseline"


@pytest.mark.parametrize(
    ("precision", "lasts"),
    [
        ("second", timedelta(0)),
        ("day", timedelta(days=1, hours=14)),
        ("month", timedelta(days=31, hours=14)),
        ("year", timedelta(days=366, hours=14)),
    ],
)
def test_a_date_is_late_a_second_after_all_that_it_may_mean(precision: str, lasts: timedelta) -> None:
    """A day without a zone ends fourteen hours later where it ends last."""
    ends = NOW - timedelta(hours=24) - lasts
    assert _status(published_at=ends, precision=precision) == "new"
    assert _status(published_at=ends - timedelta(seconds=1), precision=precision) == "late"


def test_a_day_counts_as_late_once_all_of_it_is_too_old() -> None:
    now = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)

    def of_day(month: int, day: int, hour: int = 0) -> str:
        return _status(published_at=datetime(2026, month, day, hour, tzinfo=UTC), precision="day", now=now)

    assert [of_day(11, day) for day in (28, 27, 26)] == ["new", "new", "new"]
    assert [of_day(11, day) for day in (24, 15)] == ["late", "late"]
    assert [of_day(9, day) for day in (1, 10, 19)] == ["late", "late", "late"]
    assert _status(published_at=now - timedelta(days=80), precision="day", now=now, trust="inferred") == "late"
    assert _status(published_at=now - timedelta(days=80), precision="day", now=now, trust="first_seen") == "new"


def test_a_month_or_a_year_without_a_day_lasts_until_its_end() -> None:
    now = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)

    def of(precision: str, at: datetime) -> str:
        return _status(published_at=at, precision=precision, now=now)

    assert of("month", datetime(2026, 11, 1, tzinfo=UTC)) == "new"
    assert of("month", datetime(2026, 10, 31, 16, tzinfo=UTC)) == "new", "November in Shanghai"
    assert of("month", datetime(2026, 10, 1, tzinfo=UTC)) == "late"
    assert of("year", datetime(2026, 1, 1, tzinfo=UTC)) == "new"
    assert of("year", datetime(2025, 1, 1, tzinfo=UTC)) == "late"
    assert of("day", datetime(2026, 1, 1, tzinfo=UTC)) == "late", "New Year's Day is a day"


def test_at_a_first_sight_only_a_stated_recent_date_is_worth_a_summary() -> None:
    day = timedelta(hours=24)
    assert is_fresh(published_at=NOW, trust="stated", now=NOW, max_age=day)
    assert not is_fresh(published_at=NOW, trust="inferred", now=NOW, max_age=day)
    assert not is_fresh(published_at=None, trust="first_seen", now=NOW, max_age=day)
    assert not is_fresh(published_at=NOW - 2 * day, trust="stated", now=NOW, max_age=day)


def test_the_first_route_that_fits_wins_unless_it_says_continue() -> None:
    kling = Traits(topics=frozenset({"kling"}), signals=frozenset({"launch"}))
    first = Route(match=RouteMatch(topics=frozenset({"kling"})), channels=("a",), severity="high", proceed=True)
    other = Route(match=RouteMatch(topics=frozenset({"sora"})), channels=("b",))
    graded = Route(match=RouteMatch(severity=frozenset({"high"})), channels=("c",))
    rest = Route(channels=("d",))
    assert [route.channels for route in routes_for((first, other, graded, rest), kling)] == [("a",), ("c",)]
    assert [route.channels for route in routes_for((other, graded, rest), kling)] == [("d",)]


def test_each_recipient_is_owed_one_delivery_and_group_wait_and_quiet_hours_hold_it() -> None:
    mail = ChannelSettings(name="mail", kind="email", recipients=("a@example.org", "b@example.org"))
    route = Route(channels=("mail", "mail"), group_wait=timedelta(seconds=30), quiet_hours="19:00-21:00")
    new_deliveries = plan_deliveries(
        "alert", "story:1", Traits(topics=frozenset({"kling"})), stories=(1,), routes=(route,),
        channels={"mail": mail}, now=NOW, zone=SHANGHAI,
    )  # fmt: skip
    assert [one.recipient for one in new_deliveries] == ["a@example.org", "b@example.org"]
    assert {one.send_at for one in new_deliveries} == {datetime(2026, 11, 23, 13, 0, tzinfo=UTC)}


def test_a_critical_route_passes_quiet_hours() -> None:
    team = ChannelSettings(name="team", kind="feishu")
    route = Route(channels=("team",), quiet_hours="00:00-23:59", severity="critical")
    (new_deliveries,) = plan_deliveries(
        "alert", "story:1", Traits(topics=frozenset()), stories=(1,), routes=(route,), channels={"team": team},
        now=NOW, zone=SHANGHAI,
    )  # fmt: skip
    assert new_deliveries.send_at == NOW


def test_failures_count_up_keep_their_beginning_and_drop_validators() -> None:
    fine = Source(id=1, url="https://example.org/feed", kind="feed", title="x", validators=Validators(etag='"1"'))
    failed = after_failure(fine, now=NOW, reason="no answer")
    again = after_failure(failed, now=NOW + timedelta(hours=1), reason="no answer")
    assert (again.failures, again.failing_since, again.validators) == (2, NOW, Validators())
    mended = after_success(again, now=NOW, validators=Validators(etag='"2"'), body_hash="h")
    assert (mended.failures, mended.error, mended.health, mended.first_success_at) == (0, "", "ok", NOW)


def test_a_document_cut_short_keeps_no_validators() -> None:
    source = Source(id=1, url="https://example.org/feed", kind="feed", title="x")
    cut = after_success(source, now=NOW, validators=Validators(etag='"1"'), body_hash="h", whole=False)
    assert (cut.validators, cut.body_hash, cut.health) == (Validators(), "", "truncated")


def test_silence_is_judged_by_the_sources_own_rhythm() -> None:
    nine_days = NOW - timedelta(days=9)
    assert describe_silence(newest_at=nine_days, posts_per_day=6, now=NOW) == "silent: 9 days, usually every 4 hours"
    assert describe_silence(newest_at=nine_days, posts_per_day=0.3, now=NOW) == ""
    years = NOW - timedelta(days=800)
    assert (
        describe_silence(newest_at=years, posts_per_day=0.1, now=NOW, is_guess=True)
        == "silent: 800 days without a post"
    )

"""When the next poll is, and the sentence that says why."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.model.settings import PollingSettings
from monitor.core.model.sources import SourceSpec
from monitor.core.polling.active_hours import not_skipped, opens_at
from monitor.core.polling.budget import (
    BudgetState,
    correct_mu,
    count_requests,
    interval_limits,
    load_of,
    next_hour,
    solve_rates,
    within_reach,
)
from monitor.core.polling.next_poll import (
    PublisherHints,
    clamp_due_time,
    effective_weight,
    first_poll_at,
    next_poll_at,
    poll_draw,
    poll_priority,
)
from monitor.core.polling.optimal_time import baseline_weight
from monitor.core.polling.posting_rate import DAY, PostingRate, posts_per_day, update_rate
from tests.examples import examples

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
NOW = MONDAY + timedelta(days=28, hours=6)
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
SPEC = SourceSpec(url="https://example.org/feed")
SETTINGS = PollingSettings()


def posting(times: list[timedelta], *, days: int = 28, shown: int = 25) -> PostingRate:
    """A source seen for four weeks that posts every day at these times of day (UTC)."""
    posting_rate = update_rate(None, [], now=MONDAY, shown=shown)
    for day in range(days):
        midnight = MONDAY + timedelta(days=day)
        posted: list[datetime | None] = [midnight + at for at in times]
        posting_rate = update_rate(posting_rate, posted, now=midnight + timedelta(days=1), shown=shown)
    return posting_rate


MORNING = posting([timedelta(hours=9, minutes=5 * number) for number in range(12)])
EVEN = posting([timedelta(minutes=72 * number) for number in range(20)])


def plan(
    posting_rate: PostingRate | None = EVEN,
    *,
    now: datetime = NOW,
    mu: float = 3e4,
    settings: PollingSettings = SETTINGS,
    spec: SourceSpec = SPEC,
    zone: ZoneInfo = SHANGHAI,
    hints: PublisherHints | None = None,
    failures: int = 0,
    draw: float = 0.0,
    weight: float = 1.0,
) -> tuple[datetime, str]:
    """``next_poll_at`` with everything ordinary."""
    return next_poll_at(
        posting_rate,
        now=now,
        mu=mu,
        settings=settings,
        spec=spec,
        zone=zone,
        hints=hints or PublisherHints(),
        failures=failures,
        draw=draw,
        weight=weight,
    )


def test_a_source_that_posts_in_the_morning_is_polled_after_the_morning() -> None:
    """Not at the middle of the day's 24 hours, and the sentence gives the hours of the user's zone."""
    at, why = plan(MORNING, mu=3e5, settings=PollingSettings(budget=4))
    assert 9 <= at.hour <= 11
    assert "11 posts a day, busiest 17–19" in why


def test_a_source_that_posts_on_the_hour_is_polled_just_after_the_hour() -> None:
    """At most a few minutes later, at several budgets."""
    sharp = posting([timedelta(hours=hour) for hour in range(0, 24, 2)])
    for mu in (2e4, 1e5, 4e5):
        at, _ = plan(sharp, mu=mu, now=NOW + timedelta(minutes=17))
        assert 1 <= at.minute <= 4, at


def test_a_quick_source_is_polled_more_often_than_a_slow_one() -> None:
    """By about the root of their rates."""
    slow = posting([timedelta(hours=1), timedelta(hours=13)])
    quick, rare = (
        plan(posting_rate, mu=1e4, settings=PollingSettings(budget=4))[0] - NOW for posting_rate in (EVEN, slow)
    )
    assert 1.5 < rare / quick < 6


def test_nothing_slides_off_the_end_of_a_short_document() -> None:
    """A feed of five entries that posts twenty a day is read before three of them are new."""
    short = posting([timedelta(minutes=72 * number) for number in range(20)], shown=5)
    at, _ = plan(short, mu=1e12)
    assert at - NOW < timedelta(hours=5)


def test_a_new_source_is_polled_at_the_mean_interval_and_says_so() -> None:
    """With 24 a day: hourly."""
    at, why = plan(None)
    assert timedelta(minutes=60) <= at - NOW <= timedelta(minutes=62)
    assert why == "every 60 minutes: nothing is learnt yet"


def test_the_fixed_mode_asks_all_alike() -> None:
    """The budget is the interval."""
    at, why = plan(settings=PollingSettings(mode="fixed", budget=48))
    assert timedelta(minutes=30) <= at - NOW <= timedelta(minutes=31)
    assert why == "every 30 minutes: the same for every source"


def test_a_users_own_interval_is_obeyed() -> None:
    """``every: 30m``, whatever is learnt and whatever the feed's ttl says."""
    spec = SourceSpec(url="https://example.org/feed", every=timedelta(minutes=30))
    at, why = plan(MORNING, spec=spec, hints=PublisherHints(ttl=timedelta(hours=5)))
    assert timedelta(minutes=30) <= at - NOW <= timedelta(minutes=31)
    assert why == "every 30 minutes: as the watchlist says"


def test_a_users_own_times_are_local_times() -> None:
    """07:00 and 12:00 in Shanghai are 23:00 and 04:00 UTC."""
    spec = SourceSpec(url="https://example.org/feed", at=("07:00", "12:00"))
    at, why = plan(spec=spec)
    assert at == datetime(2026, 12, 21, 23, 0, tzinfo=UTC)
    assert "asked at 07:00, 12:00" in why


def test_a_failure_or_a_wish_keeps_a_users_own_words() -> None:
    """``at`` means only then, ``every`` is the least; after Retry-After the next of the times is taken."""
    times = SourceSpec(url="https://example.org/feed", at=("07:00", "12:00"))
    assert plan(spec=times, failures=3)[0] == datetime(2026, 12, 21, 23, 0, tzinfo=UTC)
    asked = PublisherHints(retry_after=timedelta(hours=18))
    assert plan(spec=times, hints=asked)[0] == datetime(2026, 12, 22, 4, 0, tzinfo=UTC)
    every = SourceSpec(url="https://example.org/feed", every=timedelta(hours=6))
    assert plan(spec=every, failures=1)[0] == NOW + timedelta(hours=6)


def test_a_local_time_that_the_spring_change_skips_still_comes() -> None:
    """02:30 on the day when 02:00 becomes 03:00 in Berlin."""
    spec = SourceSpec(url="https://example.org/feed", at=("02:30",))
    eve = datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
    at, _ = plan(spec=spec, zone=BERLIN, now=eve)
    assert eve < at <= eve + timedelta(hours=2)


def test_active_hours_put_a_poll_off_to_their_start() -> None:
    """A Saturday poll waits for Monday 08:00 in Shanghai, spread over five minutes."""
    spec = SourceSpec(url="https://example.org/feed", active="Mon-Fri 08:00-22:00")
    saturday = datetime(2026, 12, 19, 6, 0, tzinfo=UTC)
    at, why = plan(spec=spec, now=saturday, draw=0.5)
    assert at == datetime(2026, 12, 21, 0, 2, 30, tzinfo=UTC)
    assert why.startswith("in 2 days: ")
    assert why.endswith("; active Mon-Fri 08:00-22:00")


@pytest.mark.parametrize(
    ("active", "local", "expected"),
    [
        ("", "2026-12-19 03:00", "2026-12-19 03:00"),
        ("08:00-22:00", "2026-12-19 03:00", "2026-12-19 08:00"),
        ("08:00-22:00", "2026-12-19 21:59", "2026-12-19 21:59"),
        ("08:00-22:00", "2026-12-19 22:00", "2026-12-20 08:00"),
        ("22:00-02:00", "2026-12-19 01:00", "2026-12-19 01:00"),
        ("22:00-02:00", "2026-12-19 12:00", "2026-12-19 22:00"),
        ("Fri 22:00-02:00", "2026-12-19 01:00", "2026-12-19 01:00"),
        ("Sat,Sun 10:00-18:00", "2026-12-21 09:00", "2026-12-26 10:00"),
        ("Fri-Mon 10:00-18:00", "2026-12-22 09:00", "2026-12-25 10:00"),
        ("08:00-22:00", "2027-03-28 02:30", "2027-03-28 08:00"),
    ],
)
def test_active_hours(active: str, local: str, expected: str) -> None:
    """Days, midnight and the change of the clock, in Berlin."""
    at, opening = (datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC) for text in (local, expected))
    assert opens_at(active, at, BERLIN) == opening


def test_failures_back_off_to_a_day_and_never_overflow() -> None:
    """10, 20, 40 minutes … and a day after a million."""
    waits = [plan(failures=count)[0] - NOW for count in (1, 2, 3, 12, 10**6)]
    assert waits == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40), *[timedelta(days=1)] * 2]
    assert plan(failures=2)[1] == "in 20 minutes: tried 2× without success"


def test_retry_after_is_a_hard_floor() -> None:
    """Clamped to a minute and a day, and it holds for a user's own interval as well."""
    every = SourceSpec(url="https://example.org/feed", every=timedelta(minutes=5))
    at, why = plan(spec=every, failures=1, hints=PublisherHints(retry_after=timedelta(hours=3)))
    assert at == NOW + timedelta(hours=3)
    assert why == "in 3 hours: the server asked to wait"
    assert plan(hints=PublisherHints(retry_after=timedelta(days=99)))[0] == NOW + timedelta(days=1)


def test_freshness_and_ttl_are_floors_of_an_hour_at_most() -> None:
    """A ttl of a week delays nobody's news by a week."""
    quick = PollingSettings(budget=288)
    at, why = plan(settings=quick, mu=1, hints=PublisherHints(ttl=timedelta(days=7), fresh_for=timedelta(minutes=40)))
    assert at == NOW + timedelta(hours=1)
    assert "it asks to be read every 60 minutes at most" in why


def test_skipped_hours_and_days_are_kept_but_not_by_a_feed_that_skips_all() -> None:
    """skipHours are GMT; a feed that names all 24 is not obeyed."""
    at = datetime(2026, 12, 19, 6, 20, tzinfo=UTC)
    assert not_skipped(at, frozenset({6, 7}), frozenset()) == datetime(2026, 12, 19, 8, 0, tzinfo=UTC)
    assert not_skipped(at, frozenset(), frozenset({5, 6})) == datetime(2026, 12, 21, 0, 0, tzinfo=UTC)
    assert not_skipped(at, frozenset(range(24)), frozenset()) == at


@examples(60)
@given(
    mu=st.floats(min_value=1e-6, max_value=1e15),
    budget=st.floats(min_value=0.5, max_value=288),
    draw=st.floats(min_value=0, max_value=1, exclude_max=True),
    weight=st.floats(min_value=0, max_value=1),
    hours=st.integers(min_value=0, max_value=2000),
)
def test_the_limits_hold_whatever_is_asked(mu: float, budget: float, draw: float, weight: float, hours: int) -> None:
    """Never before min, never later than max and its jitter."""
    polling = PollingSettings(budget=budget)
    shortest, longest = interval_limits(polling)
    now = NOW + timedelta(hours=hours)
    at, why = plan(MORNING, now=now, mu=mu, settings=polling, draw=draw, weight=weight)
    assert shortest - timedelta(seconds=1) <= at - now <= longest * 1.02 + timedelta(seconds=1)
    assert why


def test_the_longest_wait_follows_from_the_budget_and_max_shortens_it() -> None:
    """Sources that hardly publish must not be starved, and a small budget must be able to be kept."""
    for budget, hours in ((24, 8), (8, 24), (4, 48), (2, 48), (1, 48), (0.5, 96)):
        assert interval_limits(PollingSettings(budget=budget))[1] == timedelta(hours=hours)
    day = timedelta(days=1)
    assert interval_limits(PollingSettings(budget=4, max=day))[1] == day
    assert interval_limits(PollingSettings(budget=24, max=day))[1] == timedelta(hours=8)


@pytest.mark.parametrize("budget", [1, 4, 24])
def test_a_source_counts_for_itself_beyond_its_entries(budget: float) -> None:
    """One that posts every ten days weighs more than its entries alone; one that posts ten an hour hardly."""
    rare, busy = (
        update_rate(None, [NOW - timedelta(hours=gap * number) for number in range(1, 26)], now=NOW, shown=25)
        for gap in (240.0, 0.1)
    )
    slow, quick = (baseline_weight(one, budget=budget) for one in (rare, busy))
    assert slow == pytest.approx(1 + budget / 15 / posts_per_day(rare, NOW))
    assert slow > 1.3
    assert 1 < quick < 1 + (slow - 1) / 10
    assert baseline_weight(None, budget=budget) == pytest.approx(1 + budget / 15)


def mu_of(rates: Sequence[float], *, held: float, polls_per_day: float, start: float | None = None) -> float:
    """For intervals from five minutes to eight hours, every source of the same weight."""
    arrays = np.array(rates), np.full(len(rates), held), np.ones(len(rates))
    return solve_rates(*arrays, polls_per_day=polls_per_day, limits=(300, 8 * 3600), start=start)


def test_mu_spends_the_budget() -> None:
    """For sources from one entry a month to ten an hour."""
    rates = [(1.3**number) / (30 * DAY) for number in range(35)]
    mu = mu_of(rates, held=25, polls_per_day=12)
    waits = [min(max(min((2 * mu / rate) ** 0.5, 15 / rate), 300), 8 * 3600) for rate in rates]
    assert sum(DAY / wait for wait in waits) / len(rates) == pytest.approx(12, rel=0.001)
    assert mu_of(rates, held=25, polls_per_day=12, start=mu) == pytest.approx(mu, rel=1e-4)


def test_mu_of_an_impossible_budget_is_a_number() -> None:
    """The limits decide then."""
    rate = load_of(None, now=NOW).rate
    assert mu_of([rate], held=math.inf, polls_per_day=1e6) > 0
    assert mu_of([rate], held=math.inf, polls_per_day=1e-6) > 0


def test_overspending_raises_mu_and_underspending_lowers_it_within_bounds() -> None:
    """A day of double spending doubles it; it neither runs away nor dies."""
    correction = 1.0
    for _ in range(24):
        correction = correct_mu(correction, spent=200, budget=100)
    assert correction == pytest.approx(2)
    for _ in range(10_000):
        correction = correct_mu(correction, spent=0, budget=100)
    assert correction == pytest.approx(1 / 64)


def test_the_steering_learns_from_a_whole_day_and_knows_when_it_is_damaged() -> None:
    """Nothing is corrected before 24 hours are known; what cannot be gone on from is found out."""
    steering = BudgetState()
    for hour in range(30):
        assert (steering.correction > 1) == (hour > 24)
        steering = next_hour(count_requests(steering, 20), solved=100.0, budget=240)
    assert len(steering.spent) == 25
    assert steering.is_sound
    for damage in ({"solved": float("nan")}, {"correction": -1.0}, {"spent": ()}, {"usual": 2.0}):
        assert not replace(steering, **damage).is_sound


def test_a_bulk_of_new_sources_is_spread_without_chance() -> None:
    """A thousand sources at 24 a day: over 33 minutes, no minute with more than twice its share, and always alike."""
    starts = [
        first_poll_at(f"https://example.org/{n}", now=NOW, count=1000, settings=SETTINGS) - NOW for n in range(1000)
    ]
    assert starts == [
        first_poll_at(f"https://example.org/{n}", now=NOW, count=1000, settings=SETTINGS) - NOW for n in range(1000)
    ]
    assert max(starts) < timedelta(seconds=2000)
    minutes = [int(start.total_seconds() // 60) for start in starts]
    assert max(minutes.count(minute) for minute in range(34)) <= 60
    assert max(first_poll_at(f"{n}", now=NOW, count=10**6, settings=SETTINGS) for n in range(500)) <= NOW + timedelta(
        hours=1
    )


def test_draws_are_even_and_repeat() -> None:
    """Chance would make a replay differ from what it replays."""
    draws = [poll_draw(f"https://example.org/{number}", NOW) for number in range(2000)]
    assert sum(draws) / 2000 == pytest.approx(0.5, abs=0.03)
    assert draws[7] == poll_draw("https://example.org/7", NOW)
    assert draws[7] != poll_draw("https://example.org/7", NOW + timedelta(seconds=1))


def test_under_overload_the_fullest_source_goes_first() -> None:
    """More unseen entries, a longer wait, a larger share of matches: each raises the rank; never polled is first."""
    since = NOW - timedelta(hours=3)
    even = poll_priority(EVEN, now=NOW, budget=24, since=since)
    assert poll_priority(EVEN, now=NOW, budget=24, since=since - timedelta(hours=3)) > even
    assert poll_priority(EVEN, now=NOW, budget=24, since=since, weight=0.5) < even
    assert poll_priority(None, now=NOW, since=None, budget=24) > even


def test_priority_and_matching_share_weigh() -> None:
    """Priority 2 means about twice as many polls; a source that never matches keeps a fifth of the weight."""
    twice = SourceSpec(url="https://example.org/feed", priority=2)
    polling = PollingSettings(budget=4)
    ordinary, favoured = (plan(EVEN, mu=1e5, settings=polling, spec=spec)[0] - NOW for spec in (SPEC, twice))
    assert ordinary / favoured == pytest.approx(2, rel=0.25)
    assert effective_weight(SPEC, 0.0) == pytest.approx(0.2)


def test_a_clock_that_was_set_back_delays_nothing_for_longer_than_the_wait() -> None:
    """Due in an hour by the wrong clock is due in an hour by the right one; suspend and resume is merely overdue."""
    wrong = NOW + timedelta(days=400)
    due = clamp_due_time(wrong + timedelta(hours=1), last_polled_at=wrong, now=NOW)
    assert due == NOW + timedelta(hours=1)
    overdue = NOW - timedelta(days=2)
    assert clamp_due_time(overdue, last_polled_at=overdue - timedelta(hours=1), now=NOW) == overdue


def test_under_overload_the_price_is_for_what_can_be_fetched() -> None:
    """Half the sources are late: as many polls as the last day saw, and a tenth of the budget at least."""
    day = BudgetState(spent=(100,) * 25)
    assert within_reach(day, budget=9600, late=50, sources=100) == 2400
    assert within_reach(day, budget=9600, late=1, sources=100) == 9600
    assert within_reach(day, budget=1200, late=50, sources=100) == 1200
    assert within_reach(BudgetState(spent=(0,) * 25), budget=9600, late=50, sources=100) == 960
    assert within_reach(BudgetState(spent=(100,) * 5), budget=9600, late=50, sources=100) == 9600

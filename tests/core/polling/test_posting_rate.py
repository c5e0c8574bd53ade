"""What is learnt of a source: its rate, its hours, its minutes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.polling.posting_hours import busiest_hours, shape_of
from monitor.core.polling.posting_rate import (
    DAY,
    HOUR,
    PostingRate,
    bin_of,
    decode_header,
    decode_rate,
    encode_rate,
    median_delay_minutes,
    posts_per_day,
    relative_relevance,
    requests_in_24_hours,
    update_rate,
    usual_share,
)
from tests.examples import examples

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def learnt(days: int, hours: tuple[int, ...], *, minute: int = 0) -> PostingRate:
    """A source polled every hour for some weekdays' worth of days that posts at these hours."""
    posting_rate = update_rate(None, [], now=MONDAY, shown=20)
    for hour in range(1, 24 * days):
        now = MONDAY + timedelta(hours=hour)
        posted = now - timedelta(minutes=60 - minute)
        fresh = [posted] if posted.hour in hours else []
        posting_rate = update_rate(posting_rate, fresh, now=now, shown=20)
    return posting_rate


def test_the_rate_of_a_steady_source_is_found() -> None:
    """Three posts a day for a month."""
    posting_rate = learnt(30, (8, 12, 20))
    assert posts_per_day(posting_rate, MONDAY + timedelta(days=30)) == pytest.approx(3, rel=0.1)


def test_a_feeds_own_history_trains_at_first_sight() -> None:
    """Twenty entries over four days: five a day, known at once."""
    history: list[datetime | None] = [MONDAY - timedelta(hours=4.8 * number) for number in range(20)]
    posting_rate = update_rate(None, history, now=MONDAY, shown=20)
    assert posts_per_day(posting_rate, MONDAY) == pytest.approx(5, rel=0.25)
    assert posting_rate.delays == (), "history was not late: nobody was looking"


def test_an_old_pinned_entry_does_not_slow_the_rate() -> None:
    """One entry of 2019 among twenty of the last four days."""
    history: list[datetime | None] = [MONDAY - timedelta(hours=4.8 * number) for number in range(19)]
    posting_rate = update_rate(None, [*history, datetime(2019, 1, 1, tzinfo=UTC)], now=MONDAY, shown=20)
    assert posts_per_day(posting_rate, MONDAY) > 3.5


def test_nothing_is_known_of_a_page_without_dates_at_first_sight() -> None:
    """Its entries may be from any time."""
    posting_rate = update_rate(None, [None] * 12, now=MONDAY, shown=12)
    assert posts_per_day(posting_rate, MONDAY) == pytest.approx(1)


def test_undated_entries_are_spread_since_the_previous_poll() -> None:
    """Three in three hours fall into three different hours, and have no delay and no minute."""
    posting_rate = update_rate(None, [], now=MONDAY, shown=5)
    posting_rate = update_rate(posting_rate, [None] * 3, now=MONDAY + timedelta(hours=4), shown=5)
    assert [number for number, count in enumerate(posting_rate.bins) if count > 0] == [1, 2, 3]
    assert sum(posting_rate.minutes) == 0
    assert median_delay_minutes(posting_rate) is None


def test_a_time_in_the_future_counts_as_now() -> None:
    """A clock that runs ahead is no reason to expect news tomorrow."""
    posting_rate = update_rate(None, [], now=MONDAY, shown=5)
    posting_rate = update_rate(posting_rate, [MONDAY + timedelta(days=3)], now=MONDAY + timedelta(hours=1), shown=5)
    assert posting_rate.bins[1] == pytest.approx(1)
    assert posting_rate.delays == (0,)


def test_a_clock_that_is_set_back_does_no_harm() -> None:
    """The counts stay what they were, and all numbers stay finite."""
    posting_rate = learnt(10, (8,))
    back = update_rate(posting_rate, [MONDAY - timedelta(days=400)], now=MONDAY - timedelta(days=400), shown=20)
    assert sum(back.bins) == pytest.approx(sum(posting_rate.bins) + 1)
    assert decode_rate(encode_rate(back)) is not None


def test_the_busiest_hours_are_found_and_evenness_has_none() -> None:
    """Two posts each morning; one post every hour."""
    now = MONDAY + timedelta(days=28)
    hours = busiest_hours(learnt(28, (8, 9)), now)
    assert hours is not None
    assert [hour.hour for hour in hours] == [8, 10]
    assert busiest_hours(learnt(14, tuple(range(24))), now) is None


def test_weekdays_and_weekends_are_told_apart() -> None:
    """Monday 00:00 UTC is a weekday bin, Saturday 23:00 a week-end one."""
    assert bin_of(MONDAY.timestamp()) == 0
    assert bin_of((MONDAY + timedelta(days=5, hours=23)).timestamp()) == 24 + 23
    assert bin_of((MONDAY + timedelta(days=7)).timestamp()) == 0


def test_the_shape_is_one_on_average() -> None:
    """Over a whole week, whatever was learnt; and so are the minutes."""
    now = (MONDAY + timedelta(days=28)).timestamp()
    shape = shape_of(learnt(28, (8, 9, 17), minute=2), now)
    week = [shape.at(MONDAY.timestamp() + hour * HOUR) for hour in range(168)]
    assert sum(week) / 168 == pytest.approx(1)
    assert sum(shape.minutes) / 60 == pytest.approx(1)
    assert shape.minutes[2] > 5 * shape.minutes[30]


def test_requests_and_delays_are_counted() -> None:
    """Hourly polls; posts seen an hour later."""
    posting_rate = learnt(5, (8,))
    assert requests_in_24_hours(posting_rate, MONDAY + timedelta(days=5)) == pytest.approx(24, rel=0.05)
    assert median_delay_minutes(posting_rate) == 60


counts = st.floats(min_value=0, max_value=1e5, allow_nan=False)


@examples(60)
@given(
    first=st.floats(min_value=0, max_value=4e9),
    seen=counts,
    held=st.integers(min_value=0, max_value=10_000),
    bins=st.lists(counts, min_size=48, max_size=48),
    delays=st.lists(st.integers(min_value=0, max_value=10**6), max_size=15),
)
def test_a_rhythm_survives_writing_and_reading(
    first: float, seen: float, held: int, bins: list[float], delays: list[int]
) -> None:
    """To the precision that matters, in a line of less than a kilobyte."""
    posting_rate = PostingRate(
        first=first, at=first + DAY, seen=seen, held=held, bins=tuple(bins), delays=tuple(delays)
    )
    line = encode_rate(posting_rate)
    back = decode_rate(line)
    assert len(line) < 1000
    assert back is not None
    assert (back.held, back.delays) == (held, tuple(delays))
    assert back.seen == pytest.approx(seen, rel=1e-3)
    assert back.bins == pytest.approx(tuple(bins), rel=1e-3, abs=1e-3)
    assert encode_rate(back) == encode_rate(decode_rate(encode_rate(back)) or posting_rate)


@pytest.mark.parametrize(
    "line", ["", "1;1;2;3", "2;a;b;c;d;e;f;g;h;i;j", "2;nan;0;0;0;0;0;0;;;", "2;0;0;0;0;0;0;0", "x" * 10_000]
)
def test_a_damaged_or_foreign_line_means_nothing_learnt(line: str) -> None:
    """Learning starts afresh; nothing breaks."""
    assert decode_rate(line) is None


def test_how_often_a_source_names_a_topic_is_learnt_and_forgotten() -> None:
    """Young sources, and all while nothing can be expected, count as usual; then by what they brought."""
    young = update_rate(None, [], now=MONDAY, shown=20)
    assert relative_relevance(young, 0.02) == 1
    busy = silent = young
    for day in range(1, 30):
        now = MONDAY + timedelta(days=day)
        busy = update_rate(busy, [now] * 10, now=now, shown=20, named=2)
        silent = update_rate(silent, [now] * 10, now=now, shown=20)
    assert relative_relevance(silent, 0.0) == 1
    assert relative_relevance(silent, 0.001) > 0.9, "no match in a hundred entries where one in a thousand is usual"
    assert relative_relevance(silent, 0.1) < 0.3
    assert relative_relevance(busy, 0.02) > 4
    assert usual_share([busy, silent]) == pytest.approx(0.1)
    for day in range(120, 130):
        now = MONDAY + timedelta(days=day)
        busy = update_rate(busy, [now] * 10, now=now, shown=20)
    assert relative_relevance(busy, 0.1) < 0.3


def test_a_glance_tells_what_the_whole_line_tells() -> None:
    """But for the hours, the minutes and the delays."""
    line = encode_rate(learnt(10, (8, 12)))
    whole, glanced = decode_rate(line), decode_header(line)
    assert whole is not None
    assert glanced is not None
    now = MONDAY + timedelta(days=11)
    assert posts_per_day(glanced, now) == posts_per_day(whole, now)
    assert (glanced.held, glanced.polls, glanced.named) == (whole.held, whole.polls, whole.named)

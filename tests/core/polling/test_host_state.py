"""What is known of a host: answers, silence, and how long it asked to be left alone."""

from datetime import UTC, datetime, timedelta

from monitor.core.polling.host_state import HostState, after_answer, after_silence, after_wait_request
from monitor.core.text.urls import place_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def test_silences_in_a_row_make_longer_rests_up_to_a_quarter_of_an_hour() -> None:
    state, now, rests = HostState(), NOON, []
    for _ in range(6):
        state = after_silence(state, began=now, now=now + 30 * SECOND)
        assert state.silent is not None
        rests.append(state.silent.until - state.silent.since)
        now = state.silent.until
    assert rests == [n * MINUTE for n in (1, 2, 4, 8, 15, 15)]
    assert after_answer(state, now=now).rest_at(now - SECOND) is None


def test_requests_that_hang_beside_each_other_are_one_silence() -> None:
    state = HostState()
    for second in range(4):
        state = after_silence(state, began=NOON + second * SECOND, now=NOON + (30 + second) * SECOND)
    assert state.silences == 1


def test_a_host_that_answered_meanwhile_is_not_silent() -> None:
    state = after_answer(HostState(), now=NOON + SECOND)
    assert after_silence(state, began=NOON, now=NOON + 30 * SECOND).rest_at(NOON + 31 * SECOND) is None
    assert after_silence(state, began=NOON + 2 * SECOND, now=NOON + 32 * SECOND).silences == 1


def test_an_answer_does_not_end_the_wait_that_was_asked_for_and_a_shorter_wish_does_not_shorten_it() -> None:
    state = after_wait_request(HostState(), wait=10 * MINUTE, now=NOON)
    state = after_wait_request(after_answer(state, now=NOON + SECOND), wait=MINUTE, now=NOON + SECOND)
    rest = state.rest_at(NOON + 9 * MINUTE)
    assert rest is not None
    assert rest.until == NOON + 10 * MINUTE
    assert state.rest_at(NOON + 10 * MINUTE) is None


def test_no_wait_is_longer_than_a_day_and_a_clock_that_was_set_back_ends_it() -> None:
    state = after_wait_request(HostState(), wait=400 * DAY, now=NOON)
    assert state.rest_at(NOON + DAY - SECOND) is not None
    assert state.rest_at(NOON + DAY) is None
    assert state.rest_at(NOON - 400 * DAY) is None


def test_a_place_is_a_host_with_its_port_where_that_is_unusual() -> None:
    urls = ("https://News.example/a", "http://news.example:80/b", "https://news.example:8443/", "ftp://news.example/")
    assert [place_of(url) for url in urls] == ["news.example", "news.example", "news.example:8443", ""]

"""Permanent redirects are believed slowly."""

from datetime import UTC, datetime, timedelta

from monitor.core.model.sources import MoveSeen
from monitor.core.polling.redirects import MoveDecision, judge_move

START = datetime(2026, 11, 1, tzinfo=UTC)
NEW = "https://new.example/feed"


def play(answers: list[tuple[timedelta, str, bool]]) -> MoveDecision:
    verdict = MoveDecision()
    for after, target, parsed in answers:
        verdict = judge_move(verdict.seen, moved_to=target, parsed=parsed, now=START + after)
    return verdict


def test_five_identical_answers_over_three_days_move_a_source() -> None:
    verdict = play([(timedelta(hours=18 * n), NEW, True) for n in range(5)])
    assert verdict == MoveDecision(follow=NEW)


def test_five_answers_within_an_hour_do_not() -> None:
    verdict = play([(timedelta(minutes=10 * n), NEW, True) for n in range(5)])
    assert verdict.follow == ""
    assert verdict.seen == MoveSeen(target=NEW, count=5, first_at=START)


def test_two_answers_four_days_apart_do_not() -> None:
    assert play([(timedelta(0), NEW, True), (timedelta(days=4), NEW, True)]).follow == ""


def test_the_answer_that_completes_three_days_moves_it() -> None:
    answers = [(timedelta(hours=n), NEW, True) for n in range(20)]
    assert play(answers).follow == ""
    assert play([*answers, (timedelta(days=3), NEW, True)]).follow == NEW


def test_another_target_starts_the_count_afresh() -> None:
    answers = [(timedelta(days=n), NEW, True) for n in range(4)]
    verdict = play([*answers, (timedelta(days=4), "https://other.example/", True)])
    assert verdict.seen == MoveSeen(target="https://other.example/", count=1, first_at=START + timedelta(days=4))


def test_an_answer_without_redirect_forgets_the_move() -> None:
    answers = [(timedelta(days=n), NEW, True) for n in range(4)]
    assert play([*answers, (timedelta(days=4), "", True)]) == MoveDecision()


def test_a_target_that_does_not_parse_is_never_moved_to() -> None:
    assert play([(timedelta(days=n), NEW, False) for n in range(10)]) == MoveDecision()


def test_a_clock_that_was_set_back_starts_the_count_afresh() -> None:
    seen = MoveSeen(target=NEW, count=4, first_at=START + timedelta(days=400))
    assert judge_move(seen, moved_to=NEW, parsed=True, now=START).seen == MoveSeen(target=NEW, count=1, first_at=START)

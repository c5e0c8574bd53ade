"""What a pair can score at most is never below what it scores, and leaving pairs out changes no decision."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from monitor.core.cluster.assign import assign_story
from monitor.core.cluster.best_match import FOLLOW
from monitor.core.cluster.features.compared_report import ReportFeatures, read_features
from monitor.core.cluster.features.likeness_record import read_packed
from monitor.core.cluster.features.report_features import extract_features
from monitor.core.cluster.likeness_bound import LikenessBound
from monitor.core.cluster.similarity import similarity
from monitor.core.model.stories import Assignment, Candidate, Joins, NewStory, Report
from monitor.core.text.figures.amounts import count_agreeing, mark_amounts, marks_beside

from .conftest import NOON

_HEADLINES = (
    ("Harbour bridge reopens after 14 months of repairs", "The bridge cost 38 million euros, Lena Vogt said."),
    ("Lena Vogt reopens the harbour bridge", "Repairs took 14 months and 38 million euros, the town said."),
    ("Nordwind cuts ferry fares by 12.4 percent", "Nordwind will cut fares from 5 May. Nordwind denies a merger."),
    ("Ostsee Line denies that it cuts fares by 12.4 percent", "The line with 1,300 staff keeps its fares."),
    ("Teapot 3.2 released with a faster kettle", "Teapot 3.2 was released on 5 May."),
    ("Teapot 3.1 released, why it boils slowly", "An analysis of Teapot 3.1."),
    ("北湖电机发布第三代水泵，售价1200元", "北湖电机今日发布第三代水泵，售价1200元，5月8日上架。"),
    ("北湖电机第三代水泵上架，售价1200元", "该水泵售价1200元，北湖电机称将于下月开售。"),
    ("南山电机回应水泵停产传闻", "南山电机称没有停产计划，消息不实。"),
    ("Nordwind 将于5月8日下调票价12.4%", "Nordwind 宣布下调票价12.4%。"),
    ("「山の湯」が閉館 42年の歴史に幕", "温泉施設「山の湯」が5月末で閉館する。"),
    ("북호전기, 3세대 펌프 출시…가격 1200원", "북호전기가 3세대 펌프를 출시했다."),
)


def _reports() -> list[Report]:
    texts = [*_HEADLINES, *((title, "") for title, _ in _HEADLINES)]
    return [
        Report(
            title=title,
            text=text,
            source=f"outlet {number % 3}",
            url=f"https://news.example/reports/{number % 20}",
            topics=frozenset({"fares", "pumps"} if number % 4 else {"fares"}),
            published_at=NOON + timedelta(hours=13 * number),
            seen_at=NOON + timedelta(hours=13 * number),
            is_roundup=number % 7 == 0,
        )
        for number, (title, text) in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def prints() -> list[ReportFeatures]:
    return [made for report in _reports() for made in read_features(extract_features(report))]


def test_no_pair_scores_more_than_its_bound(prints: list[ReportFeatures]) -> None:
    for mine in prints:
        bound = LikenessBound(mine)
        assert all(similarity(mine, yours) <= bound.highest_with(yours) for yours in prints)


def test_no_pair_scores_more_than_its_narrower_bound(prints: list[ReportFeatures]) -> None:
    narrowed = 0
    for mine in prints:
        bound = LikenessBound(mine)
        packed = read_packed([yours.packed for yours in prints])
        for yours, most in zip(prints, bound.bound_all(prints, packed).most, strict=True):
            lower = bound.lower(most, yours)
            assert similarity(mine, yours) <= lower <= most + 1e-5
            narrowed += lower < most * 0.9
    assert narrowed > len(prints)


def test_most_pairs_are_bounded_far_below_a_join(prints: list[ReportFeatures]) -> None:
    bounds = [LikenessBound(a).highest_with(b) for a, b in product(prints, prints) if a.language == b.language]
    assert sum(bound < 0.3 for bound in bounds) > len(bounds) / 2


def test_a_report_comes_where_comparing_every_pair_puts_it() -> None:
    reports = _reports()
    found = [extract_features(report) for report in reports]
    known = [
        Candidate(
            story_id=number // 2 + 1,
            report_id=100_000 + number,
            features=features,
            shared=1,
            at=report.seen_at,
        )
        for number, (report, features) in enumerate(zip(reports, found, strict=True))
    ]
    for number, (report, features) in enumerate(zip(reports, found, strict=True)):
        others = [candidate for candidate in known if candidate.report_id != 100_000 + number]
        # Another function than ``similarity`` has no bounds: every pair is compared.
        by_all = assign_story(report, features, others, like=lambda a, b: similarity(a, b))
        assert assign_story(report, features, others) == by_all


def test_an_edited_candidate_is_read_anew() -> None:
    first, third = _reports()[0], _reports()[7]
    features = extract_features(third)
    candidate = Candidate(story_id=1, report_id=77, features=extract_features(first), shared=1, at=NOON)
    before = assign_story(third, features, [candidate])
    after = assign_story(third, features, [candidate._replace(features=extract_features(replace(third, url="")))])
    assert before.why != after.why


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0, 12.4, 999.0, 38e6, 4.27e12])
@pytest.mark.parametrize("change", [1.0, 1.0109, 1 / 1.0109, 1.01, 0.99])
def test_amounts_that_agree_have_marks_side_by_side(value: float, change: float) -> None:
    ours, theirs = (("n", value),), (("n", value * change),)
    assert count_agreeing(ours, theirs) == 1
    assert marks_beside(mark_amounts(ours)) & mark_amounts(theirs)


def test_amounts_far_apart_or_of_another_kind_have_other_marks() -> None:
    marks = marks_beside(mark_amounts([("n", 100.0)]))
    assert not marks & mark_amounts([("n", 104.0)])
    assert not marks & mark_amounts([("%", 100.0)])


def _follows(report: Report, other: Report, *, by_all: bool) -> tuple[bool, float]:
    """Whether a report follows the story of another one, and how like it that is."""
    theirs = Candidate(story_id=7, report_id=1, features=extract_features(other), shared=1, at=NOON)
    features = extract_features(report)
    made = (
        assign_story(report, features, [theirs], like=lambda a, b: similarity(a, b))
        if by_all
        else assign_story(report, features, [theirs])
    )
    return isinstance(made, NewStory) and made.follows == 7, similarity(
        read_features(features)[0], read_features(theirs.features)[0]
    )


def test_a_report_follows_what_is_of_one_affair_though_little_is_alike() -> None:
    told = Report(title="Skarholm tram line opens", text="The tram line opened on Monday.", seen_at=NOON)
    other = Report(
        title="Why the Skarholm tram line will not reach the harbour before 2031",
        text="An analysis of costs, of strikes and of a council that has met eleven times. " * 4,
        seen_at=NOON + timedelta(days=5),
    )
    follows, alike = _follows(other, told, by_all=False)
    assert alike < FOLLOW
    assert follows
    assert _follows(other, told, by_all=True) == (follows, alike)


def test_each_pair_is_placed_as_without_bounds() -> None:
    reports = _reports()
    placed = [_follows(one, other, by_all=False) for one, other in product(reports, reports)]
    assert placed == [_follows(one, other, by_all=True) for one, other in product(reports, reports)]
    assert {follows for follows, _ in placed} == {True, False}


def test_each_report_is_placed_among_all_as_without_bounds() -> None:
    """Also where some of one affair are among them, and where none is: then none is compared for that."""
    reports = _reports()
    known = [
        Candidate(story_id=number, report_id=number, features=extract_features(report), shared=1, at=NOON)
        for number, report in enumerate(reports, start=1)
    ]

    def place(number: int, **like: Any) -> Assignment:
        others = [candidate for candidate in known if candidate.report_id != number + 1]
        return assign_story(reports[number], known[number].features, others[number % 5 :: 5], **like)

    by_all = [place(number, like=lambda a, b: similarity(a, b)) for number in range(len(reports))]
    assert [place(number) for number in range(len(reports))] == by_all
    assert {type(made) for made in by_all} == {NewStory, Joins}

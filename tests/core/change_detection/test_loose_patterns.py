"""What RE2 sees nothing in holds no age and no counter for the exact pattern either."""

import re
from re import _parser as pattern_parser  # no public way to ask how long a match can be

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.change_detection import titles

_PIECES = st.sampled_from(
    ["4", "17", "六", "半", "٣", " ", "\u3000", "\x1c", "\xa0", "小时前", "个月之前", "刚刚", "昨天 7:45",
     "hours ago", "Days ago", "a few", "just now", "vor 2 Tagen", "il y a 3 h", "hace una hora", "2 ore fa",
     "för 4 dagar sedan", "5 минут НАЗАД", "dni temu", "3 saat önce", "2시간 전", "9分前", "3 giờ trước", "5 jam lalu",
     "před 3 dny", "acum o oră", "πριν 3 ώρες", "3 ÓRÁJA", "منذ 3 أيام", "לפני 3 ימים", "3 วันที่แล้ว", "3 दिन पहले",
     "1,204", "2.5万", "views", "LIKEſ", "阅读", "评论：", "(31)", "【2】\n", "ı", "K", "\ud800", "x", "-", "|"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=7).map("".join))
def test_the_quick_look_changes_no_result(text: str) -> None:
    assert titles.without_ages(text) == titles._AGE.sub(" ", text)
    assert titles.without_counters(text) == titles._COUNTER.sub(" ", text)


def test_plain_text_is_passed_over() -> None:
    assert not titles._may_hold(titles._MAYBE_AGE, "A ferry line opens between two islands")
    assert not titles._may_hold(titles._MAYBE_COUNTER, "A ferry line opens between two islands")


@settings(deadline=None)
@given(st.lists(st.one_of(_PIECES, st.integers(1, 120).map(lambda n: "q" * n)), min_size=5, max_size=40).map("".join))
def test_looking_around_what_re2_finds_changes_no_result(text: str) -> None:
    assert titles._blank_out(titles._AGE, titles._MAYBE_AGE, text) == titles._AGE.sub(" ", text)
    assert titles._blank_out(titles._COUNTER, titles._MAYBE_COUNTER, text) == titles._COUNTER.sub(" ", text)


@pytest.mark.parametrize("pattern", [titles._AGE, titles._COUNTER])
def test_nothing_is_longer_than_what_is_looked_around(pattern: re.Pattern[str]) -> None:
    assert pattern_parser.parse(pattern.pattern, pattern.flags).getwidth()[1] + 2 <= titles._REACH

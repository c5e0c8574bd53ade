"""What RE2 sees nothing in holds no age and no counter for the exact pattern either."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.change_detection import titles

_PIECES = st.sampled_from(
    ["4", "17", "六", "半", "٣", " ", "\u3000", "\x1c", "\xa0", "小时前", "个月之前", "刚刚", "昨天 7:45",
     "hours ago", "Days ago", "a few", "just now", "vor 2 Tagen", "il y a 3 h", "hace una hora", "2 ore fa",
     "för 4 dagar sedan", "5 минут НАЗАД", "dni temu", "3 saat önce", "2시간 전", "9分前", "1,204", "2.5万",
     "views", "LIKEſ", "阅读", "评论：", "(31)", "【2】\n", "ı", "K", "\ud800", "x", "-", "|"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=7).map("".join))
def test_the_quick_look_changes_no_result(text: str) -> None:
    assert titles.without_ages(text) == titles._AGE.sub(" ", text)
    assert titles.without_counters(text) == titles._COUNTER.sub(" ", text)


def test_plain_text_is_passed_over() -> None:
    assert not titles._may_hold(titles._MAYBE_AGE, "A ferry line opens between two islands")
    assert not titles._may_hold(titles._MAYBE_COUNTER, "A ferry line opens between two islands")

"""What a report adds to a story, and what is no news any more."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.cluster.facts import _lowered_in_place, extract_facts, new_facts
from monitor.core.model.stories import Fact, Report
from tests.examples import examples


def report(title: str, text: str = "") -> Report:
    return Report(title=title, text=text, seen_at=datetime(2026, 5, 1, tzinfo=UTC))


def told(title: str, text: str = "") -> set[tuple[str, str]]:
    return {(fact.kind, fact.value) for fact in extract_facts(report(title, text))}


@pytest.mark.parametrize(
    ("title", "kind", "value"),
    [
        ("可灵 AI 推出 Kling 2.1 模型", "version", "kling 2.1"),
        ("阿里发布 Wan2.7-Image", "version", "wan 2.7-image"),
        ("某公司寻求 200 亿美元估值", "amount", "2e+10 usd"),
        ("The lab raises $2.5 billion", "amount", "2.5e+09 usd"),
        ("会员每月68元起", "price", "68 cny"),
        ("API costs $0.9 per second", "price", "0.9 usd"),
        ("模型将于 4 月 27 日开放", "date", "04-27"),
        ("Sora to close on May 5", "date", "05-05"),
        ("消息称某厂商将收购该公司", "status", "rumoured"),
        ("荣耀回应：相关传闻不实", "status", "denied"),
        ("官方证实模型已完成", "status", "confirmed"),
        ("更正：昨日报道有误", "status", "corrected"),
        ("用户同比增长12.5%", "number", "12.5%"),
    ],
)
def test_versions_amounts_prices_dates_and_status_are_read(title: str, kind: str, value: str) -> None:
    assert (kind, value) in told(title)


def test_a_plain_headline_tells_no_facts() -> None:
    assert told("城里的新桥今天通车") == set()


def test_a_discount_after_a_name_is_no_version() -> None:
    assert told("Kling API 2.5 折优惠") == set()


def test_only_what_was_not_told_is_new() -> None:
    before = extract_facts(
        report("豆包将新增付费订阅：68 元 / 200 元 / 500 元三档", "标准版每月68元，页面称方案仍在测试。")
    )
    assert new_facts(before, extract_facts(report("豆包推出三档付费，标准版每月68元"))) == ()
    added = new_facts(before, extract_facts(report("豆包付费版定价更新：标准版每月48元")))
    assert [(fact.kind, fact.value) for fact in added] == [("price", "48 cny")]


def test_a_fact_that_only_the_text_tells_is_noted_but_never_alerts() -> None:
    found = extract_facts(report("豆包新增付费订阅", "标准版每月68元。"))
    assert ("price", "68 cny") in {(fact.kind, fact.value) for fact in found}
    assert new_facts([], found) == ()


def test_rounding_is_no_news() -> None:
    before = [Fact(kind="amount", value="4.085e+09 cny")]
    assert new_facts(before, extract_facts(report("一季度净利润40.8亿元"))) == ()


def test_a_denial_after_a_rumour_is_news_but_not_a_rumour_after_a_denial() -> None:
    rumour, denial = report("消息称两家公司接洽合作"), report("公司回应接洽合作：相关传闻不实")
    assert [fact.value for fact in new_facts(extract_facts(rumour), extract_facts(denial))] == ["denied"]
    assert new_facts(extract_facts(denial), extract_facts(rumour)) == ()


def test_a_confirmation_is_news_after_a_rumour_only() -> None:
    plain, rumour, again = (
        report("某公司下月开源新模型"),
        report("消息称某公司下月开源新模型"),
        report("某公司官宣下月开源新模型"),
    )
    assert new_facts(extract_facts(plain), extract_facts(again)) == ()
    assert [fact.value for fact in new_facts(extract_facts(rumour), extract_facts(again))] == ["confirmed"]
    assert new_facts(extract_facts(plain), extract_facts(rumour)) == ()


def test_a_new_version_of_the_same_name_is_news() -> None:
    before = extract_facts(report("Wan2.7-Image 发布"))
    assert [f.value for f in new_facts(before, extract_facts(report("Wan2.7-Video 发布")))] == ["wan 2.7-video"]
    assert new_facts(before, extract_facts(report("Wan2.7 的图像模型"))) == ()


def test_growth_rates_alone_never_alert_again() -> None:
    assert new_facts([], extract_facts(report("销量同比增长 38%"))) == ()


def test_a_round_up_s_facts_never_alert() -> None:
    item = Report(title="某公司融资 20 亿美元", is_roundup=True, seen_at=datetime(2026, 5, 1, tzinfo=UTC))
    assert extract_facts(item)
    assert new_facts([], extract_facts(item)) == ()


PIECES = [
    "9" * 400,
    "1,",
    ",",
    "20亿美元",
    "$",
    "每月",
    "%",
    "13月45日",
    "v",
    "可灵 2.1",
    "两百",
    "万",
    "2026-99-99",
    "q1",
    " ",
    "元/月",
]


@examples(150)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.text(max_size=60))
def test_facts_of_any_text_can_be_compared(title: str, text: str) -> None:
    found = extract_facts(report(title, text))
    assert new_facts(found, found) == ()


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Brightloom 3.0 is here", "Brightloom 3.0"),
        ("BrightLoom-3.5 now available", "BrightLoom-3.5"),
        ("The maker confirms US$1.2 billion", "US$1.2 billion"),
        ("Brightloom goes Open Source", "Open Source"),
    ],
)
def test_a_fact_is_shown_as_the_report_writes_it(title: str, written: str) -> None:
    assert written in {fact.surface for fact in extract_facts(report(title, ""))}


def test_a_capital_k_needs_no_expression() -> None:
    assert _lowered_in_place("Kiln 3.0 for Kappa") == "kiln 3.0 for kappa"
    assert [_lowered_in_place(f"Kiln {letter}") for letter in "\u0131\u017f\u0130"] == [None] * 3
    assert {fact.surface for fact in extract_facts(report("\u212ailn 3.0"))} == {"\u212ailn 3.0"}

"""Reports of one event become one story; developments, versions, other companies and old news do not."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.cluster.explain import why_same
from monitor.core.cluster.features.compared_report import read_features
from monitor.core.cluster.features.report_features import extract_features
from monitor.core.cluster.similarity import similarity
from monitor.core.cluster.two_events import actors_differ, two_events
from monitor.core.model.stories import Joins, NewStory, Report
from tests.examples import examples

LAUNCH = "快手今日宣布，可灵 AI 正式推出可灵 2.1 视频生成模型，支持 1080P 输出，生成速度提升一倍，标准版每月 66 元。"


def report(title: str, text: str = "", *, hour: int = 12) -> Report:
    return Report(title=title, text=text, seen_at=datetime(2026, 5, 1, hour, tzinfo=UTC))


@pytest.mark.parametrize(
    "again",
    [
        "【快讯】快手推出可灵 2.1 视频生成模型",
        "独家｜快手发布可灵2.1视频生成模型",
        "快手可靈 2.1 視頻生成模型上線，支持 1080P",
        "可灵 2.1 视频模型上线：速度提升一倍，标准版每月 66 元",
    ],
)
def test_another_outlet_s_headline_joins_the_story(harness: Any, again: str) -> None:
    story = harness.file("快手推出可灵 2.1 视频生成模型", LAUNCH, source="A")
    assert harness.file(again, LAUNCH[:40], hours=2, source="B") == story


def test_the_same_text_under_another_headline_is_a_reprint(harness: Any) -> None:
    story = harness.file("快手推出可灵 2.1 视频生成模型", LAUNCH)
    assert harness.file("快手推出可灵 2.1 视频生成模型", LAUNCH, hours=1) == story
    assert isinstance(harness.last, Joins)
    assert harness.last.duplicate


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("快手推出可灵 2.1 视频生成模型", "快手推出可灵 2.5 视频生成模型"),
        ("阿里发布 Wan2.7-Image 模型", "阿里发布 Wan2.7-Video 模型"),
        ("甲方股份：一季度净利润1.99亿元，同比下降68.41%", "乙方科技：一季度净利润3.72亿元，同比增长32.26%"),
        ("2026年8月11日（周二）早安新城", "2026年7月21日（周二）早安新城"),
        ("某市强震已致20人死亡", "某市强震已致234人死亡"),
        ("王毅会见古特雷斯", "习近平会见古特雷斯"),
    ],
)
def test_one_event_is_not_another_that_reads_alike(harness: Any, first: str, second: str) -> None:
    assert harness.file(first) != harness.file(second, hours=3)


def test_a_later_development_follows_and_is_a_story_of_its_own(harness: Any) -> None:
    story = harness.file("OpenAI 宣布关闭 Sora 应用", "OpenAI 宣布将关停 Sora 应用及相关 API 服务。")
    later = harness.file(
        "揭秘 Sora 关停内幕：日亏百万，用户数腰斩", "《某报》披露了 OpenAI 关停 Sora 应用的内幕。", hours=60
    )
    assert later != story
    assert isinstance(harness.last, NewStory)
    assert harness.last.follows == story


V4 = (
    "深蓝 V4 模型支持百万字上下文，分为 Pro 与 Flash 两个版本，今日起开放 API，输入价格每百万词元 1 元。"
    "该模型擅长编写代码、处理长文档与调用工具，开发者无需部署即可通过控制台直接调用，企业用户可申请更高的并发额度。"
)


def test_each_cloud_that_offers_a_model_is_news_of_its_own(harness: Any) -> None:
    launch = harness.file("深蓝发布 Shenlan-V4 系列模型", f"深蓝公司发布 Shenlan-V4。{V4}", source="A")
    baidu = harness.file("百度智能云上线 Shenlan-V4", f"百度智能云旗下平台上线 Shenlan-V4。{V4}", hours=2, source="B")
    huawei = harness.file("华为云首发适配 Shenlan-V4", f"华为云宣布适配 Shenlan-V4。{V4}", hours=3, source="C")
    again = harness.file("百度智能云正式上线 Shenlan-V4 模型", f"百度智能云上线 Shenlan-V4。{V4}", hours=4, source="C")
    assert len({launch, baidu, huawei}) == 3
    assert again == baidu


def test_a_denial_is_news_of_its_own_and_its_reports_meet(harness: Any) -> None:
    text = "有市场消息称，山海手机正与云帆科技就“云帆手机”合作展开接洽。"
    rumour = harness.file("消息称山海手机正与云帆科技接洽合作“云帆手机”", text, source="A")
    denial = harness.file(
        "山海手机回应与云帆科技接洽合作“云帆手机”：不属实", f"{text}山海回应称并不属实。", hours=3, source="B"
    )
    again = harness.file(
        "山海手机回应接洽云帆科技合作：相关传闻不实", f"{text}山海回应：传闻不实。", hours=4, source="C"
    )
    assert rumour != denial == again


def test_an_outlet_s_round_up_joins_what_the_outlet_reported(harness: Any) -> None:
    story = harness.file("深蓝公司拟募资最高 500 亿元", "据报道，深蓝公司拟募资最高 500 亿元。", source="A")
    assert harness.file("深蓝公司拟募资最高500亿", hours=14, source="A", is_roundup=True) == story


def test_next_month_is_the_month_that_another_outlet_names(harness: Any) -> None:
    text = "深蓝公司正寻求 500 亿元融资，新版本 V4.1 将支持图像与音频，知情人士称发布在即。"
    story = harness.file("消息称深蓝寻求 500 亿元融资，下月将发布 V4.1 模型", text, source="A")
    assert harness.file("深蓝传筹备 500 亿融资，6 月发布 V4.1 模型", text, hours=4, source="B") == story


IN_ENGLISH = (
    "Moonshot releases Kimi K3, a model that reads long documents, writes code and calls tools; developers may try it "
    "today through the console without any set-up, while larger customers can ask for higher limits and a region near "
    "their offices."
)


def test_bodies_with_two_names_in_two_languages_are_not_two_bodies() -> None:
    (one,) = read_features(extract_features(report("月之暗面发布 Kimi K3", f"月之暗面今日发布 Kimi K3。{V4}")))
    (other,) = read_features(extract_features(report("Moonshot releases Kimi K3", IN_ENGLISH)))
    assert two_events(one, other) == ""
    (rival,) = read_features(extract_features(report("百度智能云上线 Kimi K3", f"百度智能云今日上线 Kimi K3。{V4}")))
    assert two_events(one, rival) != ""


def test_reports_that_share_only_their_topic_are_compared(harness: Any) -> None:
    harness.file("快手一季度净利润下降", topics=frozenset({"kling"}), source="A")
    found = extract_features(
        Report(title="可灵营收翻倍", topics=frozenset({"kling"}), seen_at=datetime(2026, 5, 1, 12, tzinfo=UTC))
    )
    (candidate,) = harness.index.candidates(found.keys, since=datetime(2026, 4, 30, tzinfo=UTC), limit=5)
    assert candidate.shared == 1


def test_a_story_that_was_quiet_for_two_weeks_is_not_continued(harness: Any) -> None:
    story = harness.file("快手推出可灵 2.1 视频生成模型", LAUNCH)
    assert harness.file("快手推出可灵 2.1 视频生成模型", LAUNCH, hours=24 * 15) != story


def test_an_article_published_again_days_later_is_the_same_story_and_a_column_is_not(harness: Any) -> None:
    title, text = "视频模型的价格战：谁在付账", f"{LAUNCH}其他厂商随后也下调了价格，分析师认为这场竞争才刚刚开始。"
    story = harness.file(title, text, source="A")
    assert harness.file(title, text, hours=95, source="A") == story
    other = "本周另有三家公司公布了财报，智能手机的销量仍在下滑，面板与存储芯片的报价则连续第四个月上涨。"
    assert harness.file(title, other, hours=170, source="A") != story


def test_chinese_and_english_reports_of_one_event_meet(harness: Any) -> None:
    watched = {"topics": frozenset({"kling"}), "named": frozenset({("kling", "可灵"), ("kling", "Kling")})}
    story = harness.file("快手推出可灵 Kling 2.1 视频模型，融资 20 亿美元", **watched)
    assert harness.file("Kuaishou launches Kling 2.1 after raising $2 billion", hours=3, **watched) == story
    assert harness.file("Kuaishou launches Kling 3.0 video model", hours=4, **watched) != story
    assert harness.file("How video models are priced", hours=4, topics=frozenset({"kling"})) != story


def test_english_reports_of_one_event_meet(harness: Any) -> None:
    story = harness.file(
        "OpenAI shuts down Sora video app", "OpenAI said it will discontinue the Sora app and its API."
    )
    assert (
        harness.file("OpenAI to discontinue Sora app - The Paper", "The Sora app and its API will shut down.", hours=2)
        == story
    )
    assert (
        harness.file("OpenAI hires a new chief scientist", "OpenAI said on Friday that it hired a scientist.", hours=3)
        != story
    )


def test_a_round_up_joins_the_story_that_it_names(harness: Any) -> None:
    story = harness.file("快手计划分拆可灵 AI 上市，估值 200 亿美元", "快手计划分拆可灵 AI 上市。", source="A")
    title = "8点1氪丨某商场宣布停业；快手计划分拆可灵AI上市；某车企公布销量"
    assert harness.file(title, hours=12, source="B") == story


def test_an_item_of_a_round_up_founds_a_story_that_a_real_report_joins(harness: Any) -> None:
    story = harness.file("快手计划分拆可灵AI上市", is_roundup=True)
    assert isinstance(harness.last, NewStory)
    assert harness.file("快手计划分拆可灵 AI 上市，估值 200 亿美元", "快手计划分拆可灵 AI 上市。", hours=1) == story


def test_one_outlet_s_alike_reports_of_two_products_stay_apart(harness: Any) -> None:
    story = harness.file("微星 27 英寸显示器发售：4K 180Hz，2199 元", "微星今日发售一款 27 英寸显示器。", source="A")
    assert (
        harness.file("微星 24 英寸显示器发售：2K 275Hz，1049 元", "微星发售一款显示器。", hours=5, source="A") != story
    )


def test_a_report_that_names_another_company_stays_out_though_the_event_reads_alike(harness: Any) -> None:
    story = harness.file("华为云首发适配 DeepSeek-V4", "华为云宣布首发适配 DeepSeek-V4，提供服务。", source="A")
    assert (
        harness.file("百度智能云上线 DeepSeek-V4", "百度智能云宣布上线 DeepSeek-V4，提供服务。", hours=3, source="B")
        != story
    )


def test_a_round_up_s_item_does_not_bring_two_reports_together(harness: Any) -> None:
    story = harness.file(
        "OpenAI 官方宣布关闭 Sora 应用", "OpenAI 宣布将关停 Sora 应用，具体时间表稍后公布。", source="A"
    )
    assert harness.file("OpenAI 将停止 Sora 视频生成服务", hours=20, source="B", is_roundup=True) == story
    later = harness.file(
        "OpenAI 明确：Sora 4 月停止服务，API 9 月下线", "网站说明列出日期：4月26日、9月24日。", hours=96, source="C"
    )
    assert later != story


def test_the_same_link_means_the_same_report(harness: Any) -> None:
    link = "https://example.com/news/2026/kling-spin-off"
    story = harness.file("快手计划分拆可灵", url=link)
    assert harness.file("快手拟拆分业务，可灵或独立", url=link + "?utm_source=rss", hours=1) == story
    other = "https://example.com/"
    assert harness.file("天气转凉", url=other) != harness.file("油价上调", url=other)


def test_posts_without_titles_are_compared_by_their_first_words(harness: Any) -> None:
    story = harness.file("", LAUNCH, source="A")
    assert harness.file("", LAUNCH, hours=1, source="B") == story
    assert (
        harness.file("", "今天的早市上，本地番茄和黄瓜都卖得不错，摊主说下周还有新的西瓜到货。", hours=1, source="B")
        != story
    )


def test_a_report_without_words_founds_a_story_each_time(harness: Any) -> None:
    assert harness.file("") != harness.file("…", hours=1)


def test_features_are_plain_data_with_keys_that_any_database_holds() -> None:
    found = extract_features(report("快手推出可灵 2.1 视频生成模型", LAUNCH))
    assert json.loads(json.dumps(dict(found.payload))) == found.payload
    assert found.keys
    assert all(0 <= key < 2**63 for key in found.keys)


def test_the_explanation_names_the_verdict_and_the_evidence() -> None:
    a, b, c = (
        extract_features(report(title)) for title in ("快手推出可灵 2.1", "快手发布可灵 2.1", "快手推出可灵 2.5")
    )
    assert why_same(a, b)[0].startswith("one story: similarity")
    assert why_same(a, c)[0].startswith("not one story")
    assert any("different versions" in line for line in why_same(a, c))


TITLES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "快手",
                "可灵",
                "Kling 2.1",
                "发布",
                "融资",
                "20亿美元",
                "12.5%",
                "；",
                "8点1氪丨",
                "4月27日",
                "OpenAI",
                "取消",
            ]
        ),
        max_size=8,
    ).map("".join),
)


@examples(150)
@given(TITLES, TITLES, TITLES)
def test_similarity_is_symmetric_and_a_probability_for_any_text(first: str, second: str, text: str) -> None:
    for one in read_features(extract_features(report(first, text, hour=3))):
        for other in read_features(extract_features(report(second))):
            assert 0 <= similarity(one, other) <= 1
            assert similarity(one, other) == pytest.approx(similarity(other, one))


def named_report(title: str, surface: str, text: str = "", *, hour: int = 12, source: str = "A") -> Report:
    """A report in which the watched topic "mill" was found under one of its names."""
    return Report(
        title=title,
        text=text,
        source=source,
        named=frozenset({("mill", surface)}),
        topics=frozenset({"mill"}),
        seen_at=datetime(2026, 5, 1, hour, tzinfo=UTC),
    )


def read(told: Report) -> Any:
    return read_features(extract_features(told))[0]


def test_a_topic_that_acts_under_two_of_its_names_is_one_body() -> None:
    text = "盲测榜单今日更新，神秘模型得分超过石桥 2.0，位列第一，业内猜测其来自一家大型厂商，尚未公开权重与价格。"
    latin = read(named_report("Millstone-1.0 超越石桥 2.0 盲测登顶", "Millstone-1.0", text))
    han = read(named_report("神秘「磨盘」登顶盲测榜，超越石桥 2.0", "磨盘", text, hour=20, source="B"))
    assert not actors_differ(latin, han)
    assert actors_differ(replace(latin, acting=frozenset()), han)


def test_who_offers_what_another_has_made_is_another_body() -> None:
    text = (
        "该模型支持百万字上下文与工具调用，价格与官网一致，开发者今日起可以在控制台开通，首月免费供企业试用。"
        "工程师介绍，推理速度提升近两倍，旧版接口保留至秋季，迁移文档与示例项目同步公开。"
    )
    maker = read(named_report("磨盘发布磨盘 1.0 模型", "磨盘", text))
    cloud = read(named_report("高岭云上线磨盘 1.0 模型", "磨盘", text, source="B"))
    assert maker.acting == cloud.named
    assert not cloud.acting
    assert two_events(maker, cloud) == "two bodies each offer something"


@pytest.mark.parametrize(("ours", "theirs"), [("Brockman", "布罗克曼"), ("Nadella", "纳德拉"), ("Karpathy", "卡帕西")])
def test_a_person_is_known_under_both_scripts(ours: str, theirs: str) -> None:
    assert read(report(f"{ours} 接管产品部门")).words <= read(report(f"{theirs}接管产品部门")).words

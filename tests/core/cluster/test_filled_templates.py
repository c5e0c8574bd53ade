"""One sentence filled in twice is two events, in scripts without capitals as well; plans and deeds meet."""

from typing import Any

import pytest

from monitor.core.cluster.features.actions import acting_part, find_actions
from monitor.core.cluster.features.product_names import release_numbers


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("海关总署批准绿原食品乳粉进口", "海关总署批准沃野食品乳粉进口", "公告自公布之日起施行。"),
        ("芜湖一纸箱厂发生火灾", "淮安一纸箱厂发生火灾", "现场明火已被扑灭，无人受伤。"),
        ("رئيس الوزراء يغادر الى الدوحه", "رئيس الوزراء يغادر الى مسقط", "تستمر الزياره يومين."),
        ("רכבת ישראל סוגרת את התחנה בלוד", "רכבת ישראל סוגרת את התחנה באילת", "העבודות יימשכו שבועיים."),
        ("ฝนตกหนักน้ำท่วมที่ภูเก็ต", "ฝนตกหนักน้ำท่วมที่อุดรธานี", "ยังไม่มีรายงานผู้บาดเจ็บ"),
        ("金融庁、第三銀行に改善命令", "金融庁、丸八証券に改善命令", "再発防止策の提出を求めた。"),
        (
            "Das Hochwasser erreicht die Altstadt von Passau",
            "Das Hochwasser erreicht die Altstadt von Grimma",
            "Die Feuerwehr baut Sperren auf.",
        ),
        ("Kettle 2.3 released", "Kettle 2.4 released", "The new version fixes what users had reported."),
        ("茶壶 Kettle 2.3 发布", "茶壶 Kettle 2.4 发布", "新版本修复了用户反馈的问题。"),
    ],
)
def test_headlines_that_differ_at_one_place_are_of_two_events(harness: Any, first: str, second: str, text: str) -> None:
    assert harness.file(first, text, source="A") != harness.file(second, text, hours=5, source="B")


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        (
            "Der Hafen von Emden bekommt künftig Landstrom",
            "Der Hafen von Emden bekommt bald Landstrom",
            "Der Hafen von Emden baut für Schiffe sechs Anschlüsse an das Stromnetz.",
        ),
        ("北桥电子推出新款耳机", "北桥电子发布新款耳机", "北桥电子的新款耳机支持降噪，续航 40 小时，售价 599 元。"),
        ("Kettle 2.3 released", "Kettle 2.3.1 released", "Kettle 2.3 brings a faster boiler and a new lid."),
        (
            "北桥拟投资 30 亿元建厂",
            "消息称北桥将投资 30 亿元，下月动工",
            "据报道，北桥电子拟投资 30 亿元在芜湖建厂，下月动工，预计两年后投产。",
        ),
        (
            "Northbridge 拟募资 80 亿元",
            "消息称 Northbridge 寻求 80 亿元融资，下月将发布新机",
            "据报道，Northbridge 正寻求首轮融资，目标 80 亿元人民币，公司计划下月发布新机。",
        ),
    ],
)
def test_one_event_in_other_words_stays_one(harness: Any, first: str, second: str, text: str) -> None:
    assert harness.file(first, text, source="A") == harness.file(second, text, hours=2, source="B")


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("北桥对旗下应用进行大升级", "update"),
        ("northbridge overhauls its app", "update"),
        ("北桥再次重组管理层", "reorganise"),
        ("northbridge restructures its labs", "reorganise"),
        ("前北桥首席科学家发文反思", "speak"),
        ("北桥与南桥争夺车载市场", "rival"),
        ("北桥正准备进军海外", "plan"),
    ],
)
def test_what_newsrooms_say_in_many_words_is_one_kind_of_deed(headline: str, kind: str) -> None:
    assert kind in find_actions(headline)


@pytest.mark.parametrize(("headline", "kind"), [("北桥应用上线以来用户翻倍", "launch"), ("北桥聘请退役将军", "plan")])
def test_words_that_only_look_like_a_deed_are_none(headline: str, kind: str) -> None:
    assert kind not in find_actions(headline)


def test_who_acts_stands_before_such_a_word_too() -> None:
    assert acting_part("北桥电子升级客服系统") == "北桥电子"


def test_the_number_of_a_release_is_read_without_its_variant() -> None:
    assert release_numbers(["kettle2.4-mini", "kettle-2.3", "kettle7"]) == {"kettle": {"2.4", "2.3"}}

"""Stories of any field in any language: two names are two events, one event in other words is one."""

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.core.cluster.facts import extract_facts, new_facts
from monitor.core.cluster.features.names import names_in
from monitor.core.cluster.features.product_names import version_marks
from monitor.core.cluster.features.tokens import tokens_of
from monitor.core.model.stories import Joins, NewStory, Report
from monitor.core.text.figures.numbers import amounts_in
from monitor.core.text.languages import language_of
from monitor.core.text.normalize import fold

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        (
            "Bosch schließt Werk in Bamberg",
            "Miele schließt Werk in Gütersloh",
            "Die Belegschaft wurde am Montag informiert.",
        ),
        (
            "Danone ferme une usine en Bretagne",
            "Bonduelle ferme une usine en Picardie",
            "Les salariés ont été prévenus lundi.",
        ),
        (
            "Sevilla ficha a un delantero por tres años",
            "Valencia ficha a un delantero por tres años",
            "El club lo anunció.",
        ),
        (
            "EU clears Bayer pill for migraine",
            "EU clears Sanofi pill for asthma",
            "The Commission said the benefits outweigh the risks.",
        ),
        ("Пожар на складе в Туле потушен", "Пожар на складе в Омске потушен", "Пострадавших нет, сообщили в МЧС."),
        ("ホンダが新工場を建設へ", "スズキが新工場を建設へ", "地元の雇用が増える見通しだ。"),
        ("광주시, 새 도서관 개관", "전주시, 새 도서관 개관", "시민 누구나 무료로 이용할 수 있다."),
        ("三星第二季度营收增长9%", "索尼第二季度营收增长9%", "财报显示，半导体业务成为主要动力。"),
    ],
)
def test_the_same_words_about_another_name_are_another_event(harness: Any, first: str, second: str, text: str) -> None:
    assert harness.file(first, text, source="A") != harness.file(second, text, hours=2, source="B")


def test_reports_of_two_watched_names_are_two_events_whatever_else_they_share(harness: Any) -> None:
    text = "The regulator found traces of a solvent in three batches and asked pharmacies to return them."
    story = harness.file("Regulator recalls batches of ibuprofen", text, source="A", topics=frozenset({"ibuprofen"}))
    other = harness.file(
        "Regulator recalls batches of ramipril", text, hours=1, source="B", topics=frozenset({"ramipril"})
    )
    assert other != story


@pytest.mark.parametrize(
    ("first", "first_text", "second", "second_text"),
    [
        (
            "Bosch streicht 1.800 Stellen in Stuttgart",
            "Bosch baut in Stuttgart 1.800 Stellen ab, wie der Konzern am Freitag mit der Gewerkschaft vereinbart hat.",
            "1.800 Stellen fallen bei Bosch in Stuttgart weg",
            "Bosch streicht in Stuttgart 1.800 Stellen. Das hat der Konzern mit der Gewerkschaft vereinbart.",
        ),
        (
            "Danone rappelle 40 000 yaourts en Bretagne",
            "Danone retire 40 000 yaourts vendus en Bretagne.",
            "Bretagne : 40 000 yaourts Danone rappelés",
            "Danone rappelle 40 000 yaourts vendus en Bretagne.",
        ),
        (
            "Ferry runs aground off Oban with 90 people on board",
            "A ferry with 90 people on board ran aground off Oban on Friday morning. Nobody was hurt.",
            "Ninety passengers on ferry aground near Oban",
            "A ferry ran aground off Oban on Friday morning with 90 people on board; nobody was hurt.",
        ),
        (
            "네이버, 부산에 데이터센터 짓는다",
            "네이버가 부산에 5천억원을 들여 데이터센터를 짓는다고 1일 밝혔다.",
            "네이버 부산 데이터센터 건설…5천억원 투자",
            "네이버는 부산에 데이터센터를 짓는 데 5천억원을 투자한다고 밝혔다.",
        ),
    ],
)
def test_one_event_in_other_words_is_one_story(
    harness: Any, first: str, first_text: str, second: str, second_text: str
) -> None:
    assert harness.file(first, first_text, source="A") == harness.file(second, second_text, hours=2, source="B")


def test_the_link_of_the_original_in_another_language_is_the_same_report(harness: Any) -> None:
    link = "https://shenlan.example/news/v5-release-notes"
    story = harness.file("What is new in Shenlan V5", "Longer context and lower prices.", url=link, source="A")
    assert harness.file("深蓝推出 V5：更长上下文，价格更低", "深蓝今日更新。", url=link, hours=20, source="B") == story


def test_a_report_in_another_language_about_another_step_is_linked_and_not_joined(harness: Any) -> None:
    watched = {"topics": frozenset({"shenlan"}), "named": frozenset({("shenlan", "Shenlan"), ("shenlan", "深蓝")})}
    story = harness.file("Shenlan launches V5 model", "Shenlan launched V5 on Friday.", source="A", **watched)
    assert (
        harness.file(
            "深蓝 V5 遭三家出版社起诉", "三家出版社起诉深蓝，称其训练数据侵权。", hours=30, source="B", **watched
        )
        != story
    )


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("Intel cuts 12.4 percent of jobs", "Intel slashes 12.4 percent of jobs"),
        ("Konzern streicht 4,5 Prozent der Stellen", "Konzern baut 4,5 Prozent der Stellen ab"),
        ("La banque supprime 3,2 % des postes", "La banque réduit ses effectifs de 3,2 %"),
        ("Fund adds $4.27 million", "Fund gains $4.27 million"),
    ],
)
def test_a_synonym_tells_nothing_new(first: str, again: str) -> None:
    before, after = (extract_facts(Report(title=title, seen_at=NOON)) for title in (first, again))
    assert new_facts(before, after) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("der zug hält heute nicht in fulda und kassel", "de"),
        ("le train ne s'arrête pas dans les gares du nord", "fr"),
        ("el tren no para hoy en las estaciones del norte", "es"),
        ("поезд сегодня не останавливается", "ru"),
        ("電車は今日止まらない", "ja"),
        ("오늘 열차는 서지 않는다", "ko"),
        ("今天火车不停", "zh"),
        ("12345", ""),
        ("aldby's mayor won sunday's vote", ""),
        ("le sommet d'aldby s'ouvre lundi et s'achève mardi", "fr"),
    ],
)
def test_a_language_is_told_by_its_script_and_its_function_words(text: str, language: str) -> None:
    assert language_of(fold(text)) == language


def test_a_stated_language_yields_to_the_text_and_counts_where_the_text_says_nothing() -> None:
    assert language_of("der zug hält nicht in fulda", "en-US") == "de"
    assert language_of("fulda 2026", "de-DE") == "de"


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("recalls", "recall", "en"),
        ("wiadomości", "wiadomość", "pl"),
        ("서울시는", "서울시", "ko"),
        ("москве", "москва", "ru"),
        ("الشركة", "شركة", "ar"),
        ("škoda", "skoda", "de"),
    ],
)
def test_forms_of_one_word_are_one_word(one: str, other: str, language: str) -> None:
    assert tokens_of(fold(one), language) == tokens_of(fold(other), language)


def test_names_are_told_by_capitals_inside_a_sentence_and_not_at_its_beginning() -> None:
    found = names_in("Shares of Alstom rise in Paris", "Trading was calm.", "shares of alstom rise in paris", "en")
    assert found.sure == {"alstom", "pari"}
    german = names_in("Werk von Alstom schließt", "", "werk von alstom schließt", "de")
    assert german.sure == frozenset()
    assert "alstom" in german.likely


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("著名导演侯孝贤去世", "78岁侯孝贤病逝，曾获威尼斯金狮奖"),
        ("Marta Lindqvist, who taught a nation to bake, dies at 91", "Cook and author Marta Lindqvist dead at 91"),
        ("Muere Tomás Barreiro a los 84 años", "El poeta Tomás Barreiro fallece en Lugo"),
        ("È morto l'attore Livio Carboni", "Addio a Livio Carboni, volto del teatro"),
        ("Schauspielerin Grete Ohlsen ist tot", "Grete Ohlsen gestorben: Sie spielte sechzig Jahre lang"),
        ("Умер актёр Пётр Савченко", "Скончался Пётр Савченко, ему было 77"),
    ],
)
def test_nobody_dies_twice(harness: Any, first: str, second: str) -> None:
    assert harness.file(first, source="A") == harness.file(second, hours=20, source="B")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("著名导演侯孝贤去世", "著名导演许鞍华去世"),
        ("侯孝贤去世", "侯孝贤母亲去世"),
        ("侯孝贤去世", "各界悼念侯孝贤去世"),
        ("Marta Lindqvist dies at 91", "Tributes as Marta Lindqvist dies: the king speaks of a loss"),
        ("Three dead in New York fire", "Two dead in New York crash"),
    ],
)
def test_another_death_and_what_follows_one_are_other_events(harness: Any, first: str, second: str) -> None:
    assert harness.file(first, source="A") != harness.file(second, hours=20, source="B")


def test_an_anniversary_is_no_figure_that_two_reports_share() -> None:
    assert amounts_in(fold("建校120周年大会开幕，2300人参加"), "zh") == {"n:2300"}
    assert amounts_in(fold("개교 120주년 행사에 2300명 참석"), "ko") == {"n:2300"}


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("minimax-m2.7", "m2.7", True),
        ("gpt-5.3-codex", "gpt5.3", True),
        ("wan2.7-image", "wan2.7", True),
        ("wan2.7", "veo2.7", False),
        ("kling", "kling", False),
    ],
)
def test_a_version_is_known_whatever_maker_or_variant_stands_beside_it(one: str, other: str, shared: bool) -> None:
    assert bool(version_marks([one]) & version_marks([other])) is shared


def test_items_of_a_round_up_do_not_contradict_each_other(harness: Any) -> None:
    story = harness.file("氪星晚报｜钉钉上线语音记录；宝马一季度利润下降两成；茶百道门店过万", source="A")
    assert harness.file("钉钉上线语音记录", "用户可以用语音记录会议。", hours=1, source="B") == story


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Two dead in Lyon fire", "Two dead in Lyon crash"),
        ("Zwei Tote bei Erdbeben in Izmir", "Zwei Tote bei Zugunfall in Izmir"),
        ("Пожар в Казани: трое погибли", "ДТП в Казани: трое погибли"),
        ("重庆一工厂发生火灾致3人死亡", "重庆一工厂附近车祸致3人死亡"),
        ("부산 공장 화재로 3명 사망", "부산 공장 앞 추돌로 3명 사망"),
    ],
)
def test_two_kinds_of_accident_at_one_place_are_two_events(harness: Any, first: str, second: str) -> None:
    assert harness.file(first, source="A") != harness.file(second, hours=5, source="B")


def test_a_toll_that_rises_is_one_event(harness: Any) -> None:
    first = harness.file("Two dead in Lyon crash", "A lorry hit a bus near Lyon.", source="A")
    assert harness.file("Lyon crash: three dead", "The bus was hit by a lorry near Lyon.", hours=5, source="B") == first


@pytest.mark.parametrize(
    ("first", "second", "linked"),
    [
        ("Kestrel opens a museum of bicycles in Graz", "Kestrel 车库门获设计奖", False),
        ("Kestrel's choir sings for charity", "Kestrel 食堂换了厨师", False),
        ("Kestrel recalls 12,400 Falcon 7 scooters over brakes", "Kestrel 因刹车召回 12400 辆 Falcon 7 滑板车", True),
    ],
)
def test_two_languages_are_linked_by_more_than_a_name(harness: Any, first: str, second: str, linked: bool) -> None:
    named = {"topics": frozenset({"kestrel"}), "surfaces": ("Kestrel",)}
    harness.file(first, source="A", **named)
    harness.file(second, hours=3, source="B", **named)
    followed = isinstance(harness.last, Joins) or (
        isinstance(harness.last, NewStory) and harness.last.follows is not None
    )
    assert followed is linked

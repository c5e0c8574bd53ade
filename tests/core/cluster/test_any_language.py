"""Stories of any field in any language: two names are two events, one event in other words is one."""

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.core.cluster.facts import extract_facts, new_facts
from monitor.core.cluster.features.names import names_in
from monitor.core.cluster.features.tokens import tokens_of
from monitor.core.model.stories import Report
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

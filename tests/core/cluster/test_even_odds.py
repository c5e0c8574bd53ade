"""Where even odds are enough to join: a flash that a longer report holds, one large figure in both headlines."""

from typing import Any

import pytest

Pair = tuple[str, str]


def told(harness: Any, first: Pair, second: Pair, *, hours: float = 3) -> tuple[int, int]:
    return harness.file(*first, source="A"), harness.file(*second, hours=hours, source="B")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("北桥代表：绝不允许“新型绳索禁令”成势为患", ""),
            (
                "北桥方面在渔业联盟强调大港要行正道，决不能允许“新型绳索禁令”成势为患",
                "北桥常驻渔业联盟代表在纪念会议上发言指出，大港要行正道、尽责任，决不能允许“新型绳索禁令”成势为患，渔民权益应当维护。",
            ),
        ),
        (
            ("Lumetra streicht 7.600 Stellen in Aldby", "Lumetra will bis Ende 2027 Kosten senken."),
            (
                "Sparprogramm: Bei Lumetra fallen 7.600 Jobs weg",
                "Bis Ende 2027 will Lumetra in Aldby 7.600 Stellen abbauen.",
            ),
        ),
        (
            ("Norhaven to buy Aldby Rope for 2.1 billion crowns", "The boards of Norhaven and Aldby Rope agreed."),
            ("Norhaven rachète Aldby Rope pour 2,1 milliards de couronnes", "Les conseils de Norhaven sont d'accord."),
        ),
        (
            ("Toyota to invest $1.4 billion in Aldby plant", "Toyota will build cars in Aldby."),
            ("トヨタ、北欧の工場に14億ドル投資", "トヨタ自動車は北欧の工場に14億ドルを投資する。"),
        ),
        (
            ("现代汽车在美召回21万辆汽车", "现代汽车因安全带问题在美国召回21万辆汽车。"),
            ("현대차, 미국서 21만대 리콜", "현대차가 안전벨트 결함으로 미국에서 21만대를 리콜한다."),
        ),
    ],
)
def test_one_event_told_briefly_or_with_one_large_figure_is_one_story(harness: Any, first: Pair, second: Pair) -> None:
    one, other = told(harness, first, second)
    assert one == other


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("Prime Minister Varnsen survives no-confidence vote", ""),
            (
                "Opposition calls for early elections after vote",
                "The opposition called for early elections hours after Prime Minister Eva Varnsen survived a vote "
                "of no confidence by two votes. Its leader Jonas Berg said the government had lost the people.",
            ),
        ),
        (
            ("Lumetra opens shop in Aldby", "Lumetra sells 500 kinds of tablets in Aldby."),
            ("Lumetra ouvre un chantier naval", "Lumetra construira 500 bateaux."),
        ),
        (
            ("Lumetra opens shop in Aldby in 2027", "Lumetra sells tablets in Aldby."),
            ("Lumetra ouvre un chantier naval en 2027", "Lumetra construira des bateaux."),
        ),
    ],
)
def test_what_only_goes_before_the_news_or_is_no_large_figure_joins_nothing(
    harness: Any, first: Pair, second: Pair
) -> None:
    one, other = told(harness, first, second)
    assert one != other


def test_two_brief_reports_whose_texts_share_words_are_one_story(harness: Any) -> None:
    first = ("Lena Brandt wins Aldby Open", "Lena Brandt beat Zofia Malik 6-4, 7-5 on Sunday to win the Aldby Open.")
    second = ("Brandt downs Malik for Aldby title", "Fourth seed Lena Brandt beat Zofia Malik 6-4 7-5 on Sunday.")
    one, other = told(harness, first, second)
    assert one == other


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("Storm Petra leaves 700 homes dark in Galicia", "Storm Petra cut power to 700 homes in Galicia."),
            ("La borrasca Petra deja sin luz a 700 casas en Galicia", "El temporal cortó la luz a 700 casas."),
        ),
        (
            ("Northvolt säljer fabriken i Skellefteå till Lyten", "Northvolt säljer fabriken i Skellefteå till Lyten."),
            ("Lyten to buy the Skellefteå plant of Northvolt", "The Swedish plant of Northvolt will go to Lyten."),
        ),
    ],
)
def test_languages_of_latin_letters_meet_over_what_is_written_as_a_name(
    harness: Any, first: Pair, second: Pair
) -> None:
    one, other = told(harness, first, second)
    assert one == other


def test_one_name_alone_joins_and_links_no_two_languages_of_latin_letters(harness: Any) -> None:
    first = ("Louvre closes after theft of two paintings", "The Louvre closed after thieves took two small paintings.")
    second = ("Le Louvre augmente le prix de ses billets", "Le musée du Louvre portera le billet à plus en janvier.")
    one, other = told(harness, first, second)
    assert one != other
    assert harness.last.follows is None


def test_a_body_under_its_short_and_its_full_name_is_one(harness: Any) -> None:
    first = ("世卫组织宣布北桥热病疫情结束", "世卫组织周六宣布北桥本轮热病疫情结束。")
    second = ("世界卫生组织：北桥热病疫情结束", "世界卫生组织表示，北桥连续四周没有新增病例。")
    one, other = told(harness, first, second)
    assert one == other

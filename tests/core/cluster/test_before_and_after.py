"""A rumour and its deed, a preview, a review, arrests after a fire, another day of a market: news of their own."""

from typing import Any

import pytest

Pair = tuple[str, str]


def told(harness: Any, first: Pair, second: Pair, *, hours: float) -> tuple[int, int]:
    return harness.file(*first, source="A"), harness.file(*second, hours=hours, source="B")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("Aldby Rope expected to unveil its Sigrun winch on Friday", "The Sigrun winch lifts nine tonnes."),
            ("Aldby Rope unveils its Sigrun winch", "The Sigrun winch lifts nine tonnes and costs 4,000 crowns."),
        ),
        (
            ("Norhaven nears deal to buy Aldby Rope", "Norhaven may pay 900 million crowns for Aldby Rope."),
            ("Norhaven to buy Aldby Rope", "Norhaven will pay 900 million crowns for Aldby Rope."),
        ),
        (
            (
                "Medienbericht: Lumetra streicht 700 Stellen",
                "Lumetra in Aldby streicht laut einem Bericht 700 Stellen.",
            ),
            ("Lumetra streicht 700 Stellen", "Lumetra in Aldby streicht 700 Stellen, wie der Vorstand sagte."),
        ),
        (
            ("Aldby Terns, vicino l'arrivo di Odo Brenner", "L'attaccante Odo Brenner va agli Aldby Terns."),
            ("Aldby Terns, ufficiale: arriva Odo Brenner", "L'attaccante Odo Brenner va agli Aldby Terns."),
        ),
        (
            ("消息称北桥航运接近收购奥比绳业", "知情人士称，北桥航运接近以九亿收购奥比绳业。"),
            ("北桥航运宣布收购奥比绳业", "北桥航运宣布以九亿收购奥比绳业。"),
        ),
        (
            ("Aldby Terns v Norhaven: cup final preview", "The Terns meet Norhaven in the cup final on Saturday."),
            ("Aldby Terns beat Norhaven in cup final", "The Terns beat Norhaven in the cup final on Saturday."),
        ),
        (
            ("Aldby Rope launches Sigrun 4 winch", "The Sigrun 4 winch by Aldby Rope lifts nine tonnes."),
            ("Sigrun 4 winch review: lifts all it says", "We tried the Sigrun 4 winch by Aldby Rope for a week."),
        ),
        (
            ("Fire destroys sail loft in Aldby", "A fire destroyed a sail loft at the harbour of Aldby overnight."),
            ("Two held, suspected of fire at sail loft in Aldby", "Two men were held after a fire at the Aldby loft."),
        ),
        (
            ("Incendie dans une voilerie d'Aldby", "Un incendie a détruit une voilerie du port d'Aldby."),
            ("Incendie d'une voilerie d'Aldby : garde à vue", "Un homme est entendu après l'incendie du port d'Aldby."),
        ),
        (
            ("Nikkei ends at record high", "The Nikkei average ended at a record high as chip makers rose."),
            ("Nikkei closes at another record high", "The Nikkei average closed at a record high as chip makers rose."),
        ),
        (
            ("收评：沪指涨0.35% 绳索板块领涨", "沪指今日涨0.35%，绳索板块领涨。"),
            ("收评：沪指涨0.21% 渔业板块领涨", "沪指今日涨0.21%，渔业板块领涨。"),
        ),
        (
            ("Magnitude 6.8 earthquake shakes Aldby", "An earthquake shook Aldby and Norhaven on Monday."),
            ("Magnitude 5.2 earthquake shakes Aldby", "An earthquake shook Aldby and Norhaven on Monday."),
        ),
        (
            ("Nine fishermen missing off Aldby", "The boat Sigrun with nine fishermen sank off Aldby."),
            (
                "Four fishermen rescued off Aldby",
                "Four of nine fishermen of the boat Sigrun, which sank off Aldby, live.",
            ),
        ),
        (
            ("Aldby and Norhaven lose power in gale", "A gale cut the lines to Aldby and Norhaven."),
            ("Power restored in Aldby and Norhaven after gale", "The lines to Aldby and Norhaven were mended."),
        ),
        (
            ("Parliament passes harbour reform", "The members passed the harbour reform of Aldby by 51 votes to 47."),
            ("President signs harbour reform into law", "The harbour reform of Aldby was passed by 51 votes to 47."),
        ),
        (
            (
                "La Fiscalía pide seis años para el exalcalde de Aldera",
                "Pide seis años para Luis Torvald por malversación.",
            ),
            (
                "El exalcalde de Aldera, condenado a seis años",
                "Seis años para Luis Torvald por malversación en Aldera.",
            ),
        ),
        (
            (
                "El juez envía a prisión al exalcalde de Aldera",
                "El juez envía a prisión a Luis Torvald por malversación.",
            ),
            ("El exalcalde de Aldera queda en libertad", "El juez deja en libertad a Luis Torvald por malversación."),
        ),
        (
            ("Экс-мэра Заречного Павла Котова задержали", "Бывшего мэра Заречного Котова задержали по делу о взятке."),
            ("Суд арестовал экс-мэра Заречного Котова", "Бывшего мэра Заречного Котова арестовали по делу о взятке."),
        ),
        (
            ("Oil prices rise 2% on supply fears", "Crude rose 2% to 91 crowns a barrel on fears about supply."),
            ("Oil prices rise 1% on supply fears", "Crude rose 1% to 92 crowns a barrel on fears about supply."),
        ),
        (
            ("Wetter in Aldby: Schauer und Gewitter", "In Aldby gibt es Schauer und Gewitter bei 22 Grad."),
            ("Wetter in Aldby: Schauer und Gewitter ziehen ab", "In Aldby ziehen Schauer und Gewitter ab."),
        ),
        (
            ("Ruling party ahead in Aldby election, exit poll shows", "The Rope party is ahead in the Aldby election."),
            ("Ruling party wins Aldby election", "The Rope party won the Aldby election with half of all votes."),
        ),
        (
            ("Ropemakers' summit opens in Aldby", "Ropemakers of nine countries met in Aldby for three days."),
            ("Ropemakers' summit ends in Aldby", "Ropemakers of nine countries parted in Aldby after three days."),
        ),
        (
            ("Magnitude 7.1 earthquake shakes Aldby", "An earthquake of magnitude 7.1 shook Aldby on Monday."),
            ("Aldby earthquake death toll rises to 64", "The magnitude 7.1 earthquake in Aldby killed 64 people."),
        ),
        (
            ("Aldby Rope recalls its Sigrun winches", "The brake of the Sigrun winch by Aldby Rope may fail."),
            ("Aldby Rope widens recall of Sigrun winches", "The brake of more Sigrun winches by Aldby Rope may fail."),
        ),
        (
            ("Lotsen von Norhaven streiken am Donnerstag", "Die Lotsen im Hafen von Norhaven streiken am Donnerstag."),
            (
                "Lotsen sagen Streik in Norhaven ab",
                "Der Streik der Lotsen im Hafen von Norhaven am Donnerstag fällt aus.",
            ),
        ),
        (
            ("Norhaven nears deal to buy Aldby Rope", "Norhaven is close to buying Aldby Rope."),
            ("Norhaven rachète Aldby Rope", "Norhaven achète Aldby Rope, ont annoncé les deux entreprises."),
        ),
    ],
)
def test_what_is_told_before_and_after_an_event_is_another_story(harness: Any, first: Pair, second: Pair) -> None:
    one, other = told(harness, first, second, hours=20)
    assert one != other


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("Norhaven reportedly agrees to buy Aldby Rope", "Norhaven will pay 900 million crowns for Aldby Rope."),
            ("Norhaven to buy Aldby Rope", "Norhaven will pay 900 million crowns for Aldby Rope."),
        ),
        (
            ("Magnitude 6.8 earthquake shakes Aldby", "An earthquake shook Aldby and Norhaven on Monday."),
            ("Magnitude 6.6 earthquake shakes Aldby", "An earthquake shook Aldby and Norhaven on Monday."),
        ),
        (
            ("Fire at sail loft in Aldby", "A fire destroyed a sail loft at the harbour of Aldby."),
            ("Fire at sail loft in Aldby: man arrested", "A fire destroyed a sail loft at the harbour of Aldby."),
        ),
        (
            ("Nikkei ends at record high", "The Nikkei average ended at a record high as chip makers rose."),
            ("Nikkei closes at record high", "The Nikkei average closed at a record high as chip makers rose."),
        ),
        (
            ("Aldby Rope 发布 Sigrun 4 Preview 模型", "Aldby Rope 今日发布 Sigrun 4 Preview 模型，可吊九吨。"),
            ("新一代模型 Sigrun 4 预览版发布", "Aldby Rope 今日发布 Sigrun 4 预览版模型，可吊九吨。"),
        ),
    ],
)
def test_one_event_worded_in_two_ways_within_hours_stays_one_story(harness: Any, first: Pair, second: Pair) -> None:
    one, other = told(harness, first, second, hours=1)
    assert one == other


def test_a_late_report_that_leaves_out_the_arrests_is_no_news(harness: Any) -> None:
    text = "A fire destroyed a sail loft at the harbour of Aldby overnight; nine people were led out."
    first, second = ("Fire at sail loft in Aldby: man arrested", text), ("Fire destroys sail loft in Aldby", text)
    one, other = told(harness, first, second, hours=13)
    assert one == other

"""Names, the kind of event and figures: what two reports of one event share when no word of theirs does."""

from typing import Any

import pytest

from monitor.core.cluster.features.kinds_of_event import told_kinds
from monitor.core.cluster.features.name_sounds import sounds_of
from monitor.core.text.normalize import fold

_WATCHED = {"topics": frozenset({"anything"})}


def _are_one(harness: Any, first: str, second: str, *, hours: float = 2) -> bool:
    return bool(
        harness.file(first, source="A", **_WATCHED) == harness.file(second, hours=hours, source="B", **_WATCHED)
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Magnitude 6.3 earthquake hits Malatya in eastern Turkey", "土耳其马拉蒂亚发生6.3级地震"),
        ("Ferry with 310 on board runs aground off Mombasa", "У Момбасы сел на мель паром, на борту 310 человек"),
        ("Kallio Timber to buy Brunnhof for $2.7 billion", "カリオ・ティンバー、ブルンホフを27億ドルで買収"),
        ("Seven killed in fire at hotel in Antalya", "Antalya'da bir otelde yangın çıktı: 7 ölü"),
        ("Karin Olsson wins Malmsund presidential election", "Karin Olsson zur Präsidentin von Malmsund gewählt"),
        ("Kallenberg Brandström ist gestorben", "Умер Калленберг Брандстрём"),
        ("Outage halts metro in Stockholm", "斯德哥尔摩地铁故障"),
        ("Zwei Tote bei Drohnenangriff auf Poltawa", "Deux morts dans une attaque de drones à Poltava"),
    ],
)
def test_two_languages_meet_in_names_kinds_and_figures(harness: Any, first: str, second: str) -> None:
    assert _are_one(harness, first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Magnitude 6.3 earthquake hits Malatya in eastern Turkey", "土耳其马拉蒂亚发生4.8级地震"),
        ("Kallio recalls 12,000 chairs in Norway", "卡利奥召回4万张桌子"),
        ("Kallio unveils Lumo kettle", "Kallio stellt Bürostuhl Halla vor"),
        ("Alver names Ida Roth ambassador to Oslo", "Alver ernennt Jan Pohl zum Chef der Steuerbehörde"),
        ("Two killed in drone attack on Sumy", "В Сумах при ДТП погибли два человека"),
        ("Malmsund beat Torvik 3-1", "Malmsund schlägt Halvik 3:1"),
        ("Kallio quarterly profit rises to 12 billion kroner", "卡利奥投资120亿克朗建厂"),
        ("Kettle 2.1 launches with new lid", "Kettle 3.0 发布 全新壶盖"),
    ],
)
def test_one_name_and_another_event_stay_apart_in_two_languages(harness: Any, first: str, second: str) -> None:
    assert not _are_one(harness, first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Halden cheese maker reports first-half profit of 417 million crowns", "Halden earnings rise to 417 million"),
        ("Gunman shoots six people dead in Halden", "Halden shooting: six killed, suspect held"),
        ("Payla hit by widespread outage", "Payla outage leaves shoppers unable to pay"),
    ],
)
def test_paraphrases_meet_in_names_kinds_and_figures(harness: Any, first: str, second: str) -> None:
    assert _are_one(harness, first, second)


@pytest.mark.parametrize(
    ("first", "second", "hours"),
    [
        ("Four killed in strike on Halden", "Seven killed in strike on Halden", 25),
        ("Rail workers begin two-day strike in Halden", "Rail workers begin five-day strike in Halden", 50),
        ("天文台發酷熱天氣警告 市區33度", "天文台發寒冷天氣警告 新界3度", 5),
        ("Ukraine : cinq morts dans une frappe à Soumy", "Ukraine : deux morts dans une frappe à Soumy", 24),
    ],
)
def test_tolls_and_days_that_differ_are_two_events(harness: Any, first: str, second: str, hours: float) -> None:
    assert not _are_one(harness, first, second, hours=hours)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kestrel launch delayed by wind at Halden", "Halden launch: Kestrel carries weather satellites to orbit"),
        ("Torvik negocia el fichaje de Olsson", "Torvik ficha a Olsson por 18 millones"),
        ("Typhoon Kaluo nears Luzon", "El tifón Kaluo obliga a evacuar a 180.000 personas en Luzón"),
        ("El servicio activa el aviso rojo en Halden", "El servicio desactiva el aviso rojo en Halden"),
    ],
)
def test_what_is_put_off_or_about_to_happen_is_not_yet_the_deed(harness: Any, first: str, second: str) -> None:
    assert not _are_one(harness, first, second, hours=20)


def test_a_word_of_grammar_tells_no_kind_but_a_number() -> None:
    assert told_kinds("die zwei brücken", "de") == {"2"}


def test_one_text_brought_up_to_date_keeps_its_story(harness: Any) -> None:
    text = (
        "A lorry ran into a bus stop on the coast road near Halden on Friday evening, in heavy rain. The driver, a man"
        " of 61 from Torvik, was taken to hospital; police closed the road for four hours and ask witnesses to call."
    )
    first = harness.file("Halden: one dead, three injured as lorry hits bus stop", text, source="A")
    assert harness.file("Halden: two dead, two injured as lorry hits bus stop", text, hours=14, source="B") == first


def test_a_takeover_and_the_chief_who_leaves_are_two_events(harness: Any) -> None:
    text = (
        "Telco Orbis, led by Marek Lund, agreed to a takeover by Vantel worth 3.1 billion crowns, both said on Monday."
    )
    text += " Lund will leave once the deal closes. The shareholders of both have to agree, and so has the regulator."
    first = harness.file("Telco Orbis agrees to takeover by Vantel", text, source="A")
    assert harness.file("Orbis chief Lund to resign", hours=1, source="B") != first


def test_a_full_name_in_both_headlines_is_enough_for_even_odds(harness: Any) -> None:
    first = harness.file("Introducing Kettle Nightshade", url="https://northbridge.example/kettle-nightshade")
    assert harness.file("Northbridge 推出水壶新品 Kettle Nightshade", "可整夜保温。", hours=3, source="B") == first


@pytest.mark.parametrize(
    "names",
    [
        "Kharkiv Charkiw Харків 哈尔科夫",
        "Trump Трамп 特朗普 트럼프 トランプ ترامب",
        "Karimi کریمی 카리미 Карими",
        "Washington Вашингтон 워싱턴 ワシントン",
        "Belgrade Belgrad Белград 贝尔格莱德",
        "Rothko 로스코 罗斯科",
        "Katowice Katowicami Kattowitz Катовице 卡托维兹",
    ],
)
def test_a_name_sounds_alike_in_many_scripts(names: str) -> None:
    first, *others = (sounds_of(fold(name)) for name in names.split())
    agreeing = [bool(first & other) for other in others]
    # Rothko's th is an s in two of the scripts: then nothing is claimed.
    assert all(agreeing) or names.startswith(("Rothko", "Washington"))


@pytest.mark.parametrize(
    ("one", "other"), [("Kharkiv", "Odesa"), ("Trump", "Merz"), ("哈尔科夫", "Lviv"), ("Ng", "Ng")]
)
def test_other_names_and_short_ones_claim_nothing(one: str, other: str) -> None:
    assert not sounds_of(fold(one)) & sounds_of(fold(other))


@pytest.mark.parametrize(
    ("headline", "language", "kind"),
    [
        ("Erdbeben erschüttert Kreta", "de", "quake"),
        ("Ισχυρός σεισμός στην Κρήτη", "el", "quake"),
        ("阿帕里附近台风登陆", "zh", "storm"),
        ("İzmir'de yangın", "tr", "fire"),
        ("Under Katowice, trzy osoby ranne", "pl", "hurt"),
        ("三名嫌犯被捕", "zh", "arrest"),
        ("Brazil court jails former minister", "en", "jail"),
        ("Trzy osoby ranne", "pl", "3"),
    ],
)
def test_kinds_of_event_are_told_in_many_languages(headline: str, language: str, kind: str) -> None:
    assert kind in told_kinds(fold(headline), language)

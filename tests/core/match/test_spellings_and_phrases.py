"""Signs that a name is written with or without, and phrases and measures that are spelt like one."""

import pytest

from monitor.core.match.scan.spellings import other_spellings
from tests.core.match.plain_names import Make, found


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("Harbour: Nightfall", "Harbour Nightfall wins two prizes"),
        ("Harbour: Nightfall", "“Harbour – Nightfall” wins two prizes"),
        ("Tales of the Grey Harbour", "Tales of the Grey: Harbour is out"),
        ("Nils, the Baker", "Nils The Baker tours Wales"),
        ("Howl! at the Moon", "Howl at the Moon split up"),
        ("Bright & Co.", "Bright & Co opens in Rome"),
        ("Bright & Co.", "Bright and Co opens in Rome"),
        ("Mr. & Mrs. Bright", "Mr and Mrs Bright returns"),
        ("Hansen GmbH & Co. KG", "Die Hansen GmbH & Co KG baut um"),
        ("Bright Inc", "Bright, Inc. was fined"),
        ("Bright, Inc.", "Bright Inc was fined"),
        ("Anna Bright Jr.", "Anna Bright, Jr. returns"),
        ("Saint-Flour", "Fire in St. Flour"),
        ("Harbour, D.C.", "Snow in Harbour DC"),
        ("QRK.B", "QRK-B falls 2%"),
        ("QRK-B", "QRK/B falls 2%"),
        ("Owl-Man", "Owlman returns"),
        ("กทพ.", "กทพ เตือนรถติด"),
        ("Harbour™", "Harbour is back"),
        ("Harbour TV+", "Harbour TV Plus raises prices"),
        ("Harbour Plus", "Harbour+ raises prices"),
        ("Luebeck", "Brand in Lübeck"),
        ("Aabenraa", "Brand i Åbenrå"),
    ],
)
def test_signs_that_some_leave_out(make: Make, alias: str, text: str) -> None:
    assert found(make, alias, text)


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("El Tiempo", "Mejora el tiempo en Sevilla", False),
        ("El Tiempo", "Lo publica El Tiempo de Bogotá", True),
        ("El Tiempo", "Según el Tiempo, dimite", True),
        ("L'Avenir", "Macron pense à l’avenir de Paris", False),
        ("L'Avenir", "Selon L'Avenir, il part", True),
        ("L'Unità", "A Torino cresce l'unità", False),
        ("A Ordem", "Lisboa mantém a ordem nas ruas", False),
        ("Die Tat", "„Die Tat“ entlässt Redakteure", True),
        ("The Mirror", "Anna looked in the mirror", False),
        ("The Mirror", "a mirror, says the Mirror", True),
        ("The Mirror", "read it in the mirror", True),  # No capital in all of the text.
        ("New Harbour", "flats in new harbour, says Anna", True),
        ("Los Olmos", "she moved to los olmos from Texas", True),
        ("US Mint", "Let us mint coins, says Anna", False),
        ("US Mint", "The US Mint strikes coins", True),
        ("AS Lyon", "Crowds gather as Lyon wakes up", False),
        ("AS Lyon", "A.S. Lyon gagne", True),
        ("HP", "The new Audi has 320 hp", False),
        ("HP", "A 150hp van by Ford", False),
        ("HP", "My hp printer failed, says Anna", True),
        ("HP", "In 2025 HP cut jobs", True),
        ("FT", "A 6 ft wall in Texas", False),
        ("PM", "Kick-off in Leeds at 5 pm", False),
        ("Co-op", "A fox in a coop in Kent", False),
        ("Harbour+", "Harbour raises prices", False),
        ("C++", "The C Plus grade of Anna", False),
    ],
)
def test_phrases_and_measures_are_no_names(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) == expected


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("湛江", "湛江港吞吐量增长", True),
        ("海南", "海南岛旅游火爆", True),
        ("北京", "北京站客流回升", True),
        ("奥斯卡", "奥斯卡奖揭晓", True),
        ("帕金森", "帕金森病新药获批", True),
        ("爱丽舍", "爱丽舍宫发表声明", True),
        ("泰坦尼克", "泰坦尼克号残骸", True),
        ("日本", "日本海发生地震", False),  # Japan is not meant.
        ("湖南", "青岛湖南路发生火灾", False),
        ("上海", "上海路演启动", True),
        ("山东", "山东路桥中标", True),
        ("海湾汽车", "海湾汽车销量下滑", True),
        ("海湾银行", "海湾银行行长辞职", True),
        ("南方海湾", "南方海湾营收增长", True),
        ("武汉", "武汉官网崩溃", True),
        ("国航", "国航校招启动", True),
        ("高海", "高海官网崩溃", True),
        ("李宁", "李宁静获奖", False),
        ("海湾人民", "海湾人民银行降息", False),
        ("海湾大学", "海湾大学城开建", False),
        ("कमल गांधी", "कमल गाँधी ने कहा", True),
        ("फ़रहान", "फरहान ने कहा", True),
        ("파킨슨", "파킨슨병 치료제 승인", True),
        ("העוגן", "שביתה בעוגן", True),
        ("העוגן", "כשלעוגן אין כסף", True),
        ("הארץ", "גשם בארץ", False),
        ("Bystroň", "Bystroňův plán se nelíbí radnici", True),
        ("Kudrna", "Kudrnova vláda padla, řekl šéf", True),
        ("Kudrna", "Kudrnovi hrozí žaloba podle soudu", True),
        ("Lapoš", "Lapošovu vládu podpořil sněm", True),
        ("Szirmány", "A Szirmánnyal tárgyalt a párt", True),
        ("Pécs", "Pécsett tűz volt a lakásban", True),
        ("Groningen", "De Groningse haven ligt stil", True),
        ("Kaltesz", "Nem tárgyal a Kaltesszel a párt", True),
        ("Вукић", "Вукићева влада пала", True),
        ("सुमन", "सुमनजी ने उद्घाटन किया", True),
        ("Kuressaare", "Kuressaarde saabus minister", False),
        ("Tartu", "Tartusse saabus president", True),
        ("Azpeitia", "Azpeitiko udalak proiektua aurkeztu du", True),
        ("Buxoro", "Buxorodan Navoiyga poyezd", True),
        ("Gəncə", "Gəncədə yanğın", True),
    ],
)
def test_what_says_what_a_name_is_and_forms_of_more_languages(
    make: Make, alias: str, text: str, expected: bool
) -> None:
    assert found(make, alias, text) == expected


def test_spellings_of_one_name_are_few_and_never_the_name_itself() -> None:
    spelt = other_spellings("Mr. & Mrs. Bright, the Bakers of St. Flour, Inc.")
    assert 1 < len(spelt) < 50
    assert "Mr and Mrs Bright the Bakers of St Flour Inc" in spelt
    assert len({*spelt, "Mr. & Mrs. Bright, the Bakers of St. Flour, Inc."}) == len(spelt) + 1

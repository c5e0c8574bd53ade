"""Where a plain name begins and ends, script by script and language by language."""

import unicodedata

import pytest

from monitor.core.model.matches import Alias, Document, Topic
from tests.core.match.plain_names import Make, found


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("Volvo", "Three Volvos and a tram"),
        ("Lufthansa", "Lufthansas Gewinn schrumpft"),
        ("Hannover 96", "Sieg für Hannover 96"),
        ("Commerzbank", "Aktie der Commerzbank steigt"),
        ("Deutsche Post", "Boten der Deutschen Post streiken"),
        ("Kraków", "Nowy most w Krakowie jest otwarty"),
        ("Lech Wałęsa", "Rozmowa z Lechem Wałęsą o wolności"),
        ("Роснефть", "Прибыль Роснефти выросла"),
        ("Самара", "В Самаре открыли мост"),
        ("Антон Чехов", "Письма Антона Чехова"),
        ("Львів", "Мости Львова"),
        ("Oulu", "Oulussa sataa, mutta ei vielä lunta"),
        ("Debrecen", "Debrecenben és a környéken esik az eső"),
        ("Kayserispor", "Kayserispor'un yeni hocası"),
        ("Θεσσαλονίκη", "Έργα της Θεσσαλονίκης"),
        ("Iceland", "Icelanders vote on Sunday"),
        ("Wólka", "Remont drogi w Wólce"),
        ("Maria Skłodowska", "Listy Marii Skłodowskiej"),
        ("Jan Kowal", "Dwa obrazy Jana Kowala"),
        ("Škarda", "Nový obraz Škardy"),
        ("Чугуїв", "Ярмарок у Чугуєві"),
    ],
)
def test_endings_of_a_language_belong_to_the_name(make: Make, alias: str, text: str) -> None:
    assert found(make, alias, text)


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("Ford", "A new stand at Trafford Park"),
        ("Target", "They were easy targets"),
        ("Volvo", "The volvox is an alga"),
        ("Oslo", "Osloska is no town"),
        ("Ласка", "Ласкать нельзя"),
    ],
)
def test_other_words_that_begin_like_the_name_do_not(make: Make, alias: str, text: str) -> None:
    assert not found(make, alias, text)


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("부산", "부산에서 열린 축제", True),
        ("부산", "부산시가 새 다리를 공개했다", True),
        ("한진", "한진그룹 인사", True),
        ("산", "부산 축제", False),
        ("라인", "메신저 라인이 멈췄다", True),
        ("라인", "오프라인 매장", False),
        ("カシオ", "カシオが新作を発表", True),
        ("カシオ", "カシオペア座を見る", False),
        ("オリオン", "オリオングループの決算", True),
        ("タイ", "ネクタイの選び方", False),
        ("福岡", "福岡の新しい橋", True),
        ("音楽", "音楽的な響きの町", False),
        ("复旦", "复旦大学迎来新生", True),
        ("苏州", "苏州市发布通知", True),
        ("海信", "海信集团换帅", True),
        ("京东", "从南京东站出发", False),
        ("京东", "京东方面回应此事", True),
        ("京东", "京东方面板降价", False),
        ("京东", "京东方面临亏损", False),
        ("陈安", "陈安静获奖", False),
    ],
)
def test_scripts_without_spaces_have_rules_of_their_own(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("الهلال", "فوز للهلال في الديربي", True),
        ("الهلال", "جماهير والهلال", True),
        ("تونس", "سفر إلى تونس وبتونس", True),
        ("أسامة", "كتاب اسامه", True),
        ("حيفا", "ميناء حيفـــا", True),
        ("ريم", "فاز كريم", False),
        ("חיפה", "נמל בחיפה נסגר", True),
        ("חיפה", "ומחיפה לעכו", True),
        ("भारत", "भारत ने कहा", True),
        ("भारत", "भारतीय दल", False),
        ("ชล", "น้ำชลประทาน", True),
        ("กา", "ข่าวกาแฟ", True),
        ("ก", "ก้าว", False),
    ],
)
def test_attached_letters_and_vowel_signs(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("Levi's", "Levi’s opens in Oslo", True),
        ("Wendys", "Wendy's new menu", True),
        ("Citroën", "A Citroen in the ditch", True),
        ("Citroen", "Un Citroën dans le fossé", False),
        ("Jörg", "Joerg kommt", True),
        ("Iğdır", "IĞDIR'DA KAR", True),
        ("IKEA", "ıkea açıldı", True),
        ("AI", "ce que j'ai vu", False),
        ("Inter", "la vittoria dell'Inter", True),
        (".NET", "asp.net.example", False),
        (".NET", "the .NET runtime", True),
        ("F#", "F# for beginners", True),
        ("C", "C++ for beginners", False),
        ("$NVDA", "long $NVDA", True),
        ("#OsloPride", "at #OsloPride today", True),
        ("@oslo", "write to post@oslo.example", False),
        ("No Where", "nowhere to go", False),
        ("Red Bull", "#RedBull wins", True),
        ("OpenText", "some open TEXT files", False),
        ("Python", "PythonAnywhere is down", False),
        ("Python", "The PythonSDK is out", True),
        ("Python", "the PythonClient class", True),
    ],
)
def test_signs_accents_apostrophes_and_humps(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected


def test_decomposed_hangul_is_the_same_name(make: Make) -> None:
    assert found(make, "부산", unicodedata.normalize("NFD", "부산에서"))


def test_a_brand_inside_a_brand_counts_beside_other_evidence(make: Make) -> None:
    topic = Topic(id="t", name={"en": "t"}, aliases=(Alias(text="Python"), Alias(text="CPython")))
    assert make([topic]).match(Document(title="PythonAnywhere and CPython")).found


def test_a_song_is_no_chinese_family_name(make: Make) -> None:
    assert found(make, "Rihanna", "New Rihanna Song is out")
    assert not found(make, "Jimeng", "A talk by Jimeng Sun")
    assert found(make, "OpenAI", "Jason Wei, OpenAI")


@pytest.mark.parametrize(
    ("alias", "text"),
    [("Apple", "我的AppleWatch进水了"), ("Garmin", "GarminPay支持三家银行"), ("Nokia", "ノキアの「NokiaMusic」終了")],
)
def test_a_products_kind_without_its_space_leaves_the_name(make: Make, alias: str, text: str) -> None:
    assert found(make, alias, text)


@pytest.mark.parametrize(
    ("alias", "text"),
    [("Meta", "MetaMask更新了钱包"), ("Git", "GitHub宕机"), ("Fed", "FedEx涨价"), ("Pay", "PayPal裁员")],
)
def test_another_brand_that_begins_with_the_name_is_not_it(make: Make, alias: str, text: str) -> None:
    assert not found(make, alias, text)


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("두산", "두산적인 분위기", False),
        ("두산", "두산이 이겼다", True),
        ("移动", "中国移动公布年报", True),
        ("大众", "上海大众召回旧车", True),
        ("京东", "北京东城区开会", False),
        ("B&Q", "B & Q opens a shop in Hull", True),
        ("Marks & Spencer", "Marks and Spencer lifts its forecast", True),
        ("Marks & Spencer", "Marks und Spencer kommt nach Kiel", True),
        ("Ernst and Young", "Ernst & Young audits the club", True),
        ("Marks & Spencer", "Good marks and a spencer jacket", False),
        ("Jeopardy!", "Jeopardy returns in May", True),
    ],
)
def test_what_stands_beside_a_name_or_inside_it_in_another_form(
    make: Make, alias: str, text: str, expected: bool
) -> None:
    assert found(make, alias, text) is expected

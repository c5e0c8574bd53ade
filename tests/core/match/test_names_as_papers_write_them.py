"""Signs, spellings, compounds and forms that papers of different countries give to one name."""

import pytest

from tests.core.match.plain_names import Make, found


@pytest.mark.parametrize(
    ("alias", "text", "wanted"),
    [
        ("Orvalon 8 Elite", "Phones with the Orvalon® 8 Elite compared", True),
        ("Tavio Z Flap 7", "Tavio Z Flap™7 review", True),
        ("Tavio", "Tavio℠ launches", True),
        ("黑月传：悟能", "《黑月传悟能》获奖", True),
        ("黑月传：悟能", "黑月传·悟能更新", True),
        ("黑月传：悟能", "黑月传——悟能更新", True),
        ("黑月传：悟能", "黑月传：钟馗公布", False),
        ("马克·扎克伯格", "马克•扎克伯格访华", True),
        ("マルコ・ポロス", "マルコ＝ポロス氏が来日", True),
        ("サルーター", "サルータの新製品", True),
        ("コンプリータ", "コンプリーターの歴史", True),
        ("ルイ・ヴィトル", "ルイ・ビトルの新店", True),
        ("Đurđević", "Djurdjević pobeđuje", True),
        ("Vol.3", "Vol. 3 is out", True),
        ("Liste 90/Die Blauen", "Liste 90 / Die Blauen gewinnt", True),
        ("LG전자", "LG 전자가 공개한 제품", True),
        ("Voltwagen", "Der Konzern Volt-\nwagen meldet", True),
        ("Stadtticket", "Das Stadt-Ticket wird teurer", True),
        ("Hamburger", "a ham-burger of old", False),
        ("Tavio 17", "They sold Tavio 17,000 units", False),
        ("Tavio 17", "Tavio 17, the new one", True),
    ],
)
def test_signs_and_spellings(make: Make, alias: str, text: str, *, wanted: bool) -> None:
    assert found(make, alias, text) is wanted


@pytest.mark.parametrize(
    ("alias", "text", "wanted"),
    [
        ("Moldau", "Der Moldaukrieg dauert an", True),
        ("Masern", "Masernausbruch in Texas", True),
        ("Bundestag", "Bundestagswahl im Herbst", True),
        ("Bundesliga", "Die Bundesligasaison beginnt", True),
        ("Wärmepumpe", "Wärmepumpen sind in Ulm gefragt", True),
        ("Porsche", "Porschefahrer rast durch Ulm", True),
        ("Porsche", "Unfall in der Porschestraße", False),
        ("Welt", "Vor dem Weltkrieg", False),
        ("Meta", "Die Metadebatte um Regeln", False),
        ("Saporo", "Saporokriget går vidare", True),
        ("Kiel", "Kieler Woche", True),
        ("Stuttgart", "Stuttgarter Hauptbahnhof", True),
        ("Kiel", "Kieler Jones", False),
        ("Győr", "A győri gyár leáll", True),
        ("Debrecen", "A debreceni egyetem rektora", True),
        ("Debrecen", "we met in debreceni style", False),
    ],
)
def test_compounds_and_words_of_a_town(make: Make, alias: str, text: str, *, wanted: bool) -> None:
    assert found(make, alias, text) is wanted


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("Suwałki", "w Suwałkach spadł śnieg"),
        ("Puławy", "z Puław do Lublina"),
        ("Kielce", "wypadek w Kielcach"),
        ("Lidové noviny", "psaly v Lidových novinách"),
        ("Lidové noviny", "šéfredaktor Lidových novin"),
        ("Slavia Praha", "Se Slavií Praha podepsal na tři roky"),
        ("Brno", "v Brně se nejezdilo"),
        ("Turun Sanomat", "Turun Sanomien mukaan se on totta"),
        ("Kauppalehti", "Kauppalehden mukaan hinta on noussut"),
        ("Veikkaus", "Veikkauksen pelit ovat poissa"),
        ("Lappeenranta", "Lappeenrannassa on satanut"),
        ("Outokumpu", "Outokummun tulos on heikko"),
        ("Sampo", "Sammon osake on noussut"),
        ("Lahti", "Lahdessa on satanut"),
        ("Perussuomalaiset", "Perussuomalaisten johtaja on eronnut"),
        ("திமுக", "திமுகவின் வெற்றி"),
        ("Les Verts", "la cheffe des Verts démissionne"),
        ("Gli Azzurri", "la vittoria degli Azzurri"),
    ],
)
def test_forms(make: Make, alias: str, text: str) -> None:
    assert found(make, alias, text)


@pytest.mark.parametrize(
    ("alias", "text", "wanted"),
    [
        ("Ολυμπιακός", "Οι Ολυμπιακοί Αγώνες του 2028", False),
        ("Ολυμπιακός", "Η νίκη του Ολυμπιακού", True),
        ("Les Champions", "la Ligue des Champions reprend", False),
        ("阿里", "伊朗代表阿里·哈梅托夫发言", False),
        ("阿里", "阿里·腾讯宣布合作", True),
        ("哈梅托夫", "阿里·哈梅托夫发言", True),
        ("平安", "祝大家平安无事", False),
        ("平安", "飞船在平安夜发射", False),
        ("平安", "平安银行发布年报", True),
        ("人民日报", "据人民日报社消息", True),
        ("石破", "石破茂内阁", True),
        ("安倍", "安倍晋三遇刺三周年", True),
        ("花王", "伊達政宗の花王国展", False),
    ],
)
def test_other_bearers_and_longer_words(make: Make, alias: str, text: str, *, wanted: bool) -> None:
    assert found(make, alias, text) is wanted

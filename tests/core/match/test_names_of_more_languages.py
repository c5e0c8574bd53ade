"""What further languages write onto a name, headlines too brief to have a word of grammar, and double given names."""

from collections.abc import Sequence

import pytest

from monitor.core.match.lint import lint_topics
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Alias, Topic
from tests.core.match.plain_names import Make, found


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("ሐዋሳ", "በሐዋሳ ከተማ ዝናብ ጣለ"),
        ("ሐዋሳ", "የሐዋሳ ከንቲባ ተመረጡ"),
        ("ጋዛ", "ሠራዊቱ ጋዛን ደበደበ"),
        ("ጋዛ", "ስለጋዛ ተወያዩ"),
        ("Қостанай", "Қостанайда жаңа көпір ашылды"),
        ("Қостанай", "Қостанайдың әкімі келді"),
        ("Ғылым академиясы", "Ғылым академиясында жиналыс өтті"),
        ("Бишкек", "Бишкектин мэри жаңы жол тууралуу айтты"),
        ("Samarqand", "Samarqandda yangi koʻprik haqida"),
        ("Fargʻona", "Fargʻonada yangi bogʻ haqida"),
        ("Gasteiz", "Gasteizen bizi dira eta lan egin dute"),
        ("Corcaigh", "Tá tine i gCorcaigh agus i nDún na nGall"),
        ("سایپا", "سایپا\u200cها گران شدند"),
        ("ستاره", "کارگاه ستاره\u200cسازی در شهر"),
    ],
)
def test_what_is_written_onto_a_name(make: Make, alias: str, text: str) -> None:
    assert found(make, alias, text)


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("ሐዋሳ", "ሐዋሳውያን ተሰበሰቡ"),
        ("Қостанай", "Қостанайлық спортшы жеңді"),
        ("Captain", "The site gCaptain reports a fire"),
        ("Камен", "Каменда и другие цветы"),
    ],
)
def test_what_only_begins_or_ends_like_it(make: Make, alias: str, text: str) -> None:
    assert not found(make, alias, text)


@pytest.mark.parametrize(
    ("alias", "text", "wanted"),
    [
        ("Fiskars", "Fiskarsin myynti laski", True),
        ("Rapala", "Rapalan tulos parani", True),
        ("Zortrax", "Zortraxu wyniki rosną", True),
        ("Győri Keksz", "Győri Kekszre vár bírság", True),
        ("Rapala", "Rapalan shares jump", False),
        ("Zortrax", "Zortraxu Posts Record Loss", False),
        ("Rapala", "Rapalan wins the cup in Ohio", False),
    ],
)
def test_a_brief_headline_tells_its_language_by_its_words(make: Make, alias: str, text: str, *, wanted: bool) -> None:
    assert found(make, alias, text) is wanted


@pytest.mark.parametrize(
    ("alias", "text", "wanted"),
    [
        ("PR", "Two PRs were merged", True),
        ("PR", "The PRS bill was passed", False),
        ("Claude", "Jean-Claude Petit conducts", False),
        ("Claude", "Hans Claude Meier ist tot", False),
        ("Claude", "Will Claude write the code?", True),
        ("Claude", "Gemini-Claude comparison", True),
        ("Anne", "Anne-Marie Schmidt gewinnt", False),
        ("SnowBall", "They threw snow ball after snow ball at Tom", False),
        ("SnowBall", "SnowBall and Snow Ball are one app", True),
        ("SnowBall", "snow ball mics are cheap", True),
        ("联想", "这让他联想到往事", False),
        ("联想", "联想起诉一家手机公司", True),
        ("联想", "联想到底发生了什么", True),
        ("수원", "수원역 광장에서 만난 사람들", True),
        ("삼성", "삼성역 사거리 침수", False),
        ("한빛은행", "한빛은행장 간담회", True),
        ("한빛", "한빛장 여관", False),
        ("Volksbank", "Die Volksbanken fusionieren", True),
        ("Roma", "DJI ROMO 2 系列 s a v", False),
        ("롯데", "롯데월드 새 놀이기구", True),
        ("라인", "라인업 공개", False),
        ("Wisła", "Spływ po Wiśle zakończony", True),
        ("Łódź", "Koncert w Łodzi się nie odbył", True),
        ("Кобзар", "Виставка Кобзаря у музеї", True),
        ("Bucegi", "Bucegiul și ninsoarea", True),
        ("Akureyri", "Snjór á Akureyri og víðar", True),
        ("Selfoss", "Íbúar Selfossar eru glaðir og það", True),
        ("Vlora", "Bashkia e Vlorës është mbyllur", True),
        ("Stari Grad", "Požar u Starom Gradu", True),
        ("Velika Gorica", "Koncert u Velikoj Gorici", True),
        ("Dolní Rakovice", "Dolní Rakovice slaví", True),
        ("České Rakovice", "Slavnost v Českých Rakovicích", True),
        ("Gdynia", "Regaty w Gdyni zakończone", True),
        ("Тернопіль", "Міст біля Тернополя", True),
        ("Paris Saint-Denis", "Paris St-Denis wins", True),
        ("St. Johnstone", "Saint Johnstone lose again", True),
        ("KLF/TLC", "KLFTLC and KLF-TLC on tour", True),
        ("Rust 1.80", "Rust 1.80.1 mends a fault", True),
        ("Rust 1.80", "Rust 1.81 is out", False),
        ("Rust 1", "Rust 1.80 is out", False),
        ("神奈", "神奈府知事", True),
        ('מג"ב', "כוחות מג״ב בעיר", True),
        ('מג"ב', "למג”ב אין תגובה", True),
        ('מג"ב', "מגב חדש", False),
        ("أبوسمبل", "معبد أبو سمبل", True),
        ("O Tambor", "Festa do Tambor", True),
        ("O Tambor", "o som do tambor", False),
        ("ZQ.HBC", "ZQ HBC mưa", True),
        ("Эрдэнэт", "Эрдэнэтээс галт тэрэг юм байна", True),
        ("સુરત", "સુરતમાં વરસાદ", True),
        ("ගාල්ල", "ගාල්ලට වැසි", True),
        ("Mari Kask", "Mari Kaskile medal", True),
        ("Ana Martin", "Ana Martinova wins", False),
        ("Petar Milan", "Petra Milana čekaju", True),
        ("Peter Havel", "s Petrem Havlem", False),
        ("Alexander", "Alexandra vyhrála a je ve finále", False),
        ("オリオン", "オリオンマーケティングジャパンを設立", True),
    ],
)
def test_other_words_and_forms(make: Make, alias: str, text: str, *, wanted: bool) -> None:
    assert found(make, alias, text) is wanted


@pytest.mark.parametrize(
    ("alias", "text", "wanted"),
    [
        ("Leipzig", "Der Leipziger Zoo wird umgebaut", True),
        ("München", "Die Münchner Feuerwehr löscht", True),
        ("Basel", "Das Basler Parlament tagt", True),
        ("Rotterdam", "De Rotterdamse haven is vol", True),
        ("Hamburg", "Die besten Hamburger der Stadt", False),
        ("Merz", "Die Merzer Straße ist gesperrt", False),
        ("Volvo", "Volvochefen slutar", True),
        ("Ajax", "Ajaxfans vieren feest", True),
        ("Volvo", "Volvomuseet öppnar", False),
    ],
)
def test_words_for_what_is_of_a_town_or_a_house(make: Make, alias: str, text: str, *, wanted: bool) -> None:
    assert found(make, alias, text) is wanted


@pytest.mark.parametrize(
    ("aliases", "known"),
    [
        (["Erdogan"], "Erdoğan"),
        (["Ana Orban"], "Ana Orbán"),
        (["Lodz"], "Łódź"),
        (["Duesseldorf"], "Düsseldorf"),
        (["Erdogan", "Erdoğan"], ""),
        (["Erdoğan"], ""),
        (["Berlin"], ""),
        (["Garcia"], ""),
        (["erdogan"], ""),
        (["Volvo"], ""),
    ],
)
def test_check_tells_names_that_miss_their_accents(aliases: Sequence[str], known: str, words: Words) -> None:
    topic = Topic(id="t", name={"en": "t"}, aliases=tuple(Alias(text=alias) for alias in aliases))
    told = [finding for finding in lint_topics([topic], {}, words=words) if finding.rule == "accents-left-out"]
    assert [known in finding.mend for finding in told] == ([True] if known else [])

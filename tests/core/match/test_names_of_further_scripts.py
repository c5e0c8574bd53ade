"""Names in scripts that tell their language: endings written onto them, and words that merely begin like them."""

import pytest

from monitor.core.match.scan.endings.inflection import is_form, may_be_form
from monitor.core.match.scan.endings.script_tables import SCRIPT_TABLES
from tests.core.match.plain_names import Make, found


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("ქუთაისი", "ქუთაისში თოვს"),
        ("ქუთაისი", "ქუთაისიდან მატარებელი გავიდა"),
        ("ქუთაისი", "ქუთაისის მერი"),
        ("აფრიკა", "აფრიკის გუნდმა მოიგო"),
        ("აფრიკა", "აფრიკამ მოიგო"),
        ("მესხი", "მესხიმ გოლი გაიტანა"),
        ("Դիլիջան", "Դիլիջանում ձյուն է"),
        ("Դիլիջան", "Դիլիջանի այգին"),
        ("Դիլիջան", "Դիլիջանը սպասում է"),
        ("Բաքու", "Բաքվից ինքնաթիռ եկավ"),
        ("Երևան", "ԵՐԵՎԱՆՈՒՄ ԱՆՁՐԵՎ Է"),
        ("খুলনা", "খুলনায় নতুন সেতু"),
        ("খুলনা", "খুলনার নদী"),
        ("লন্ডন", "লন্ডনের মেয়র"),
        ("সিলেট", "সিলেটে বন্যা"),
        ("মদ্রিচ", "মদ্রিচকে দলে চায়"),
        ("கோயம்புத்தூர்", "கோயம்புத்தூரில் மழை"),
        ("மதுரை", "மதுரையிலிருந்து ரயில்"),
        ("மதுரை", "மதுரைக்கு புதிய பாலம்"),
        ("கனடா", "கனடாவின் ஏரி"),
        ("தமிழ்நாடு", "தமிழ்நாட்டில் தேர்தல்"),
        ("விஜய்", "விஜய்யின் படம்"),
        ("नाशिक", "नाशिकात पाऊस"),
        ("पुणे", "पुण्याच्या पुलावर"),
        ("पोखरा", "पोखरामा वर्षा"),
        ("వరంగల్", "వరంగల్\u200cలో వర్షం"),
        ("ಮೈಸೂರು", "ಮೈಸೂರಿನಲ್ಲಿ ಮಳೆ"),
        ("കേരളം", "കേരളത്തിൽ മഴ"),
        ("Bakı", "Bakının yeni metrosu Əliyev küçəsində"),
    ],
)
def test_endings_are_written_onto_the_name(make: Make, alias: str, text: str) -> None:
    assert found(make, alias, text)


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("გორი", "გორილა ზოოპარკში"),
        ("ქუთაისი", "ქუთაისელი ბავშვები"),
        ("Արարատ", "Արարատյան դաշտ"),
        ("খুলনা", "খুলনাইয়া খাবার"),
        ("கோவை", "கோவைக்காய் விலை"),
        ("விஜய்", "விஜயகாந்த் படம்"),
        ("राम", "रामलीला मैदान"),
    ],
)
def test_a_word_that_begins_like_the_name_is_another(make: Make, alias: str, text: str) -> None:
    assert not found(make, alias, text)


@pytest.mark.parametrize("language", sorted(SCRIPT_TABLES))
def test_whatever_is_a_form_may_be_one(language: str) -> None:
    words = (
        "ქუთაისი",
        "აფრიკა",
        "Երևան".lower(),
        "խոսք",
        "খুলনা",
        "লন্ডন",
        "மதுரை",
        "விஜய்",
        "पुणे",
        "వరంగల్",
        "ಮೈಸೂರು",
        "കേരളം",
    )
    endings = {ending for forms in SCRIPT_TABLES[language].values() for ending in forms.split()}
    for word in words:
        for spelt in (word[:cut] + ending for cut in range(2, len(word) + 1) for ending in endings):
            assert may_be_form(word, spelt) or not is_form(word, spelt, (language,))


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("쿠팡", "쿠팡이츠 배달료 인상", True),
        ("쿠팡", "쿠팡풀필먼트 물류센터", True),
        ("부산", "부산항 파업", True),
        ("부산", "부산국제영화제 개막", True),
        ("카카오", "카카오톡 장애", True),
        ("부산", "부산스러운 아침", False),
        ("메타", "메타버스 열풍", False),
        ("메타", "메타의 새 안경", True),
        ("토스", "토스터 리콜", False),
        ("라인", "라인업 공개", False),
        ("ライン", "ラインアップ発表", False),
        ("メタ", "メタバース市場", False),
        ("ライン", "ラインヤフー発表", True),
    ],
)
def test_a_new_word_behind_a_name_that_no_other_word_begins_with(
    make: Make, alias: str, text: str, expected: bool
) -> None:
    assert found(make, alias, text) is expected


@pytest.mark.parametrize(
    ("alias", "text", "expected"),
    [
        ("南京", "南京东路步行街人潮涌动", False),
        ("重庆", "重庆南路书店关门", False),
        ("中山", "中山大道封路", False),
        ("南京", "南京东路况拥堵", True),
        ("南京", "走进南京大街小巷", True),
        ("河南", "河南南街村丰收", True),
        ("南京", "南京南站客流上升", True),
        ("中信", "手机中信号差", False),
        ("中信", "他在中信上班", True),
    ],
)
def test_a_road_is_called_by_a_town_that_it_is_not_in(make: Make, alias: str, text: str, expected: bool) -> None:
    assert found(make, alias, text) is expected

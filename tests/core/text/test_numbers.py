"""Figures are read as their language writes them, and a number with a unit is no version of anything."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.core.cluster.features.product_names import (
    _HAN_VERSION,
    _find_han_versions,
    capitals_of,
    latin_names,
    versions_by_name,
)
from monitor.core.text.figures.numbers import amounts_in, read_figures, scores_in
from monitor.core.text.languages import language_of
from monitor.core.text.normalize import fold
from monitor.core.text.written_dates.named_days import _HAN_DAY, _find_han_days, named_days
from tests.examples import examples

GROUPS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "headlines.toml").read_text("utf-8"))["headline"]
NUMBERS = (2.5, 3.1, 4.27, 7.8, 12.4, 46.9)
COMMA = {"de", "fr", "es", "ru"}
HEADLINES = [
    (text.replace("{n}", str(number).replace(".", "," if group["language"] in COMMA else ".")), number, group)
    for group in GROUPS
    for text in group["texts"]
    for number in NUMBERS
]


def test_there_are_three_hundred_headlines_in_eight_languages() -> None:
    assert len(HEADLINES) >= 300
    assert len({group["language"] for group in GROUPS}) >= 8


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group['language']} {group['texts'][0][:20]}")
def test_an_ordinary_headline_s_number_is_read_right_and_is_no_version(group: dict[str, Any]) -> None:
    for headline, number, of in HEADLINES:
        if of is not group:
            continue
        folded = fold(headline)
        expected = f"%:{number:g}" if group.get("share") else f"n:{number * group['scale']:.4g}"
        assert amounts_in(folded, language_of(folded) or group["language"]) == {expected}, headline
        assert versions_by_name(latin_names(folded, capitals_of(headline))) == {}, headline


@pytest.mark.parametrize(
    ("text", "language", "value", "currency"),
    [
        ("Fahrrad für 2.490 Euro", "de", 2490, "eur"),
        ("Fahrrad für 2.490 Euro", "", 2490, "eur"),
        ("Ticket kostet 58,90 Euro", "", 58.9, "eur"),
        ("Miete: 1.150,50 €", "de", 1150.5, "eur"),
        ("loyer de 1 150 €", "fr", 1150, "eur"),
        ("a bonus of ₹2,50,000", "en", 250000, "inr"),
        ("Rs. 40 crore", "en", 4e8, "inr"),
        ("奖金5万元", "", 50000, "cny"),
        ("資金2億5000万円を集めた", "", 2.5e8, "jpy"),
        ("투자금 3조원", "", 3e12, "krw"),
        ("매출 2조1500억원", "", 2.15e12, "krw"),
        ("US$3bn", "en", 3e9, "usd"),
        ("2 Billionen Euro", "de", 2e12, "eur"),
        ("3 mil millones de euros", "es", 3e9, "eur"),
    ],
)
def test_amounts_of_money(text: str, language: str, value: float, currency: str) -> None:
    (reading,) = read_figures(fold(text), language)
    assert (reading.figure.value, reading.figure.currency) == (value, currency)


def test_turkish_writes_the_sign_first() -> None:
    assert amounts_in(fold("Fiyatlar bu yıl yüzde 8,5 arttı ve %3 düştü"), "tr") == {"%:8.5", "%:3"}


@pytest.mark.parametrize(
    "text", ["On 5 May 2026 at 20:45", "11월 28일", "3月5日", "Lyon 3-1 Nice", "第3回", "version 3.1.2", "1st and 2nd"]
)
def test_dates_times_scores_and_ordinals_are_no_amounts(text: str) -> None:
    assert amounts_in(fold(text)) == frozenset()


def test_a_score_is_one_whichever_side_is_named_first() -> None:
    assert scores_in("lyon 3:1 nizza") == scores_in("nizza 1-3 lyon") == {"3:1"}
    assert scores_in("takes 3-5 days") == frozenset()


@pytest.mark.parametrize(
    ("text", "name"),
    [("Kling 2.1 is out", "kling2.1"), ("wan2.7-image", "wan2.7-image"), ("快手发布 Kling 2.1 模型", "kling2.1")],
)
def test_a_product_with_its_version_is_one_name(text: str, name: str) -> None:
    assert name in latin_names(fold(text), capitals_of(text))


@pytest.mark.parametrize(
    "text", ["25 de marzo", "25. März", "25 marca", "March 25", "25 марта", "25 Mart", "3月25日", "3월 25일", "25 mars"]
)
def test_days_by_name_in_any_language(text: str) -> None:
    assert named_days(fold(text)) == {"03-25"}


_PIECES = st.sampled_from(
    ["3", "12", "07", "2026", "20", "-", "月", "日", "월", " ", ".", "v", "水", "泵站", "a", "1.2", "%"]
)


@examples(400)
@given(st.lists(_PIECES, max_size=14).map("".join))
@example("2026-05-0712月3日")
@example("泵站 v1.2.3泵站1.2月")
def test_days_and_versions_are_found_as_at_each_place(text: str) -> None:
    """They are tried where a number stands only."""
    assert [day.span() for day in _find_han_days(text)] == [day.span() for day in _HAN_DAY.finditer(text)]
    assert [one.span() for one in _find_han_versions(text)] == [one.span() for one in _HAN_VERSION.finditer(text)]

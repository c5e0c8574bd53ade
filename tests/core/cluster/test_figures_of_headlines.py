"""Three hundred ordinary headlines with figures in eight languages: no version, the right amount, nothing new twice."""

from datetime import UTC, datetime
from itertools import product

import pytest

from monitor.core.cluster.facts import extract_facts, new_facts
from monitor.core.model.stories import Fact, Report
from monitor.core.text.figures.numbers import amounts_in
from monitor.core.text.normalize import fold

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
NAMES = ("Velora", "Kestrel", "Nordia", "Tamsin", "Orbex")
# Two wordings of one headline, the share and the amount as each language writes them, and their values.
LANGUAGES = {
    "en": (
        "{n} cuts prices by {p} percent, saves ${m} million",
        "{n} slashes prices by {p} percent, saves ${m} million",
    ),
    "de": (
        "{n} senkt die Preise um {p} Prozent und spart {m} Millionen Euro",
        "{n} kürzt die Preise um {p} Prozent und spart {m} Millionen Euro",
    ),
    "fr": (
        "{n} baisse les prix de {p} % et économise {m} millions d'euros",
        "{n} réduit les prix de {p} % et économise {m} millions d'euros",
    ),
    "es": (
        "{n} baja los precios un {p} % y ahorra {m} millones de euros",
        "{n} recorta los precios un {p} % y ahorra {m} millones de euros",
    ),
    "pl": (
        "{n} obniża ceny o {p} procent i oszczędza {m} mln euro",
        "{n} tnie ceny o {p} procent i oszczędza {m} mln euro",
    ),
    "ru": (
        "{n} снижает цены на {p} процента и экономит {m} млн евро",
        "{n} урезает цены на {p} процента и экономит {m} млн евро",
    ),
    "ja": (
        "{n}が価格を{p}%引き下げ、{m}00万ドルを節約",
        "{n}が価格を{p}%値下げ、{m}00万ドルを節約",
    ),
    "ko": (
        "{n}, 가격 {p}% 인하로 {m}00만 달러 절약",
        "{n}, 가격 {p}% 낮춰 {m}00만 달러 절약",
    ),
}
POINTED = {"en", "ja", "ko"}
SHARES = (2.5, 7.4, 12.4, 31.6)


def headlines() -> list[tuple[str, str, str, str, set[str]]]:
    """Language, both wordings, the name, and the amounts that each says: 8 × 5 × 4 × 2 = 320 headlines."""
    made = []
    for language, (first, again) in LANGUAGES.items():
        for (place, name), share in product(enumerate(NAMES), SHARES):
            written = f"{share:g}" if language in POINTED else f"{share:g}".replace(".", ",")
            money = 3 + place if language in {"ja", "ko"} else 14 + place
            values = {f"%:{share:g}", f"n:{money * 1e6:.4g}"}
            made.append((language, first.format(n=name, p=written, m=money), again.format(n=name, p=written, m=money),
                         name, values))  # fmt: skip
    return made


def facts_of(title: str, language: str) -> tuple[Fact, ...]:
    report = Report(title=title, text="", url="https://a.example/1", source="A", lang=language, published_at=NOON,
                    seen_at=NOON)  # fmt: skip
    return extract_facts(report)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_read_as_written_and_told_once(language: str) -> None:
    for spoken, first, again, _, values in headlines():
        if spoken != language:
            continue
        told = facts_of(first, language)
        assert [fact for fact in told if fact.kind == "version"] == [], first
        assert amounts_in(fold(first), language) == values, first
        assert amounts_in(fold(again), language) == values, again
        assert new_facts(told, facts_of(again, language)) == (), again

"""Plain names in small letters, letters in numbers of addresses, and what a hyphen makes another word."""

import pytest

from monitor.core.model.matches import Alias, Document, Topic
from tests.core.match.plain_names import Make, found


@pytest.mark.parametrize(
    ("alias", "text", "wanted"),
    [
        ("Target", "Officials say the group may target ports in Denmark", False),
        ("Target", "Target may close stores in Denmark", True),
        ("Target", "target may close stores in denmark", True),
        ("ICE", "Two skaters broke through the ice in Ohio", False),
        ("ICE", "ICE agents met skaters in Ohio", True),
        ("SEAT", "He won a seat in Ohio", False),
        ("Arm", "She hurt her left arm in Ohio", False),
        ("Celle", "La loi, celle du gouvernement, est votée par les députés", False),
        ("Brann", "Kraftig brann i et lager på Alnabru", False),
        ("Google", "Why I left google for a farm in Ohio", True),
        ("Amazon", "We buy it all on amazon, said Tom", True),
        ("Target", "Best finds of June #target", True),
        ("City", "The mayor of the city of Ohio resigns", False),
        ("Facebook", "He told it on facebook, said Tom", True),
        ("Vivo", "El nuevo vivo X200 llega a las tiendas de Lugo", True),
        ("Vivo", "La banda toca en vivo en las plazas de Lugo", False),
        ("Target", "See example.com/target-stores for more of Ohio", True),
        ("Target", "今天 target 宣布关店", True),
    ],
)
def test_a_plain_name_in_small_letters_is_the_word(make: Make, alias: str, text: str, *, wanted: bool) -> None:
    assert found(make, alias, text) is wanted


def test_the_reason_says_so_and_other_evidence_outweighs_it(make: Make) -> None:
    text = "A new store of target opens in Ohio"
    refused = make([Topic(id="t", name={"en": "t"}, aliases=(Alias(text="Target"),))]).match(Document(title=text))
    assert [item.reason for item in refused.refused] == ["“target” in small letters is an everyday word"]
    near = Topic(id="t", name={"en": "t"}, aliases=(Alias(text="Target"),), near=("store",))
    assert make([near]).match(Document(title=text)).found
    sure = Topic(id="t", name={"en": "t"}, aliases=(Alias(text="Target", sure=True),))
    assert make([sure]).match(Document(title=text)).found


@pytest.mark.parametrize(
    ("alias", "text", "wanted"),
    [
        ("EDF", "https://img.example/068aed33-4edf-4845-b7d4-9ab75fd3da6f.png", False),
        ("BT", "https://example.com/tech/m3fwr9bt", False),
        ("EDF", "https://example.com/edf-2026", True),
        ("EDF", "https://example.com/news/edf3", True),
        ("GPT", "https://example.com/gpt5-launch", True),
    ],
)
def test_letters_of_a_number_in_an_address_are_no_name(make: Make, alias: str, text: str, *, wanted: bool) -> None:
    assert found(make, alias, f"Picture: {text}") is wanted


@pytest.mark.parametrize(
    ("alias", "text", "wanted"),
    [
        ("Bahn", "Brand in der U-Bahn in Ulm", False),
        ("Bahn", "Die Bahn streikt", True),
        ("Mail", "Send Tom an e-mail", False),
        ("Ford", "Der E-Ford kommt", True),
        ("Trump", "See example.com/donald-j-trump-speaks", True),
        ("Google", "The ex-Google engineer", True),
        ("Inter", "The winner of the Inter-School cup was told", False),
        ("Inter", "The draw of Inter-Milan was the second of the year", True),
        ("Meta", "Der Meta-Chef ist in der Kritik", True),
    ],
)
def test_a_letter_or_a_prefix_before_a_hyphen(make: Make, alias: str, text: str, *, wanted: bool) -> None:
    assert found(make, alias, text) is wanted

"""Brief headlines, patches and rumours: what is alike in them is not yet one event."""

from typing import Any

import pytest

from monitor.core.cluster.features.actions import find_stages


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Netflix doubles prices in Poland", "Spotify doubles prices in Poland"),
        ("Microsoft opens repair shop in Oslo", "Samsung opens repair shop in Oslo"),
        ("안동서 규모 3.1 지진", "구미서 규모 3.1 지진"),
        ("安踏宣布收购丹麦品牌", "李宁宣布收购丹麦品牌"),
        ("Bayer to cut 900 jobs in Krefeld", "Bayer gewinnt 2:1 in Krefeld"),
        ("Peugeot recalls 31,000 Rifter vans", "Peugeot dévoile la nouvelle Rifter"),
        ("Kettle 4.2.1 released", "Kettle 4.2.2 发布"),
    ],
)
def test_brief_headlines_about_two_events_stay_apart(harness: Any, first: str, second: str) -> None:
    assert harness.file(first, "", source="A") != harness.file(second, "", hours=2, source="B")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Brand zerstört Möbellager in Gera", "Möbellager in Gera durch Brand zerstört"),
        ("スズキ、次期ジムニーを公開 ハイブリッドのみ", "次期ジムニーはハイブリッドのみ スズキが公開"),
        ("Late Okoro goal gives Hull 2-1 win over Derby", "Hull beat Derby 2-1 as Okoro scores late"),
    ],
)
def test_one_event_in_two_brief_headlines_is_one_story(harness: Any, first: str, second: str) -> None:
    assert harness.file(first, "", source="A") == harness.file(second, "", hours=2, source="B")


def test_a_patch_is_another_release_though_its_report_names_the_one_before(harness: Any) -> None:
    first = harness.file("Kettle 7.3.0 发布", "Kettle 7.3.0 带来更快的锅炉和新的壶盖，共合并 310 项改动。", source="A")
    patch = harness.file(
        "Kettle v7.3.1", "Kettle v7.3.1 is a hotfix for v7.3.0: the lid opens again.", hours=20, source="B"
    )
    assert first != patch


@pytest.mark.parametrize(
    ("headline", "to_come"),
    [
        ("曝北桥本周上线 kettle 5", True),
        ("northbridge reportedly set to open kettle 5", True),
        ("北桥本周上线 kettle 5", False),
        ("northbridge reportedly lost its licence", False),
    ],
)
def test_a_rumour_with_a_time_tells_of_what_is_to_come(headline: str, to_come: bool) -> None:
    assert ("before" in find_stages(headline)) is to_come

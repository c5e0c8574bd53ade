"""A watched page that says the same in other paragraphs or with other signs has not changed."""

import time

import pytest

from monitor.core.change_detection.changed_paragraphs import changed_paragraphs


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("The quay is open. Boats leave at six.", "The quay is open.\n\nBoats leave at six.", []),
        ("The quay is open.\n\nBoats leave at six.", "The quay is open. Boats leave at six.", []),
        ("# The quay\n\n• Boats: six\n• Cars: two", "The quay\nBoats: six\nCars: two", []),
        ("码头开放。船在六点离开。", "码头开放。\n\n船在六点离开。", []),
        ("The quay's “new” hall – open", 'The quay’s "new" hall - open', []),
        (
            "Is it open? No.\n\nIs it dry? Yes.",
            "Is it open? Yes.\n\nIs it dry? No.",
            ["Is it open? Yes.", "Is it dry? No."],
        ),
        ("Boats leave at six only.", "Boats leave at six.", ["Boats leave at six."]),
        ("Open. Dry.", "Open.\n\nOpen.\n\nDry.", ["Open."]),
        ("Open. Dry.\n\nx\n\nWarm. Bright.", "x\n\nDry. Warm.", ["Dry. Warm."]),
    ],
)
def test_another_division_into_paragraphs_is_no_change(old: str, new: str, changed: list[str]) -> None:
    assert sorted(changed_paragraphs(old, new)) == sorted(changed)


def test_very_many_alike_sentences_take_linear_time() -> None:
    old, new = "a. " * 16_000, "\n\n".join(["a. a. b."] * 4_000)
    began = time.process_time()
    assert len(changed_paragraphs(old, new)) == 4_000
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A new crane · 6 days ago", "A new crane · Nov 22, 2026"),
        ("A new crane\n\n6 days ago", "A new crane\n\nNov 22"),
        (
            "• A new crane (6 days ago)\n• A dry quay (7 days ago)",
            "• A new crane (2026-11-22)\n• A dry quay (2026-11-21)",
        ),
        ("A new crane — Yesterday at 10:31 AM", "A new crane — Sat, 28 Nov 2026 10:31 AM"),
        (
            "| Post | When |\n| --- | --- |\n| Crane | 6 days ago |",
            "| Post | When |\n| --- | --- |\n| Crane | 22 Nov |",
        ),
        ("Новый кран, 6 дней назад", "Новый кран, 22 ноября 2026"),
        ("新吊车 6天前", "新吊车 11月22日"),
        ("Une grue, il y a 6 jours", "Une grue, 22 nov. 2026"),
    ],
)
def test_an_age_that_gives_way_to_its_day_is_no_change(old: str, new: str) -> None:
    assert list(changed_paragraphs(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("Fair: Nov 22, 2026", "Fair: Nov 29, 2026", "Fair: Nov 29, 2026"),
        ("A new crane · 6 days ago", "A dry quay · Nov 22, 2026", "A dry quay · Nov 22, 2026"),
        ("A crane · 6 days ago", "A crane · Nov 22\n\nA crane · Nov 28", "A crane · Nov 28"),
        ("The fair is closed today.", "The fair is open today.", "The fair is open today."),
        ("Knots, a course: 3h", "Knots, a course: 4h", "Knots, a course: 4h"),
    ],
)
def test_another_day_or_another_word_beside_it_is_a_change(old: str, new: str, changed: str) -> None:
    assert list(changed_paragraphs(old, new)) == [changed]
